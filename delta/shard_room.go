package delta

// makeRoom prepares for one more user with a record of n bytes. It forgets
// others when the shard is full, and returns false when nothing helps.
func (s *shard) makeRoom(n int) bool {
	if n > s.arena.chunkSize {
		return false
	}
	for range 4 {
		table, chunk := s.fullTable(), !s.whole && !s.arena.fits(n)
		if chunk && s.arena.dead > s.arena.bytes()/16 {
			s.compact()
			continue
		}
		more := 0
		if table {
			more += (s.larger() - len(s.slots)) * s.slotSize()
		}
		if chunk {
			more += s.arena.chunkSize
		}
		if more == 0 {
			return true
		}
		if s.bytes()+more <= s.limit {
			if table {
				s.resize(s.larger())
			}
			return true
		}
		s.evict(s.count/16 + 1)
		if !s.whole {
			s.compact()
		}
	}
	return false
}

// fullTable reports whether the table needs more slots: searches get long when
// more than 9 of 10 are taken.
func (s *shard) fullTable() bool { return (s.count+1)*10 > len(s.slots)*9 }

// larger is the next size of the table. Small steps waste little.
func (s *shard) larger() int { return len(s.slots) + len(s.slots)/16 + 8 }

func (s *shard) resize(size int) {
	slots, refs, prints, times := s.slots, s.refs, s.prints, s.times
	s.slots = make([]uint64, size)
	if s.whole {
		s.prints, s.times = make([]uint64, size), make([]uint32, size)
	} else {
		s.refs = make([]reference, size)
	}
	for j, slot := range slots {
		if slot == 0 {
			continue
		}
		i := s.home(slot &^ flagBits)
		for s.slots[i] != 0 {
			if i++; i == size {
				i = 0
			}
		}
		s.slots[i] = slot
		if s.whole {
			s.prints[i], s.times[i] = prints[j], times[j]
		} else {
			s.refs[i] = refs[j]
		}
	}
	s.hand = 0
}

// evict forgets n users who were not seen since the search last passed them.
func (s *shard) evict(n int) {
	for steps := 2 * len(s.slots); steps > 0 && n > 0 && s.count > 0; steps-- {
		if s.hand >= len(s.slots) {
			s.hand = 0
		}
		switch slot := s.slots[s.hand]; {
		case slot == 0:
			s.hand++
		case slot&usedFlag != 0:
			s.slots[s.hand] &^= usedFlag
			s.hand++
		default:
			s.load(s.hand, &s.old)
			s.forget(&s.old)
			s.remove(s.hand)
			n--
		}
	}
}

// forget remembers when something changed in a state that is not kept: for a
// while, nobody knows what is on its way to Braze.
func (s *shard) forget(state *State) {
	s.lost = max(s.lost, state.lost)
	for i := range state.entries {
		s.lost = max(s.lost, state.entries[i].since)
	}
}

// compact copies the records that are needed to new chunks.
func (s *shard) compact() {
	old := s.arena
	s.arena = arena{chunkSize: old.chunkSize}
	for i, slot := range s.slots {
		if slot == 0 {
			continue
		}
		record := old.at(s.refs[i])
		length, _ := s.old.readRecord(record)
		s.refs[i] = s.arena.add(record[:length])
	}
}
