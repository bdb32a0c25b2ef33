package segments_test

import (
	"context"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"github.com/mpbraze/mpbraze/segments"
)

// A state that cannot be read is unknown: changes still count, but nothing is
// claimed to be whole until a snapshot says so.
func TestRosterLostState(t *testing.T) {
	t.Parallel()
	var store segments.MemoryStore
	_, err := store.Put(t.Context(), []segments.Versioned{{Key: "u", Value: []byte("damaged")}})
	require.NoError(t, err)
	roster := segments.Roster{Store: &store}
	enc := segments.Join(segments.String{}, segments.Array{})

	got, err := roster.Update(t.Context(), []segments.UserChange{of("u", join(ibiza, 1))})
	require.NoError(t, err)
	require.ErrorIs(t, got[0].Err, segments.ErrState)
	e := enc.Encode(got[0].Memberships)
	assert.NotContains(t, e.Attributes, segments.StringAttribute)
	assert.Equal(t, segments.ArrayChange{Add: []string{"11034"}, Remove: []string{}}, e.Attributes[segments.ArrayAttribute])

	got, err = roster.Update(t.Context(), []segments.UserChange{of("u", join(athenians, 2))})
	require.NoError(t, err)
	assert.NoError(t, got[0].Err, "the state can be read again")
	assert.False(t, got[0].Complete, "but is not whole")

	got, err = roster.Replace(t.Context(), []segments.UserSnapshot{
		{User: "u", Current: []segments.Audience{parisians, athenians}, Time: at(5)},
	})
	require.NoError(t, err)
	assert.Equal(t, segments.Memberships{
		Current: []segments.Audience{parisians, athenians}, Left: []segments.Audience{ibiza}, Complete: true,
	}, got[0].Memberships)
}

func TestRosterReplaceMendsAtOnce(t *testing.T) {
	t.Parallel()
	var store segments.MemoryStore
	_, err := store.Put(t.Context(), []segments.Versioned{{Key: "u", Value: []byte("damaged")}})
	require.NoError(t, err)
	got, err := segments.Roster{Store: &store}.Replace(t.Context(), []segments.UserSnapshot{{User: "u", Time: at(1)}})
	require.NoError(t, err)
	assert.Equal(t, []segments.UserMemberships{{User: "u", Memberships: segments.Memberships{Complete: true}}}, got)
}

func TestRosterWithoutUser(t *testing.T) {
	t.Parallel()
	var store segments.MemoryStore
	got, err := segments.Roster{Store: &store}.Update(t.Context(), []segments.UserChange{
		of("", join(ibiza, 1)), of("u", join(ibiza, 1)),
	})
	require.NoError(t, err)
	require.ErrorIs(t, got[0].Err, segments.ErrNoUser)
	assert.Empty(t, segments.Array{}.Encode(got[0].Memberships).Attributes)
	assert.Equal(t, []segments.Audience{ibiza}, got[1].Current, "the others are not held up")
	assert.Equal(t, 1, store.Len())
}

func TestRosterClear(t *testing.T) {
	t.Parallel()
	roster := segments.Roster{Store: &segments.MemoryStore{}}
	_, err := roster.Update(t.Context(), []segments.UserChange{
		of("a", join(ibiza, 1)), of("a", join(parisians, 1)), of("b", join(ibiza, 1)),
	})
	require.NoError(t, err)
	got, err := roster.Clear(t.Context(), ibiza, at(2), []string{"a", "b", "unknown"})
	require.NoError(t, err)
	var texts []any
	for _, m := range got {
		texts = append(texts, segments.String{}.Encode(m.Memberships).Attributes[segments.StringAttribute])
	}
	assert.Equal(t, []any{"9", nil, nil}, texts)
}

func TestRosterForget(t *testing.T) {
	t.Parallel()
	var store segments.MemoryStore
	roster := segments.Roster{Store: &store}
	_, err := roster.Update(t.Context(), []segments.UserChange{of("a", join(ibiza, 1)), of("b", join(ibiza, 1))})
	require.NoError(t, err)
	require.NoError(t, roster.Forget(t.Context(), []string{"a", "a", "unknown"}))
	assert.Equal(t, 1, store.Len())
	got, err := roster.Update(t.Context(), []segments.UserChange{of("a", join(parisians, 1))})
	require.NoError(t, err)
	assert.Equal(t, []segments.Audience{parisians}, got[0].Current)
}

// A version is never given out twice, or a writer who read before a delete could
// overwrite what was written after it.
func TestMemoryStoreVersionsAreNotReused(t *testing.T) {
	t.Parallel()
	var store segments.MemoryStore
	seen := map[uint64]bool{}
	for range 3 {
		conflicts, err := store.Put(t.Context(), []segments.Versioned{{Key: "k", Value: []byte{1}}})
		require.NoError(t, err)
		require.Empty(t, conflicts)
		records, err := store.Get(t.Context(), []string{"k"})
		require.NoError(t, err)
		assert.False(t, seen[records[0].Version])
		seen[records[0].Version] = true
		records[0].Value[0] = 9
		unchanged, err := store.Get(t.Context(), []string{"k"})
		require.NoError(t, err)
		assert.Equal(t, []byte{1}, unchanged[0].Value, "records are copies")
		records[0].Value = nil
		_, err = store.Put(t.Context(), records)
		require.NoError(t, err)
	}
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	_, err := store.Put(ctx, nil)
	assert.ErrorIs(t, err, context.Canceled)
}

// P24: a worker that is killed at any point and begins again from its last
// acknowledged message ends with the true memberships.
func TestRosterReplay(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		changes, member := history(t)
		var messages []segments.UserChange
		for _, c := range delivered(t, changes) {
			messages = append(messages, of("u", c))
		}
		roster := segments.Roster{Store: &segments.MemoryStore{}}
		p := profile{}
		for acked := 0; acked < len(messages); {
			end := rapid.IntRange(acked+1, len(messages)).Draw(t, "end")
			got, err := roster.Update(t.Context(), messages[acked:end])
			require.NoError(t, err)
			if rapid.IntRange(0, 3).Draw(t, "killed") == 3 {
				continue
			}
			p.apply(segments.String{}.Encode(got[0].Memberships))
			acked = end
		}
		checkFilters(t, "string", p, member)
	})
}
