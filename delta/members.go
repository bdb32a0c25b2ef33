package delta

import (
	"strings"
	"sync"
	"unicode/utf8"

	"github.com/mpbraze/mpbraze/braze"
)

// member is one attribute of an object.
type member struct {
	name string
	// field is the index of a standard field, or custom.
	field int
	value any
	// number is the name's, or untracked.
	number uint32
	// print is the fingerprint. An opaque member has none: it is always sent,
	// and makes the name unknown.
	print  uint64
	opaque bool
	// points are the data points of the member; -1: count them.
	points int
}

const (
	custom    = -1
	untracked = 1<<32 - 1
)

// planning is the memory of one plan or commit.
type planning struct {
	printer printer
	// sent are the members to send, suspects those that Braze refused in the
	// company of others.
	sent, suspects []member
	marks          []entry
	// alone says that a suspect goes alone.
	alone bool
	// padded says that a name has spaces around it, so that two names may be one
	// attribute; opaque is set then, and nothing is compared.
	padded, opaque bool

	outcome planned
	// member is the one being looked at, and state the one being changed: here,
	// so that neither is allocated anew.
	member member
	state  State
	// moved is a copy of the object with the address in the profile fields, send
	// what is left of it.
	moved, send braze.Attributes
}

// planned counts what a plan did.
type planned struct {
	wanted, suppressed, late, withheld int
	saved                              int
}

var plannings = sync.Pool{New: func() any { return new(planning) }}

func newPlanning() *planning { return plannings.Get().(*planning) }

// restart forgets what was decided.
func (p *planning) restart() {
	clear(p.sent)
	clear(p.suspects)
	p.sent, p.suspects, p.marks = p.sent[:0], p.suspects[:0], p.marks[:0]
	p.outcome, p.alone, p.padded, p.opaque = planned{}, false, false, false
}

// release gives p back, without values in it.
func (p *planning) release() {
	p.restart()
	p.member = member{}
	p.send = braze.Attributes{}
	if p.moved.User != (braze.UserID{}) {
		p.moved = braze.Attributes{}
	}
	plannings.Put(p)
}

// members calls visit for each attribute of a that can be compared or changes a
// comparison.
func (c *Core) members(plan *planning, user userKey, a *braze.Attributes, visit func(*member)) {
	begin := c.keys.value.begin()
	begin.word(user.salt)
	p, m := &plan.printer, &plan.member
	*p = printer{begin: begin, merge: a.MergeObjects}
	opaque := plan.opaque || provesNothing(a)
	for i := range profileFields {
		f := &profileFields[i]
		p.sip, p.nested, p.failed = begin, false, false
		if !f.print(p, a) {
			continue
		}
		m.name, m.field, m.points, m.opaque = f.name, i, f.points, opaque
		number, salt, ok := c.names.field(i)
		c.finish(p, m, number, salt, ok)
		visit(m)
	}
	for name, value := range a.Custom {
		p.sip, p.nested, p.failed, p.depth = begin, false, false, 0
		p.value(value)
		m.name, m.field, m.value, m.points, m.opaque = name, custom, value, 1, opaque
		if p.nested {
			m.points = -1
		}
		if padded(name) {
			plan.padded = true
			name = strings.TrimSpace(name)
		}
		number, salt, ok := c.names.number(name)
		c.finish(p, m, number, salt, ok)
		visit(m)
	}
}

// finish sets what depends on the name.
func (c *Core) finish(p *printer, m *member, number uint32, salt uint64, ok bool) {
	m.opaque = m.opaque || p.failed || len(c.volatile) > 0 && c.volatile[m.name]
	if !ok {
		m.number, m.opaque = untracked, true
		return
	}
	m.number = number
	p.word(salt)
	m.print = p.sum()
}

// provesNothing reports whether an acknowledgement of a proves none of its
// values: Braze drops changes of profiles that do not exist when told to create
// none.
func provesNothing(a *braze.Attributes) bool {
	only, said := a.UpdateExistingOnly.Get()
	return only || !said && a.User.Alias != (braze.UserAlias{})
}

// padded reports whether Braze takes spaces off a name.
func padded(name string) bool {
	if name == "" {
		return false
	}
	first, last := name[0], name[len(name)-1]
	if ' ' < first && first < utf8.RuneSelf && ' ' < last && last < utf8.RuneSelf {
		return false
	}
	return strings.TrimSpace(name) != name
}

// bystanders counts the members that are always sent and never compared.
func bystanders(a *braze.Attributes) int {
	n := len(a.PushTokens) + len(a.SubscriptionGroups)
	if !a.EmailSubscribe.IsZero() {
		n++
	}
	return n
}

// addressed returns a with the address and number of User in the profile fields
// where they are values: beside a primary identifier. It returns false for an
// object that contradicts itself.
func (p *planning) addressed(a *braze.Attributes) (*braze.Attributes, bool) {
	if a.User.Email == "" && a.User.Phone == "" {
		return a, true
	}
	p.moved = *a
	m := &p.moved
	ok := move(&m.User.Email, &m.Email) && move(&m.User.Phone, &m.Phone)
	return m, ok
}

func move(from *string, to *braze.Opt[string]) bool {
	if *from == "" {
		return true
	}
	if !to.IsZero() && *to != braze.Set(*from) {
		return false
	}
	*to, *from = braze.Set(*from), ""
	return true
}
