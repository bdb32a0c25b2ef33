package delta_test

import (
	"bytes"
	"errors"
	"fmt"
	"math/rand/v2"
	"strconv"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/mpbraze/mpbraze/braze"
	"github.com/mpbraze/mpbraze/delta"
)

// B8: bytes a user, with 16 attributes each.
func TestB8_memory_per_user(t *testing.T) {
	t.Parallel()
	const users = 100_000
	for whole, most := range map[bool]int64{false: 160, true: 24} {
		_, m := filled(t, users, delta.MemoryOptions{WholeProfile: whole})
		require.Equal(t, users, m.Len())
		assert.LessOrEqual(t, m.Bytes()/users, most, "whole profiles: %t", whole)
	}
}

// A memory that is too small forgets, but stays within its bounds and sends
// whatever it forgot.
func TestMemoryIsBounded(t *testing.T) {
	t.Parallel()
	for _, whole := range []bool{false, true} {
		for _, most := range []int64{4 << 10, 64 << 10, 32 << 20} {
			c := newClock()
			m, err := delta.NewMemory(delta.MemoryOptions{MaxBytes: most, WholeProfile: whole})
			require.NoError(t, err)
			tracker, err := delta.NewInMemory(m, delta.Config{Now: c.Now, SettleTime: -1})
			require.NoError(t, err)
			r := &rig{T: t, clock: c, tracker: tracker, ctx: t.Context()}
			last := map[int]int{}
			chance := rand.New(rand.NewPCG(1, 2))
			for i := range 20_000 {
				id, value := chance.IntN(3000), chance.IntN(3)
				wanted := user(braze.Custom{"a": value, fmt.Sprint("b", i%7): 1})
				wanted.User.ExternalID = strconv.Itoa(id)
				sent := r.plan(wanted)
				old, ever := last[id]
				if _, sends := sent.Custom["a"]; !sends {
					require.True(t, ever && old == value, "left out what is not there")
				}
				last[id] = value
				r.commit(wanted, sent, braze.Delivered)
			}
			assert.LessOrEqual(t, m.Bytes(), most)
			assert.Positive(t, m.Len())
			if most > 16<<20 {
				assert.Equal(t, 3000-absent(last), m.Len(), "nobody had to be forgotten")
			}
		}
	}
}

func absent(last map[int]int) int { return 3000 - len(last) }

func TestMoreNamesThanAreToldApart(t *testing.T) {
	t.Parallel()
	r := newRig(t, delta.Config{})
	for i := range delta.MaxNames + 10 {
		r.send(user(braze.Custom{fmt.Sprint("name", i): 1}))
	}
	assert.Empty(t, r.send(user(braze.Custom{"name1": 1})))
	extra := fmt.Sprint("name", delta.MaxNames+1)
	assert.Equal(t, []string{extra}, r.send(user(braze.Custom{extra: 1, "name2": 1})))
}

func TestSnapshot(t *testing.T) {
	t.Parallel()
	for _, whole := range []bool{false, true} {
		for _, secret := range [][]byte{nil, []byte("0123456789abcdef")} {
			tracker, m := filledWith(t, 500, delta.MemoryOptions{WholeProfile: whole}, secret)
			var file bytes.Buffer
			n, err := m.WriteTo(&file)
			require.NoError(t, err)
			assert.Equal(t, int64(file.Len()), n)
			assert.Zero(t, m.Len(), "the states have moved")
			first := visitor(0, 0)
			assert.Len(t, names(t, deliver(t.Context(), t, tracker, first)), 16)

			again, err := delta.ReadMemory(bytes.NewReader(file.Bytes()), delta.MemoryOptions{WholeProfile: whole, MaxBytes: 1 << 20})
			require.NoError(t, err)
			require.Equal(t, 500, again.Len())
			restarted, err := delta.NewInMemory(again, delta.Config{Secret: secret, Now: filledClock})
			require.NoError(t, err)
			for i := range 500 {
				assert.Empty(t, names(t, deliver(t.Context(), t, restarted, visitor(i, 0))))
			}

			_, err = delta.NewInMemory(again, delta.Config{Secret: []byte("another secret!!")})
			require.NoError(t, err)
			assert.Zero(t, again.Len(), "hashes of another secret are worthless")
			_, err = delta.ReadMemory(bytes.NewReader(file.Bytes()), delta.MemoryOptions{WholeProfile: !whole})
			require.ErrorIs(t, err, delta.ErrSnapshot)
		}
	}
}

// A damaged snapshot is not believed at all.
func TestP24_damaged_snapshots(t *testing.T) {
	t.Parallel()
	_, m := filledWith(t, 3, delta.MemoryOptions{}, nil)
	var file bytes.Buffer
	_, err := m.WriteTo(&file)
	require.NoError(t, err)
	whole := file.Bytes()
	for n := range whole {
		_, err := delta.ReadMemory(bytes.NewReader(whole[:n]), delta.MemoryOptions{})
		require.ErrorIs(t, err, delta.ErrSnapshot, "cut after %d bytes", n)
		damaged := bytes.Clone(whole)
		damaged[n] ^= 1 << (n % 8)
		_, err = delta.ReadMemory(bytes.NewReader(damaged), delta.MemoryOptions{})
		require.ErrorIs(t, err, delta.ErrSnapshot, "byte %d", n)
	}
}

type brokenWriter struct{ left int }

var errFull = errors.New("no space left")

func (w *brokenWriter) Write(b []byte) (int, error) {
	if w.left -= len(b); w.left < 0 {
		return 0, errFull
	}
	return len(b), nil
}

func TestSnapshotThatCannotBeWritten(t *testing.T) {
	t.Parallel()
	_, m := filledWith(t, 100, delta.MemoryOptions{}, nil)
	_, err := m.WriteTo(&brokenWriter{left: 5000})
	require.ErrorIs(t, err, errFull)
	assert.Equal(t, 100, m.Len(), "the states are still here")
}

func TestMemoryOptions(t *testing.T) {
	t.Parallel()
	_, err := delta.NewMemory(delta.MemoryOptions{MaxBytes: 100})
	require.ErrorIs(t, err, delta.ErrConfig)
	for name, c := range map[string]delta.Config{
		"secret":   {Secret: []byte("short")},
		"ttl":      {TTL: -1},
		"refused":  {RefusedTTL: -time.Second},
		"timeout":  {Timeout: -1},
		"volatile": {Volatile: []string{" plan"}},
	} {
		m, err := delta.NewMemory(delta.MemoryOptions{})
		require.NoError(t, err)
		_, err = delta.NewInMemory(m, c)
		require.ErrorIs(t, err, delta.ErrConfig, name)
	}
	_, err = delta.NewCore(delta.Config{})
	require.ErrorIs(t, err, delta.ErrConfig)
}
