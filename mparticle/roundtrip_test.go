package mparticle_test

import (
	"encoding/json"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"github.com/mpbraze/mpbraze/mparticle"
)

func TestRoundTrip(t *testing.T) {
	t.Parallel()
	for name, data := range batchFiles(t) {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			batch := requireLossless(t, data)

			written, err := batch.MarshalJSON()
			require.NoError(t, err)
			golden := filepath.Join("testdata", "golden", name)
			if *update {
				require.NoError(t, os.WriteFile(golden, append(written, '\n'), 0o600))
			}
			want, err := os.ReadFile(golden)
			require.NoError(t, err)
			assert.Equal(t, strings.TrimSpace(string(want)), string(written), "members have one order")
		})
	}
}

// Any value may stand in any field: the batch keeps it, whether the field can
// take it or not.
func TestRoundTripProperty(t *testing.T) {
	t.Parallel()
	names := map[string]bool{}
	for _, data := range batchFiles(t) {
		collectNames(tree(t, data), names)
	}
	name := rapid.SampledFrom(slices.Sorted(maps.Keys(names)))
	value := rapid.SampledFrom([]string{
		`null`, `true`, `false`, `0`, `-0`, `7`, `-3`, `1.50`, `1e3`, `9007199254740993`, `18446744073709551616`,
		`""`, `"x"`, `"true"`, `"False"`, `"TRUE"`, `"0"`, `"12"`, `"007"`, `"+1"`, `"1.5"`, `"NaN"`, `"<\u00e9\n&>"`,
		`{}`, `[]`, `["a"]`, `[1,2]`, `["a",1]`, `[null]`, `[{"id":"x","name":3}]`, `[[]]`,
		`{"a":"b"}`, `{"a":null}`, `{"a":1}`, `{"a":{"b":"c"}}`, `{"a":{"consented":"True"}}`, `{"identity":[],"new":{}}`,
	})
	rapid.Check(t, func(t *rapid.T) {
		object := map[string]json.RawMessage{}
		for range rapid.IntRange(0, 6).Draw(t, "members") {
			object[name.Draw(t, "name")] = json.RawMessage(value.Draw(t, "value"))
		}
		batch := maps.Clone(object)
		// Another container than theirs would refuse the batch.
		for _, strict := range []string{"user_attributes", "user_identities", "deleted_user_attributes"} {
			delete(batch, strict)
		}
		kind := rapid.SampledFrom(mparticle.EventTypes()).Draw(t, "type")
		inner := marshal(t, object)
		batch["device_info"], batch["consent_state"] = json.RawMessage(inner), json.RawMessage(inner)
		batch["events"] = json.RawMessage(`[{"event_type":"` + string(kind) + `","data":` + inner + `}]`)
		requireLossless(t, []byte(marshal(t, batch)))
	})
}

func collectNames(v any, names map[string]bool) {
	switch v := v.(type) {
	case map[string]any:
		for name, value := range v {
			names[name] = true
			collectNames(value, names)
		}
	case []any:
		for _, value := range v {
			collectNames(value, names)
		}
	}
}
