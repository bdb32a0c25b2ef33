package delta

// With whole, a State has one entry at most. Its kind stands in the slot, and
// its time in seconds, rounded up: that it is older than it looks is on the
// safe side. Contested and settling states last a second longer.

func (s *shard) loadWhole(i int, state *State) {
	since := int64(s.times[i]) * second
	*state = State{born: since, entries: append(state.entries[:0], entry{
		name:  profileNumber,
		kind:  kind(s.slots[i] & kindBits),
		print: s.prints[i],
		since: since,
	})}
}

func (s *shard) writeWhole(place uint64, i int, found bool, state *State) {
	if len(state.entries) == 0 {
		if found {
			s.remove(i)
		}
		s.forget(state)
		return
	}
	if !found {
		if !s.makeRoom(0) {
			s.forget(state)
			return
		}
		i, _ = s.find(place)
		s.count++
	}
	e := &state.entries[0]
	s.slots[i] = tag(place) | usedFlag | uint64(e.kind)
	s.prints[i] = e.print
	s.times[i] = uint32((e.since + second - 1) / second)
}
