package braze_test

import (
	"encoding/json"
	"math"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/mpbraze/mpbraze/braze"
)

var ann = braze.UserID{ExternalID: "u1"}

// encoded returns the members of a beyond the identifier of ann.
func encoded(t *testing.T, a braze.Attributes) string {
	t.Helper()
	if a.User == (braze.UserID{}) {
		a.User = ann
	}
	b, err := a.AppendJSON(nil)
	require.NoError(t, err)
	require.True(t, json.Valid(b))
	return strings.TrimPrefix(string(b), `{"external_id":"u1"`)
}

func TestAttributes_encodeFields(t *testing.T) {
	t.Parallel()
	at := time.Date(2026, 3, 1, 13, 0, 0, 5_999_999, time.FixedZone("", 3600))
	for _, test := range []struct {
		name string
		give braze.Attributes
		want string
	}{
		{"nothing", braze.Attributes{}, `}`},
		{
			"controls before fields before custom, each in its order",
			braze.Attributes{
				UpdateExistingOnly: braze.Set(false), MergeObjects: true,
				LastName: braze.Set("Lee"), FirstName: braze.Set("Ann"), Custom: braze.Custom{"b": 1, "a": 2},
			},
			`,"_update_existing_only":false,"_merge_objects":true,"first_name":"Ann","last_name":"Lee","a":2,"b":1}`,
		},
		{"null removes", braze.Attributes{Phone: braze.Null[string](), Custom: braze.Custom{"plan": nil}}, `,"phone":null,"plan":null}`},
		{"empty text is a value", braze.Attributes{FirstName: braze.Set("")}, `,"first_name":""}`},
		{
			"times in UTC to the millisecond",
			braze.Attributes{DateOfFirstSession: braze.Set(at)},
			`,"date_of_first_session":"2026-03-01T12:00:00.005Z"}`,
		},
		{
			"location",
			braze.Attributes{CurrentLocation: braze.Set(braze.Location{Latitude: 40.5, Longitude: -74})},
			`,"current_location":{"longitude":-74,"latitude":40.5}}`,
		},
		{
			"social",
			braze.Attributes{
				Facebook: braze.Set(braze.Facebook{ID: "1", Likes: []string{"x"}, NumFriends: 3}),
				Twitter:  braze.Set(braze.Twitter{ID: 2, ScreenName: "ann", StatusesCount: 4}),
			},
			`,"facebook":{"id":"1","likes":["x"],"num_friends":3},"twitter":{"id":2,"screen_name":"ann","statuses_count":4}}`,
		},
		{
			"tokens and groups",
			braze.Attributes{
				PushTokens: []braze.PushToken{{AppID: "app", Token: "t", DeviceID: "device-1"}, {AppID: "app", Token: "u"}},
				SubscriptionGroups: []braze.SubscriptionGroup{
					{ID: "g", State: braze.Subscribed, UseDoubleOptIn: true}, {ID: "h", State: braze.Unsubscribed},
				},
			},
			`,"push_tokens":[{"app_id":"app","token":"t","device_id":"device-1"},{"app_id":"app","token":"u"}],` +
				`"subscription_groups":[{"subscription_group_id":"g","subscription_state":"subscribed","use_double_opt_in_logic":true},` +
				`{"subscription_group_id":"h","subscription_state":"unsubscribed"}]}`,
		},
	} {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			assert.Equal(t, test.want, encoded(t, test.give))
		})
	}
}

type (
	plan  string
	level int8
	grams float32
	tags  []plan
	sizes map[string]level
)

func TestAttributes_encodeValues(t *testing.T) {
	t.Parallel()
	at := time.Date(2026, 3, 1, 12, 0, 0, 0, time.UTC)
	for _, test := range []struct {
		name string
		give any
		want string
	}{
		{"text", "gold", `"gold"`},
		{"I45 no escaping for HTML", "<b>&\u2028", "\"<b>&\u2028\""},
		{"I43 controls are escaped", "a\x00\n\"\\", `"a\u0000\n\"\\"`},
		{"I44 combining accents stay as they are", "e\u0301", "\"e\u0301\""},
		{"bool", true, `true`},
		{"int", -7, `-7`},
		{"I19 int64 beyond 2^53", int64(9007199254740993), `9007199254740993`},
		{"uint64", uint64(math.MaxUint64), `18446744073709551615`},
		{"small integers", []any{int8(1), int16(2), int32(3), uint(4), uint8(5), uint16(6), uint32(7)}, `[1,2,3,4,5,6,7]`},
		{"I21 float", 0.1, `0.1`},
		{"float32", float32(0.1), `0.1`},
		{"small float", 1e-7, `1e-07`},
		{"large float", 1e21, `1e+21`},
		{"I21 number text digit by digit", json.Number("1.50"), `1.50`},
		{"I19 long number text", json.Number("12345678901234567890"), `12345678901234567890`},
		{"time", at, `"2026-03-01T12:00:00.000Z"`},
		{"time in an object", map[string]any{"at": at}, `{"at":{"$time":"2026-03-01T12:00:00.000Z"}}`},
		{"time in an array", []any{at}, `["2026-03-01T12:00:00.000Z"]`},
		{"I32 empty text", "", `""`},
		{"I32 empty array", []any{}, `[]`},
		{"I32 empty object", map[string]any{}, `{}`},
		{"strings", []string{"a", "b"}, `["a","b"]`},
		{"array of objects", []map[string]any{{"id": 1}, {"b": 1, "a": []any{"x"}}}, `[{"id":1},{"a":["x"],"b":1}]`},
		{
			"named types",
			map[string]any{"a": plan("x"), "b": level(1), "c": grams(0.5), "d": tags{"t"}, "e": sizes{"m": 2}},
			`{"a":"x","b":1,"c":0.5,"d":["t"],"e":{"m":2}}`,
		},
		{"increment", braze.Increment(-2), `{"inc":-2}`},
		{"array update", braze.ArrayUpdate{Add: []any{"a"}, Remove: []any{1}}, `{"add":["a"],"remove":[1]}`},
		{
			"object array update",
			braze.ObjectArrayUpdate{
				Add:    []map[string]any{{"id": 1}},
				Remove: []braze.ObjectMatch{{Key: "id", Value: 2}},
				Update: []braze.ObjectUpdate{{
					ObjectMatch: braze.ObjectMatch{Key: "id", Value: "3"}, New: map[string]any{"n": true},
				}},
			},
			`{"$add":[{"id":1}],"$remove":[{"$identifier_key":"id","$identifier_value":2}],` +
				`"$update":[{"$identifier_key":"id","$identifier_value":"3","$new_object":{"n":true}}]}`,
		},
	} {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			a := braze.Attributes{MergeObjects: true, Custom: braze.Custom{"k": test.give}}
			assert.Equal(t, `,"_merge_objects":true,"k":`+test.want+`}`, encoded(t, a))
		})
	}
}

func TestAttributes_appendKeepsWhatIsThere(t *testing.T) {
	t.Parallel()
	good := braze.Attributes{User: ann}
	b, err := good.AppendJSON([]byte("before "))
	require.NoError(t, err)
	assert.Equal(t, `before {"external_id":"u1"}`, string(b))

	bad := braze.Attributes{User: ann, Custom: braze.Custom{"k": math.NaN()}}
	b, err = bad.AppendJSON([]byte("before "))
	require.Error(t, err)
	assert.Equal(t, "before ", string(b))
}

func TestAttributes_identifiers(t *testing.T) {
	t.Parallel()
	for _, test := range []struct {
		name string
		give braze.Attributes
		want string
	}{
		{"alias", braze.Attributes{User: braze.UserID{Alias: braze.UserAlias{Name: "n", Label: "l"}}}, `{"user_alias":{"alias_name":"n","alias_label":"l"}}`},
		{"braze id", braze.Attributes{User: braze.UserID{BrazeID: "b"}}, `{"braze_id":"b"}`},
		{"user's e-mail", braze.Attributes{User: braze.UserID{Email: "a@b.c"}}, `{"email":"a@b.c"}`},
		{"field's e-mail", braze.Attributes{Email: braze.Set("a@b.c")}, `{"email":"a@b.c"}`},
		{"the same twice", braze.Attributes{User: braze.UserID{Email: "a@b.c"}, Email: braze.Set("a@b.c")}, `{"email":"a@b.c"}`},
		{"phone", braze.Attributes{User: braze.UserID{Phone: "+1"}}, `{"phone":"+1"}`},
		{
			"anonymous import",
			braze.Attributes{PushTokenImport: true, PushTokens: []braze.PushToken{{AppID: "a", Token: "t"}}},
			`{"push_token_import":true,"push_tokens":[{"app_id":"a","token":"t"}]}`,
		},
	} {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			b, err := test.give.AppendJSON(nil)
			require.NoError(t, err)
			assert.Equal(t, test.want, string(b))
		})
	}
}

func TestAttributesThatChangeNothingAreEmpty(t *testing.T) {
	t.Parallel()
	user := braze.UserID{ExternalID: "u1", Email: "ann@example.com"}
	for name, tt := range map[string]struct {
		attributes braze.Attributes
		empty      bool
	}{
		"zero":               {braze.Attributes{}, true},
		"only a user":        {braze.Attributes{User: user, UpdateExistingOnly: braze.Set(true), MergeObjects: true}, true},
		"a standard field":   {braze.Attributes{User: user, DOB: braze.Set("1990-01-31")}, false},
		"a removed field":    {braze.Attributes{User: user, Phone: braze.Null[string]()}, false},
		"a custom attribute": {braze.Attributes{User: user, Custom: braze.Custom{"plan": nil}}, false},
		"a push token":       {braze.Attributes{User: user, PushTokens: []braze.PushToken{{AppID: "a", Token: "t"}}}, false},
		"a subscription":     {braze.Attributes{User: user, SubscriptionGroups: []braze.SubscriptionGroup{{ID: "g"}}}, false},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			assert.Equal(t, tt.empty, tt.attributes.IsEmpty())
		})
	}
}
