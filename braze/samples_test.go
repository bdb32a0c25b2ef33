package braze_test

import (
	"encoding/json"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/mpbraze/mpbraze/braze"
)

// TestSamples decodes the request bodies of Braze's own pages and encodes them
// again to the same meaning.
func TestSamples(t *testing.T) {
	t.Parallel()
	dir := os.Getenv("MPBRAZE_SAMPLES")
	if dir == "" {
		t.Skip("MPBRAZE_SAMPLES is not set")
	}
	files, err := filepath.Glob(filepath.Join(dir, "braze", "track_request_*.json"))
	require.NoError(t, err)
	require.NotEmpty(t, files)
	for _, file := range files {
		raw, err := os.ReadFile(file)
		require.NoError(t, err)
		for name, body := range bodies(t, raw) {
			t.Run(strings.TrimSuffix(filepath.Base(file), ".json")+name, func(t *testing.T) {
				t.Parallel()
				var r braze.TrackRequest
				require.NoError(t, json.Unmarshal(body, &r))
				assert.Positive(t, r.Len())
				again, err := r.AppendJSON(nil)
				require.NoError(t, err)
				assert.JSONEq(t, normalTimes(body), normalTimes(again))
			})
		}
	}
}

// bodies returns the file as one body, or the bodies in it by name.
func bodies(t *testing.T, raw []byte) map[string]json.RawMessage {
	t.Helper()
	var members map[string]json.RawMessage
	require.NoError(t, json.Unmarshal(raw, &members))
	for _, array := range []braze.Array{braze.ArrayAttributes, braze.ArrayEvents, braze.ArrayPurchases} {
		if _, ok := members[string(array)]; ok {
			return map[string]json.RawMessage{"": raw}
		}
	}
	named := map[string]json.RawMessage{}
	for name, body := range members {
		named["/"+name] = body
	}
	return named
}

var timeText = regexp.MustCompile(`"(time|\$time)": ?"([^"]*)"`)

// normalTimes writes the times that the package reads as times in one form.
func normalTimes(b []byte) string {
	return timeText.ReplaceAllStringFunc(string(b), func(m string) string {
		part := timeText.FindStringSubmatch(m)
		for _, layout := range []string{time.RFC3339, time.DateOnly} {
			if at, err := time.Parse(layout, part[2]); err == nil {
				return `"` + part[1] + `":"` + at.UTC().Format(time.RFC3339) + `"`
			}
		}
		return m
	})
}
