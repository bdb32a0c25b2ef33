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
	// byLength lists the fields whose names have a length: of the few that there
	// are, comparing is quicker than hashing.
	byLength [][]int
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
	t := &table[T, P]{fields: fields}
	for i, f := range fields {
		if grow := len(f.name) + 1 - len(t.byLength); grow > 0 {
			t.byLength = append(t.byLength, make([][]int, grow)...)
		}
		t.byLength[len(f.name)] = append(t.byLength[len(f.name)], i)
	}
	return t
}

// find returns the position of the field called name, trying the one expected
// next first. It returns -1 when there is none.
func (t *table[T, P]) find(name string, expected int) int {
	if expected < len(t.fields) && t.fields[expected].name == name {
		return expected
	}
	if len(name) < len(t.byLength) {
		for _, i := range t.byLength[len(name)] {
			if t.fields[i].name == name {
				return i
			}
		}
	}
	return -1
}

// read reads the members of an object that has begun.
func (t *table[T, P]) read(d *decoder, v *T) error {
	var seen uint64
	expected := 0
	for n := 0; ; n++ {
		at, more, err := d.member(n)
		if !more {
			return err
		}
		name := d.at(at)
		i := t.find(name, expected)
		if i < 0 { // perhaps for its escapes
			name = d.unescape(at)
			i = t.find(name, expected)
		}
		switch {
		case i >= 0:
			if seen>>i&1 != 0 && !d.lenient {
				return d.refuse(ErrDuplicateName)
			}
			seen |= 1 << i
			expected = i + 1
			err = t.readMember(d, v, i)
		default:
			err = d.keepMember(P(v).members(), name)
		}
		if err != nil {
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
	return t.readToken(d, v, i, tok)
}

// readToken reads the value of field i that tok is or begins.
func (t *table[T, P]) readToken(d *decoder, v *T, i int, tok token) error {
	f, known := &t.fields[i], d.reported()
	s, err := f.read(d, tok, v)
	if err != nil {
		return err
	}
	if s == plain && !d.lenient {
		return nil
	}
	m := P(v).members()
	if d.lenient { // the last of several counts
		delete(m.Extra, f.name)
		m.form.clear(i)
	}
	if s.stored() {
		m.form.set(i, s)
		return nil
	}
	raw, err := d.leave(tok)
	if err == nil {
		err = d.keep(m, f.name, raw)
	}
	if err != nil {
		return err
	}
	d.forget(known)
	if s == misfit {
		d.report(f.want, tok.kind)
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
	i := t.find(name, 0)
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
