package segments

import (
	"slices"
	"time"
)

// Change says that a user joined or left an audience.
type Change struct {
	Audience Audience
	// Member is true when the user joined.
	Member bool
	// Time is when it happened, and counts to the millisecond. A message
	// without a time gets the zero time, which is before every other.
	Time time.Time
}

// State is what is known of one user's audiences, with the time of each
// audience's last change. The zero value knows of no audience and takes that
// for the whole truth, which is right for a user seen from the first message
// on. A State is immutable: methods return a new one.
type State struct {
	// entries are sorted by id. A removal stays, so that an older join that
	// arrives later cannot undo it.
	entries []entry
	// partial is set when something may be missing.
	partial bool
	// floor is the time of the last [State.Replace], 0 when there was none: an
	// audience without an entry is known not to have the user then.
	floor int64
}

type entry struct {
	id, name string
	member   bool
	// time in milliseconds since 1970.
	time int64
}

// UnknownState returns the state of a user of whom earlier changes may be
// missing. Its memberships are not complete until [State.Replace].
func UnknownState() State { return State{partial: true} }

// Apply returns the state after changes, and whether it differs. Changes may
// come in any order and more than once: for each audience the latest time
// counts, and of equal times the last one applied. That keeps a member whose
// identity changed, for whom Kinesis Data Firehose says left and then joined in
// the same second.
func (s State) Apply(changes ...Change) (next State, changed bool) {
	next = s
	for _, c := range changes {
		e := entry{id: c.Audience.ID, name: c.Audience.Name, member: c.Member, time: c.Time.UnixMilli()}
		i, found := next.find(e.id)
		if !found && e.time < s.floor && s.floor != 0 {
			continue
		}
		if found {
			old := next.entries[i]
			if e.time < old.time {
				continue
			}
			if e.name == "" {
				// Some channels tell no names.
				e.name = old.name
			}
			if e == old {
				continue
			}
		}
		if !changed {
			next.entries = append(make([]entry, 0, len(s.entries)+len(changes)), s.entries...)
			changed = true
		}
		if found {
			next.entries[i] = e
		} else {
			next.entries = slices.Insert(next.entries, i, e)
		}
	}
	return next, changed
}

// Replace returns the state in which the user is in exactly the audiences of
// current, as known at a time: from a profile query, for example. It outdates
// changes before that time, also those that arrive later; changes after it keep
// their effect. The memberships are complete from then on.
func (s State) Replace(current []Audience, at time.Time) (next State, changed bool) {
	changes := make([]Change, 0, len(s.entries)+len(current))
	stays := make(map[string]bool, len(current))
	for _, a := range current {
		stays[a.ID] = true
	}
	for _, e := range s.entries {
		if !stays[e.id] {
			changes = append(changes, Change{Audience: Audience{ID: e.id}, Time: at})
		}
	}
	for _, a := range current {
		changes = append(changes, Change{Audience: a, Member: true, Time: at})
	}
	next, changed = s.Apply(changes...)
	floor := max(s.floor, at.UnixMilli())
	changed = changed || s.partial || floor != s.floor
	next.partial, next.floor = false, floor
	return next, changed
}

// Prune returns the state without what it remembers of audiences that were left
// before a time, and whether it differs. A join from before then would be
// believed again, so prune only what no source can send any more.
func (s State) Prune(before time.Time) (next State, changed bool) {
	limit := before.UnixMilli()
	old := func(e entry) bool { return !e.member && e.time < limit }
	if !slices.ContainsFunc(s.entries, old) {
		return s, false
	}
	s.entries = slices.DeleteFunc(slices.Clone(s.entries), old)
	return s, true
}

// Memberships returns what an [Encoder] needs, sorted by id.
func (s State) Memberships() Memberships {
	m := Memberships{Complete: !s.partial}
	for _, e := range s.entries {
		a := Audience{ID: e.id, Name: e.name}
		if e.member {
			m.Current = append(m.Current, a)
		} else {
			m.Left = append(m.Left, a)
		}
	}
	return m
}

// find returns where id is or belongs.
func (s State) find(id string) (i int, found bool) {
	return slices.BinarySearchFunc(s.entries, id, func(e entry, id string) int {
		return compareIDs(e.id, id)
	})
}
