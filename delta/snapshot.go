package delta

import (
	"bufio"
	"encoding/binary"
	"errors"
	"fmt"
	"hash"
	"hash/crc32"
	"io"
	"maps"
	"slices"
)

// ErrSnapshot is the error for bytes that are not a whole snapshot of a
// [Memory]. Begin with a new Memory then.
var ErrSnapshot = errors.New("delta: not a snapshot")

// The format, version 1, all numbers little endian:
//
//	13 bytes  snapshotMagic, and the version
//	byte      flags: 1 whole profiles, 2 with its own secret
//	32 bytes  the secret, if it is its own, else 8 bytes to check it
//	uvarint   number of names, then each with its length before it
//	for each user: byte 1, 8 bytes place, uvarint length, the record
//	byte      0
//	4 bytes   CRC-32 (Castagnoli) of all before
const (
	snapshotMagic   = "mpbraze/delta"
	snapshotVersion = 1

	snapshotWhole  = 1 << 0
	snapshotSecret = 1 << 1

	maxNameBytes = 1 << 16
)

// WriteTo moves the states to w: afterwards m is empty, or as before when an
// error is returned. It implements [io.WriterTo].
//
// A snapshot is true only as long as nothing is sent after it. Write it when the
// [braze.Sender] is closed; at the next start read it, and remove it before
// anything leaves. One that a crashed process left behind is older than what it
// sent.
//
// Without a [Config.Secret] the secret is in the snapshot.
func (m *Memory) WriteTo(w io.Writer) (n int64, err error) {
	m.lock()
	defer m.unlock()
	s := snapshotWriter{sum: crc32.New(castagnoli)}
	s.out = bufio.NewWriter(io.MultiWriter(&counter{w: w, n: &n}, s.sum))
	m.writeHead(&s)
	state := State{}
	for i := range m.shards {
		sh := &m.shards[i]
		for j, slot := range sh.slots {
			if slot == 0 {
				continue
			}
			sh.load(j, &state)
			s.byte(1)
			s.uint64(slot &^ flagBits)
			s.scratch = state.appendRecord(s.scratch[:0])
			s.uvarint(uint64(len(s.scratch)))
			s.bytes(s.scratch)
		}
	}
	s.byte(0)
	s.flush()
	s.bytes(binary.LittleEndian.AppendUint32(nil, s.sum.Sum32()))
	s.flush()
	if s.err == nil {
		for i := range m.shards {
			m.shards[i].clear()
		}
	}
	return n, s.err
}

func (m *Memory) writeHead(s *snapshotWriter) {
	s.bytes([]byte(snapshotMagic))
	s.byte(snapshotVersion)
	flags := byte(0)
	if m.opts.WholeProfile {
		flags |= snapshotWhole
	}
	secret := binary.LittleEndian.AppendUint64(nil, m.secret.check)
	if len(m.secret.own) > 0 {
		flags |= snapshotSecret
		secret = m.secret.own
	}
	s.byte(flags)
	s.bytes(secret)
	numbers := map[string]uint32{}
	if known := m.names.numbers.Load(); known != nil {
		numbers = *known
	}
	names := slices.SortedFunc(maps.Keys(numbers), func(a, b string) int { return int(numbers[a]) - int(numbers[b]) })
	s.uvarint(uint64(len(names)))
	for _, name := range names {
		s.uvarint(uint64(len(name)))
		s.bytes([]byte(name))
	}
}

// ReadMemory returns a Memory with the states that [Memory.WriteTo] wrote. It
// reads to the end, so that an error leaves nothing half believed; o must have
// the same WholeProfile.
func ReadMemory(r io.Reader, o MemoryOptions) (*Memory, error) {
	m, err := NewMemory(o)
	if err != nil {
		return nil, err
	}
	s := snapshotReader{in: bufio.NewReader(r), sum: crc32.New(castagnoli)}
	m.readHead(&s)
	state := State{}
	for s.err == nil && s.byte() == 1 {
		place := s.uint64()
		record := s.bytes(int(s.uvarint(maxNameBytes)))
		if s.err != nil {
			break
		}
		if n, ok := state.readRecord(record); !ok || n != len(record) || !m.numbered(&state) {
			s.fail()
			break
		}
		m.shard(place).write(place, &state)
	}
	want := s.sum.Sum32()
	if got := s.bytes(sumSize); s.err == nil && binary.LittleEndian.Uint32(got) != want {
		s.fail()
	}
	if s.err != nil {
		return nil, fmt.Errorf("%w: %w", ErrSnapshot, s.err)
	}
	return m, nil
}

func (m *Memory) readHead(s *snapshotReader) {
	if string(s.bytes(len(snapshotMagic))) != snapshotMagic || s.byte() != snapshotVersion {
		s.fail()
	}
	flags := s.byte()
	if (flags&snapshotWhole != 0) != m.opts.WholeProfile {
		s.fail()
	}
	if flags&snapshotSecret != 0 {
		m.secret.own = s.bytes(2 * MinSecret)
		k := newKeys(m.secret.own)
		m.secret.check = k.check()
	} else {
		m.secret.check = s.uint64()
	}
	names := s.uvarint(MaxNames)
	for range names {
		if _, _, ok := m.names.number(string(s.bytes(int(s.uvarint(maxNameBytes))))); !ok || s.err != nil {
			s.fail()
			return
		}
	}
}

// numbered reports whether all names of s are in the dictionary.
func (m *Memory) numbered(s *State) bool {
	n := len(s.entries)
	if n == 0 {
		return true
	}
	if m.opts.WholeProfile {
		return n == 1 && s.entries[0].name == profileNumber
	}
	known := m.names.numbers.Load()
	return known != nil && int(s.entries[n-1].name) < len(*known)
}

// counter counts what is written.
type counter struct {
	w io.Writer
	n *int64
}

func (c *counter) Write(b []byte) (int, error) {
	n, err := c.w.Write(b)
	*c.n += int64(n)
	return n, err
}

// snapshotWriter writes until something fails.
type snapshotWriter struct {
	out     *bufio.Writer
	sum     hash.Hash32
	scratch []byte
	err     error
}

func (s *snapshotWriter) bytes(b []byte) {
	if s.err == nil {
		_, s.err = s.out.Write(b)
	}
}

func (s *snapshotWriter) byte(b byte)      { s.bytes([]byte{b}) }
func (s *snapshotWriter) uint64(v uint64)  { s.bytes(binary.LittleEndian.AppendUint64(nil, v)) }
func (s *snapshotWriter) uvarint(v uint64) { s.bytes(binary.AppendUvarint(nil, v)) }

func (s *snapshotWriter) flush() {
	if s.err == nil {
		s.err = s.out.Flush()
	}
}

// snapshotReader reads until something fails; it returns zeros from then on.
type snapshotReader struct {
	in  *bufio.Reader
	sum hash.Hash32
	err error
}

var errFormat = errors.New("format")

func (s *snapshotReader) fail() {
	if s.err == nil {
		s.err = errFormat
	}
}

func (s *snapshotReader) bytes(n int) []byte {
	b := make([]byte, n)
	if s.err == nil {
		_, s.err = io.ReadFull(s.in, b)
		s.sum.Write(b)
	}
	return b
}

func (s *snapshotReader) byte() byte     { return s.bytes(1)[0] }
func (s *snapshotReader) uint64() uint64 { return binary.LittleEndian.Uint64(s.bytes(8)) }

// uvarint returns a number of at most most.
func (s *snapshotReader) uvarint(most uint64) uint64 {
	var v uint64
	for shift := 0; shift < 35; shift += 7 {
		b := s.byte()
		v |= uint64(b&0x7f) << shift
		if b < 0x80 {
			if v > most {
				break
			}
			return v
		}
	}
	s.fail()
	return 0
}
