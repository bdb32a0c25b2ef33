package boltstore_test

import (
	"os"
	"path/filepath"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"go.etcd.io/bbolt"
	bolterrors "go.etcd.io/bbolt/errors"

	"github.com/mpbraze/mpbraze/braze"
	"github.com/mpbraze/mpbraze/delta"
	"github.com/mpbraze/mpbraze/delta/boltstore"
	"github.com/mpbraze/mpbraze/delta/storetest"
	"github.com/mpbraze/mpbraze/segments"
)

// One store serves both packages.
var (
	_ delta.Store    = (*boltstore.Store)(nil)
	_ segments.Store = (*boltstore.Store)(nil)
)

func open(t *testing.T, path string) *boltstore.Store {
	t.Helper()
	store, err := boltstore.Open(path, boltstore.Options{})
	require.NoError(t, err)
	t.Cleanup(func() { _ = store.Close() })
	return store
}

func TestStore(t *testing.T) {
	t.Parallel()
	storetest.Run(t, open(t, filepath.Join(t.TempDir(), "state")))
}

// What Braze acknowledged is known after a restart.
func TestRestart(t *testing.T) {
	t.Parallel()
	path := filepath.Join(t.TempDir(), "state")
	wanted := braze.Attributes{User: braze.UserID{ExternalID: "u1"}, Custom: braze.Custom{"plan": "gold"}}
	for start := range 3 {
		store := open(t, path)
		tracker, err := delta.New(t.Context(), store, delta.Config{SettleTime: -1})
		require.NoError(t, err)
		send, err := tracker.PlanOne(t.Context(), &wanted, time.Time{})
		require.NoError(t, err)
		assert.Equal(t, start == 0, len(send.Custom) > 0, "start %d", start)
		require.NoError(t, tracker.Commit(t.Context(), []braze.Settled{
			{Wanted: wanted, Sent: send, State: braze.Delivered, Certain: true},
		}))
		require.NoError(t, store.Close())
	}
}

func TestOpenFails(t *testing.T) {
	t.Parallel()
	path := filepath.Join(t.TempDir(), "state")
	open(t, path)
	_, err := boltstore.Open(path, boltstore.Options{Timeout: time.Millisecond})
	require.ErrorIs(t, err, bolterrors.ErrTimeout, "another process has the file")

	other := filepath.Join(t.TempDir(), "other")
	require.NoError(t, os.WriteFile(other, make([]byte, 64<<10), 0o600))
	_, err = boltstore.Open(other, boltstore.Options{})
	require.Error(t, err, "a file that is none of ours is not believed")
}

func TestDamagedRecord(t *testing.T) {
	t.Parallel()
	path := filepath.Join(t.TempDir(), "state")
	db, err := bbolt.Open(path, 0o600, nil)
	require.NoError(t, err)
	require.NoError(t, db.Update(func(tx *bbolt.Tx) error {
		bucket, err := tx.CreateBucket([]byte("mpbraze"))
		if err != nil {
			return err
		}
		return bucket.Put([]byte("a"), []byte("short"))
	}))
	require.NoError(t, db.Close())
	store := open(t, path)
	_, err = store.Get(t.Context(), []string{"a"})
	require.ErrorIs(t, err, boltstore.ErrDamaged)
	_, err = store.Put(t.Context(), []delta.Versioned{{Key: "a", Value: []byte("1")}})
	require.ErrorIs(t, err, boltstore.ErrDamaged)
}
