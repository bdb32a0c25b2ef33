package braze

import (
	"container/list"
	"slices"
	"time"
)

// lineup is what waits for one user, in order.
type lineup struct {
	id UserID
	// waiting may hold entries that have got their outcome meanwhile; live are
	// the others.
	waiting []*entry
	live    Counts
	// busy is the number of requests in flight that carry the user: one at the
	// most while the order is kept.
	busy int
	// loose says that the order need not be kept. Hot lines are kept out of
	// order for as long as too much waits.
	loose, hot bool
	// place is where the user stands among those that are ready, since when.
	place *list.Element
	since time.Time
	// recent are the values of the attributes sent last. Until settled another
	// value of one of them waits; held says that one does, at the head.
	recent  []valueHash
	settled time.Time
	held    bool
}

func (u *lineup) ordered() bool { return !u.loose && !u.hot }

// enqueue takes an entry in. Called with the lock held.
func (s *Sender) enqueue(e *entry, now time.Time) {
	id := e.object.User().Lookup()
	u := s.users[id]
	if u == nil {
		// Imports of push tokens may be about nobody.
		u = &lineup{id: id, loose: s.opts.Unordered || id == UserID{}}
		s.users[id] = u
	}
	e.line = u
	s.objects++
	s.bytes += e.size()
	u.waiting = append(u.waiting, e)
	s.count(u, e, 1)
	s.heat(u)
	s.offer(u, now)
}

// count adds to the numbers of what waits.
func (s *Sender) count(u *lineup, e *entry, n int) {
	*countOf(&u.live, e.place.Array) += n
	if u.place != nil {
		*countOf(&s.readyCounts, e.place.Array) += n
	}
}

// heat finds out whether too much waits for a user to keep its order.
func (s *Sender) heat(u *lineup) {
	hot := !u.loose && u.live.total() > s.opts.HotUserLimit
	if hot && !u.hot {
		s.stats.hotUsers.Add(1)
	}
	u.hot = hot
	u.held = u.held && u.ordered()
}

// offer makes a user ready if it has something to send and may.
func (s *Sender) offer(u *lineup, now time.Time) {
	free := u.busy == 0 || !u.ordered()
	if u.place != nil || u.held || u.live.total() == 0 || !free {
		return
	}
	u.since = now
	s.makeReady(u, s.ready.PushBack(u))
}

func (s *Sender) makeReady(u *lineup, place *list.Element) {
	u.place = place
	addCounts(&s.readyCounts, u.live, 1)
}

// withdraw takes a user off the ready list.
func (s *Sender) withdraw(u *lineup) {
	if u.place == nil {
		return
	}
	s.ready.Remove(u.place)
	u.place = nil
	addCounts(&s.readyCounts, u.live, -1)
}

// first returns the longest waiting user that is ready, or nil.
func (s *Sender) first() *lineup {
	front := s.ready.Front()
	if front == nil {
		return nil
	}
	return front.Value.(*lineup)
}

// unqueue takes note that a waiting entry has its outcome. What has its outcome
// is swept out when it is the larger part.
func (s *Sender) unqueue(e *entry) {
	u := e.line
	s.count(u, e, -1)
	live := u.live.total()
	s.heat(u)
	switch {
	case live == 0:
		s.withdraw(u)
		u.waiting = nil
		u.held = false
		s.release(u, time.Now())
	case len(u.waiting) > 2*live+16:
		u.waiting = slices.DeleteFunc(u.waiting, func(e *entry) bool { return e.done })
	}
}

// drop ends everything that waits for a user. The caller announces.
func (s *Sender) drop(u *lineup, o Outcome) {
	waiting := u.waiting
	u.waiting = nil
	for _, e := range waiting {
		s.finish(e, o)
	}
}

// putBack returns entries of a user, on their way until now, to the head of its
// line.
func (s *Sender) putBack(u *lineup, entries []*entry) {
	for _, e := range entries {
		e.item = nil
		s.count(u, e, 1)
	}
	u.waiting = slices.Concat(entries, u.waiting)
}

// release forgets a user of whom nothing is left to know. A user forgotten
// before may have come back with another line.
func (s *Sender) release(u *lineup, now time.Time) {
	if u.busy == 0 && u.live.total() == 0 && !now.Before(u.settled) && s.users[u.id] == u {
		s.bytes -= recentBytes(u.recent)
		u.recent = nil
		delete(s.users, u.id)
	}
}
