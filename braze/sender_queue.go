package braze

import (
	"slices"
	"time"
)

// lineup is what waits for one user, in order.
type lineup struct {
	id      UserID
	waiting []*entry
	// busy is the number of requests in flight that carry the user: one at the
	// most while the order is kept.
	busy  int
	ready bool
	since time.Time // when it became ready
	// recent are the values of the attributes sent last. Until settled another
	// value of one of them waits.
	recent  []valueHash
	settled time.Time
	alarm   *time.Timer // wakes a user held back by settled
}

// hot reports whether the user has too much waiting to keep its order.
func (s *Sender) hot(u *lineup) bool { return len(u.waiting) > s.opts.HotUserLimit }

// enqueue takes an entry in. Called with the lock held.
func (s *Sender) enqueue(e *entry) {
	id := e.user()
	u := s.users[id]
	if u == nil {
		u = &lineup{id: id}
		s.users[id] = u
	}
	e.queued = true
	s.objects++
	s.bytes += e.size()
	u.waiting = append(u.waiting, e)
	if u.ready {
		s.readyObjects++
		return
	}
	if len(u.waiting) == s.opts.HotUserLimit+1 {
		s.stats.hotUsers.Add(1)
	}
	s.offer(u, time.Now())
}

// offer makes a user ready if it has something to send and may.
func (s *Sender) offer(u *lineup, now time.Time) {
	free := u.busy == 0 || s.opts.Unordered || s.hot(u)
	if u.ready || len(u.waiting) == 0 || !free {
		return
	}
	u.ready, u.since = true, now
	s.ready = append(s.ready, u)
	s.readyObjects += len(u.waiting)
}

// pop takes the longest waiting user off the ready list; nil if there is none.
func (s *Sender) pop() *lineup {
	for len(s.ready) > 0 {
		u := s.ready[0]
		s.ready[0] = nil
		s.ready = s.ready[1:]
		if u.ready {
			u.ready = false
			s.readyObjects -= len(u.waiting)
			return u
		}
	}
	return nil
}

// unqueue takes one waiting entry out.
func (s *Sender) unqueue(e *entry) {
	u := s.users[e.user()]
	if u == nil {
		return
	}
	i := slices.Index(u.waiting, e)
	if i < 0 {
		return
	}
	u.waiting = slices.Delete(u.waiting, i, i+1)
	if u.ready {
		s.readyObjects--
		u.ready = len(u.waiting) > 0
	}
	s.release(u, time.Now())
}

// drop ends everything that waits for a user.
func (s *Sender) drop(u *lineup, o Outcome) {
	if u.ready {
		s.readyObjects -= len(u.waiting)
		u.ready = false
	}
	waiting := u.waiting
	u.waiting = nil
	for _, e := range waiting {
		s.finish(e, o)
	}
	s.release(u, time.Now())
	s.announce()
}

// putBack returns entries of a user to the head of its line.
func (s *Sender) putBack(u *lineup, entries []*entry) {
	if u.ready {
		s.readyObjects += len(entries)
	}
	u.waiting = slices.Concat(entries, u.waiting)
}

// release forgets a user of whom nothing is left to know.
func (s *Sender) release(u *lineup, now time.Time) {
	if u.busy == 0 && len(u.waiting) == 0 && !now.Before(u.settled) {
		s.bytes -= recentBytes(u.recent)
		u.recent = nil
		delete(s.users, u.id)
	}
}

// hold keeps a user off the ready list until its last values have settled.
func (s *Sender) hold(u *lineup, now time.Time) {
	if u.alarm != nil {
		return
	}
	u.alarm = time.AfterFunc(u.settled.Sub(now), func() {
		s.mu.Lock()
		defer s.mu.Unlock()
		u.alarm = nil
		s.offer(u, time.Now())
		s.kick()
	})
}

// kick starts as many requests as may start now, and sets the alarm for the
// next part-filled one. Called with the lock held.
func (s *Sender) kick() {
	now := time.Now()
	s.expire(now)
	for s.inFlight < s.opts.Concurrency && s.due(now) {
		b := s.take(now)
		if b == nil {
			break
		}
		s.inFlight++
		go s.run(b)
	}
	s.arm(now)
}

// due reports whether a request should start: a full one, or one whose first
// object has lingered long enough.
func (s *Sender) due(now time.Time) bool {
	if len(s.ready) == 0 {
		return false
	}
	return s.closed || s.readyObjects >= s.caps.Total || now.Sub(s.ready[0].since) >= s.opts.Linger
}

// arm sets the timer to when the longest waiting user has lingered.
func (s *Sender) arm(now time.Time) {
	if len(s.ready) == 0 || s.inFlight >= s.opts.Concurrency {
		return // the end of a request kicks
	}
	wait := max(s.ready[0].since.Add(s.opts.Linger).Sub(now), 0)
	if s.timer == nil {
		s.timer = time.AfterFunc(wait, s.ring)
		return
	}
	s.timer.Reset(wait)
}

func (s *Sender) ring() {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.kick()
}

// expire forgets users whose last values have settled.
func (s *Sender) expire(now time.Time) {
	for len(s.settling) > 0 {
		u := s.settling[0]
		if now.Before(u.settled) && !s.closed {
			return
		}
		s.settling[0] = nil
		s.settling = s.settling[1:]
		s.release(u, now)
	}
}
