package delta

import (
	"encoding/binary"
	"errors"
	"fmt"
	"hash/crc32"
)

// ErrState is the error for bytes that are no [State]: cut, damaged, or written
// by another version of this package. Go on with a zero State then: it costs
// requests, never an update.
var ErrState = errors.New("delta: not a state")

// The format, version 1, all numbers little endian:
//
//	byte     version
//	uvarint  number of entries, then for each, by ascending name:
//	  4 bytes  name
//	  8 bytes  fingerprint
//	the tail, see appendTail
//	4 bytes  CRC-32 (Castagnoli) of all before
const (
	stateVersion = 1
	entrySize    = 12
	sumSize      = crc32.Size
)

var castagnoli = crc32.MakeTable(crc32.Castagnoli)

// AppendBinary appends s in a compact form, which [State.UnmarshalBinary]
// reads. It never fails.
func (s *State) AppendBinary(b []byte) ([]byte, error) {
	start := len(b)
	b = append(b, stateVersion)
	b = binary.AppendUvarint(b, uint64(len(s.entries)))
	for i := range s.entries {
		b = binary.LittleEndian.AppendUint32(b, s.entries[i].name)
		b = binary.LittleEndian.AppendUint64(b, s.entries[i].print)
	}
	b = s.appendTail(b)
	return binary.LittleEndian.AppendUint32(b, crc32.Checksum(b[start:], castagnoli)), nil
}

// MarshalBinary implements [encoding.BinaryMarshaler].
func (s *State) MarshalBinary() ([]byte, error) { return s.AppendBinary(nil) }

// UnmarshalBinary replaces s. Every error is [ErrState], and s knows nothing
// then.
func (s *State) UnmarshalBinary(b []byte) error {
	entries := s.entries[:0]
	*s = State{entries: entries}
	if len(b) < sumSize+1 || b[0] != stateVersion {
		return fmt.Errorf("%w: %d bytes", ErrState, len(b))
	}
	body, sum := b[:len(b)-sumSize], b[len(b)-sumSize:]
	if binary.LittleEndian.Uint32(sum) != crc32.Checksum(body, castagnoli) {
		return fmt.Errorf("%w: check sum", ErrState)
	}
	r := reader{rest: body[1:]}
	n := r.uvarint()
	if n > uint64(len(r.rest)/entrySize) {
		return fmt.Errorf("%w: %d entries", ErrState, n)
	}
	for range n {
		e := entry{name: r.uint32(), print: r.uint64()}
		if len(s.entries) > 0 && s.entries[len(s.entries)-1].name >= e.name {
			r.failed = true
		}
		s.entries = append(s.entries, e)
	}
	s.readTail(&r)
	if r.failed || len(r.rest) > 0 {
		*s = State{entries: entries[:0]}
		return fmt.Errorf("%w: format", ErrState)
	}
	return nil
}

// The tail holds the times, and what is special about some entries: those that
// are as the first one, since the record began, are not in it.
//
//	6 bytes  born, in milliseconds since 1970
//	byte     flags: 1, 2, 4 and 8 say which of the following there are
//	byte     1: kind of the first entry, else known
//	varint   2: at of the first entry, less born, else none
//	varint   4: lost, less born
//	uvarint  8: number of special entries, then for each, by ascending index:
//	  uvarint  index, less that of the one before
//	  byte     kind, and flags: 32 since follows, 64 at follows
//	  varint   since, less born
//	  varint   at, less born
const (
	tailKind    = 1 << 0
	tailAt      = 1 << 1
	tailLost    = 1 << 2
	tailSpecial = 1 << 3

	specialSince kind = 1 << 5
	specialAt    kind = 1 << 6
	kindFlags         = specialSince | specialAt
)

func (s *State) appendTail(b []byte) []byte {
	b = append(b, byte(s.born), byte(s.born>>8), byte(s.born>>16), byte(s.born>>24), byte(s.born>>32), byte(s.born>>40))
	flags := len(b)
	b = append(b, 0)
	usual := s.usual()
	if usual.kind != known {
		b[flags] |= tailKind
		b = append(b, byte(usual.kind))
	}
	if usual.at != 0 {
		b[flags] |= tailAt
		b = binary.AppendVarint(b, usual.at-s.born)
	}
	if s.lost != 0 {
		b[flags] |= tailLost
		b = binary.AppendVarint(b, s.lost-s.born)
	}
	special := 0
	for i := range s.entries {
		if !s.entries[i].like(&usual) {
			special++
		}
	}
	if special == 0 {
		return b
	}
	b[flags] |= tailSpecial
	b = binary.AppendUvarint(b, uint64(special))
	last := 0
	for i := range s.entries {
		if e := &s.entries[i]; !e.like(&usual) {
			b = binary.AppendUvarint(b, uint64(i-last))
			b = e.append(b, &usual)
			last = i
		}
	}
	return b
}

// usual returns what most entries are like.
func (s *State) usual() entry {
	if len(s.entries) == 0 {
		return entry{since: s.born}
	}
	return entry{kind: s.entries[0].kind, since: s.born, at: s.entries[0].at}
}

func (e *entry) like(usual *entry) bool {
	return e.kind == usual.kind && e.since == usual.since && e.at == usual.at
}

// append appends a special entry; usual.since is when the record began.
func (e *entry) append(b []byte, usual *entry) []byte {
	k := e.kind
	if e.since != usual.since {
		k |= specialSince
	}
	if e.at != usual.at {
		k |= specialAt
	}
	b = append(b, byte(k))
	if e.since != usual.since {
		b = binary.AppendVarint(b, e.since-usual.since)
	}
	if e.at != usual.at {
		b = binary.AppendVarint(b, e.at-usual.since)
	}
	return b
}

// readTail fills in everything but names and fingerprints.
func (s *State) readTail(r *reader) {
	s.born = r.uint48()
	usual := entry{since: s.born}
	flags := r.byte()
	if flags&^(tailKind|tailAt|tailLost|tailSpecial) != 0 {
		r.failed = true
	}
	if flags&tailKind != 0 {
		usual.kind = kind(r.byte())
	}
	if flags&tailAt != 0 {
		usual.at = s.born + r.varint()
	}
	if flags&tailLost != 0 {
		s.lost = s.born + r.varint()
	}
	if !usual.kind.valid() {
		r.failed = true
	}
	for i := range s.entries {
		e := &s.entries[i]
		e.kind, e.since, e.at = usual.kind, usual.since, usual.at
	}
	if flags&tailSpecial == 0 {
		return
	}
	index := uint64(0)
	for n := r.uvarint(); n > 0 && !r.failed; n-- {
		index += r.uvarint()
		if index >= uint64(len(s.entries)) {
			r.failed = true
			return
		}
		s.entries[index].read(r, &usual)
	}
}

func (e *entry) read(r *reader, usual *entry) {
	k := kind(r.byte())
	e.kind = k &^ kindFlags
	if !e.kind.valid() {
		r.failed = true
	}
	if k&specialSince != 0 {
		e.since = usual.since + r.varint()
	}
	if k&specialAt != 0 {
		e.at = usual.since + r.varint()
	}
}

func (k kind) valid() bool { return k&kindMask <= gone && k&^(kindMask|contested) == 0 }
