package delta_test

import (
	"context"
	"encoding/json"
	"fmt"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/mpbraze/mpbraze/braze"
	"github.com/mpbraze/mpbraze/braze/brazetest"
	"github.com/mpbraze/mpbraze/delta"
	"github.com/mpbraze/mpbraze/segments"
)

func TestSeed(t *testing.T) {
	t.Parallel()
	fake := brazetest.New(brazetest.Config{})
	client := fake.Client(t)
	ids := []string{"nobody"}
	var profiles []braze.Attributes
	for i := range 120 {
		id := fmt.Sprint("user-", i)
		ids = append(ids, id)
		profiles = append(profiles, braze.Attributes{
			User:      braze.UserID{ExternalID: id},
			FirstName: braze.Set("Ann"),
			Phone:     braze.Set("+4930901820"),
			Country:   braze.Set("DE"),
			Gender:    braze.Set(braze.GenderFemale),
			Custom: braze.Custom{
				"points": i, "rate": 0.5, "tags": []string{"a", "b"}, "vip": true,
				"nested": map[string]any{"a": 1, "b": "c"},
			},
		})
	}
	for rest := profiles; len(rest) > 0; rest = rest[min(len(rest), 50):] {
		_, err := client.Track(t.Context(), braze.TrackRequest{Attributes: rest[:min(len(rest), 50)]})
		require.NoError(t, err)
	}
	fake.Settle()
	for name, r := range map[string]*rig{
		"memory": newRig(t, delta.Config{}),
		"store":  newStoreRig(t, &segments.MemoryStore{}, delta.Config{}),
	} {
		first := profiles[0]
		first.Custom = braze.Custom{"points": -1}
		assert.Len(t, r.send(first), 5)
		seeded, err := r.tracker.Seed(t.Context(), client, ids)
		require.NoError(t, err)
		assert.Equal(t, 119, seeded, "%s: all but the one that is known already", name)
		for _, wanted := range profiles[1:] {
			assert.Empty(t, r.send(wanted), name)
		}
		assert.Equal(t, []string{"nested", "points", "rate", "tags", "vip"}, r.send(profiles[0]), name)
	}
}

type exporter func(braze.ExportRequest) (*braze.ExportResponse, error)

func (e exporter) ExportIDs(_ context.Context, r braze.ExportRequest) (*braze.ExportResponse, error) {
	return e(r)
}

func TestSeedBelievesNothingOdd(t *testing.T) {
	t.Parallel()
	raw := func(s string) json.RawMessage { return json.RawMessage(s) }
	r := newRig(t, delta.Config{})
	_, err := r.tracker.Seed(t.Context(), exporter(func(braze.ExportRequest) (*braze.ExportResponse, error) {
		return &braze.ExportResponse{Users: []braze.ExportedUser{
			{"first_name": raw(`"no id"`)},
			{
				"external_id": raw(`"u1"`), "first_name": raw(`null`), "last_name": raw(`{"odd":1}`),
				"gender": raw(`"F"`), "custom_attributes": raw(`{"a":{"inc":1},"b":{"add":["x"]},"c":1}`),
			},
		}}, nil
	}), []string{"u1"})
	require.NoError(t, err)
	wanted := user(braze.Custom{"a": braze.Increment(1), "b": braze.ArrayUpdate{Add: []any{"x"}}, "c": 1})
	wanted.FirstName, wanted.Gender = braze.Null[string](), braze.Set(braze.GenderFemale)
	wanted.LastName = braze.Set("Lee")
	assert.Equal(t, []string{"a", "b", "first_name", "last_name"}, r.send(wanted))

	_, err = r.tracker.Seed(t.Context(), exporter(func(braze.ExportRequest) (*braze.ExportResponse, error) {
		return nil, errBroken
	}), []string{"u1"})
	require.ErrorIs(t, err, errBroken)
}

// What a process that died sent just before may still be on its way.
func TestSeedRightAfterTheStart(t *testing.T) {
	t.Parallel()
	r := newRig(t, delta.Config{})
	r.clock.add(-minute)
	_, err := r.tracker.Seed(t.Context(), exporter(func(braze.ExportRequest) (*braze.ExportResponse, error) {
		return &braze.ExportResponse{Users: []braze.ExportedUser{
			{"external_id": json.RawMessage(`"u1"`), "custom_attributes": json.RawMessage(`{"plan":"gold"}`)},
		}}, nil
	}), []string{"u1"})
	require.NoError(t, err)
	r.clock.add(minute)
	assert.Equal(t, []string{"plan"}, r.send(plan("gold")))
	assert.Empty(t, r.send(plan("gold")))
}
