package segments_test

import (
	"encoding/binary"
	"hash/crc32"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/mpbraze/mpbraze/segments"
)

// sealed appends the check sum, without which no state is looked at.
func sealed(body []byte) []byte {
	b := append([]byte(nil), body...)
	return binary.LittleEndian.AppendUint32(b, crc32.ChecksumIEEE(b))
}

// FuzzState: bytes are an error or a state, and a state survives being written
// and read again.
func FuzzState(f *testing.F) {
	s, _ := segments.State{}.Apply(join(ibiza, 1), leave(athenians, 2), join(segments.Audience{ID: "x", Name: "y"}, 3))
	bytes := s.Append(nil)
	f.Add(bytes[:len(bytes)-crc32.Size])
	f.Add([]byte{1, 1, 0, 0})
	f.Add([]byte{})
	f.Fuzz(func(t *testing.T, body []byte) {
		if _, err := segments.ParseState(body); err != nil {
			require.ErrorIs(t, err, segments.ErrState)
		}
		s, err := segments.ParseState(sealed(body))
		if err != nil {
			require.ErrorIs(t, err, segments.ErrState)
			return
		}
		again, err := segments.ParseState(s.Append(nil))
		require.NoError(t, err)
		assert.Equal(t, s, again)

		// What any state encodes to is within the limits.
		e := segments.Join(segments.String{}, segments.Array{}, segments.PerSegment{}).Encode(s.Memberships())
		text, _ := e.Attributes[segments.StringAttribute].(string)
		assert.LessOrEqual(t, len([]rune(text)), segments.MaxText)
	})
}

func FuzzParseSendAs(f *testing.F) {
	for _, name := range segments.SendAsNames() {
		f.Add(name)
	}
	f.Fuzz(func(t *testing.T, name string) {
		enc, err := segments.ParseSendAs(name)
		if err == nil {
			assert.NotEmpty(t, enc.Encode(segments.Memberships{Current: audiences(1), Complete: true}).Attributes)
			return
		}
		var unknown *segments.SendAsError
		require.ErrorAs(t, err, &unknown)
	})
}
