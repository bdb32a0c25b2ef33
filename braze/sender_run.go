package braze

import (
	"math/rand/v2"
	"slices"
	"time"
)

// run sends a batch until each of its objects has an outcome.
func (s *Sender) run(b *batch) {
	s.deliver(b, s.plan(b))
	s.commit(b)

	s.mu.Lock()
	defer s.mu.Unlock()
	b.cancel()
	now := time.Now()
	s.inFlight--
	for _, u := range b.users {
		u.busy--
		s.offer(u, now)
		s.release(u, now)
	}
	s.announce()
	s.kick()
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
			contentRepeatable, body.counts(), tries)
		items = s.judge(b, items, call)
		if len(items) == 0 {
			return
		}
		s.stats.retries.Add(1)
		call.reportRetry(b.ctx)
		if err := sleep(b.ctx, s.payForRetry(call.next.delay)); err != nil {
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
		if it.trim() {
			it.exposed = true
			kept = append(kept, it)
			body.add(it.object)
		}
	}
	return kept, body
}

// trim drops the entries of an item that have their outcome, and reports
// whether any is left. A merged object is made anew of those.
func (it *item) trim() bool {
	left := slices.DeleteFunc(slices.Clone(it.entries), func(e *entry) bool { return e.done })
	if len(left) == 0 || len(left) == len(it.entries) {
		return len(left) > 0
	}
	merged := *left[0].attributes()
	for _, e := range left[1:] {
		merged.merge(e.attributes())
	}
	it.entries, it.wanted, it.sent = left, merged, merged
	// Each part was valid, so that the whole is; else the old one stays.
	if object, err := merged.Encode(); err == nil {
		it.object = object
	}
	return true
}

// judge gives outcomes by an answer and returns the items to send again.
func (s *Sender) judge(b *batch, items []*item, c *call) []*item {
	err := c.err()
	switch c.last.fate() {
	case fateDelivered:
		s.delivered(items, c.last.track)
	case fateUnknown:
		s.mark(items, true)
		if c.next.retry {
			return s.surface(items, err)
		}
		s.settleItems(items, Outcome{State: Unknown, Err: err})
	case fateRejected:
		s.mark(items, false)
		s.refused(b, items, c, err)
	case fateNotSent:
		s.mark(items, false)
		switch {
		case c.last.class == classTooLarge || c.last.class == classTooMany:
			s.split(b, items, c, err)
		case c.next.retry:
			return items
		default:
			s.stopOn(c.last.class, err)
			s.settleItems(items, Outcome{State: NotSent, Err: err})
		}
	}
	return nil
}

// mark says whether an attempt may have been processed.
func (s *Sender) mark(items []*item, lost bool) {
	s.mu.Lock()
	defer s.mu.Unlock()
	for _, it := range items {
		it.lost = it.lost || lost
		it.exposed = it.lost
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
			s.settleItems([]*item{it}, Outcome{State: Unknown, Err: err})
		default:
			s.stats.ambiguousResends.Add(1)
			again = append(again, it)
		}
	}
	return again
}

// payForRetry returns how long to wait before a retry: the policy's delay, or
// what the retry quota of the client leaves.
func (s *Sender) payForRetry(delay time.Duration) time.Duration {
	wait, ok := s.client.quota.take(time.Now(), s.client.retry.MaxPause)
	if ok {
		return max(wait, delay)
	}
	// So many wait in line already that the end of the outage will be seen by
	// them. Spread the rest.
	return s.client.retry.MaxPause + rand.N(s.client.retry.MaxPause)
}

// stopOn stops the Sender when no other request could fare better.
func (s *Sender) stopOn(c class, err error) {
	switch c {
	case classAuth, classEndpoint, classRedirect, classProxyAuth, classNoHost, classTLS, classAddress:
	default:
		return
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	s.stopped = err
	for _, u := range s.users {
		s.drop(u, Outcome{State: NotSent, Err: err})
	}
}
