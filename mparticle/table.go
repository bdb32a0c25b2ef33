package mparticle

import (
	"encoding/json"
	"maps"
	"slices"
	"strings"
)

// A table lists the members of one kind of JSON object and the fields of T they
// belong to. Everything this package reads or writes goes through tables: there
// are no struct tags and no reflection.
type table[T any, P object[T]] struct {
	fields []field[T]
	// places leads from the hash of a name to its field, counted from 1. The
	// factor is one by which no two names have one hash.
	places [256]int8
	factor uint64
	// head is the field that is written first; those before it come last.
	head int
}

// object is a pointer to a struct that embeds [Members].
type object[T any] interface {
	*T
	members() *Members
}

// field is one member of an object.
type field[T any] struct {
	name  string
	key   string // "name":
	want  string
	read  func(d *decoder, tok token, t *T) (spelling, error)
	write func(e *encoder, t *T, s spelling)
	zero  func(t *T) bool
}

// codec reads and writes values of one type.
type codec[V any] struct {
	// want names what is read, for [Problem].
	want string
	// read is given a scalar, or a container's beginning. It need not read the
	// container to its end when it returns misfit or aside.
	read  func(d *decoder, tok token, v *V) (spelling, error)
	write func(e *encoder, v *V, s spelling)
	zero  func(v *V) bool
}

// member joins a name, a place in T and a way to read and write it.
func member[T, V any](name string, at func(*T) *V, c codec[V]) field[T] {
	return field[T]{
		name: name,
		key:  `"` + name + `":`,
		want: c.want,
		read: func(d *decoder, tok token, t *T) (spelling, error) {
			v, s, err := at(t), null, error(nil)
			if tok.kind != 'n' {
				s, err = c.read(d, tok, v)
			}
			if s == null || !s.stored() {
				var none V
				*v = none
			}
			if s.stored() && c.zero(v) {
				s |= explicit
			}
			return s, err
		},
		write: func(e *encoder, t *T, s spelling) { c.write(e, at(t), s) },
		zero:  func(t *T) bool { return c.zero(at(t)) },
	}
}

// mustBe refuses batches in which the member is not one of kinds.
func (f field[T]) mustBe(kinds string) field[T] {
	read := f.read
	f.read = func(d *decoder, tok token, t *T) (spelling, error) {
		if tok.kind != 'n' && strings.IndexByte(kinds, byte(tok.kind)) < 0 {
			return misfit, d.refuse(ErrContainer)
		}
		return read(d, tok, t)
	}
	return f
}

func newTable[T any, P object[T]](fields ...field[T]) *table[T, P] {
	const step = 0x1E3779B97F4A7C16 // even, and of no pattern
	t := &table[T, P]{fields: fields}
	for t.factor = 1; !t.hash(); t.factor += step {
	}
	return t
}

// hash fills places by the factor, and reports whether each name has one of its
// own.
func (t *table[T, P]) hash() bool {
	t.places = [256]int8{}
	for i, f := range t.fields {
		place := &t.places[t.place(f.name)]
		if *place != 0 {
			return false
		}
		*place = int8(i + 1)
	}
	return true
}

// place is a hash of the name.
func (t *table[T, P]) place(name string) uint8 {
	h := uint64(len(name))
	if n := len(name) - 8; n >= 0 {
		h += word(name) ^ word(name[n:])<<1
	} else {
		for i := range len(name) {
			h = h<<8 + uint64(name[i])
		}
	}
	return uint8(h * t.factor >> 56)
}

// word returns the first eight bytes of s.
func word(s string) uint64 {
	_ = s[7]
	return uint64(s[0]) | uint64(s[1])<<8 | uint64(s[2])<<16 | uint64(s[3])<<24 |
		uint64(s[4])<<32 | uint64(s[5])<<40 | uint64(s[6])<<48 | uint64(s[7])<<56
}

// find returns the position of the field called name, or -1.
func (t *table[T, P]) find(name string) int {
	i := int(t.places[t.place(name)]) - 1
	if i >= 0 && t.fields[i].name == name {
		return i
	}
	return -1
}

// read reads the members of an object that has begun.
func (t *table[T, P]) read(d *decoder, v *T) error {
	var seen uint64
	for n := 0; ; n++ {
		at, err := d.next()
		switch {
		case err != nil || at.kind == '}':
			return err
		case n >= MaxMembers:
			return d.refuse(ErrTooLarge)
		}
		name := d.at(at.inner())
		i := t.find(name)
		if i < 0 { // perhaps for its escapes
			name = d.string(at)
			i = t.find(name)
		}
		if i < 0 {
			if err := d.keepMember(P(v).members(), name); err != nil {
				return err
			}
			continue
		}
		if seen>>i&1 != 0 && !d.lenient {
			return d.refuse(ErrDuplicateName)
		}
		seen |= 1 << i
		if err := t.readMember(d, v, i); err != nil {
			return err
		}
	}
}

// readMember reads the value of field i.
func (t *table[T, P]) readMember(d *decoder, v *T, i int) error {
	tok, err := d.next()
	if err != nil {
		return err
	}
	f, known := &t.fields[i], d.reported()
	s, err := f.read(d, tok, v)
	if err != nil || s == plain && !d.lenient {
		return err
	}
	return d.settle(P(v).members(), i, f.name, f.want, tok, s, known)
}

// settle remembers how the value of field i was spelt, or keeps the value that
// the field did not take. There were so many problems before.
func (d *decoder) settle(m *Members, i int, name, want string, tok token, s spelling, problems int) error {
	if d.lenient { // the last of several counts
		delete(m.Extra, name)
		m.form.clear(i)
	}
	if s.stored() {
		m.form.set(i, s)
		return nil
	}
	raw, err := d.leave(tok)
	if err == nil {
		err = d.keep(m, name, raw)
	}
	if err != nil {
		return err
	}
	d.forget(problems)
	if s == misfit {
		d.report(want, tok.kind)
	}
	return nil
}

// keepMember reads a value that has no field into Extra.
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
		m.Extra = make(map[string]json.RawMessage)
	}
	m.Extra[name] = value
	return nil
}

// write writes v as an object, or the value that it stands in for, unless a
// field has been set since.
func (t *table[T, P]) write(e *encoder, v *T) {
	m, begin := P(v).members(), len(e.b)
	e.open('{')
	written := t.writeFields(e, v)
	instead := m.standsIn()
	if instead && written == 0 {
		e.b = e.b[:begin]
		e.message(m.Extra[""])
		return
	}
	e.extra(m, func(name string) bool { return t.wrote(written, name) || instead && name == "" })
	e.close('}')
}

// wrote reports whether writeFields wrote the member called name.
func (t *table[T, P]) wrote(written uint64, name string) bool {
	i := t.find(name)
	return i >= 0 && written>>i&1 != 0
}

// writeFields writes the fields that are not absent and returns a bit for each.
func (t *table[T, P]) writeFields(e *encoder, v *T) (written uint64) {
	m := P(v).members()
	for n := range t.fields {
		i := (t.head + n) % len(t.fields)
		f := &t.fields[i]
		s, there := m.form.get(i).of(f.zero(v))
		if !there {
			continue
		}
		written |= 1 << i
		e.key(f.key)
		switch s {
		case null:
			e.raw("null")
		case blank:
			e.raw(`""`)
		default:
			f.write(e, v, s)
		}
	}
	return written
}

// extra writes the members without a field that are not already written.
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
