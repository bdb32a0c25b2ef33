package braze_test

import (
	"encoding/json"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/mpbraze/mpbraze/braze"
)

func TestObject(t *testing.T) {
	t.Parallel()
	a := braze.Attributes{User: braze.UserID{Email: "a@b.c"}, Phone: braze.Set("+1")}
	o, err := a.Encode()
	require.NoError(t, err)
	assert.Equal(t, braze.ArrayAttributes, o.Array())
	assert.Equal(t, braze.UserID{Email: "a@b.c", Phone: "+1"}, o.User())
	assert.JSONEq(t, `{"email":"a@b.c","phone":"+1"}`, string(o.JSON()))
	assert.Equal(t, len(o.JSON()), o.Size())
	b, err := json.Marshal(o)
	require.NoError(t, err)
	assert.Equal(t, string(o.JSON()), string(b))
	_, err = json.Marshal(braze.Object{})
	require.Error(t, err)
}

func TestObject_Repeatable(t *testing.T) {
	t.Parallel()
	match := braze.ObjectMatch{Key: "id", Value: 1}
	for _, test := range []struct {
		name string
		give any
		want bool
	}{
		{"plain", 1, true},
		{"add and remove", braze.ArrayUpdate{Add: []any{1}, Remove: []any{2}}, true},
		{"$remove", braze.ObjectArrayUpdate{Remove: []braze.ObjectMatch{match}}, true},
		{"$update", braze.ObjectArrayUpdate{Update: []braze.ObjectUpdate{{ObjectMatch: match}}}, true},
		{"inc", braze.Increment(1), false},
		{"$add", braze.ObjectArrayUpdate{Add: []map[string]any{{"id": 1}}}, false},
	} {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			a := braze.Attributes{User: ann, MergeObjects: true, Custom: braze.Custom{"k": test.give}}
			o, err := a.Encode()
			require.NoError(t, err)
			assert.Equal(t, test.want, o.Repeatable())
		})
	}
	e := braze.Event{User: ann, Name: "play", Time: noon}
	o, err := e.Encode()
	require.NoError(t, err)
	assert.False(t, o.Repeatable())
	p := braze.Purchase{User: ann, ProductID: "shoe", Currency: "EUR", Price: "1", Time: noon}
	o, err = p.Encode()
	require.NoError(t, err)
	assert.False(t, o.Repeatable())
}

// TestObjects proves that encoding many objects gives the bytes of encoding
// each, and that the objects do not share room.
func TestObjects(t *testing.T) {
	t.Parallel()
	var r braze.TrackRequest
	for i := range 200 {
		r.Attributes = append(r.Attributes, braze.Attributes{User: ann, Custom: braze.Custom{"n": i}})
		r.Events = append(r.Events, braze.Event{User: ann, Name: "play", Time: noon, Properties: braze.Properties{"n": i}})
	}
	var objects []braze.Object
	for o, err := range r.Objects() {
		require.NoError(t, err)
		objects = append(objects, o)
	}
	require.Len(t, objects, 400)
	for i, o := range objects {
		want, err := json.Marshal(r.Attributes[i%200])
		if o.Array() == braze.ArrayEvents {
			want, err = json.Marshal(r.Events[i%200])
		}
		require.NoError(t, err)
		assert.Equal(t, string(want), string(o.JSON()))
		assert.Equal(t, o.Size(), cap(o.JSON()))
	}
	for range r.Objects() {
		break
	}
}

func TestDataPoints(t *testing.T) {
	t.Parallel()
	type object = map[string]any
	song := object{
		"name": "Solea", "artist": "Miles Davis", "album": "Sketches of Spain", "year": 1960, "genre": "Jazz",
		"plays": object{"count": 1000, "top": true},
	}
	custom := func(v any) braze.Attributes {
		return braze.Attributes{User: ann, MergeObjects: true, Custom: braze.Custom{"k": v}}
	}
	for _, test := range []struct {
		name string
		give braze.Attributes
		want int
	}{
		{"identifier", braze.Attributes{User: ann}, 0},
		{"identifying e-mail", braze.Attributes{User: braze.UserID{Email: "a@b.c", Phone: "+1"}}, 2},
		{"name and e-mail", braze.Attributes{User: ann, FirstName: braze.Set("x"), Email: braze.Null[string]()}, 2},
		{"subscriptions and flags", braze.Attributes{
			User: ann, EmailSubscribe: braze.Set(braze.OptedIn), EmailOpenTrackingDisabled: braze.Set(true),
			SubscriptionGroups: []braze.SubscriptionGroup{{ID: "g", State: braze.Subscribed}},
		}, 0},
		{"removed", custom(nil), 1},
		{"whole array", custom([]string{"a", "b"}), 1},
		{"empty object", custom(object{}), 1},
		{"nested object of Braze's page", custom(song), 7},
		{"array of objects", custom([]object{{"a": 1, "b": 2}, {"a": 3}}), 3},
		{"array of anything", custom([]any{object{"a": 1, "b": []any{1, 2}}, "x"}), 2},
		{"typed map", custom(map[string]int{"a": 1, "b": 2}), 2},
		{"values added", custom(braze.ArrayUpdate{Add: []any{1, 2}, Remove: []any{3}}), 3},
		{"increment", custom(braze.Increment(1)), 1},
		{"objects added", custom(braze.ObjectArrayUpdate{
			Add:    []object{{"a": 1, "b": 2}},
			Remove: []braze.ObjectMatch{{Key: "a", Value: 1}},
			Update: []braze.ObjectUpdate{{ObjectMatch: braze.ObjectMatch{Key: "a", Value: 2}, New: object{"b": 1}}},
		}), 4},
	} {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			assert.Equal(t, test.want, test.give.DataPoints())
			o, err := test.give.Encode()
			require.NoError(t, err)
			assert.Equal(t, test.want, o.DataPoints())
		})
	}
	itself := object{}
	itself["a"], itself["b"] = itself, itself
	endless := custom(itself)
	assert.Positive(t, endless.DataPoints(), "ends")

	r := braze.TrackRequest{
		Attributes: []braze.Attributes{custom(song)},
		Events:     []braze.Event{{Name: "play"}, {Name: braze.EventOrderPlaced}},
		Purchases:  []braze.Purchase{{}, {Quantity: 3}},
	}
	assert.Equal(t, 7+1+0+1+3, r.DataPoints())
}
