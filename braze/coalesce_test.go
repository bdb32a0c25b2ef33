package braze_test

import (
	"encoding/json"
	"fmt"
	"slices"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"github.com/mpbraze/mpbraze/braze"
	"github.com/mpbraze/mpbraze/braze/brazetest"
)

// drawAttributes draws changes of one user from so few names and values that
// they meet.
func drawAttributes(t *rapid.T) braze.Attributes {
	a := braze.Attributes{
		User:         braze.UserID{ExternalID: "u1"},
		MergeObjects: rapid.IntRange(0, 3).Draw(t, "deep") == 0,
		Custom:       braze.Custom{},
	}
	scalar := rapid.SampledFrom([]any{"x", "y", 1, int64(1), 2.5, json.Number("2"), true, noon, noon.In(time.FixedZone("", 3600))})
	list := rapid.SliceOfN(scalar, 1, 3)
	value := rapid.OneOf(
		scalar,
		rapid.Just[any](nil),
		rapid.Map(list, func(l []any) any { return l }),
		rapid.Map(list, func(l []any) any { return braze.ArrayUpdate{Add: l} }),
		rapid.Map(list, func(l []any) any { return braze.ArrayUpdate{Remove: l} }),
		rapid.Just[any](braze.Increment(2)),
		rapid.Just[any](braze.Increment(-3)),
		rapid.Just[any](map[string]any{"a": 1}),
		rapid.Just[any](map[string]string{"b": "2"}),
		rapid.Just[any](braze.ObjectArrayUpdate{Add: []map[string]any{{"id": 1}}}),
		rapid.Just[any](braze.ObjectArrayUpdate{Remove: []braze.ObjectMatch{{Key: "id", Value: 1}}}),
	)
	for _, name := range rapid.SliceOfNDistinct(rapid.SampledFrom([]string{"a", "b", " a", "c"}), 0, 3, strings.TrimSpace).Draw(t, "names") {
		a.Custom[name] = value.Draw(t, name)
	}
	text := rapid.SampledFrom([]braze.Opt[string]{{}, {}, braze.Null[string](), braze.Set("Ann"), braze.Set("Bob")})
	a.FirstName, a.HomeCity = text.Draw(t, "first name"), text.Draw(t, "city")
	if rapid.Bool().Draw(t, "group") {
		state := rapid.SampledFrom([]braze.SubscriptionState{braze.Subscribed, braze.Unsubscribed}).Draw(t, "state")
		a.SubscriptionGroups = []braze.SubscriptionGroup{{ID: "11111111-2222-3333-4444-555555555555", State: state}}
	}
	if rapid.Bool().Draw(t, "token") {
		a.PushTokens = []braze.PushToken{{AppID: "app", Token: rapid.SampledFrom([]string{"t1", "t2"}).Draw(t, "t"), DeviceID: "device-1"}}
	}
	return a
}

// TestCoalescing: the changes of a user that wait together and go as one object
// leave the same profile as when they go one after the other.
func TestCoalescing(t *testing.T) {
	t.Parallel()
	for set := range 4 {
		t.Run(fmt.Sprint("set ", set), func(t *testing.T) {
			t.Parallel()
			rapid.Check(t, func(rt *rapid.T) { mergeAndCompare(t, rt) })
		})
	}
}

func mergeAndCompare(t *testing.T, rt *rapid.T) {
	t.Helper()
	changes := rapid.SliceOfN(rapid.Custom(drawAttributes), 1, 5).Draw(rt, "changes")
	changes = slices.DeleteFunc(changes, func(a braze.Attributes) bool { return a.Validate() != nil })
	given := fmt.Sprintf("%+v", changes)
	var one, each string
	synctest.Test(t, func(t *testing.T) {
		one, each = together(t, changes), apart(t, changes)
	})
	if one != each {
		rt.Errorf("together: %s\napart: %s", one, each)
	}
	if given != fmt.Sprintf("%+v", changes) {
		rt.Errorf("the caller's attributes were changed")
	}
}

// together sends all changes at once and returns the profile.
func together(t *testing.T, changes []braze.Attributes) string {
	t.Helper()
	r := newRig(t, brazetest.Config{}, braze.SenderOptions{})
	_, err := r.send(t, t.Context(), braze.TrackRequest{Attributes: changes})
	require.NoError(t, err)
	return profileOf(t, r.server)
}

// apart sends each change in a request of its own.
func apart(t *testing.T, changes []braze.Attributes) string {
	t.Helper()
	server := brazetest.New(brazetest.Config{})
	client := server.Client(t)
	for i := range changes {
		_, err := client.Track(t.Context(), braze.TrackRequest{Attributes: changes[i : i+1]})
		require.NoError(t, err)
	}
	return profileOf(t, server)
}

func profileOf(t *testing.T, server *brazetest.Server) string {
	t.Helper()
	profile, _ := server.Profile("u1")
	text, err := json.Marshal(profile)
	require.NoError(t, err)
	return string(text)
}
