package main

import (
	"bytes"
	"compress/gzip"
	"encoding/json"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"go.uber.org/goleak"

	"github.com/mpbraze/mpbraze/braze"
)

func TestMain(m *testing.M) { goleak.VerifyTestMain(m) }

const batch = `{"environment":"production","user_identities":{"customer_id":"u1"},"user_attributes":{"plan":"gold"},` +
	`"events":[{"event_type":"custom_event","data":{"event_name":"Signed Up","timestamp_unixtime_ms":1793520000000}}]}`

// forward runs the program without a key.
func forward(t *testing.T, in string, args ...string) (code int, out, errs string) {
	t.Helper()
	var stdout, stderr bytes.Buffer
	code = run(t.Context(), args, "", strings.NewReader(in), &stdout, &stderr)
	return code, stdout.String(), stderr.String()
}

func TestSamplesComeOutAsProfiles(t *testing.T) {
	t.Parallel()
	code, out, errs := forward(t, "")
	assert.Zero(t, code)
	assert.Empty(t, errs)
	for _, want := range []string{
		"shop-1001  3 events, 2 purchases",
		`first_name         "Ada"`,
		`loyalty_id         "00412"`,
		"Read      15 batches with 42 events, 0 unreadable",
		"34 delivered, 0 rejected, 0 not sent, 0 unknown",
	} {
		assert.Contains(t, out, want)
	}
	assert.NotContains(t, out, "tester-1", "development data stays out")
	assert.NotContains(t, out, "secret_score", "blocked data stays out")
}

func TestInputs(t *testing.T) {
	t.Parallel()
	var zipped bytes.Buffer
	w := gzip.NewWriter(&zipped)
	_, err := w.Write([]byte(batch + "\n" + batch + "\n"))
	require.NoError(t, err)
	require.NoError(t, w.Close())

	folder := t.TempDir()
	require.NoError(t, os.MkdirAll(filepath.Join(folder, "2026"), 0o750))
	for name, content := range map[string]string{
		"one.json":          batch,
		"array.json":        "[" + batch + "," + batch + "]",
		"2026/lines.ndjson": batch + "\n" + batch + "\n",
		"zipped.json.gz":    zipped.String(),
	} {
		require.NoError(t, os.WriteFile(filepath.Join(folder, name), []byte(content), 0o600))
	}
	for name, tt := range map[string]struct {
		in   string
		args []string
		read string
	}{
		"one file":          {"", []string{filepath.Join(folder, "one.json")}, "Read      1 batches"},
		"array":             {"", []string{filepath.Join(folder, "array.json")}, "Read      2 batches"},
		"gzip":              {"", []string{filepath.Join(folder, "zipped.json.gz")}, "Read      2 batches"},
		"folder":            {"", []string{folder}, "Read      7 batches"},
		"standard input":    {batch + batch, []string{"-"}, "Read      2 batches"},
		"several at a time": {batch, []string{"-", folder}, "Read      8 batches"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			code, out, errs := forward(t, tt.in, tt.args...)
			assert.Zero(t, code)
			assert.Empty(t, errs)
			assert.Contains(t, out, tt.read)
		})
	}
}

func TestDryRunPrintsRequests(t *testing.T) {
	t.Parallel()
	code, out, errs := forward(t, batch, "-dry-run", "-")
	assert.Zero(t, code)
	assert.Equal(t, "Nothing sent: 1 batches became 1 attributes, 1 events, 0 purchases\n", errs)
	var request braze.TrackRequest
	require.NoError(t, json.Unmarshal([]byte(out), &request))
	assert.Equal(t, "Signed Up", request.Events[0].Name)
	assert.Equal(t, braze.Custom{"plan": "gold"}, request.Attributes[0].Custom)
}

func TestExplainNamesInputAndRule(t *testing.T) {
	t.Parallel()
	code, out, _ := forward(t, batch, "-explain", "-")
	assert.Zero(t, code)
	assert.Contains(t, out, "<- /user_attributes/plan (custom attribute)")
}

func TestSettingsFile(t *testing.T) {
	t.Parallel()
	file := filepath.Join(t.TempDir(), "settings.json")
	require.NoError(t, os.WriteFile(file, []byte(`{"userIdentificationType":"Other2","instance":"EU-01"}`), 0o600))
	_, out, _ := forward(t, "", "-settings", file, "-dry-run")
	assert.Contains(t, out, `"external_id":"crm-88"`)
	assert.NotContains(t, out, "shop-1001")
}

func TestExitCodes(t *testing.T) {
	t.Parallel()
	for name, tt := range map[string]struct {
		in   string
		args []string
		key  string
		want int
	}{
		"all delivered":      {batch, []string{"-"}, "", 0},
		"help":               {"", []string{"-h"}, "", 0},
		"unreadable batch":   {`{"events":[`, []string{"-"}, "", 1},
		"no such file":       {"", []string{"no-such-file.json"}, "", 1},
		"unknown flag":       {"", []string{"-nope"}, "", 2},
		"no settings file":   {"", []string{"-settings", "no-such-file.json"}, "", 2},
		"key, no instance":   {batch, []string{"-"}, "a-hidden-key", 2},
		"key, no input":      {"", []string{"-instance", "US-01"}, "a-hidden-key", 2},
		"instance, no key":   {batch, []string{"-instance", "US-01", "-"}, "", 2},
		"unknown instance":   {"", []string{"-instance", "XX-99", "-"}, "a-hidden-key", 2},
		"unusable key":       {batch, []string{"-instance", "US-01", "-"}, "a hidden key\n", 2},
		"dry run with a key": {batch, []string{"-dry-run", "-"}, "a-hidden-key", 0},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			var out, errs bytes.Buffer
			assert.Equal(t, tt.want, run(t.Context(), tt.args, tt.key, strings.NewReader(tt.in), &out, &errs))
			assert.NotContains(t, errs.String(), "hidden", "the key is never shown")
		})
	}
}
