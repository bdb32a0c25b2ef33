package delta

import "math/bits"

// sipKey is the key of a keyed hash.
type sipKey struct{ k0, k1 uint64 }

// sip is SipHash-1-3 over 64-bit words: keyed, the same in every process, and
// not to be steered by whoever chooses the input. Whoever adds something of
// variable length adds its length first.
//
// See https://www.aumasson.jp/siphash/siphash.pdf.
type sip struct{ v0, v1, v2, v3 uint64 }

func (k sipKey) begin() sip {
	return sip{
		k.k0 ^ 0x736f6d6570736575,
		k.k1 ^ 0x646f72616e646f6d,
		k.k0 ^ 0x6c7967656e657261,
		k.k1 ^ 0x7465646279746573,
	}
}

// word adds m with one round of the hash.
func (s *sip) word(m uint64) {
	v0, v1, v2, v3 := s.v0, s.v1, s.v2, s.v3^m
	v0 += v1
	v1 = bits.RotateLeft64(v1, 13) ^ v0
	v0 = bits.RotateLeft64(v0, 32)
	v2 += v3
	v3 = bits.RotateLeft64(v3, 16) ^ v2
	v0 += v3
	v3 = bits.RotateLeft64(v3, 21) ^ v0
	v2 += v1
	v1 = bits.RotateLeft64(v1, 17) ^ v2
	v2 = bits.RotateLeft64(v2, 32)
	s.v0, s.v1, s.v2, s.v3 = v0^m, v1, v2, v3
}

// text adds the bytes of t, the last word filled up with zeros.
func (s *sip) text(t string) {
	for ; len(t) >= 8; t = t[8:] {
		s.word(uint64(t[0]) | uint64(t[1])<<8 | uint64(t[2])<<16 | uint64(t[3])<<24 |
			uint64(t[4])<<32 | uint64(t[5])<<40 | uint64(t[6])<<48 | uint64(t[7])<<56)
	}
	if len(t) == 0 {
		return
	}
	var last uint64
	for i := len(t) - 1; i >= 0; i-- {
		last = last<<8 | uint64(t[i])
	}
	s.word(last)
}

// sum ends s.
func (s *sip) sum() uint64 {
	v0, v1, v2, v3 := s.v0, s.v1, s.v2^0xff, s.v3
	for range 3 {
		v0 += v1
		v1 = bits.RotateLeft64(v1, 13) ^ v0
		v0 = bits.RotateLeft64(v0, 32)
		v2 += v3
		v3 = bits.RotateLeft64(v3, 16) ^ v2
		v0 += v3
		v3 = bits.RotateLeft64(v3, 21) ^ v0
		v2 += v1
		v1 = bits.RotateLeft64(v1, 17) ^ v2
		v2 = bits.RotateLeft64(v2, 32)
	}
	return v0 ^ v1 ^ v2 ^ v3
}
