package braze

import "time"

// delivered settles the objects of an accepted request, the refused ones among
// them too. Braze names those by their place in the request as sent.
func (s *Sender) delivered(items []*item, answer *TrackResponse) {
	errs := itemErrors(answer.Errors)
	certain := !answer.Opaque && !answer.Queued && !answer.Unattributed
	if answer.Unattributed {
		s.stats.unattributed.Add(1)
		s.noteUnattributed(items)
	}
	var seen Counts
	accepted := make([]*item, 0, len(items))
	for _, it := range items {
		n := countOf(&seen, it.array)
		err, refused := errs[Place{it.array, *n}]
		*n++
		if refused {
			s.stats.partialErrors.Add(1)
			s.refuse(it, err)
			continue
		}
		it.certain = certain
		accepted = append(accepted, it)
	}
	s.settleItems(accepted, Outcome{State: Delivered})
}

func itemErrors(list []ItemError) map[Place]error {
	errs := make(map[Place]error, len(list))
	for _, e := range list {
		errs[Place{e.Array, e.Index}] = e
	}
	return errs
}

func (s *Sender) noteUnattributed(items []*item) {
	s.mu.Lock()
	defer s.mu.Unlock()
	for _, it := range items {
		for _, e := range it.entries {
			if !e.done {
				e.ticket.result.Unattributed = true
			}
		}
	}
}

// settleItems gives all entries of items one outcome. An object that may have
// been processed by an earlier attempt cannot be NotSent.
func (s *Sender) settleItems(items []*item, o Outcome) {
	s.mu.Lock()
	defer s.mu.Unlock()
	now := time.Now()
	for _, it := range items {
		own := o
		if own.State == NotSent && it.lost {
			own.State = Unknown
		}
		it.state = own.State
		if it.array == ArrayAttributes && (own.State == Delivered || own.State == Unknown) {
			if u := s.users[it.entries[0].user()]; u != nil {
				s.remember(u, hashMembers(it.object.JSON()), now)
			}
		}
		for _, e := range it.entries {
			s.finish(e, own)
		}
	}
	s.announce()
}

// settleWait settles items whose next request never started, because the
// context ended or the limit ends too late.
func (s *Sender) settleWait(b *batch, items []*item, err error) {
	c := &call{client: s.client, endpoint: &s.client.track, last: waitOutcome(b.ctx, err)}
	reason := c.err()
	if s.life.Err() != nil {
		reason = ErrClosed
	}
	s.settleItems(items, Outcome{State: NotSent, Err: reason})
}

// refuse settles an object that Braze refused. Of merged attributes one part is
// to blame: they go again one by one.
func (s *Sender) refuse(it *item, err error) {
	s.mu.Lock()
	merged := len(it.entries) > 1
	if merged {
		it.state = NotSent
		it.exposed = false
		it.batch.leave(s.detach(it))
		s.putBack(s.users[it.entries[0].user()], it.entries)
	}
	s.mu.Unlock()
	if !merged {
		s.settleItems([]*item{it}, Outcome{State: Rejected, Err: err})
	}
}

// detach takes the entries of an item out of its batch.
func (s *Sender) detach(it *item) (live int) {
	for _, e := range it.entries {
		if !e.done {
			live++
		}
		e.item, e.alone = nil, true
	}
	return live
}
