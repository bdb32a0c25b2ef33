package braze

// delivered settles the objects of an accepted request, the refused ones among
// them too. Braze names those by their place in the request as sent.
func (s *Sender) delivered(items []*item, answer *TrackResponse) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if answer.Unattributed {
		s.stats.unattributed.Add(1)
		noteUnattributed(items)
	}
	certain := !answer.Opaque && !answer.Queued && !answer.Unattributed
	for it, err := range named(items, answer.Errors) {
		if err != nil {
			s.stats.partialErrors.Add(1)
			s.refuse(it, err)
			continue
		}
		it.certain = certain
		s.conclude(it, Outcome{State: Delivered})
	}
	s.announce()
}

// named yields each item with the error that names it, or nil.
func named(items []*item, list []ItemError) func(yield func(*item, error) bool) {
	errs := make(map[Place]error, len(list))
	for _, e := range list {
		errs[Place{e.Array, e.Index}] = e
	}
	return func(yield func(*item, error) bool) {
		var seen Counts
		for _, it := range items {
			n := countOf(&seen, it.array)
			place := Place{it.array, *n}
			*n++
			if !yield(it, errs[place]) {
				return
			}
		}
	}
}

func noteUnattributed(items []*item) {
	for _, it := range items {
		for _, e := range it.entries {
			if !e.done {
				e.ticket.result.Unattributed = true
			}
		}
	}
}

// refuse settles an object that Braze refused. Of merged attributes one part is
// to blame, and has to be found. Called with the lock held.
func (s *Sender) refuse(it *item, err error) {
	if len(it.entries) > 1 {
		s.separate(it)
		return
	}
	s.conclude(it, Outcome{State: Rejected, Err: err})
}

// settle gives all items one outcome.
func (s *Sender) settle(items []*item, o Outcome) {
	s.mu.Lock()
	defer s.mu.Unlock()
	for _, it := range items {
		s.conclude(it, o)
	}
	s.announce()
}

// settleWait settles items whose next attempt never started, because the
// context ended or the limit ends too late.
func (s *Sender) settleWait(b *batch, items []*item, err error) {
	c := &call{client: s.client, endpoint: &s.client.track, last: waitOutcome(b.ctx, err)}
	reason := c.err()
	if s.life.Err() != nil {
		reason = ErrClosed
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	for _, it := range items {
		s.conclude(it, it.abandoned(reason))
	}
	s.announce()
}
