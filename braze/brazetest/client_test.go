package brazetest_test

import (
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/mpbraze/mpbraze/braze"
	"github.com/mpbraze/mpbraze/braze/brazetest"
)

func TestClient(t *testing.T) {
	t.Parallel()
	s := brazetest.New(brazetest.Config{Keys: map[string][]string{"a": {"users.delete"}, "b": nil}})
	response, err := s.Client(t).Track(t.Context(), braze.TrackRequest{
		Attributes: []braze.Attributes{
			{User: braze.UserID{ExternalID: "u"}, FirstName: braze.Set("Ann")},
		},
	})
	require.NoError(t, err)
	assert.Empty(t, response.Errors)
	assert.Equal(t, "Ann", profile(t, s, "u").Fields["first_name"])
}

// TestDataPoints holds the server's price against what the objects say.
func TestDataPoints(t *testing.T) {
	t.Parallel()
	user := braze.UserID{ExternalID: "u"}
	day := time.Date(2024, 1, 1, 0, 0, 0, 0, time.UTC)
	all := braze.Attributes{
		User: user, MergeObjects: true,
		FirstName: braze.Set("Ann"), LastName: braze.Null[string](),
		Email: braze.Set("ann@example.com"), EmailSubscribe: braze.Set(braze.OptedIn),
		EmailOpenTrackingDisabled: braze.Set(true), MarkedEmailAsSpamAt: braze.Set(day),
		Phone: braze.Set("+14155550123"), PushSubscribe: braze.Set(braze.Unsubscribed),
		Country: braze.Set("US"), Language: braze.Set("en"), HomeCity: braze.Set("Bern"),
		TimeZone: braze.Set("Europe/Zurich"), CurrentLocation: braze.Set(braze.Location{Latitude: 1}),
		DOB: braze.Set("1980-01-01"), Gender: braze.Set(braze.GenderOther),
		DateOfFirstSession: braze.Set(day), ImageURL: braze.Set("https://example.com/a.png"),
		Facebook:   braze.Set(braze.Facebook{ID: "1"}),
		Twitter:    braze.Set(braze.Twitter{ScreenName: "ann", FollowersCount: 1}),
		PushTokens: []braze.PushToken{{AppID: "ios", Token: "t"}},
		Custom: braze.Custom{
			"text": "x", "gone": nil, "day": day, "visits": braze.Increment(1),
			"list": []any{"a", "b"}, "tags": braze.ArrayUpdate{Add: []any{"a", "b"}, Remove: []any{"c"}},
			"nested": map[string]any{"a": 1, "in": map[string]any{"b": day, "c": []any{1, 2}}},
			"pets":   []any{map[string]any{"id": 1, "name": "Gus"}},
			"more": braze.ObjectArrayUpdate{
				Add:    []map[string]any{{"id": 1, "name": "Gus"}},
				Remove: []braze.ObjectMatch{{Key: "id", Value: 2}},
				Update: []braze.ObjectUpdate{{
					ObjectMatch: braze.ObjectMatch{Key: "id", Value: 1}, New: map[string]any{"breed": "beagle"},
				}},
			},
		},
	}
	event := braze.Event{User: user, Name: "e", Time: day, Properties: braze.Properties{"a": 1}}
	free := braze.Event{User: user, Name: braze.EventCartUpdated, Time: day}
	purchase := braze.Purchase{User: user, ProductID: "p", Currency: "USD", Price: "1.5", Quantity: 3, Time: day}

	for name, test := range map[string]struct {
		request braze.TrackRequest
		want    int
	}{
		"attributes":        {braze.TrackRequest{Attributes: []braze.Attributes{all}}, all.DataPoints()},
		"unchanged":         {braze.TrackRequest{Attributes: []braze.Attributes{all, all}}, 2 * all.DataPoints()},
		"event":             {braze.TrackRequest{Events: []braze.Event{event}}, event.DataPoints()},
		"recommended event": {braze.TrackRequest{Events: []braze.Event{free}}, free.DataPoints()},
		"purchase":          {braze.TrackRequest{Purchases: []braze.Purchase{purchase}}, purchase.DataPoints()},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			s := brazetest.New(brazetest.Config{})
			response, err := s.Client(t).Track(t.Context(), test.request)
			require.NoError(t, err)
			require.Empty(t, response.Errors)
			assert.Equal(t, test.want, s.DataPoints())
		})
	}
}

func TestIgnoredValuesCostNothing(t *testing.T) {
	t.Parallel()
	s := brazetest.New(brazetest.Config{Blocklist: []string{"secret"}})
	set(t, s, `{"external_id":"u","time_zone":"Mars/Base","gender":"x","secret":1,"a":{"b":null},
		"push_subscribe":"opted_in","subscription_groups":[]}`)
	assert.Zero(t, s.DataPoints())
}
