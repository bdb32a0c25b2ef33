package braze_test

import (
	"encoding/json"
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"github.com/mpbraze/mpbraze/braze"
)

var noon = time.Date(2026, 3, 1, 12, 0, 0, 0, time.UTC)

// visits returns n visits of one attributes object, three events and two
// purchases, as a batch of a shop makes them.
func visits(t *testing.T, n int) []braze.Object {
	t.Helper()
	var objects []braze.Object
	for i := range n {
		user := braze.UserID{ExternalID: fmt.Sprintf("u%d", i%500)}
		purchase := braze.Purchase{User: user, ProductID: "shoe", Currency: "EUR", Price: "10", Time: noon}
		r := braze.TrackRequest{
			Attributes: []braze.Attributes{{User: user, FirstName: braze.Set("Ann")}},
			Events: []braze.Event{
				{User: user, Name: "Viewed Home", Time: noon},
				{User: user, Name: "search", Time: noon},
				{User: user, Name: "play", Time: noon},
			},
			Purchases: []braze.Purchase{purchase, purchase},
		}
		for o, err := range r.Objects() {
			require.NoError(t, err)
			objects = append(objects, o)
		}
	}
	return objects
}

// TestB11_Packing proves that bodies are filled as far as order and caps allow.
func TestB11_Packing(t *testing.T) {
	t.Parallel()
	objects := visits(t, 10_000)
	require.Len(t, objects, 60_000)
	for _, test := range []struct {
		name string
		caps braze.Caps
		want int
	}{
		{"75 combined", braze.Caps{}, 800},
		{"75 per array", braze.Caps{PerArray: 75}, 400},
		{"50 combined", braze.Caps{Total: 50}, 1200},
	} {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			requests, packed := 0, 0
			for body, err := range braze.Pack(test.caps, slices.Values(objects)) {
				require.NoError(t, err)
				requests++
				packed += body.Len()
			}
			assert.Equal(t, test.want, requests)
			assert.Len(t, objects, packed)
		})
	}
}

func TestPack_keepsCapsAndOrder(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		caps := braze.Caps{
			Total:     rapid.IntRange(0, 20).Draw(t, "total"),
			PerArray:  rapid.IntRange(0, 10).Draw(t, "per array"),
			BodyBytes: rapid.SampledFrom([]int{0, 300, 1000, 5000}).Draw(t, "bytes"),
		}
		objects := rapid.SliceOfN(rapid.Custom(drawObject), 0, 60).Draw(t, "objects")
		var packed []braze.Object
		for body, err := range braze.Pack(caps, slices.Values(objects)) {
			require.NoError(t, err)
			checkCaps(t, caps, &body)
			packed = append(packed, checkBody(t, &body)...)
		}
		for _, array := range []braze.Array{braze.ArrayAttributes, braze.ArrayEvents, braze.ArrayPurchases} {
			assert.Equal(t, of(array, objects), of(array, packed), "nothing lost, order kept")
		}
	})
}

func drawObject(t *rapid.T) braze.Object {
	user := braze.UserID{ExternalID: rapid.StringMatching(`[a-z]{1,40}`).Draw(t, "user")}
	var o braze.Object
	var err error
	switch rapid.IntRange(0, 2).Draw(t, "array") {
	case 0:
		a := braze.Attributes{User: user}
		o, err = a.Encode()
	case 1:
		e := braze.Event{User: user, Name: "play", Time: noon}
		o, err = e.Encode()
	default:
		p := braze.Purchase{User: user, ProductID: "shoe", Currency: "EUR", Price: "1", Time: noon}
		o, err = p.Encode()
	}
	require.NoError(t, err)
	return o
}

func checkCaps(t *rapid.T, caps braze.Caps, body *braze.Body) {
	if caps.Total == 0 && caps.PerArray == 0 {
		caps.Total = braze.DefaultTotal
	}
	if caps.Total > 0 {
		assert.LessOrEqual(t, body.Len(), caps.Total)
	}
	if caps.BodyBytes > 0 {
		assert.LessOrEqual(t, body.Size(), caps.BodyBytes)
	}
	for _, array := range []braze.Array{braze.ArrayAttributes, braze.ArrayEvents, braze.ArrayPurchases} {
		if caps.PerArray > 0 {
			assert.LessOrEqual(t, len(body.Objects(array)), caps.PerArray)
		}
	}
}

// checkBody compares the bytes of a body with the objects it says it holds.
func checkBody(t *rapid.T, body *braze.Body) []braze.Object {
	raw := body.AppendJSON(nil)
	assert.Len(t, raw, body.Size())
	var lists map[braze.Array][]json.RawMessage
	require.NoError(t, json.Unmarshal(raw, &lists))
	var all []braze.Object
	for array, list := range lists {
		for i, object := range list {
			o, ok := body.At(array, i)
			require.True(t, ok)
			assert.Equal(t, string(o.JSON()), string(object))
			all = append(all, o)
		}
	}
	assert.Len(t, all, body.Len())
	return all
}

func of(array braze.Array, objects []braze.Object) []string {
	var list []string
	for _, o := range objects {
		if o.Array() == array {
			list = append(list, string(o.JSON()))
		}
	}
	return list
}

func TestPacker_errors(t *testing.T) {
	t.Parallel()
	event := braze.Event{User: braze.UserID{ExternalID: "u1"}, Name: strings.Repeat("n", 200), Time: noon}
	o, err := event.Encode()
	require.NoError(t, err)

	full := braze.NewPacker(braze.Caps{Total: 1})
	require.NoError(t, full.Add(o))
	require.ErrorIs(t, full.Add(o), braze.ErrBodyFull)
	assert.Equal(t, 1, full.Len())
	body := full.Take()
	assert.Equal(t, full.Size()+len(`"events":[]`)+o.Size(), body.Size())
	require.NoError(t, full.Add(o))

	require.ErrorIs(t, braze.NewPacker(braze.Caps{ObjectBytes: 100}).Add(o), braze.ErrObjectTooLarge)
	require.ErrorIs(t, braze.NewPacker(braze.Caps{BodyBytes: 100}).Add(o), braze.ErrObjectTooLarge)
	require.Error(t, new(braze.Packer).Add(braze.Object{}))

	for body, err := range braze.Pack(braze.Caps{ObjectBytes: 100}, slices.Values([]braze.Object{o})) {
		require.ErrorIs(t, err, braze.ErrObjectTooLarge)
		assert.Zero(t, body.Len())
	}
	_, there := body.At(braze.ArrayEvents, 1)
	assert.False(t, there)
	_, there = body.At("users", 0)
	assert.False(t, there)
}

func TestSplit(t *testing.T) {
	t.Parallel()
	user := braze.UserID{ExternalID: "u1"}
	var r braze.TrackRequest
	for i := range 100 {
		r.Attributes = append(r.Attributes, braze.Attributes{User: user, Custom: braze.Custom{"n": i}})
		r.Events = append(r.Events, braze.Event{User: user, Name: fmt.Sprint("e", i), Time: noon})
	}
	parts, err := r.Split(braze.Caps{})
	require.NoError(t, err)
	require.Len(t, parts, 3)
	var again braze.TrackRequest
	for i, part := range parts {
		assert.LessOrEqual(t, part.Len(), braze.DefaultTotal)
		assert.True(t, i == 0 || len(part.Events) > 0, "attributes come first")
		again.Attributes = append(again.Attributes, part.Attributes...)
		again.Events = append(again.Events, part.Events...)
	}
	assert.Equal(t, r, again)

	_, err = r.Split(braze.Caps{ObjectBytes: 40})
	var object *braze.ObjectError
	require.ErrorAs(t, err, &object)
	assert.Equal(t, braze.ArrayEvents, object.Array)

	r.Events[7].Name = ""
	_, err = r.Split(braze.Caps{})
	require.ErrorAs(t, err, &object)
	assert.Equal(t, 7, object.Index)
}
