package braze

import (
	"context"
	"slices"
	"time"
)

// mostMerged is the number of attributes objects that become one. It bounds
// the work under the lock, and what goes again when Braze refuses one of them.
const mostMerged = 500

// take forms a request of what is ready. It returns nil if nothing may leave
// yet. Called with the lock held.
func (s *Sender) take(now time.Time) *batch {
	b := &batch{}
	load := load{caps: s.caps}
	var passed []*lineup
	for !load.full() {
		u := s.first()
		if u == nil {
			break
		}
		s.withdraw(u)
		before := len(b.items)
		s.fill(b, u, &load, now)
		switch {
		case len(b.items) > before:
			u.busy++
			b.users = append(b.users, u)
		case !u.held:
			passed = append(passed, u)
		}
	}
	// Those that found no room are next, before users that came later. Those
	// that had their turn and may have another queue again.
	for _, u := range slices.Backward(passed) {
		if u.live.total() > 0 {
			s.makeReady(u, s.ready.PushFront(u))
		}
	}
	for _, u := range b.users {
		s.offer(u, now)
	}
	if len(b.items) == 0 {
		return nil
	}
	b.ctx, b.cancel = context.WithCancel(s.life)
	return b
}

// fill moves the head of a user's line into b, as far as it may leave and fits.
func (s *Sender) fill(b *batch, u *lineup, l *load, now time.Time) {
	var merged *item
	n, before := 0, len(b.items)
	for ; n < len(u.waiting); n++ {
		e := u.waiting[n]
		if e.done {
			continue
		}
		if u.unsettled(e, now) {
			u.held = len(b.items) == before
			break
		}
		if merged != nil && e.attributes() != nil {
			if s.join(merged, e, l) {
				s.count(u, e, -1)
				continue
			}
			if u.ordered() {
				break // it has to follow in a request of its own
			}
		}
		if !l.add(e.object) {
			break
		}
		it := newItem(b, e)
		if e.attributes() != nil {
			merged = it
		}
		s.count(u, e, -1)
	}
	clear(u.waiting[:n])
	u.waiting = u.waiting[n:]
	s.heat(u)
}

// join merges the attributes of e into it, if that changes nothing for the
// profile and still fits.
func (s *Sender) join(it *item, e *entry, l *load) bool {
	if e.alone || it.entries[0].alone || len(it.entries) >= mostMerged {
		return false
	}
	merged := it.wanted
	if !merged.merge(e.attributes()) {
		return false
	}
	object, err := merged.Encode()
	if err != nil || !l.swap(it.object, object) {
		return false
	}
	it.wanted, it.sent, it.object = merged, merged, object
	it.carry(e)
	s.stats.coalesced.Add(1)
	return true
}

// load counts what a request holds against its caps.
type load struct {
	caps   Caps
	counts Counts
	bytes  int
	closed bool // an object did not fit
}

// bodyFrame is the JSON around the objects of a request.
const bodyFrame = len(`{"attributes":[],"events":[],"purchases":[]}`)

func (l *load) full() bool { return l.closed || l.counts.total() >= l.caps.Total }

// add makes room for an object, or reports that there is none. A request with
// nothing in it takes any object.
func (l *load) add(o Object) bool {
	count := countOf(&l.counts, o.Array())
	size := l.bytes + o.Size() + 1
	total := l.counts.total()
	if total >= l.caps.Total || *count >= l.caps.PerArray || (total > 0 && size+bodyFrame > l.caps.BodyBytes) {
		l.closed = true
		return false
	}
	*count++
	l.bytes = size
	return true
}

// swap replaces an object by a larger one, or reports that it does not fit.
func (l *load) swap(old, replacement Object) bool {
	size := l.bytes - old.Size() + replacement.Size()
	if size+bodyFrame > l.caps.BodyBytes || replacement.Size() > l.caps.ObjectBytes {
		return false
	}
	l.bytes = size
	return true
}

// reached reports whether so many objects fill a request.
func (c Caps) reached(n Counts) bool {
	return n.total() >= c.Total || max(n.Attributes, n.Events, n.Purchases) >= c.PerArray
}

func (c Counts) total() int { return c.Attributes + c.Events + c.Purchases }

// addCounts adds n times what o counts.
func addCounts(c *Counts, o Counts, n int) {
	c.Attributes += n * o.Attributes
	c.Events += n * o.Events
	c.Purchases += n * o.Purchases
}

// countOf returns where the objects of one array are counted.
func countOf(c *Counts, a Array) *int {
	switch a {
	case ArrayAttributes:
		return &c.Attributes
	case ArrayEvents:
		return &c.Events
	case ArrayPurchases:
		return &c.Purchases
	}
	panic("braze: no such array")
}
