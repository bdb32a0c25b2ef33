package braze

import (
	"errors"
	"fmt"
)

// ticket is one call of Send.
type ticket struct {
	request *TrackRequest
	result  Result
	// open is the number of entries without an outcome. It and the result are
	// guarded by the Sender's lock until done is closed.
	open    int
	done    chan struct{}
	entries []*entry
}

// newTicket makes an entry of each object of r that is valid, in the order in
// which Braze applies the arrays. The others are rejected at once.
func (s *Sender) newTicket(r *TrackRequest) *ticket {
	t := &ticket{
		request: r,
		result:  newResult(r.Counts()),
		done:    make(chan struct{}),
		entries: make([]*entry, 0, r.Len()),
	}
	places := r.places()
	n := 0
	most := min(s.opts.Caps.ObjectBytes, s.opts.Caps.BodyBytes-bodyFrame)
	for object, err := range r.sized(most) {
		place := places[n]
		n++
		if err != nil {
			*t.result.at(place.Array, place.Index) = Outcome{State: Rejected, Err: err}
			s.stats.states[Rejected].Add(1)
			continue
		}
		t.entries = append(t.entries, &entry{ticket: t, place: place, object: object})
	}
	t.open = len(t.entries)
	if t.open == 0 {
		close(t.done)
	}
	return t
}

// places lists where the objects of r are, in the order of [TrackRequest.Objects].
func (r *TrackRequest) places() []Place {
	places := make([]Place, 0, r.Len())
	sent := r.Counts()
	for _, array := range arrays {
		for i := range sent.of(array) {
			places = append(places, Place{array, i})
		}
	}
	return places
}

// err sums up what has to be sent again, for callers that do not look closer.
func (t *ticket) err() error {
	if t.result.Final() {
		return nil
	}
	open := t.result.Count(NotSent) + t.result.Count(Unknown)
	var reasons []error
	for _, o := range t.result.All() {
		if o.Err != nil && (o.State == NotSent || o.State == Unknown) && !contains(reasons, o.Err) {
			reasons = append(reasons, o.Err)
		}
	}
	return fmt.Errorf("%w: %d of %d: %w", ErrNotFinal, open, t.request.Len(), errors.Join(reasons...))
}

// contains compares texts: the objects of one request share their error.
func contains(all []error, err error) bool {
	for _, e := range all {
		if e.Error() == err.Error() {
			return true
		}
	}
	return false
}

// entry is one object on its way.
type entry struct {
	ticket *ticket
	place  Place
	object Object
	// alone says not to merge it: a merged object it was part of was refused.
	alone bool
	// line is where it waits, or waited; nil before it was admitted.
	line *lineup
	// item is what carries it in a request; nil while it waits.
	item *item
	// done says that it has its outcome. Guarded by the Sender's lock.
	done bool
}

// handling is what an object costs beside its bytes: its entry, its place in a
// line, and the line when the user has no other.
const handling = 512

func (e *entry) size() int { return e.object.Size() + handling }

// attributes returns the typed form of an attributes object, else nil.
func (e *entry) attributes() *Attributes {
	if e.place.Array != ArrayAttributes {
		return nil
	}
	return &e.ticket.request.Attributes[e.place.Index]
}

// finish gives an entry its outcome, unless it has one. Called with the lock
// held; the caller announces.
func (s *Sender) finish(e *entry, o Outcome) {
	if e.done {
		return
	}
	e.done = true
	t := e.ticket
	*t.result.at(e.place.Array, e.place.Index) = o
	s.stats.states[o.State].Add(1)
	if e.line != nil {
		s.leave(e, o.State)
	}
	if t.open--; t.open == 0 {
		close(t.done)
	}
}

// leave takes an entry with this outcome off the Sender's books.
func (s *Sender) leave(e *entry, state State) {
	s.objects--
	s.bytes -= e.size()
	if s.closed && (state == NotSent || state == Unknown) {
		s.keepLost(e)
	}
	if e.item != nil {
		e.item.batch.leave()
	} else {
		s.unqueue(e)
	}
}

// keepLost keeps an object for Close to return.
func (s *Sender) keepLost(e *entry) {
	r := e.ticket.request
	switch e.place.Array {
	case ArrayAttributes:
		s.lost.Attributes = append(s.lost.Attributes, r.Attributes[e.place.Index])
	case ArrayEvents:
		s.lost.Events = append(s.lost.Events, r.Events[e.place.Index])
	case ArrayPurchases:
		s.lost.Purchases = append(s.lost.Purchases, r.Purchases[e.place.Index])
	}
}

// abandon ends the entries of a call whose context has ended. What never left
// is NotSent and will not leave; what may have left is Unknown.
func (s *Sender) abandon(t *ticket, cause error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	for _, e := range t.entries {
		o := Outcome{State: NotSent, Err: cause}
		if e.item != nil {
			o = e.item.abandoned(cause)
		}
		s.finish(e, o)
	}
	s.announce()
}
