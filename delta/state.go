package delta

import "slices"

// State is what is known of one profile. It holds fingerprints, never values.
// The zero value knows nothing.
type State struct {
	// born is when the record began, in milliseconds since 1970. The record
	// expires as a whole.
	born int64
	// lost is when something was forgotten that may still be on its way, 0 for
	// never.
	lost int64
	// entries are sorted by name.
	entries []entry
}

// entry is what is known of one attribute.
type entry struct {
	name uint32
	kind kind
	// print is the fingerprint of the value last sent. It covers user and name.
	print uint64
	// since is when the entry became what it is, in milliseconds since 1970.
	since int64
	// at is the time of the data, 0 when that is not known.
	at int64
}

// kind says what the fingerprint of an entry means. The low bits are one of the
// constants, and flags may be added.
type kind uint8

const (
	// known: Braze acknowledged the value.
	known kind = iota
	// unsettled is known, but another value of the attribute was sent shortly
	// before, and Braze may have applied the two in the wrong order.
	unsettled
	// pending: the value was sent, and nobody knows what became of it.
	pending
	// refused: Braze refused the value.
	refused
	// suspect: Braze refused the value together with others.
	suspect
	// gone: any value may be in Braze. The fingerprint is 0.
	gone

	// contested is a flag of pending, refused and suspect: another value was on
	// its way shortly before, so that the next known one will be unsettled.
	contested kind = 1 << 3
	kindMask       = contested - 1
)

func (k kind) is(other kind) bool { return k&kindMask == other }

// find returns where the entry of a name is or belongs.
func (s *State) find(name uint32) (i int, found bool) {
	// The order of entries is mostly that of names, so that a search by halves
	// is quick without a map.
	lo, hi := 0, len(s.entries)
	for lo < hi {
		mid := int(uint(lo+hi) >> 1)
		if s.entries[mid].name < name {
			lo = mid + 1
		} else {
			hi = mid
		}
	}
	return lo, lo < len(s.entries) && s.entries[lo].name == name
}

func (s *State) get(name uint32) *entry {
	if i, found := s.find(name); found {
		return &s.entries[i]
	}
	return nil
}

// set adds or replaces an entry.
func (s *State) set(e entry) {
	if i, found := s.find(e.name); found {
		s.entries[i] = e
	} else {
		s.entries = slices.Insert(s.entries, i, e)
	}
}

// reset forgets everything, except that something was known until lately.
func (s *State) reset() {
	for i := range s.entries {
		s.lost = max(s.lost, s.entries[i].since)
	}
	s.born, s.entries = 0, s.entries[:0]
}

// prune drops what is of no use any more: attributes of which nothing is
// known, once their last change has settled.
func (s *State) prune(now, settle int64) {
	s.entries = slices.DeleteFunc(s.entries, func(e entry) bool {
		return e.kind.is(gone) && !within(e.since, now, settle)
	})
	for i := range s.entries {
		// When it is long ago it does not matter when exactly.
		if e := &s.entries[i]; e.kind == known && !within(e.since, now, settle) {
			e.since = min(e.since, s.born)
		}
	}
	if s.lost != 0 && !within(s.lost, now, settle) {
		s.lost = 0
	}
}

// empty reports whether forgetting s would change nothing.
func (s *State) empty() bool { return len(s.entries) == 0 && s.lost == 0 }

// Len returns the number of attributes something is known of.
func (s *State) Len() int { return len(s.entries) }

// within reports whether now may be less than span after a time. When the clock
// was set back nobody knows, so that it may.
func within(since, now, span int64) bool { return now-since < span }

// over reports whether now may be span or more away from a time, whatever
// happened to the clock.
func over(since, now, span int64) bool { return now-since >= span || now-since <= -max(span, second) }

const second = 1000

// invalidate forgets everything. With trace it remembers that there was
// something, because that may still be on its way.
func (s *State) invalidate(now int64, trace bool) {
	s.born, s.lost, s.entries = 0, 0, s.entries[:0]
	if trace {
		s.born, s.lost = now, now
	}
}
