package braze

import "time"

// kick starts as many requests as may start now, and sets the timer to when
// there will be more to do. Called with the lock held.
func (s *Sender) kick(now time.Time) {
	s.expire(now)
	for len(s.flights) < s.opts.Concurrency && s.due(now) {
		b := s.take(now)
		if b == nil {
			break
		}
		s.flights[b] = struct{}{}
		go s.run(b)
	}
	s.arm(now)
}

// due reports whether a request should start: a full one, or one whose first
// object has lingered long enough, or keeps others outside.
func (s *Sender) due(now time.Time) bool {
	first := s.first()
	if first == nil {
		return false
	}
	return s.closed || s.crowded || s.caps.reached(s.readyCounts) || now.Sub(first.since) >= s.opts.Linger
}

// arm sets the timer to when the first user has lingered, unless the end of a
// request has to come first, or when the first value has settled.
func (s *Sender) arm(now time.Time) {
	var next time.Time
	if len(s.settling) > 0 {
		next = s.settling[0].at
	}
	if first := s.first(); first != nil && len(s.flights) < s.opts.Concurrency {
		if lingered := first.since.Add(s.opts.Linger); next.IsZero() || lingered.Before(next) {
			next = lingered
		}
	}
	switch {
	case next.IsZero():
	case s.timer == nil:
		s.timer = time.AfterFunc(next.Sub(now), s.ring)
	default:
		s.timer.Reset(next.Sub(now))
	}
}

func (s *Sender) ring() {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.kick(time.Now())
}

// expire frees users whose last values have settled: to send the next ones, or
// to be forgotten.
func (s *Sender) expire(now time.Time) {
	freed := 0
	for freed < len(s.settling) && !now.Before(s.settling[freed].at) {
		u := s.settling[freed].user
		s.settling[freed] = settling{}
		freed++
		if now.Before(u.settled) {
			continue // it has newer values, and a later place in the list
		}
		u.held = false
		s.offer(u, now)
		s.release(u, now)
	}
	s.settling = s.settling[freed:]
	if freed > 0 {
		s.announce()
	}
}
