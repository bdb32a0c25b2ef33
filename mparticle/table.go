package mparticle

import "strings"

// A table lists the members of one kind of JSON object and the fields of T they
// belong to. Everything this package reads or writes goes through tables: there
// are no struct tags and no reflection.
type table[T any] struct {
	record

	structs, lists slot // where [memory] holds these of T
}

// object is a pointer to a struct that embeds [Members].
type object[T any] interface {
	*T
	members() *Members
}

// field is one member of an object that becomes a T.
type field[T any] struct {
	column

	_ [0]*T // fields of another type are another type
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

// member joins a name, a field of T and a way to read and write it.
func member[T, V any](name string, at func(*T) *V, c codec[V]) field[T] {
	return field[T]{column: column{
		name:   name,
		key:    `"` + name + `":`,
		want:   c.want,
		offset: offsetOf(at),
		read: func(d *decoder, tok token, p place) (spelling, error) {
			v, s, err := in[V](p), null, error(nil)
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
		write: func(e *encoder, p place, s spelling) { c.write(e, in[V](p), s) },
		zero:  func(p place) bool { return c.zero(in[V](p)) },
	}}
}

// mustBe refuses batches in which the member is not one of kinds.
func (f field[T]) mustBe(kinds string) field[T] {
	read := f.read
	f.read = func(d *decoder, tok token, p place) (spelling, error) {
		if tok.kind != 'n' && strings.IndexByte(kinds, byte(tok.kind)) < 0 {
			return misfit, d.refuse(ErrContainer)
		}
		return read(d, tok, p)
	}
	return f
}

func newTable[T any, P object[T]](fields ...field[T]) *table[T] {
	t := &table[T]{structs: newSlot(), lists: newSlot()}
	t.id = records
	records++
	t.members = offsetOf(func(v *T) *Members { return P(v).members() })
	for i := range fields {
		t.columns = append(t.columns, fields[i].column)
	}
	t.hash()
	return t
}

// read reads the members of an object that has begun.
func (t *table[T]) read(d *decoder, v *T) error { return t.record.read(d, placeOf(v)) }

// readMember reads the value of field i.
func (t *table[T]) readMember(d *decoder, v *T, i int) error {
	return t.record.readMember(d, placeOf(v), i)
}

// write writes v as an object, or the value that it stands in for, unless a
// field has been set since.
func (t *table[T]) write(e *encoder, v *T) { t.record.write(e, placeOf(v)) }
