package brazetest_test

import (
	"encoding/json"
	"net/http"
	"os"
	"path/filepath"
	"regexp"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/mpbraze/mpbraze/braze/brazetest"
)

// groupID finds placeholders: the ids of groups are UUIDs.
var groupID = regexp.MustCompile(`"subscription_group_id":\s*"[^"]*"`)

// TestSamples: what Braze shows as an example of a request is accepted.
func TestSamples(t *testing.T) {
	t.Parallel()
	folder := os.Getenv("MPBRAZE_SAMPLES")
	if folder == "" {
		t.Skip("MPBRAZE_SAMPLES names no folder")
	}
	files, err := filepath.Glob(filepath.Join(folder, "braze", "track_request_*.json"))
	require.NoError(t, err)
	require.NotEmpty(t, files)
	for _, file := range files {
		t.Run(filepath.Base(file), func(t *testing.T) {
			t.Parallel()
			data, err := os.ReadFile(file)
			require.NoError(t, err)
			data = groupID.ReplaceAll(data, []byte(`"subscription_group_id":"4fa5f5b0-1b2c-4d3e-8f9a-0b1c2d3e4f5a"`))
			s := brazetest.New(brazetest.Config{})
			for _, body := range requests(t, data) {
				status, answer := track(t, s, string(body))
				assert.Equal(t, http.StatusCreated, status, answer)
				assert.NotContains(t, answer, "errors", string(body))
			}
		})
	}
}

// requests returns data, or the requests it holds under names.
func requests(t *testing.T, data json.RawMessage) []json.RawMessage {
	t.Helper()
	var members map[string]json.RawMessage
	require.NoError(t, json.Unmarshal(data, &members))
	for _, array := range []string{"attributes", "events", "purchases"} {
		if members[array] != nil {
			return []json.RawMessage{data}
		}
	}
	var all []json.RawMessage
	for _, member := range members {
		all = append(all, requests(t, member)...)
	}
	return all
}
