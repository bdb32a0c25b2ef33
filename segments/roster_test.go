package segments_test

import (
	"context"
	"errors"
	"strconv"
	"sync"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/mpbraze/mpbraze/segments"
)

// tracedStore counts calls, and lets a test get in between.
type tracedStore struct {
	segments.MemoryStore
	gets, puts int
	beforePut  func()
	getErr     error
	putErr     error
}

func (s *tracedStore) Get(ctx context.Context, keys []string) ([]segments.Versioned, error) {
	s.gets++
	if s.getErr != nil {
		return nil, s.getErr
	}
	return s.MemoryStore.Get(ctx, keys)
}

func (s *tracedStore) Put(ctx context.Context, records []segments.Versioned) ([]int, error) {
	s.puts++
	if s.beforePut != nil {
		s.beforePut()
	}
	conflicts, err := s.MemoryStore.Put(ctx, records)
	return conflicts, errors.Join(err, s.putErr)
}

func of(user string, c segments.Change) segments.UserChange {
	return segments.UserChange{User: user, Change: c}
}

func TestRosterUpdate(t *testing.T) {
	t.Parallel()
	store := &tracedStore{}
	roster := segments.Roster{Store: store}

	got, err := roster.Update(t.Context(), []segments.UserChange{
		of("b", join(ibiza, 1)), of("a", join(ibiza, 1)), of("b", join(parisians, 2)),
	})
	require.NoError(t, err)
	assert.Equal(t, []segments.UserMemberships{
		{User: "b", Memberships: segments.Memberships{Current: []segments.Audience{parisians, ibiza}, Complete: true}},
		{User: "a", Memberships: segments.Memberships{Current: []segments.Audience{ibiza}, Complete: true}},
	}, got)
	assert.Equal(t, []int{1, 1}, []int{store.gets, store.puts}, "one read and one write for all")

	got, err = roster.Update(t.Context(), []segments.UserChange{of("b", leave(ibiza, 3))})
	require.NoError(t, err)
	assert.Equal(t, segments.Memberships{
		Current: []segments.Audience{parisians}, Left: []segments.Audience{ibiza}, Complete: true,
	}, got[0].Memberships)

	puts := store.puts
	again, err := roster.Update(t.Context(), []segments.UserChange{of("b", leave(ibiza, 3)), of("b", join(ibiza, 1))})
	require.NoError(t, err)
	assert.Equal(t, got, again, "a replay gives the memberships again, to be sent again")
	assert.Equal(t, puts, store.puts, "and writes nothing")
}

func TestRosterRetriesConflicts(t *testing.T) {
	t.Parallel()
	store := &tracedStore{}
	roster := segments.Roster{Store: store}
	_, err := roster.Update(t.Context(), []segments.UserChange{of("u0", join(ibiza, 1))})
	require.NoError(t, err)
	store.gets, store.puts = 0, 0
	store.beforePut = func() {
		store.beforePut = nil
		_, err := segments.Roster{Store: &store.MemoryStore}.Update(t.Context(),
			[]segments.UserChange{of("u1", join(athenians, 1))})
		assert.NoError(t, err)
	}
	got, err := roster.Update(t.Context(), []segments.UserChange{
		of("u0", join(ibiza, 1)), of("u1", join(ibiza, 1)), of("u2", join(ibiza, 1)),
	})
	require.NoError(t, err)
	assert.Equal(t, []segments.Audience{ibiza, athenians}, got[1].Current, "both writers' changes")
	assert.Equal(t, []segments.Audience{ibiza}, got[0].Current, "was not to be written")
	assert.Equal(t, []segments.Audience{ibiza}, got[2].Current)
	assert.Equal(t, []int{2, 2}, []int{store.gets, store.puts})
}

func TestRosterGivesUpOnEndlessConflicts(t *testing.T) {
	t.Parallel()
	store := &tracedStore{}
	ms := 0
	store.beforePut = func() {
		ms++
		_, err := segments.Roster{Store: &store.MemoryStore}.Update(t.Context(),
			[]segments.UserChange{of("u", join(athenians, ms))})
		assert.NoError(t, err)
	}
	_, err := segments.Roster{Store: store}.Update(t.Context(), []segments.UserChange{of("u", join(ibiza, 1))})
	require.ErrorIs(t, err, segments.ErrConflict)
	assert.NotContains(t, err.Error(), "\"u\"", "errors name no user")
	require.ErrorIs(t, segments.Roster{Store: store}.Forget(t.Context(), []string{"u"}), segments.ErrConflict)
}

func TestRosterManyWriters(t *testing.T) {
	t.Parallel()
	var store segments.MemoryStore
	roster := segments.Roster{Store: &store}
	list := audiences(8)
	var wg sync.WaitGroup
	for w := range 4 {
		wg.Go(func() {
			for i := w; i < len(list); i += 4 {
				_, err := roster.Update(t.Context(), []segments.UserChange{
					of("u", join(list[i], i)), of("v"+strconv.Itoa(w), join(list[i], i)),
				})
				assert.NoError(t, err)
			}
		})
	}
	wg.Wait()
	got, err := roster.Update(t.Context(), []segments.UserChange{of("u", leave(parisians, 0))})
	require.NoError(t, err)
	assert.Equal(t, list, got[0].Current)
	assert.Equal(t, 5, store.Len())
}

func TestRosterStoreErrors(t *testing.T) {
	t.Parallel()
	broken := errors.New("broken")
	changes := []segments.UserChange{of("u", join(ibiza, 1))}

	t.Run("F40_read", func(t *testing.T) {
		t.Parallel()
		roster := segments.Roster{Store: &tracedStore{getErr: broken}}
		_, err := roster.Update(t.Context(), changes)
		require.ErrorIs(t, err, broken)
		require.ErrorIs(t, roster.Forget(t.Context(), []string{"u"}), broken)
	})
	t.Run("F40_write_that_arrived", func(t *testing.T) {
		t.Parallel()
		store := &tracedStore{putErr: broken}
		roster := segments.Roster{Store: store}
		got, err := roster.Update(t.Context(), changes)
		require.ErrorIs(t, err, broken)
		assert.Nil(t, got, "nothing to send that might not be stored")
		require.ErrorIs(t, roster.Forget(t.Context(), []string{"u"}), broken)

		store.putErr = nil
		got, err = roster.Update(t.Context(), changes)
		require.NoError(t, err)
		assert.Equal(t, []segments.Audience{ibiza}, got[0].Current)
	})
	t.Run("F40_wrong_number_of_records", func(t *testing.T) {
		t.Parallel()
		_, err := segments.Roster{Store: shortStore{}}.Update(t.Context(), changes)
		assert.ErrorContains(t, err, "0 records for 1 keys")
	})
	t.Run("P12_cancelled", func(t *testing.T) {
		t.Parallel()
		ctx, cancel := context.WithCancel(t.Context())
		cancel()
		_, err := segments.Roster{Store: &segments.MemoryStore{}}.Update(ctx, changes)
		assert.ErrorIs(t, err, context.Canceled)
	})
}

// shortStore breaks the contract of Get.
type shortStore struct{ segments.Store }

func (shortStore) Get(context.Context, []string) ([]segments.Versioned, error) { return nil, nil }
