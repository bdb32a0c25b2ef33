package delta

import (
	"encoding/binary"
	"math/bits"
)

// A record of a Memory:
//
//	byte     length of the set of names
//	bytes    the set: bit i of byte j stands for name 8*j+i
//	8 bytes  for each name the fingerprint
//	the tail of a State

// appendRecord appends s.
func (s *State) appendRecord(b []byte) []byte {
	size := 0
	if n := len(s.entries); n > 0 {
		size = int(s.entries[n-1].name)/8 + 1
	}
	b = append(b, byte(size))
	set := len(b)
	for range size {
		b = append(b, 0)
	}
	for i := range s.entries {
		name := s.entries[i].name
		b[set+int(name/8)] |= 1 << (name % 8)
	}
	for i := range s.entries {
		b = binary.LittleEndian.AppendUint64(b, s.entries[i].print)
	}
	return s.appendTail(b)
}

// readRecord replaces s by the record at the beginning of b, and returns its
// length, or false when b does not begin with one.
func (s *State) readRecord(b []byte) (length int, ok bool) {
	entries := s.entries[:0]
	r := reader{rest: b}
	set := r.take(int(r.byte()))
	for j, names := range set {
		for ; names != 0; names &= names - 1 {
			entries = append(entries, entry{name: uint32(8*j + bits.TrailingZeros8(names))})
		}
	}
	for i := range entries {
		entries[i].print = r.uint64()
	}
	*s = State{entries: entries}
	s.readTail(&r)
	return len(b) - len(r.rest), !r.failed
}
