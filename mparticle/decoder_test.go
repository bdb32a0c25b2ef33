package mparticle_test

import (
	"encoding/json"
	"fmt"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"github.com/mpbraze/mpbraze/mparticle"
)

// Attributes are what encoding/json reads, however they are spelt.
func TestAttributesAreWhatTheTextSays(t *testing.T) {
	t.Parallel()
	texts := rapid.OneOf(rapid.String(), rapid.StringMatching(`[a\\"{}\[\],: é]{0,6}`))
	rapid.Check(t, func(t *rapid.T) {
		want := map[string]any{}
		for name, value := range rapid.MapOfN(texts, texts, 0, 20).Draw(t, "attributes") {
			want[name] = rapid.SampledFrom([]any{
				value, true, nil, json.Number("-1.5e3"), []any{value, json.Number("0")}, map[string]any{value: value},
			}).Draw(t, "value")
		}
		indent := rapid.SampledFrom([]string{"", " ", "\n\t", "\r"}).Draw(t, "indent")
		attributes, err := json.MarshalIndent(want, indent, indent)
		require.NoError(t, err)

		batch, err := mparticle.ParseBatch([]byte(indent + `{"user_attributes":` + string(attributes) + indent + "}"))
		require.NoError(t, err)
		assert.Equal(t, mparticle.Attributes(want), batch.UserAttributes)
	})
}

// What cannot be read is left as a whole, brackets in its texts included, and
// the pointers of several problems are each their own.
func TestWhatCannotBeReadIsLeftWhole(t *testing.T) {
	t.Parallel()
	const odd = `{"a":["}]\\",{"b":"\"]"}],"c":[]}`
	const event = `{"data":{"event_name":%s,"timestamp_unixtime_ms":[1]},"event_type":"custom_event"}`
	events := strings.Repeat(fmt.Sprintf(event, odd)+",", 3)
	batch, err := mparticle.ParseBatch([]byte(`{"mpid":` + odd + `,"events":[` + strings.TrimSuffix(events, ",") + `],"ip":[]}`))
	require.NoError(t, err)

	assert.JSONEq(t, odd, string(batch.Extra["mpid"]))
	require.Len(t, batch.Events, 3)
	want := []string{"/mpid"}
	for i, e := range batch.Events {
		assert.JSONEq(t, odd, string(e.Common().Extra["event_name"]))
		at := fmt.Sprintf("/events/%d/data/", i)
		want = append(want, at+"event_name", at+"timestamp_unixtime_ms")
	}
	var got []string
	for _, p := range batch.Problems {
		got = append(got, p.Pointer)
	}
	assert.Equal(t, append(want, "/ip"), got)
}
