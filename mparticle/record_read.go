package mparticle

import "encoding/json"

// read reads the members of an object that has begun into the struct at p.
func (r *record) read(d *decoder, p place) error {
	var seen uint64
	followers, last := d.followersIn(r), 0
	for n := 0; ; n++ {
		at, err := d.next()
		switch {
		case err != nil || at.kind == '}':
			return err
		case n >= MaxMembers:
			return d.refuse(ErrTooLarge)
		}
		name := d.at(at.inner())
		i := int(followers[last])
		if r.columns[i].name != name {
			if i = r.find(name); i < 0 { // perhaps for its escapes
				name = d.string(at)
				i = r.find(name)
			}
			if i < 0 {
				if err := d.keepMember(r.membersOf(p), name); err != nil {
					return err
				}
				continue
			}
			followers[last] = uint8(i)
		}
		last = i + 1
		if seen>>i&1 != 0 && !d.lenient {
			return d.refuse(ErrDuplicateName)
		}
		seen |= 1 << i
		if err := r.readMember(d, p, i); err != nil {
			return err
		}
	}
}

// followersIn returns which column came next the last time, since what a source
// sends is in the same order nearly always: first of all, after column 0, after
// column 1 and so on.
func (d *decoder) followersIn(r *record) []uint8 {
	if d.followers == nil {
		d.followers = make([][]uint8, records)
	}
	if d.followers[r.id] == nil {
		d.followers[r.id] = make([]uint8, len(r.columns)+1)
	}
	return d.followers[r.id]
}

// readMember reads the value of column i.
func (r *record) readMember(d *decoder, p place, i int) error {
	tok, err := d.next()
	if err != nil {
		return err
	}
	c := &r.columns[i]
	at := plus(p, c.offset)
	if !d.lenient && c.usual != notUsual && d.readUsual(c.usual, tok, at) {
		return nil
	}
	problems := d.reported()
	s, err := c.read(d, tok, at)
	if err != nil || s == plain && !d.lenient {
		return err
	}
	return d.settle(r.membersOf(p), i, c, tok, s, problems)
}

// readUsual reports whether it has read tok, because it is what it usually is.
func (d *decoder) readUsual(u usual, tok token, at place) bool {
	if u == aText && tok.kind == '"' && tok.to-tok.from > len(`""`) {
		*in[string](at) = d.string(tok)
		return true
	}
	if u == aCount && tok.kind == '0' {
		n := positive(d.at(tok.span))
		*in[int64](at) = n
		return n > 0
	}
	return false
}

// settle remembers how the value of column i was spelt, or keeps the value that
// the field did not take. There were so many problems before.
func (d *decoder) settle(m *Members, i int, c *column, tok token, s spelling, problems int) error {
	if d.lenient { // the last of several counts
		delete(m.Extra, c.name)
		m.form.clear(i)
	}
	if s.stored() {
		m.form.set(i, s)
		return nil
	}
	raw, err := d.leave(tok)
	if err == nil {
		err = d.keep(m, c.name, raw)
	}
	if err != nil {
		return err
	}
	d.forget(problems)
	if s == misfit {
		d.report(c.want, tok.kind)
	}
	return nil
}

// keepMember reads a value that has no column into Extra.
func (d *decoder) keepMember(m *Members, name string) error {
	tok, err := d.next()
	if err != nil {
		return err
	}
	raw, err := d.leave(tok)
	if err != nil {
		return err
	}
	return d.keep(m, name, raw)
}

var extraMaps = newSlot()

// keep puts the value that was read last into Extra.
func (d *decoder) keep(m *Members, name, raw string) error {
	if _, twice := m.Extra[name]; twice && !d.lenient {
		return d.refuse(ErrDuplicateName)
	}
	value, err := d.compact(raw)
	if err != nil {
		return err
	}
	if m.Extra == nil {
		m.Extra = takeMap[json.RawMessage](d, extraMaps, 0)
	}
	m.Extra[name] = value
	return nil
}
