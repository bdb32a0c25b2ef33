package delta

import "github.com/mpbraze/mpbraze/braze"

// commit brings s up to date with an answer, and reports whether it changed.
func (c *Core) commit(p *planning, s *State, settled *braze.Settled, now int64) (changed bool) {
	user, ok := c.tracked(&settled.Sent)
	if !ok || len(s.entries) == 0 {
		return false
	}
	sent, ok := p.addressed(&settled.Sent)
	if !ok {
		return false
	}
	blame := gone
	if settled.State == braze.Rejected {
		blame = c.blame(p, user, sent)
	}
	if c.whole {
		if all, some := c.together(p, user, sent); some {
			changed = c.settleOne(s, &all, settled, blame, now)
		}
	} else {
		c.members(p, user, sent, func(m *member) {
			changed = c.settleOne(s, m, settled, blame, now) || changed
		})
	}
	if changed {
		s.prune(now, c.settle)
	}
	return changed
}

// blame returns what a refusal makes of the values in a: one that was alone is
// refused, of several each is suspect. Beside something that cannot be compared
// a refusal says nothing.
func (c *Core) blame(p *planning, user userKey, a *braze.Attributes) kind {
	members, opaque := 0, bystanders(a) > 0
	c.members(p, user, a, func(m *member) {
		members++
		opaque = opaque || m.opaque
	})
	switch {
	case opaque:
		return gone
	case members == 1 || c.whole:
		return refused
	}
	return suspect
}

// settleOne settles one attribute. It believes an answer only when the state
// still says that this very value is on its way: otherwise the state was lost,
// dropped, or changed by somebody else meanwhile.
func (c *Core) settleOne(s *State, m *member, settled *braze.Settled, blame kind, now int64) (changed bool) {
	e := s.get(m.number)
	if e == nil {
		return false
	}
	mine := !m.opaque && e.print == m.print
	switch settled.State {
	case braze.Delivered:
		if mine && settled.Certain && e.acknowledge(now) {
			return true
		}
		if mine && settled.Certain && (e.kind == known || e.kind == unsettled) {
			// It was sent twice.
			return false
		}
	case braze.NotSent:
		if mine && e.kind.is(pending) {
			// Nothing was sent, but what was known before is forgotten.
			*e = entry{name: e.name, kind: gone, since: e.since}
			return true
		}
		return false
	case braze.Rejected:
		if mine && e.kind.is(pending) {
			s.refuse(e, blame, now)
			return true
		}
		return false
	case braze.Unknown:
	}
	if e.kind.is(suspect) {
		s.release(e.since)
	}
	*e = entry{name: e.name, kind: gone, since: now}
	return true
}

// acknowledge makes a value known that was on its way.
func (e *entry) acknowledge(now int64) bool {
	if !e.kind.is(pending) {
		return false
	}
	after := known
	if e.kind&contested != 0 {
		after = unsettled
	}
	e.kind, e.since = after, now
	return true
}

// refuse remembers that Braze refused a value.
func (s *State) refuse(e *entry, blame kind, now int64) {
	if blame == gone {
		*e = entry{name: e.name, kind: gone, since: e.since}
		return
	}
	if blame == refused {
		s.releaseAll()
	}
	e.kind, e.since = blame|e.kind&contested, now
}
