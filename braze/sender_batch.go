package braze

import (
	"context"
	"time"
)

// batch is one request on its way, with all its attempts.
type batch struct {
	items []*item
	users []*lineup
	// live is the number of entries without an outcome. Guarded by the Sender's
	// lock.
	live int
	// ctx ends when nobody waits for the batch any more.
	ctx    context.Context //nolint:containedctx // the batch is the call
	cancel context.CancelFunc
}

// leave says that n entries need the batch no more.
func (b *batch) leave(n int) {
	if b.live -= n; b.live == 0 && b.cancel != nil {
		b.cancel()
	}
}

// item is one object of a request.
type item struct {
	batch *batch
	array Array
	// entries whose object it is; several when attributes were merged.
	entries []*entry
	object  Object
	// wanted and sent are attributes before and after planning.
	wanted, sent Attributes
	planned      bool
	// state is the outcome for the planner; certain as in [Settled].
	state   State
	certain bool
	// exposed says that Braze may have processed it: an attempt is under way,
	// or one was lost. Guarded by the Sender's lock.
	exposed bool
	lost    bool
}

// take forms a request of what is ready. It returns nil if nothing may leave
// yet. Called with the lock held.
func (s *Sender) take(now time.Time) *batch {
	b := &batch{}
	load := load{caps: s.caps}
	var left []*lineup
	for !load.full() {
		u := s.pop()
		if u == nil {
			break
		}
		before := len(b.items)
		held := s.fill(b, u, &load, now)
		switch {
		case len(b.items) > before:
			u.busy++
			b.users = append(b.users, u)
			if len(u.waiting) > 0 {
				left = append(left, u)
			}
		case held:
			s.hold(u, now)
		default:
			left = append(left, u)
		}
		if load.closed {
			break
		}
	}
	// Those that did not fit are next, before users that came later.
	s.requeue(left, now)
	if len(b.items) == 0 {
		return nil
	}
	b.ctx, b.cancel = context.WithCancel(s.life)
	return b
}

// requeue offers users again, ahead of the others.
func (s *Sender) requeue(users []*lineup, now time.Time) {
	later := s.ready
	s.ready = nil
	for _, u := range users {
		since := u.since
		s.offer(u, now)
		u.since = since
	}
	s.ready = append(s.ready, later...)
}

// fill moves the head of a user's line into b, as far as it fits. It reports
// whether the head is held back.
func (s *Sender) fill(b *batch, u *lineup, l *load, now time.Time) (held bool) {
	n := 0
	defer func() { u.waiting = u.waiting[n:] }()
	var merged *item
	for n < len(u.waiting) {
		e := u.waiting[n]
		if e.attributes() != nil && merged != nil {
			if !s.join(merged, e, l) {
				return false // it has to follow in a request of its own
			}
			merged.carry(e)
			n++
			continue
		}
		it := &item{batch: b, array: e.place.Array, entries: []*entry{e}, object: e.object}
		if e.attributes() != nil {
			if u.unsettled(e.object.JSON(), now) {
				return n == 0
			}
			it.wanted = *e.attributes()
			it.sent = *e.attributes()
			merged = it
		}
		if !l.add(it.object) {
			return false
		}
		b.items = append(b.items, it)
		it.carry(e)
		n++
	}
	return false
}

func (it *item) carry(e *entry) {
	e.item = it
	it.batch.live++
}

// join merges the attributes of e into it, if that changes nothing for the
// profile and still fits.
func (s *Sender) join(it *item, e *entry, l *load) bool {
	if e.alone || it.entries[0].alone {
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
	it.entries = append(it.entries, e)
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

// add makes room for an object, or reports that there is none.
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

func (c Counts) total() int { return c.Attributes + c.Events + c.Purchases }

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
