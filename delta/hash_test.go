package delta

import (
	"encoding/binary"
	"testing"

	"github.com/stretchr/testify/assert"
)

// official is SipHash-1-3 of bytes as its inventors define it.
func official(k sipKey, text string) uint64 {
	s := k.begin()
	whole := len(text) &^ 7
	s.text(text[:whole])
	var last [8]byte
	copy(last[:], text[whole:])
	s.word(binary.LittleEndian.Uint64(last[:]) | uint64(len(text))<<56)
	return s.sum()
}

// The vectors are those of other implementations, with a key of zeros.
func TestSipHash13(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]uint64{
		"":                0xd1fba762150c532c,
		"siphash":         0x8264ceeccb16bcbe,
		"digest-sip_hash": 0xce31007e34130c0a,
	} {
		assert.Equal(t, want, official(sipKey{}, text), "%q", text)
	}
}

func TestSipKeysDiffer(t *testing.T) {
	t.Parallel()
	k := newKeys([]byte("0123456789abcdef"))
	assert.Equal(t, k, newKeys([]byte("0123456789abcdef")), "stable over processes")
	all := map[sipKey]bool{k.place: true, k.salt: true, k.name: true, k.value: true}
	assert.Len(t, all, 4)
	assert.NotEqual(t, k, newKeys([]byte("0123456789abcdeF")))
}
