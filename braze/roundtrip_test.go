package braze_test

import (
	"encoding/json"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"github.com/mpbraze/mpbraze/braze"
)

// again encodes and decodes v with plain encoding/json.
func again[T any](t *testing.T, v T) T {
	t.Helper()
	b, err := json.Marshal(v)
	require.NoError(t, err)
	var back T
	require.NoError(t, json.Unmarshal(b, &back))
	twice, err := json.Marshal(back)
	require.NoError(t, err)
	assert.Equal(t, string(b), string(twice))
	return back
}

func same[T any](v T) func(*testing.T) {
	return func(t *testing.T) {
		t.Parallel()
		assert.Equal(t, v, again(t, v))
	}
}

// TestRoundTrip proves that plain encoding/json reads back what it wrote, for
// every exported type.
func TestRoundTrip(t *testing.T) {
	t.Parallel()
	match := braze.ObjectMatch{Key: "id", Value: "x"}
	increment := braze.Increment(-3)
	array := braze.ArrayUpdate{Add: []any{"a", json.Number("1")}, Remove: []any{true}}
	objects := braze.ObjectArrayUpdate{
		Add:    []map[string]any{{"id": json.Number("1")}},
		Remove: []braze.ObjectMatch{match},
		Update: []braze.ObjectUpdate{{ObjectMatch: match, New: map[string]any{"at": noon}}},
	}
	custom := braze.Custom{
		"null": nil, "text": "<ä>", "bool": false, "number": json.Number("1.50"),
		"list": []any{"a", json.Number("2")}, "object": map[string]any{"at": noon, "deep": map[string]any{"x": "y"}},
		"increment": increment, "array": array, "objects": objects,
	}
	properties := braze.Properties{"a": json.Number("9007199254740993"), "b": []any{map[string]any{"c d": "e"}}}
	alias := braze.UserID{Alias: braze.UserAlias{Name: "n", Label: "l"}}
	attributes := braze.Attributes{
		User: ann, UpdateExistingOnly: braze.Set(false), MergeObjects: true,
		FirstName: braze.Set("Ann"), LastName: braze.Null[string](), Email: braze.Set("a@b.c"),
		EmailSubscribe: braze.Set(braze.OptedIn), EmailOpenTrackingDisabled: braze.Set(true),
		EmailClickTrackingDisabled: braze.Set(false), MarkedEmailAsSpamAt: braze.Set(noon), Phone: braze.Set("+1"),
		PushSubscribe: braze.Set(braze.Unsubscribed), Country: braze.Set("DE"), Language: braze.Set("de"),
		HomeCity: braze.Set("Köln"), TimeZone: braze.Set("Europe/Berlin"),
		CurrentLocation: braze.Set(braze.Location{Latitude: 1, Longitude: 2}), DOB: braze.Set("1988-02-14"),
		Gender: braze.Set(braze.GenderFemale), DateOfFirstSession: braze.Set(noon), DateOfLastSession: braze.Set(noon),
		ImageURL: braze.Set("https://x"), Facebook: braze.Set(braze.Facebook{Likes: []string{"x"}}),
		Twitter:            braze.Set(braze.Twitter{ID: 1}),
		PushTokens:         []braze.PushToken{{AppID: "a", Token: "t"}},
		SubscriptionGroups: []braze.SubscriptionGroup{{ID: "g", State: braze.Subscribed, UseDoubleOptIn: true}},
		Custom:             custom,
	}
	event := braze.Event{User: alias, AppID: "app", Name: "play", Time: noon, Properties: properties, UpdateExistingOnly: braze.Set(true)}
	purchase := braze.Purchase{User: ann, ProductID: "p", Currency: "EUR", Price: "1.10", Quantity: 3, Time: noon, Properties: properties}

	t.Run("Attributes", same(attributes))
	t.Run("Custom", same(custom))
	t.Run("Event", same(event))
	t.Run("Purchase", same(purchase))
	t.Run("Properties", same(properties))
	t.Run("TrackRequest", same(braze.TrackRequest{
		Attributes: []braze.Attributes{attributes}, Events: []braze.Event{event}, Purchases: []braze.Purchase{purchase},
	}))
	t.Run("Increment", same(increment))
	t.Run("ArrayUpdate", same(array))
	t.Run("ObjectArrayUpdate", same(objects))
	t.Run("UserID", same(braze.UserID{ExternalID: "x", Alias: alias.Alias, BrazeID: "b", Email: "e", Phone: "p"}))
	t.Run("Location", same(braze.Location{Latitude: 1.5, Longitude: -2}))
	t.Run("Facebook", same(braze.Facebook{ID: "i", Likes: []string{"x"}, NumFriends: 1}))
	t.Run("Twitter", same(braze.Twitter{ID: 1, ScreenName: "s", FollowersCount: 2, FriendsCount: 3, StatusesCount: 4}))
	t.Run("PushToken", same(braze.PushToken{AppID: "a", Token: "t", DeviceID: "d"}))
	t.Run("SubscriptionGroup", same(braze.SubscriptionGroup{ID: "g", State: braze.Unsubscribed}))
}

func TestOpt_JSON(t *testing.T) {
	t.Parallel()
	type profile struct {
		Name braze.Opt[string]    `json:"name,omitzero"`
		Age  braze.Opt[int]       `json:"age,omitzero"`
		Seen braze.Opt[time.Time] `json:"seen,omitzero"`
	}
	b, err := json.Marshal(profile{Age: braze.Null[int](), Seen: braze.Set(noon)})
	require.NoError(t, err)
	assert.JSONEq(t, `{"age":null,"seen":"2026-03-01T12:00:00.000Z"}`, string(b))

	got := profile{Name: braze.Set("old"), Age: braze.Set(7)}
	require.NoError(t, json.Unmarshal([]byte(`{"name":null,"seen":"2026-03-01T13:00:00+01:00"}`), &got))
	assert.Equal(t, profile{Name: braze.Null[string](), Age: braze.Set(7), Seen: braze.Set(noon)}, got)
	require.Error(t, json.Unmarshal([]byte(`{"age":"x"}`), &got))

	_, err = json.Marshal(braze.Opt[string]{})
	require.Error(t, err, "null would erase the field")
}

// TestAttributes_roundTrip draws custom attributes of all kinds.
func TestAttributes_roundTrip(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		name := rapid.StringMatching(`[a-zA-Z][a-zA-Z0-9_é "\\<]{0,20}[x-z]`)
		a := braze.Attributes{User: ann, Custom: rapid.MapOfN(name, rapid.Custom(drawCustom), 1, 10).Draw(t, "custom")}
		b, err := a.AppendJSON(nil)
		require.NoError(t, err)
		var back braze.Attributes
		require.NoError(t, json.Unmarshal(b, &back))
		assert.Equal(t, a, back)
		o, err := a.Encode()
		require.NoError(t, err)
		assert.Equal(t, string(b), string(o.JSON()))
		assert.Equal(t, a.DataPoints(), o.DataPoints())
	})
}

func drawCustom(t *rapid.T) any {
	switch rapid.IntRange(0, 4).Draw(t, "kind") {
	case 0:
		return nil
	case 1:
		return drawNested(t, 3)
	case 2:
		return braze.Increment(rapid.Int64().Draw(t, "by"))
	case 3:
		return braze.ArrayUpdate{Add: []any{drawScalar(t)}}
	default:
		return braze.ObjectArrayUpdate{Add: []map[string]any{{"id": drawScalar(t)}}}
	}
}

func drawScalar(t *rapid.T) any {
	return rapid.OneOf(
		rapid.StringN(0, 50, -1).AsAny(),
		rapid.Bool().AsAny(),
		rapid.Map(rapid.StringMatching(`-?[1-9][0-9]{0,30}(\.[0-9]{1,5})?`), func(s string) json.Number { return json.Number(s) }).AsAny(),
	).Draw(t, "scalar")
}

func drawNested(t *rapid.T, depth int) any {
	if depth == 0 || rapid.Bool().Draw(t, "leaf") {
		return drawScalar(t)
	}
	m := map[string]any{}
	for _, name := range rapid.SliceOfN(rapid.StringMatching(`[a-z]{1,3}_`), 0, 3).Draw(t, "names") {
		m[name] = drawNested(t, depth-1)
	}
	if rapid.Bool().Draw(t, "list") {
		return []any{m, drawScalar(t)}
	}
	return m
}
