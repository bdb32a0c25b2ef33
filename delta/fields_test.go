package delta_test

import (
	"context"
	"encoding/json"
	"strconv"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/mpbraze/mpbraze/braze"
	"github.com/mpbraze/mpbraze/delta"
	"github.com/mpbraze/mpbraze/segments"
)

// standard are two values of each standard field.
var standard = map[string][2]string{
	"first_name":                    {`"Ann"`, `"Zoë"`},
	"last_name":                     {`"Lee"`, `null`},
	"email":                         {`"a@example.com"`, `"b@example.com"`},
	"email_subscribe":               {`"subscribed"`, `"unsubscribed"`},
	"email_open_tracking_disabled":  {`true`, `false`},
	"email_click_tracking_disabled": {`true`, `false`},
	"marked_email_as_spam_at":       {`"2026-01-01T00:00:00.000Z"`, `"2026-01-01T00:00:00.001Z"`},
	"phone":                         {`"+4930901820"`, `"+4930901821"`},
	"push_subscribe":                {`"opted_in"`, `"unsubscribed"`},
	"country":                       {`"DE"`, `"AT"`},
	"language":                      {`"de"`, `"en"`},
	"home_city":                     {`"Kiel"`, `"Bonn"`},
	"time_zone":                     {`"Europe/Berlin"`, `"Europe/Vienna"`},
	"current_location":              {`{"longitude":10.1,"latitude":54.3}`, `{"longitude":54.3,"latitude":10.1}`},
	"dob":                           {`"1990-01-01"`, `"1990-01-02"`},
	"gender":                        {`"F"`, `"M"`},
	"date_of_first_session":         {`"2026-01-01T00:00:00.000Z"`, `null`},
	"date_of_last_session":          {`"2026-01-01T00:00:00.000Z"`, `"2026-02-01T00:00:00.000Z"`},
	"image_url":                     {`"https://example.com/a.png"`, `"https://example.com/b.png"`},
	"facebook":                      {`{"id":"1","likes":["a","b"]}`, `{"id":"1","likes":["ab"]}`},
	"twitter":                       {`{"id":1,"screen_name":"a"}`, `{"id":1,"screen_name":"a","friends_count":1}`},
}

// object returns all standard fields, with the second value of one.
func object(t *testing.T, changed string) braze.Attributes {
	t.Helper()
	members := map[string]json.RawMessage{"external_id": json.RawMessage(`"u1"`)}
	for name, values := range standard {
		members[name] = json.RawMessage(values[0])
		if name == changed {
			members[name] = json.RawMessage(values[1])
		}
	}
	raw, err := json.Marshal(members)
	require.NoError(t, err)
	var a braze.Attributes
	require.NoError(t, json.Unmarshal(raw, &a))
	return a
}

// Every standard field is left out when Braze has it, and sent when it changed;
// e-mail subscription is always sent.
func TestStandardFields(t *testing.T) {
	t.Parallel()
	for changed := range standard {
		t.Run(changed, func(t *testing.T) {
			t.Parallel()
			r := newRig(t, delta.Config{})
			assert.Len(t, r.send(object(t, "")), len(standard))
			assert.Equal(t, []string{"email_subscribe"}, r.send(object(t, "")))
			saved := r.tracker.Stats().DataPoints
			all := object(t, "")
			assert.Equal(t, int64(all.DataPoints()), saved)
			want := []string{"email_subscribe"}
			if changed != want[0] {
				want = append(want, changed)
			}
			r.clock.add(minute)
			assert.ElementsMatch(t, want, r.send(object(t, changed)))
		})
	}
}

// When a store fails for so many users that they cannot be remembered, nothing
// of what it holds is believed again.
func TestF40_store_fails_for_everybody(t *testing.T) {
	t.Parallel()
	store := &faultyStore{}
	r := newStoreRig(t, store, delta.Config{})
	r.send(plan("gold"))
	r.clock.add(minute)
	everybody := make([]braze.Attributes, 1<<16+1)
	for i := range everybody {
		everybody[i] = plan("silver")
		everybody[i].User.ExternalID = "u" + strconv.Itoa(i)
	}
	store.set(fail, nil)
	_, err := r.tracker.Plan(r.ctx, everybody)
	require.ErrorIs(t, err, errBroken)
	_, err = r.tracker.Plan(r.ctx, everybody[:1])
	require.ErrorIs(t, err, errBroken, "no new epoch could begin")
	store.set(nil, nil)
	assert.Equal(t, []string{"plan"}, r.send(plan("gold")), "u1 was sent silver")
	assert.Empty(t, r.send(plan("gold")))
}

func TestStoreThatBreaksItsPromise(t *testing.T) {
	t.Parallel()
	store := &shortStore{}
	_, err := delta.New(t.Context(), store, delta.Config{})
	require.Error(t, err)
}

// shortStore returns fewer records than it was asked for.
type shortStore struct{ segments.MemoryStore }

func (*shortStore) Get(context.Context, []string) ([]delta.Versioned, error) { return nil, nil }
