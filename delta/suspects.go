package delta

import "github.com/mpbraze/mpbraze/braze"

// Braze refuses an object as a whole, and nobody knows which value is to blame.
// The values that were refused together are a group of suspects, told apart by
// the time. While all of them are wanted again, unchanged, Braze would refuse
// them again: they stay out, and the rest of the object gets through. When there
// is no rest, one of them goes alone, to be acquitted or refused for good. As
// soon as one of them is missing or changed, the others are free: they go with
// everything else.

// ponder decides about the suspects of a plan, after everything else.
func (c *Core) ponder(p *planning, s *State, send *braze.Attributes, at, now int64) {
	stay := p.suspects[:0]
	for _, m := range p.suspects {
		p.member = m
		if s.complete(p.suspects, s.get(m.number).since) {
			stay = append(stay, m)
		} else {
			p.let(&p.member, c.entryFor(s, s.get(m.number), &p.member, at, now))
		}
	}
	if len(stay) == 0 {
		return
	}
	first := 0
	for i := range stay {
		if stay[i].number < stay[first].number {
			first = i
		}
	}
	p.alone = len(p.sent) == 0 && bystanders(send) == 0
	for i := range stay {
		m := &stay[i]
		if i == first && p.alone {
			p.let(m, c.entryFor(s, s.get(m.number), m, at, now))
			continue
		}
		p.outcome.withheld++
		p.drop(send, m)
	}
}

// complete reports whether all suspects of a group are wanted.
func (s *State) complete(wanted []member, since int64) bool {
	group := 0
	for i := range s.entries {
		if e := &s.entries[i]; e.kind.is(suspect) && e.since == since {
			group++
		}
	}
	for i := range wanted {
		if s.get(wanted[i].number).since == since {
			group--
		}
	}
	return group == 0
}

// release frees the suspects of a group.
func (s *State) release(since int64) {
	for i := range s.entries {
		if e := &s.entries[i]; e.kind.is(suspect) && e.since == since {
			*e = entry{name: e.name, kind: gone, since: since}
		}
	}
}

// releaseAll frees all suspects: one was found guilty.
func (s *State) releaseAll() {
	for i := range s.entries {
		if e := &s.entries[i]; e.kind.is(suspect) {
			*e = entry{name: e.name, kind: gone, since: e.since}
		}
	}
}
