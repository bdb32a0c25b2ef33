package braze

import (
	"encoding/json"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"
)

// What goes the short way would have come out of the long one as well.
func TestPlainMembersAreWhatTheOthersAre(t *testing.T) {
	t.Parallel()
	texts := rapid.OneOf(rapid.String(), rapid.StringMatching(`[a-zA-Z0-9_$. "\\-]{0,300}`))
	numbers := rapid.OneOf(rapid.StringMatching(`-?[0-9]{0,20}(\.[0-9]{0,3})?([eE][+-]?[0-9]{1,4})?`), rapid.String())
	rapid.Check(t, func(t *rapid.T) {
		name := texts.Draw(t, "name")
		value := rapid.OneOf(
			texts.AsAny(),
			rapid.Bool().AsAny(),
			rapid.Map(numbers, func(s string) any { return json.Number(s) }),
		).Draw(t, "value")

		for _, in := range []scope{inCustom, inNested, inProperty} {
			short := newEncoder([]byte{'{'})
			if !short.plainMember(name, value, in) {
				require.Equal(t, "{", string(short.buf))
				continue
			}
			long := newEncoder([]byte{'{'})
			if in == inCustom {
				long.customName(name, value)
			} else {
				long.nestedName(name, in)
			}
			long.name(name)
			long.value(value, in)
			assert.Equal(t, string(long.buf), string(short.buf))
			assert.True(t, len(long.fields) == 0 || isReserved(name))
		}
	})
}

func TestAppendTime(t *testing.T) {
	t.Parallel()
	from := time.Date(0, 1, 1, 0, 0, 0, 0, time.UTC).Unix()
	to := time.Date(MaxYear, 12, 31, 23, 59, 59, 0, time.UTC).Unix()
	rapid.Check(t, func(t *rapid.T) {
		at := time.Unix(rapid.Int64Range(from, to).Draw(t, "s"), rapid.Int64Range(0, 999_999_999).Draw(t, "ns")).UTC()
		assert.Equal(t, at.Format("2006-01-02T15:04:05.000Z"), string(appendTime(nil, at)))
	})
}
