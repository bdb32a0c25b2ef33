package delta

import "github.com/mpbraze/mpbraze/braze"

// profileNumber is the name of the one entry that stands for all attributes of
// an object together.
const profileNumber = 0

// planWhole is planUser for states that hold one fingerprint of all attributes:
// they are sent all or not at all.
func (c *Core) planWhole(
	p *planning, s *State, user userKey, wanted, send *braze.Attributes, now int64,
) (changed bool) {
	all, some := c.together(p, user, wanted)
	p.outcome.wanted += len(p.sent)
	if !some {
		return false
	}
	e := s.get(profileNumber)
	switch c.judge(e, &all, 0, now) {
	case sendIt:
		p.marks = append(p.marks, c.entryFor(s, e, &all, 0, now))
		return c.mark(p, s, now)
	case dropRefused, askLater:
		p.outcome.withheld += len(p.sent)
	case dropKnown, dropLate:
		p.outcome.suppressed += len(p.sent)
	}
	kept := p.sent[:0]
	for i := range p.sent {
		if m := &p.sent[i]; m.opaque {
			kept = append(kept, *m)
		} else {
			p.drop(send, m)
		}
	}
	p.sent = kept
	p.rebuild(send)
	return false
}

// together returns one member for all attributes of a, which it leaves in
// p.sent, and whether there are any. Volatile ones do not count.
func (c *Core) together(p *planning, user userKey, a *braze.Attributes) (all member, some bool) {
	all.number = profileNumber
	var sum, count uint64
	c.members(p, user, a, func(m *member) {
		p.sent = append(p.sent, *m)
		switch {
		case !m.opaque:
			sum += m.print
			count++
		case !c.volatile[m.name]:
			all.opaque = true
		}
	})
	s := c.keys.value.begin()
	s.word(user.salt)
	s.word(count)
	s.word(sum)
	all.print = s.sum()
	all.opaque = all.opaque || p.padded
	return all, count > 0 || all.opaque
}
