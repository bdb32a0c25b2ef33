package delta_test

import (
	"bytes"
	"encoding/binary"
	"hash/crc32"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/mpbraze/mpbraze/braze"
	"github.com/mpbraze/mpbraze/delta"
)

// summed appends the check sum of b, so that a fuzzer gets past it.
func summed(b []byte) []byte {
	return binary.LittleEndian.AppendUint32(bytes.Clone(b), crc32.Checksum(b, crc32.MakeTable(crc32.Castagnoli)))
}

// FuzzState reads records: damage is found, and what is read is written back
// the same.
func FuzzState(f *testing.F) {
	core, err := delta.NewCore(delta.Config{Secret: []byte("0123456789abcdef")})
	require.NoError(f, err)
	wanted := visitor(1, 0)
	var s delta.State
	now := filledClock()
	send, _ := core.Plan(&s, &wanted, now, now)
	for _, state := range []braze.State{braze.Delivered, braze.Unknown, braze.Rejected, braze.NotSent} {
		next := s
		core.Commit(&next, &braze.Settled{Wanted: wanted, Sent: send, State: state, Certain: true}, now)
		b, err := next.MarshalBinary()
		require.NoError(f, err)
		f.Add(b[:len(b)-crc32.Size])
	}
	f.Fuzz(func(t *testing.T, b []byte) {
		b = summed(b)
		var s delta.State
		if err := s.UnmarshalBinary(b); err != nil {
			require.ErrorIs(t, err, delta.ErrState)
			assert.Zero(t, s.Len(), "nothing is half believed")
			return
		}
		first, err := s.MarshalBinary()
		require.NoError(t, err)
		var again delta.State
		require.NoError(t, again.UnmarshalBinary(first))
		second, err := again.MarshalBinary()
		require.NoError(t, err)
		assert.Equal(t, first, second)
	})
}

// FuzzReadMemory reads snapshots without trusting them.
func FuzzReadMemory(f *testing.F) {
	for _, whole := range []bool{false, true} {
		_, m := filled(f, 3, delta.MemoryOptions{WholeProfile: whole})
		var file bytes.Buffer
		_, err := m.WriteTo(&file)
		require.NoError(f, err)
		f.Add(file.Bytes()[:file.Len()-crc32.Size], whole)
	}
	f.Fuzz(func(t *testing.T, b []byte, whole bool) {
		b = summed(b)
		m, err := delta.ReadMemory(bytes.NewReader(b), delta.MemoryOptions{MaxBytes: 1 << 20, WholeProfile: whole})
		if err != nil {
			require.ErrorIs(t, err, delta.ErrSnapshot)
			return
		}
		var file bytes.Buffer
		_, err = m.WriteTo(&file)
		require.NoError(t, err)
	})
}

// FuzzFingerprint compares plans for two values: the second is left out only if
// both look the same to Braze.
func FuzzFingerprint(f *testing.F) {
	for _, pair := range [][2]string{
		{`1`, `1.0`}, {`{"a":1,"b":[2]}`, `{"b":[2],"a":1.0}`}, {`"1"`, `1`}, {`[1,2]`, `[2,1]`}, {`null`, `{}`},
	} {
		f.Add([]byte(pair[0]), []byte(pair[1]))
	}
	core, err := delta.NewCore(delta.Config{Secret: []byte("0123456789abcdef")})
	require.NoError(f, err)
	f.Fuzz(func(t *testing.T, a, b []byte) {
		first, ok1 := read(a)
		second, ok2 := read(b)
		if !ok1 || !ok2 {
			return
		}
		var s delta.State
		now := filledClock()
		send, _ := core.Plan(&s, &first, now, now)
		core.Commit(&s, &braze.Settled{Wanted: first, Sent: send, State: braze.Delivered, Certain: true}, now)
		send, _ = core.Plan(&s, &second, now, now)
		if len(send.Custom) > 0 {
			return
		}
		one, two := members(t, first), members(t, second)
		assert.Equal(t, one, two)
	})
}

func read(value []byte) (a braze.Attributes, ok bool) {
	object := append(append([]byte(`{"external_id":"u1","v":`), value...), '}')
	if a.UnmarshalJSON(object) != nil || len(a.Custom) != 1 || a.Validate() != nil {
		return a, false
	}
	return a, a.User.ExternalID == "u1"
}
