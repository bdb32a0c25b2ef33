package braze_test

import (
	"encoding/json"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/mpbraze/mpbraze/braze"
)

func TestTrackRequest_decodeErrors(t *testing.T) {
	t.Parallel()
	for _, test := range []struct {
		name, give, want string
	}{
		{"array for an object", `{"attributes":[[]]}`, `"attributes.0": bad_type: an object`},
		{"object for an array", `{"events":{}}`, `"events": bad_type: an array`},
		{"number for an id", `{"attributes":[{"external_id":7}]}`, `"attributes.0.external_id": bad_type: text`},
		{"text for a flag", `{"attributes":[{"_merge_objects":"` + secret + `"}]}`, `"attributes.0._merge_objects": bad_type`},
		{"number for a field", `{"attributes":[{"first_name":7}]}`, `"attributes.0.first_name": bad_type`},
		{"text for a price", `{"purchases":[{"price":"` + secret + `"}]}`, `"purchases.0.price": bad_type: a number`},
		{"fraction for a quantity", `{"purchases":[{"quantity":1.5}]}`, `"purchases.0.quantity": bad_type`},
		{"text for a time", `{"events":[{"time":"` + secret + `"}]}`, `"events.0.time": bad_type: a time, ISO 8601`},
		{"text for a time of the profile", `{"attributes":[{"date_of_last_session":"` + secret + `"}]}`, `"attributes.0.date_of_last_session": bad_type`},
		{"I10 a name twice", `{"events":[{"name":"a","name":"b"}]}`, `duplicate object member name`},
		{"I12 deep", `{"attributes":[{"a":` + strings.Repeat("[", 1000) + strings.Repeat("]", 1000) + `}]}`, `less nesting`},
		{"I41 invalid UTF-8", "{\"events\":[{\"name\":\"\xff\"}]}", `invalid UTF-8`},
		{"I2 cut off", `{"events":[{"name":"a"`, `unexpected EOF`},
		{"I3 a second value", `{} {}`, `bad_type: nothing after the value`},
		{"I6 an array", `[]`, `an object`},
	} {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			var r braze.TrackRequest
			err := r.UnmarshalJSON([]byte(test.give))
			require.ErrorContains(t, err, test.want)
			assert.NotContains(t, err.Error(), secret)
		})
	}
}

func TestTrackRequest_decodeIsTolerant(t *testing.T) {
	t.Parallel()
	var r braze.TrackRequest
	require.NoError(t, json.Unmarshal([]byte(`{
		"api_key": "x",
		"attributes": [{"external_id":"u1","_update_existing_only":null,"EMAIL":"other"}],
		"events": [{"external_id":"u1","name":"play","time":"2026-03-01T12:00:00Z","unknown":[1]}]
	}`), &r))
	assert.Equal(t, braze.TrackRequest{
		Attributes: []braze.Attributes{{User: ann, Custom: braze.Custom{"EMAIL": "other"}}},
		Events:     []braze.Event{{User: ann, Name: "play", Time: noon}},
	}, r)
	require.NoError(t, json.Unmarshal([]byte(`null`), &r.Events[0]))
	assert.Equal(t, "play", r.Events[0].Name, "null changes nothing")
}

func TestAttributes_Identity(t *testing.T) {
	t.Parallel()
	var a braze.Attributes
	require.NoError(t, json.Unmarshal([]byte(`{"email":"a@b.c","phone":"+1"}`), &a))
	assert.Equal(t, braze.UserID{Email: "a@b.c", Phone: "+1"}, a.Identity())
	assert.Equal(t, braze.UserID{}, a.User)
}

// TestDecode_times has the forms of Braze's page on user attributes.
func TestDecode_times(t *testing.T) {
	t.Parallel()
	second := time.Date(2026, 3, 1, 11, 0, 7, 0, time.UTC)
	day := time.Date(2026, 3, 1, 0, 0, 0, 0, time.UTC)
	for text, want := range map[string]time.Time{
		"2026-03-01T12:00:07+01:00":        second,
		"2026-03-01T11:00:07.123456Z":      second.Add(123 * time.Millisecond),
		"2026-03-01T12:00:07:250+0100":     second.Add(250 * time.Millisecond),
		"2026-03-01T11:00:07":              second,
		"2026-03-01 11:00:07":              second,
		"2026-03-01":                       day,
		"03/01/2026":                       day,
		"2026-03-01T11:00:07.999999+00:00": second.Add(999 * time.Millisecond),
	} {
		var e braze.Event
		require.NoError(t, json.Unmarshal([]byte(`{"time":"`+text+`"}`), &e), text)
		assert.Equal(t, want, e.Time, text)
	}
}

// TestDecode_malformedOperations proves that what is no operation stays data,
// which does not encode.
func TestDecode_malformedOperations(t *testing.T) {
	t.Parallel()
	for _, value := range []string{
		`{"inc":1.5}`, `{"inc":"1"}`, `{"inc":1,"add":[]}`, `{"add":1}`, `{"add":[1],"$add":[]}`,
		`{"$add":[1]}`, `{"$add":{}}`, `{"$remove":[{}]}`, `{"$remove":[{"$identifier_key":"a","$identifier_value":1,"b":2}]}`,
		`{"$update":[{"$identifier_key":"a","$identifier_value":1}]}`,
	} {
		var a braze.Attributes
		require.NoError(t, json.Unmarshal([]byte(`{"external_id":"u1","k":`+value+`}`), &a), value)
		assert.IsType(t, map[string]any{}, a.Custom["k"], value)
		refused(t, a.Validate(), "k", braze.FieldOperator)
	}
	var n braze.Increment
	require.Error(t, json.Unmarshal([]byte(`{"add":[1]}`), &n))
}
