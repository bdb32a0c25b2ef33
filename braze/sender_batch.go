package braze

import (
	"context"
	"errors"
	"fmt"
	"slices"
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

// leave says that an entry needs the batch no more.
func (b *batch) leave() {
	if b.live--; b.live == 0 {
		b.cancel()
	}
}

// item is one object of a request. What several goroutines look at is guarded
// by the Sender's lock.
type item struct {
	batch *batch
	line  *lineup
	array Array
	// entries whose object it is; several when attributes were merged.
	entries []*entry
	object  Object
	// wanted and sent are attributes before and after planning.
	wanted, sent Attributes
	planned      bool
	suppressed   bool
	// state is the outcome for the planner, 0 while there is none; certain as
	// in [Settled].
	state   State
	certain bool
	// flying says that an attempt is under way, lost that one ended without a
	// trustworthy answer: Braze may have processed the object.
	flying, lost bool
	// failure is why the last attempt failed.
	failure error
	// erased says that it must not leave again.
	erased bool
}

// newItem makes an item of the batch from an entry.
func newItem(b *batch, e *entry) *item {
	it := &item{batch: b, line: e.line, array: e.place.Array, object: e.object}
	if a := e.attributes(); a != nil {
		it.wanted, it.sent = *a, *a
	}
	b.items = append(b.items, it)
	it.carry(e)
	return it
}

func (it *item) carry(e *entry) {
	it.entries = append(it.entries, e)
	e.item = it
	it.batch.live++
}

// abandoned is the outcome for who does not wait for the end.
func (it *item) abandoned(cause error) Outcome {
	if it.failure != nil && !errors.Is(cause, it.failure) {
		cause = fmt.Errorf("%w: %w", cause, it.failure)
	}
	if it.flying || it.lost {
		return Outcome{State: Unknown, Err: cause}
	}
	return Outcome{State: NotSent, Err: cause}
}

// trim drops the entries of an item that have their outcome, and reports
// whether any is left. A merged object is made anew of those, unless Braze may
// have processed it: then nobody could tell what became of the other part.
func (it *item) trim() bool {
	left := slices.DeleteFunc(slices.Clone(it.entries), func(e *entry) bool { return e.done })
	if len(left) == 0 || len(left) == len(it.entries) || it.lost {
		return len(left) > 0
	}
	merged := *left[0].attributes()
	for _, e := range left[1:] {
		merged.merge(e.attributes())
	}
	// Each part was valid, so that the whole is; else the old one stays.
	if object, err := merged.Encode(); err == nil {
		it.entries, it.sent, it.object = left, merged, object
	}
	return true
}

// conclude gives an item and its entries their outcome, unless it has one. An
// object that may have been processed by an earlier attempt cannot be NotSent.
// Called with the lock held; the caller announces.
func (s *Sender) conclude(it *item, o Outcome) {
	if it.state != 0 {
		return
	}
	if o.State == NotSent && it.lost {
		o.State = Unknown
	}
	it.state = o.State
	for _, e := range it.entries {
		s.finish(e, o)
	}
}

// separate undoes the merging of attributes: they go again one by one, unless
// nothing may leave any more.
func (s *Sender) separate(it *item) {
	if o, over := s.over(it); over {
		s.conclude(it, o)
		return
	}
	it.state = NotSent
	if it.lost {
		it.state = Unknown
	}
	var back []*entry
	for _, e := range it.entries {
		if !e.done {
			e.alone = true
			it.batch.leave()
			back = append(back, e)
		}
	}
	s.putBack(it.line, back)
}

// over reports whether an item must not leave any more, and its outcome.
func (s *Sender) over(it *item) (Outcome, bool) {
	switch {
	case it.erased:
		return Outcome{State: Rejected, Err: ErrErased}, true
	case s.stopped != nil:
		return Outcome{State: NotSent, Err: s.stopped}, true
	}
	return Outcome{}, false
}
