package delta

import (
	"github.com/mpbraze/mpbraze/braze"
)

// tracked returns the key of the user of a, and false when a is sent as it is.
func (c *Core) tracked(a *braze.Attributes) (userKey, bool) {
	if a.PushTokenImport {
		return userKey{}, false
	}
	return c.user(&a.User)
}

// plan sets send to what has to leave of wanted, and reports whether s changed.
func (c *Core) plan(
	p *planning, s *State, user userKey, wanted, send *braze.Attributes, at, now int64,
) (changed bool) {
	*send = *wanted
	wanted, ok := p.addressed(wanted)
	if !ok {
		return false
	}
	*send = *wanted
	if c.expired(user, s, now) {
		s.reset()
	}
	if c.whole {
		return c.planWhole(p, s, user, wanted, send, now)
	}
	consider := func(m *member) {
		p.outcome.wanted++
		c.consider(p, s, send, m, at, now)
	}
	c.members(p, user, wanted, consider)
	if p.padded {
		*send = *wanted
		p.restart()
		p.opaque = true
		c.members(p, user, wanted, consider)
	}
	c.ponder(p, s, send, at, now)
	p.rebuild(send)
	return c.mark(p, s, now)
}

// consider decides about one attribute.
func (c *Core) consider(p *planning, s *State, send *braze.Attributes, m *member, at, now int64) {
	e := s.get(m.number)
	switch c.judge(e, m, at, now) {
	case sendIt:
		p.let(m, c.entryFor(s, e, m, at, now))
		if e == nil && c.volatile[m.name] {
			// Nobody will ever ask.
			p.marks = p.marks[:len(p.marks)-1]
		}
		return
	case askLater:
		p.suspects = append(p.suspects, *m)
		return
	case dropLate:
		p.outcome.late++
	case dropRefused:
		p.outcome.withheld++
	case dropKnown:
		p.outcome.suppressed++
	}
	p.drop(send, m)
}

// verdict is what to do with an attribute.
type verdict uint8

const (
	sendIt verdict = iota
	// dropKnown: Braze has the value.
	dropKnown
	// dropLate: Braze has a value of newer data.
	dropLate
	// dropRefused: Braze refused the value not long ago.
	dropRefused
	// askLater: Braze refused the value in company.
	askLater
)

// judge is the rule by which values are left out. Whatever it does not know
// for sure is sent.
func (c *Core) judge(e *entry, m *member, at, now int64) verdict {
	if e == nil || m.opaque {
		return sendIt
	}
	same := e.print == m.print
	switch e.kind & kindMask {
	case unsettled:
		if same && over(e.since, now, c.settle) {
			return sendIt
		}
		fallthrough
	case known:
		if same {
			return dropKnown
		}
		if at != 0 && at < e.at && !c.overwrite {
			return dropLate
		}
	case refused:
		if same && !over(e.since, now, c.refusedTTL) {
			return dropRefused
		}
	case suspect:
		if same && !over(e.since, now, c.refusedTTL) {
			return askLater
		}
	default:
		// Nobody knows what is in Braze.
	}
	return sendIt
}

// entryFor returns what to remember of an attribute while it is on its way.
func (c *Core) entryFor(s *State, e *entry, m *member, at, now int64) entry {
	if m.opaque {
		return entry{name: m.number, kind: gone, since: now}
	}
	mark := entry{name: m.number, kind: pending, print: m.print, since: now, at: at}
	switch {
	case e == nil:
		if s.lost != 0 && within(s.lost, now, c.settle) {
			mark.kind |= contested
		}
	case e.kind.is(pending) || e.kind&contested != 0:
		// An earlier value got no answer and may still arrive.
		mark.kind |= contested
	case e.print != m.print && within(e.since, now, c.settle):
		mark.kind |= contested
	}
	return mark
}

func (p *planning) let(m *member, mark entry) {
	p.sent = append(p.sent, *m)
	if m.number != untracked {
		p.marks = append(p.marks, mark)
	}
}

// drop leaves an attribute out.
func (p *planning) drop(send *braze.Attributes, m *member) {
	if m.field != custom {
		profileFields[m.field].clear(send)
	}
	if m.points < 0 {
		alone := braze.Attributes{Custom: braze.Custom{m.name: m.value}}
		m.points = alone.DataPoints()
	}
	p.outcome.saved += m.points
}

// rebuild gives send the custom attributes that were not left out.
func (p *planning) rebuild(send *braze.Attributes) {
	kept := 0
	for i := range p.sent {
		if p.sent[i].field == custom {
			kept++
		}
	}
	switch kept {
	case len(send.Custom):
		return
	case 0:
		send.Custom = nil
		return
	}
	send.Custom = make(braze.Custom, kept)
	for i := range p.sent {
		if p.sent[i].field == custom {
			send.Custom[p.sent[i].name] = p.sent[i].value
		}
	}
}

// mark writes down what is on its way.
func (c *Core) mark(p *planning, s *State, now int64) (changed bool) {
	if len(p.marks) == 0 {
		return false
	}
	if s.born == 0 {
		s.born = now
	}
	s.prune(now, c.settle)
	for _, mark := range p.marks {
		if e := s.get(mark.name); e != nil && e.kind.is(suspect) && !p.alone {
			s.release(e.since)
		}
		s.set(mark)
	}
	return true
}

// expired reports whether the record is older than its time to live, which
// differs by up to a fifth from user to user.
func (c *Core) expired(user userKey, s *State, now int64) bool {
	if s.born == 0 {
		return false
	}
	ttl := c.ttl - c.ttl/5 + int64(float64(c.ttl)*0.4*float64(user.salt>>40)/(1<<24))
	return over(s.born, now, ttl)
}
