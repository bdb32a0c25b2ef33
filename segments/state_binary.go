package segments

import (
	"encoding/binary"
	"errors"
	"fmt"
	"hash/crc32"
	"strconv"
)

// ErrState is the error for bytes that are not a [State]: cut, damaged, or
// written by a newer version of this package.
var ErrState = errors.New("segments: not a state")

// The format, version 1:
//
//	byte     version
//	byte     flags: 1 partial
//	varint   time of the last snapshot in milliseconds since 1970, 0 for none
//	uvarint  number of entries, then each by ascending id:
//	  byte     flags: 1 member, 2 id is a number
//	  uvarint  the number; or length and bytes of the id
//	  varint   milliseconds since 1970, less those of the entry before
//	  uvarint  length of the name, and its bytes
//	4 bytes  CRC-32 of all before, little endian
const (
	stateVersion = 1
	flagPartial  = 1 << 0

	flagMember = 1 << 0
	flagNumber = 1 << 1

	// Sizes in bytes of the head with an empty list, the check sum, and the
	// smallest entry.
	minHead  = 4
	sumSize  = crc32.Size
	minEntry = 4
)

// Append appends the state to b in a compact binary form, which [ParseState]
// reads. Equal states give equal bytes.
func (s State) Append(b []byte) []byte {
	start := len(b)
	b = append(b, stateVersion, flag(s.partial, flagPartial))
	b = binary.AppendVarint(b, s.floor)
	b = binary.AppendUvarint(b, uint64(len(s.entries)))
	var last int64
	for _, e := range s.entries {
		number, isNumber := idNumber(e.id)
		b = append(b, flag(e.member, flagMember)|flag(isNumber, flagNumber))
		if isNumber {
			b = binary.AppendUvarint(b, number)
		} else {
			b = appendText(b, e.id)
		}
		b = binary.AppendVarint(b, e.time-last)
		b = appendText(b, e.name)
		last = e.time
	}
	return binary.LittleEndian.AppendUint32(b, crc32.ChecksumIEEE(b[start:]))
}

// ParseState reads what [State.Append] wrote. Every error is [ErrState]; go on
// with an [UnknownState] then.
func ParseState(b []byte) (State, error) {
	if len(b) < minHead+sumSize {
		return State{}, fmt.Errorf("%w: %d bytes", ErrState, len(b))
	}
	body, sum := b[:len(b)-sumSize], b[len(b)-sumSize:]
	if binary.LittleEndian.Uint32(sum) != crc32.ChecksumIEEE(body) {
		return State{}, fmt.Errorf("%w: check sum", ErrState)
	}
	if body[0] != stateVersion {
		return State{}, fmt.Errorf("%w: version %d", ErrState, body[0])
	}
	r := stateReader{rest: body[1:]}
	s := r.state()
	if r.failed || len(r.rest) > 0 {
		return State{}, fmt.Errorf("%w: format", ErrState)
	}
	return s, nil
}

// stateReader reads from rest until something fails.
type stateReader struct {
	rest   []byte
	failed bool
}

func (r *stateReader) state() State {
	s := State{partial: r.flags(flagPartial)&flagPartial != 0, floor: r.varint()}
	n := r.uvarint()
	if n > uint64(len(r.rest)/minEntry) {
		// Checked before anything is allocated for it.
		r.failed = true
	}
	if r.failed || n == 0 {
		return s
	}
	s.entries = make([]entry, 0, n)
	var last entry
	for range n {
		e := r.entry(last.time)
		if r.failed || len(s.entries) > 0 && compareIDs(last.id, e.id) >= 0 {
			r.failed = true
			return State{}
		}
		s.entries = append(s.entries, e)
		last = e
	}
	return s
}

func (r *stateReader) entry(last int64) entry {
	flags := r.flags(flagMember | flagNumber)
	e := entry{member: flags&flagMember != 0}
	if flags&flagNumber != 0 {
		e.id = strconv.FormatUint(r.uvarint(), 10)
	} else {
		e.id = r.text()
	}
	e.time = last + r.varint()
	e.name = r.text()
	return e
}

func (r *stateReader) flags(known byte) byte {
	if len(r.rest) == 0 || r.rest[0]&^known != 0 {
		r.failed = true
		return 0
	}
	f := r.rest[0]
	r.rest = r.rest[1:]
	return f
}

func (r *stateReader) uvarint() uint64 {
	v, n := binary.Uvarint(r.rest)
	r.skip(n)
	return v
}

func (r *stateReader) varint() int64 {
	v, n := binary.Varint(r.rest)
	r.skip(n)
	return v
}

func (r *stateReader) text() string {
	n := r.uvarint()
	if r.failed || n > uint64(len(r.rest)) {
		r.failed = true
		return ""
	}
	text := string(r.rest[:n])
	r.rest = r.rest[n:]
	return text
}

// skip goes on by the n bytes of a number; n is not positive when it was bad.
func (r *stateReader) skip(n int) {
	if n <= 0 {
		r.failed = true
		return
	}
	r.rest = r.rest[n:]
}

// idNumber returns the number that an id is the plain decimal form of.
func idNumber(id string) (number uint64, ok bool) {
	if !isNumber(id) || len(id) > 1 && id[0] == '0' {
		return 0, false
	}
	number, err := strconv.ParseUint(id, 10, 64)
	return number, err == nil
}

func appendText(b []byte, text string) []byte {
	return append(binary.AppendUvarint(b, uint64(len(text))), text...)
}

// flag returns bit when set.
func flag(set bool, bit byte) byte {
	if set {
		return bit
	}
	return 0
}
