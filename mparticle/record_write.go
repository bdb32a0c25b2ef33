package mparticle

import (
	"maps"
	"slices"
)

// write writes the struct at p as an object, or the value that it stands in for,
// unless a field has been set since.
func (r *record) write(e *encoder, p place) {
	m, begin := r.membersOf(p), len(e.b)
	e.open('{')
	written := r.writeColumns(e, p, m)
	instead := m.standsIn()
	if instead && written == 0 {
		e.b = e.b[:begin]
		e.message(m.Extra[""])
		return
	}
	e.extra(m, func(name string) bool { return r.wrote(written, name) || instead && name == "" })
	e.close('}')
}

// wrote reports whether writeColumns wrote the member called name.
func (r *record) wrote(written uint64, name string) bool {
	i := r.find(name)
	return i >= 0 && written>>i&1 != 0
}

// writeColumns writes the fields that are not absent and returns a bit for each.
func (r *record) writeColumns(e *encoder, p place, m *Members) (written uint64) {
	for n := range r.columns {
		i := (r.head + n) % len(r.columns)
		c := &r.columns[i]
		at := plus(p, c.offset)
		s, there := m.form.get(i).of(c.zero(at))
		if !there {
			continue
		}
		written |= 1 << i
		e.key(c.key)
		switch s {
		case null:
			e.raw("null")
		case blank:
			e.raw(`""`)
		default:
			c.write(e, at, s)
		}
	}
	return written
}

// extra writes the members without a column that are not already written.
func (e *encoder) extra(m *Members, written func(name string) bool) {
	if len(m.Extra) == 0 {
		return
	}
	for _, name := range slices.Sorted(maps.Keys(m.Extra)) {
		if !written(name) {
			e.name(name)
			e.message(m.Extra[name])
		}
	}
}
