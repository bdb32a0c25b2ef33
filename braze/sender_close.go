package braze

import (
	"context"
	"time"
)

// closeGrace is how long Close waits, after its context has ended, for
// requests to end by themselves. They do at once, unless a hook, a planner or a
// supplied HTTP stack hangs.
const closeGrace = time.Second

// Close refuses new objects, sends what waits, and waits for requests in
// flight. When ctx ends first it gives up: objects that never left are NotSent,
// those in flight Unknown. It returns every object it had taken and did not
// deliver, as the calls of Send do that wait for them. Close again does no
// harm.
func (s *Sender) Close(ctx context.Context) (TrackRequest, error) {
	s.mu.Lock()
	s.closed = true
	s.kick(time.Now()) //nolint:contextcheck // a request carries the objects of many callers
	s.announce()
	s.mu.Unlock()
	err := s.await(ctx, func() bool { return s.objects == 0 && len(s.flights) == 0 })
	s.end()
	s.mu.Lock()
	s.dropAll(Outcome{State: NotSent, Err: ErrClosed})
	s.mu.Unlock()
	grace, cancel := context.WithTimeout(context.WithoutCancel(ctx), closeGrace)
	defer cancel()
	_ = s.await(grace, func() bool { return len(s.flights) == 0 })
	s.mu.Lock()
	defer s.mu.Unlock()
	for b := range s.flights {
		for _, it := range b.items {
			s.conclude(it, it.abandoned(ErrClosed))
		}
	}
	return s.clear(), err
}

// clear forgets all about users that nothing is left of, and returns what was
// lost.
func (s *Sender) clear() TrackRequest {
	if s.timer != nil {
		s.timer.Stop()
	}
	s.settling = nil
	for _, u := range s.users {
		u.settled = time.Time{}
		s.release(u, time.Now())
	}
	lost := s.lost
	s.lost = TrackRequest{}
	return lost
}

// Forget drops what waits for users, as Rejected with [ErrErased], lets no
// attempt be repeated that carries them, waits for requests in flight, and lets
// the planner forget them. Call it before [Client.DeleteUsers], and keep the
// users' later data away: Braze makes a new profile of it.
func (s *Sender) Forget(ctx context.Context, users ...UserID) error {
	err := s.await(ctx, func() bool { return s.erase(users) })
	if err != nil || s.opts.Planner == nil {
		return err
	}
	return s.opts.Planner.Forget(ctx, users)
}

// erase drops all of users that is not on the network at this moment, and
// reports whether nothing is left.
func (s *Sender) erase(users []UserID) bool {
	before := s.objects
	busy := make(map[*lineup]bool)
	for _, id := range users {
		u := s.users[id.Lookup()]
		if u == nil {
			continue
		}
		if u.busy > 0 {
			busy[u] = true
		}
		s.drop(u, Outcome{State: Rejected, Err: ErrErased})
	}
	for b := range s.flights {
		for _, it := range b.items {
			if busy[it.line] {
				it.erased = true
				if !it.flying {
					s.conclude(it, Outcome{State: Rejected, Err: ErrErased})
				}
			}
		}
	}
	if s.objects != before {
		s.announce()
	}
	return len(busy) == 0
}

// dropAll ends everything that waits.
func (s *Sender) dropAll(o Outcome) {
	for _, u := range s.users {
		s.drop(u, o)
	}
	s.announce()
}
