package redisstore_test

import (
	"os"
	"testing"
	"time"

	"github.com/alicebob/miniredis/v2"
	"github.com/redis/go-redis/v9"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/mpbraze/mpbraze/braze"
	"github.com/mpbraze/mpbraze/delta"
	"github.com/mpbraze/mpbraze/delta/redisstore"
	"github.com/mpbraze/mpbraze/delta/storetest"
	"github.com/mpbraze/mpbraze/segments"
)

// One store serves both packages.
var (
	_ delta.Store    = (*redisstore.Store)(nil)
	_ segments.Store = (*redisstore.Store)(nil)
)

func connect(t *testing.T, address string) *redis.Client {
	t.Helper()
	client := redis.NewClient(&redis.Options{Addr: address})
	t.Cleanup(func() { _ = client.Close() })
	return client
}

// TestStore also runs against a real server when MPBRAZE_REDIS is its address.
func TestStore(t *testing.T) {
	t.Parallel()
	addresses := map[string]string{"miniredis": miniredis.RunT(t).Addr()}
	if address := os.Getenv("MPBRAZE_REDIS"); address != "" {
		addresses["redis"] = address
	}
	for name, address := range addresses {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			prefix := "mpbraze-test-" + time.Now().Format(time.RFC3339Nano) + ":"
			options := redisstore.Options{Prefix: prefix, TTL: time.Minute}
			storetest.Run(t, redisstore.New(connect(t, address), options))
		})
	}
}

func TestRecordsExpireNotAllAtOnce(t *testing.T) {
	t.Parallel()
	server := miniredis.RunT(t)
	store := redisstore.New(connect(t, server.Addr()), redisstore.Options{TTL: 10 * time.Hour})
	var puts []delta.Versioned
	for _, key := range []string{"a", "b", "c", "d", "e", "delta.installation"} {
		puts = append(puts, delta.Versioned{Key: key, Value: []byte("1")})
	}
	conflicts, err := store.Put(t.Context(), puts)
	require.NoError(t, err)
	require.Empty(t, conflicts)
	different := map[time.Duration]bool{}
	for _, key := range []string{"a", "b", "c", "d", "e"} {
		ttl := server.TTL(key)
		assert.GreaterOrEqual(t, ttl, 8*time.Hour)
		assert.LessOrEqual(t, ttl, 12*time.Hour)
		different[ttl] = true
	}
	assert.Greater(t, len(different), 1)
	assert.Zero(t, server.TTL("delta.installation"), "lives for ever")
	server.FastForward(13 * time.Hour)
	records, err := store.Get(t.Context(), []string{"a", "delta.installation"})
	require.NoError(t, err)
	assert.Zero(t, records[0].Version)
	assert.NotZero(t, records[1].Version)
}

// The script is loaded again after a restart of the server.
func TestScriptFlushed(t *testing.T) {
	t.Parallel()
	client := connect(t, miniredis.RunT(t).Addr())
	store := redisstore.New(client, redisstore.Options{})
	for range 2 {
		records, err := store.Get(t.Context(), []string{"a"})
		require.NoError(t, err)
		records[0].Value = []byte("1")
		conflicts, err := store.Put(t.Context(), records)
		require.NoError(t, err)
		assert.Empty(t, conflicts)
		require.NoError(t, client.ScriptFlush(t.Context()).Err())
	}
}

func TestServerFails(t *testing.T) {
	t.Parallel()
	server := miniredis.RunT(t)
	client := connect(t, server.Addr())
	store := redisstore.New(client, redisstore.Options{})
	require.NoError(t, server.Set("short", "x"))
	_, err := store.Get(t.Context(), []string{"short"})
	require.ErrorIs(t, err, redisstore.ErrDamaged)
	server.SetError("LOADING")
	_, err = store.Get(t.Context(), []string{"a"})
	require.Error(t, err)
	_, err = store.Put(t.Context(), []delta.Versioned{{Key: "a", Value: []byte("1")}})
	require.Error(t, err)
}

// Two processes share what Braze acknowledged; an eviction costs traffic only.
func TestTwoProcesses(t *testing.T) {
	t.Parallel()
	server := miniredis.RunT(t)
	start := func() *delta.Tracker {
		store := redisstore.New(connect(t, server.Addr()), redisstore.Options{TTL: time.Hour})
		tracker, err := delta.New(t.Context(), store, delta.Config{SettleTime: -1})
		require.NoError(t, err)
		return tracker
	}
	one, two := start(), start()
	sends := func(tracker *delta.Tracker, plan string) bool {
		wanted := braze.Attributes{User: braze.UserID{ExternalID: "u1"}, Custom: braze.Custom{"plan": plan}}
		send, err := tracker.PlanOne(t.Context(), &wanted, time.Time{})
		require.NoError(t, err)
		require.NoError(t, tracker.Commit(t.Context(), []braze.Settled{
			{Wanted: wanted, Sent: send, State: braze.Delivered, Certain: true},
		}))
		return len(send.Custom) > 0
	}
	assert.True(t, sends(one, "gold"))
	assert.False(t, sends(two, "gold"))
	assert.True(t, sends(two, "silver"))
	assert.True(t, sends(one, "gold"))
	server.FlushAll()
	assert.True(t, sends(one, "gold"))
	assert.False(t, sends(two, "gold"))
}
