package delta

import (
	"math/bits"
	"sync"
)

// maxShards is a power of two.
const maxShards = 64

const (
	// The low bits of a slot: 58 bits are left of the place, which is plenty.
	kindBits uint64 = 1<<4 - 1
	usedFlag uint64 = 1 << 5
	flagBits uint64 = 1<<6 - 1
)

// shard is a part of a Memory: a hash table with open addressing. A slot is 0
// or the place of a user, with flags in the low bits: usedFlag, and with whole
// the kind.
type shard struct {
	mu    sync.Mutex
	whole bool
	limit int
	count int

	slots []uint64
	// refs hold the records of the slots.
	refs  []reference
	arena arena
	// prints and times are used instead with whole.
	prints []uint64
	times  []uint32

	// hand is where the search for users to forget goes on.
	hand int
	// lost is the time of the latest change that was forgotten.
	lost    int64
	scratch []byte
	old     State
}

// tag is the place as it stands in a slot. It is never 0.
func tag(place uint64) uint64 {
	if place &^= flagBits; place != 0 {
		return place
	}
	return flagBits + 1
}

// home is where the search for a tag begins. Larger tags have larger homes.
func (s *shard) home(tag uint64) int {
	hi, _ := bits.Mul64(tag, uint64(len(s.slots)))
	return int(hi)
}

// find returns the slot of a user, or the free one where it belongs.
func (s *shard) find(place uint64) (i int, found bool) {
	if len(s.slots) == 0 {
		return 0, false
	}
	want := tag(place)
	for i = s.home(want); s.slots[i] != 0; {
		if s.slots[i]&^flagBits == want {
			return i, true
		}
		if i++; i == len(s.slots) {
			i = 0
		}
	}
	return i, false
}

// read sets state to that of a user, or to nothing.
func (s *shard) read(place uint64, state *State) (i int, found bool) {
	i, found = s.find(place)
	if !found {
		*state = State{entries: state.entries[:0]}
		return i, false
	}
	s.load(i, state)
	return i, true
}

func (s *shard) load(i int, state *State) {
	if s.whole {
		s.loadWhole(i, state)
		return
	}
	if _, ok := state.readRecord(s.arena.at(s.refs[i])); !ok {
		panic("delta: a record in memory is damaged")
	}
}

// write keeps a state, as long as there is room.
func (s *shard) write(place uint64, state *State) {
	i, found := s.find(place)
	switch {
	case state.empty():
		if found {
			s.remove(i)
		}
	case s.whole:
		s.writeWhole(place, i, found, state)
	default:
		s.writeRecord(place, i, found, state)
	}
}

func (s *shard) writeRecord(place uint64, i int, found bool, state *State) {
	s.scratch = state.appendRecord(s.scratch[:0])
	record := s.scratch
	if found {
		s.slots[i] |= usedFlag
		room, _ := s.old.readRecord(s.arena.at(s.refs[i]))
		if aligned(len(record)) <= aligned(room) {
			copy(s.arena.at(s.refs[i]), record)
			s.arena.dead += aligned(room) - aligned(len(record))
			return
		}
		s.remove(i)
	}
	if !s.makeRoom(len(record)) {
		s.forget(state)
		return
	}
	i, _ = s.find(place)
	s.slots[i] = tag(place) | usedFlag
	s.refs[i] = s.arena.add(record)
	s.count++
}

// remove takes a slot out and moves the ones behind it, so that no search ends
// too early.
func (s *shard) remove(i int) {
	if !s.whole {
		length, _ := s.old.readRecord(s.arena.at(s.refs[i]))
		s.arena.dead += aligned(length)
	}
	s.count--
	n := len(s.slots)
	for j := i; ; {
		s.slots[i] = 0
		for {
			if j = (j + 1) % n; s.slots[j] == 0 {
				return
			}
			// The one at j may move to i unless its home is behind i.
			home := s.home(s.slots[j] &^ flagBits)
			if (j-home+n)%n >= (j-i+n)%n {
				break
			}
		}
		s.move(j, i)
		i = j
	}
}

// move copies slot j to slot i.
func (s *shard) move(j, i int) {
	s.slots[i] = s.slots[j]
	if s.whole {
		s.prints[i], s.times[i] = s.prints[j], s.times[j]
	} else {
		s.refs[i] = s.refs[j]
	}
}

// clear forgets everything.
func (s *shard) clear() {
	s.count, s.hand, s.lost = 0, 0, 0
	s.slots, s.refs, s.prints, s.times = nil, nil, nil, nil
	s.arena = arena{chunkSize: s.arena.chunkSize}
}

func (s *shard) slotSize() int {
	if s.whole {
		return 8 + 8 + 4
	}
	return 8 + 4
}

func (s *shard) bytes() int { return len(s.slots)*s.slotSize() + s.arena.bytes() }
