package segments_test

import (
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/mpbraze/mpbraze/segments"
)

func join(a segments.Audience, ms int) segments.Change {
	return segments.Change{Audience: a, Member: true, Time: at(ms)}
}

func leave(a segments.Audience, ms int) segments.Change {
	return segments.Change{Audience: a, Time: at(ms)}
}

func TestStateApply(t *testing.T) {
	t.Parallel()
	in := []segments.Audience{ibiza}
	tests := map[string]struct {
		changes       []segments.Change
		current, left []segments.Audience
	}{
		"join":                               {[]segments.Change{join(ibiza, 1)}, in, nil},
		"leave":                              {[]segments.Change{join(ibiza, 1), leave(ibiza, 2)}, nil, in},
		"leave without a join":               {[]segments.Change{leave(ibiza, 1)}, nil, in},
		"an older join cannot resurrect":     {[]segments.Change{leave(ibiza, 2), join(ibiza, 1)}, nil, in},
		"an older leave cannot undo":         {[]segments.Change{join(ibiza, 2), leave(ibiza, 1)}, in, nil},
		"equal times: the last one counts":   {[]segments.Change{leave(ibiza, 1), join(ibiza, 1)}, in, nil},
		"equal times: the last one, reverse": {[]segments.Change{join(ibiza, 1), leave(ibiza, 1)}, nil, in},
		"an identity change of Kinesis": {
			[]segments.Change{join(ibiza, 1), leave(ibiza, 5), join(ibiza, 5)}, in, nil,
		},
		"without times the last one counts": {
			[]segments.Change{{Audience: ibiza, Member: true}, {Audience: ibiza}}, nil, in,
		},
		"without a time loses": {
			[]segments.Change{join(ibiza, -1<<30), {Audience: ibiza}}, in, nil,
		},
		"sorted as numbers": {
			[]segments.Change{
				join(athenians, 1), join(segments.Audience{ID: "x"}, 1), join(parisians, 1), join(ibiza, 1),
			},
			[]segments.Audience{parisians, ibiza, athenians, {ID: "x"}},
			nil,
		},
		"a message without a name keeps the name": {
			[]segments.Change{join(ibiza, 1), join(segments.Audience{ID: ibiza.ID}, 2)}, in, nil,
		},
		"a newer name counts": {
			[]segments.Change{join(segments.Audience{ID: ibiza.ID, Name: "Old"}, 1), join(ibiza, 2)}, in, nil,
		},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			want := segments.Memberships{Current: tt.current, Left: tt.left, Complete: true}
			all, changed := segments.State{}.Apply(tt.changes...)
			assert.True(t, changed)
			assert.Equal(t, want, all.Memberships())

			var oneByOne segments.State
			for _, c := range tt.changes {
				oneByOne, _ = oneByOne.Apply(c)
			}
			assert.Equal(t, all, oneByOne)

			again, changed := all.Apply(tt.changes[len(tt.changes)-1])
			assert.False(t, changed, "the last change again")
			assert.Equal(t, all, again)
		})
	}
}

func TestStateIsImmutable(t *testing.T) {
	t.Parallel()
	before, _ := segments.State{}.Apply(join(ibiza, 1), join(athenians, 1))
	bytes := before.Append(nil)
	before.Apply(leave(ibiza, 2), join(parisians, 2))
	before.Replace(nil, at(3))
	gone, _ := before.Apply(leave(ibiza, 2))
	gone.Prune(at(5))
	assert.Equal(t, bytes, before.Append(nil))
	assert.Len(t, gone.Memberships().Left, 1)
}

func TestStateReplace(t *testing.T) {
	t.Parallel()
	s, _ := segments.UnknownState().Apply(join(ibiza, 1), join(athenians, 9), leave(parisians, 9))
	assert.False(t, s.Memberships().Complete)

	// At 5 the user is in Paris alone; what happened at 9 comes after that.
	s, changed := s.Replace([]segments.Audience{parisians}, at(5))
	assert.True(t, changed)
	assert.Equal(t, segments.Memberships{
		Current:  []segments.Audience{athenians},
		Left:     []segments.Audience{parisians, ibiza},
		Complete: true,
	}, s.Memberships())

	s, _ = s.Replace([]segments.Audience{athenians}, at(20))
	_, changed = s.Replace([]segments.Audience{athenians}, at(20))
	assert.False(t, changed, "the same again")
	s, changed = segments.UnknownState().Replace(nil, at(1))
	assert.True(t, changed, "nothing known becomes no audience")
	assert.Equal(t, segments.Memberships{Complete: true}, s.Memberships())
}

// What happened before a snapshot is in it, however late the message.
func TestStateReplaceOutdatesEarlierChanges(t *testing.T) {
	t.Parallel()
	s, _ := segments.State{}.Apply(join(ibiza, 1), leave(parisians, 1))
	s, _ = s.Replace([]segments.Audience{ibiza}, at(5))
	s, changed := s.Apply(leave(ibiza, 3), join(parisians, 3), join(athenians, 3), segments.Change{
		Audience: segments.Audience{ID: "7"}, Member: true,
	})
	assert.False(t, changed)
	assert.Equal(t, []segments.Audience{ibiza}, s.Memberships().Current)

	s, _ = s.Replace([]segments.Audience{athenians}, at(4))
	assert.Equal(t, []segments.Audience{ibiza}, s.Memberships().Current, "an older snapshot, late")
	_, changed = s.Apply(join(segments.Audience{ID: "7"}, 4))
	assert.False(t, changed, "the newer snapshot still holds")
	s, _ = s.Apply(join(athenians, 5), leave(ibiza, 6))
	assert.Equal(t, []segments.Audience{athenians}, s.Memberships().Current)
}

func TestStatePrune(t *testing.T) {
	t.Parallel()
	s, _ := segments.UnknownState().Apply(join(ibiza, 1), leave(athenians, 2), leave(parisians, 3))
	_, changed := s.Prune(at(2))
	assert.False(t, changed)
	s, changed = s.Prune(at(3))
	assert.True(t, changed)
	assert.Equal(t, segments.Memberships{
		Current: []segments.Audience{ibiza}, Left: []segments.Audience{parisians},
	}, s.Memberships())
}

func TestStateBinaryIsCompact(t *testing.T) {
	t.Parallel()
	changes := make([]segments.Change, 0, 25)
	for i, a := range audiences(25) {
		changes = append(changes, join(segments.Audience{ID: a.ID}, i*1000))
	}
	s, _ := segments.State{}.Apply(changes...)
	// Flags, id, time and the length of the name: 1 + 2 + 2 + 1 bytes each.
	assert.LessOrEqual(t, len(s.Append(nil)), 25*6+14)
}

func TestStateBinaryOfOddStates(t *testing.T) {
	t.Parallel()
	changes := []segments.Change{}
	for _, id := range []string{"", "0", "00", "007", "7", "18446744073709551616", "9999999999999999999", "-1", "ä", "\xff"} {
		changes = append(changes, segments.Change{Audience: segments.Audience{ID: id, Name: id + "\x00"}})
	}
	changes = append(changes,
		join(ibiza, 0),
		segments.Change{Audience: athenians, Time: time.UnixMilli(-1 << 63)},
		segments.Change{Audience: parisians, Time: time.UnixMilli(1<<63 - 1)})
	for _, s := range []segments.State{{}, segments.UnknownState()} {
		for _, c := range changes {
			s, _ = s.Apply(c)
		}
		got, err := segments.ParseState(s.Append(nil))
		require.NoError(t, err)
		assert.Equal(t, s, got)
		assert.Len(t, append(got.Memberships().Left, got.Memberships().Current...), len(changes))
	}
}

// F40: a state that was cut or damaged is an error, never
// another state.
func TestStateBinary(t *testing.T) {
	t.Parallel()
	s, _ := segments.State{}.Apply(join(ibiza, 1), leave(athenians, 2), join(segments.Audience{ID: "x", Name: "y"}, 3))
	good := s.Append([]byte("before"))[len("before"):]
	_, err := segments.ParseState(good)
	require.NoError(t, err)

	t.Run("F40_truncated", func(t *testing.T) {
		t.Parallel()
		for n := range good {
			_, err := segments.ParseState(good[:n])
			assert.ErrorIs(t, err, segments.ErrState, "first %d bytes", n)
		}
	})
	t.Run("F40_bit_flips", func(t *testing.T) {
		t.Parallel()
		for bit := range 8 * len(good) {
			bad := append([]byte(nil), good...)
			bad[bit/8] ^= 1 << (bit % 8)
			_, err := segments.ParseState(bad)
			assert.ErrorIs(t, err, segments.ErrState, "bit %d", bit)
		}
	})
	t.Run("F40_wrong_version", func(t *testing.T) {
		t.Parallel()
		_, err := segments.ParseState(sealed([]byte{2, 0, 0, 0}))
		require.ErrorIs(t, err, segments.ErrState)
		assert.ErrorContains(t, err, "version 2")
	})
	t.Run("F40_wrong_format", func(t *testing.T) {
		t.Parallel()
		for name, body := range map[string][]byte{
			"unknown flag":         {1, 2, 0, 0},
			"time without end":     {1, 0, 0x80, 0x80},
			"count without end":    {1, 0, 0, 0x80},
			"huge count":           {1, 0, 0, 0xff, 0xff, 0xff, 0xff, 0x0f},
			"trailing byte":        {1, 0, 0, 0, 0},
			"unknown entry flag":   {1, 0, 0, 1, 4, 1, 2, 0},
			"same id twice":        {1, 0, 0, 2, 3, 7, 0, 0, 3, 7, 0, 0},
			"not in order":         {1, 0, 0, 2, 3, 8, 0, 0, 3, 7, 0, 0},
			"name over the end":    {1, 0, 0, 1, 3, 7, 0, 9},
			"id over the end":      {1, 0, 0, 1, 1, 9, 0, 0},
			"number of ten bytes+": {1, 0, 0, 1, 3, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 1},
		} {
			_, err := segments.ParseState(sealed(body))
			assert.ErrorIs(t, err, segments.ErrState, name)
		}
	})
}
