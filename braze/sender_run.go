package braze

import (
	"fmt"
	"time"
)

// run sends a batch until each of its objects has an outcome.
func (s *Sender) run(b *batch) {
	s.deliver(b, s.plan(b))
	s.commit(b)
	later := s.appliedLater(b)
	hashes := make([][]valueHash, len(later))
	for i, it := range later {
		hashes[i] = hashMembers(it.object.JSON())
	}

	s.mu.Lock()
	defer s.mu.Unlock()
	b.cancel()
	now := time.Now()
	delete(s.flights, b)
	for i, it := range later {
		s.remember(it.line, hashes[i], now)
	}
	for _, u := range b.users {
		u.busy--
		s.offer(u, now)
		s.release(u, now)
	}
	s.announce()
	s.kick(now)
}

// deliver makes attempts with items until each is settled.
func (s *Sender) deliver(b *batch, items []*item) {
	for tries := 0; len(items) > 0; tries++ {
		if err := s.client.admit(b.ctx, &s.client.track); err != nil {
			s.settleWait(b, items, err)
			return
		}
		var body Body
		if items, body = s.load(items); len(items) == 0 {
			return
		}
		s.stats.requests.Add(1)
		call := s.client.trackBody(b.ctx, body.AppendJSON(make([]byte, 0, body.Size())),
			contentRepeatable, body.counts(), tries, items[0].lost)
		items = s.judge(b, items, call)
		if len(items) == 0 {
			return
		}
		s.stats.retries.Add(1)
		call.reportRetry(b.ctx)
		if err := call.awaitRetry(b.ctx); err != nil {
			s.settleWait(b, items, err)
			return
		}
	}
}

// load makes a body of the items that somebody still waits for. From here on
// they may be processed.
func (s *Sender) load(items []*item) ([]*item, Body) {
	s.mu.Lock()
	defer s.mu.Unlock()
	var body Body
	kept := make([]*item, 0, len(items))
	for _, it := range items {
		if o, over := s.over(it); over {
			s.conclude(it, o)
		} else if it.trim() {
			it.flying = true
			kept = append(kept, it)
			body.add(it.object)
		}
	}
	if len(kept) < len(items) {
		s.announce()
	}
	return kept, body
}

// judge gives outcomes by an answer and returns the items to send again.
func (s *Sender) judge(b *batch, items []*item, c *call) []*item {
	err := c.err()
	if err != nil && s.life.Err() != nil {
		err = fmt.Errorf("%w: %w", ErrClosed, err)
	}
	s.landed(items, c.last.fate() == fateUnknown, err)
	switch c.last.fate() {
	case fateDelivered:
		s.delivered(items, c.last.track)
	case fateUnknown:
		if c.next.retry {
			return s.surface(items, err)
		}
		s.settle(items, Outcome{State: Unknown, Err: err})
	case fateRejected:
		s.refused(b, items, c, err)
	case fateNotSent:
		switch {
		case c.last.class == classTooLarge || c.last.class == classTooMany:
			s.split(b, items, c, err)
		case c.next.retry:
			return items
		default:
			s.stopOn(c.last.class, err)
			s.settle(items, Outcome{State: NotSent, Err: err})
		}
	}
	return nil
}

// landed notes that an attempt is over, whether Braze may have processed it,
// and why it failed.
func (s *Sender) landed(items []*item, lost bool, failure error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	for _, it := range items {
		it.flying = false
		it.lost = it.lost || lost
		it.failure = failure
	}
}

// surface settles what must not be repeated, if that is the policy, and returns
// the rest.
func (s *Sender) surface(items []*item, err error) []*item {
	again := make([]*item, 0, len(items))
	for _, it := range items {
		switch {
		case it.object.Repeatable():
			again = append(again, it)
		case s.client.retry.OnUnknown == Surface:
			s.settle([]*item{it}, Outcome{State: Unknown, Err: err})
		default:
			s.stats.ambiguousResends.Add(1)
			again = append(again, it)
		}
	}
	return again
}

// stopOn stops the Sender when no other request could fare better. What is on
// the network at this moment gets its own answer.
func (s *Sender) stopOn(c class, err error) {
	switch c {
	case classAuth, classEndpoint, classRedirect, classProxyAuth, classNoHost, classTLS, classAddress:
	default:
		return
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	s.stopped = err
	for b := range s.flights {
		for _, it := range b.items {
			if !it.flying {
				s.conclude(it, it.abandoned(err))
			}
		}
	}
	s.dropAll(Outcome{State: NotSent, Err: err})
}
