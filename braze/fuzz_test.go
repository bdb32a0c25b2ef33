package braze_test

import (
	"encoding/json"
	"testing"
	"unicode/utf8"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/mpbraze/mpbraze/braze"
)

// FuzzDecodeTrackRequest: what decodes and is valid encodes to valid JSON that
// decodes to the same.
func FuzzDecodeTrackRequest(f *testing.F) {
	for _, seed := range []string{
		`{}`,
		`{"attributes":[{"external_id":"u1","first_name":null,"k":{"inc":1},"l":{"add":["a"]},"m":{"a":{"$time":"2020-05-28"}}}]}`,
		`{"attributes":[{"user_alias":{"alias_name":"n","alias_label":"l"},"_merge_objects":true,` +
			`"p":{"$update":[{"$identifier_key":"id","$identifier_value":1,"$new_object":{"b":[1.50,true]}}]}}]}`,
		`{"attributes":[{"push_token_import":true,"push_tokens":[{"app_id":"a","token":"t"}],"current_location":{"latitude":1,"longitude":2}}]}`,
		`{"events":[{"email":"a@b.c","name":"play","time":"2026-03-01T12:00:00Z","properties":{"a":[{"b":1e2}]}}]}`,
		`{"purchases":[{"external_id":"u1","product_id":"p","currency":"EUR","price":-1.10,"quantity":2,"time":"03/01/2026"}]}`,
	} {
		f.Add([]byte(seed))
	}
	f.Fuzz(func(t *testing.T, b []byte) {
		var r braze.TrackRequest
		if r.UnmarshalJSON(b) != nil {
			return
		}
		encoded, err := r.AppendJSON(nil)
		if err != nil {
			require.ErrorIs(t, err, braze.ErrInvalidObject)
			return
		}
		require.True(t, json.Valid(encoded))
		require.True(t, utf8.Valid(encoded))
		var again braze.TrackRequest
		require.NoError(t, json.Unmarshal(encoded, &again))
		twice, err := again.AppendJSON(nil)
		require.NoError(t, err)
		assert.Equal(t, string(encoded), string(twice))
		assert.Equal(t, r.DataPoints(), again.DataPoints())
		assert.Equal(t, r.Len(), again.Len())
	})
}

// FuzzCustomText: any text either is refused as invalid UTF-8 or too long, or
// comes back as it was, both as a name and as a value.
func FuzzCustomText(f *testing.F) {
	for _, seed := range []string{"", "a", "\x00\x1f\"\\/", "<&>\u2028", "e\u0301👩\u200d👧", "\xff", "\xed\xa0\x80"} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, s string) {
		a := braze.Attributes{User: ann, Custom: braze.Custom{"k" + s: s}}
		b, err := a.AppendJSON(nil)
		if !utf8.ValidString(s) || utf8.RuneCountInString(s) > braze.MaxText {
			require.ErrorIs(t, err, braze.ErrInvalidObject)
			return
		}
		if err != nil {
			return
		}
		var back braze.Attributes
		require.NoError(t, json.Unmarshal(b, &back))
		assert.Equal(t, a, back)
	})
}
