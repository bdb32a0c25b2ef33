package mparticle

import "encoding/json"

// Members is embedded in every struct that models a JSON object. It keeps what
// the typed fields cannot say, so that decoding and encoding lose nothing.
//
// The zero value is right for objects built from a literal: zero fields are
// then left out of the JSON.
type Members struct {
	// Extra holds members that have no typed field, and members whose value
	// could not be read as their field's type, by name, as compact JSON. They
	// are written back unless the field of that name has been set since.
	Extra map[string]json.RawMessage

	form form
}

// members gives the engine the Members of any struct that embeds it.
func (m *Members) members() *Members { return m }

// insteadField is the place in form that is set for an object which stands in
// for a value that is no object. The value is in Extra, under the empty name.
const insteadField = 63

// standFor makes an empty object stand in for the value raw.
func (m *Members) standFor(raw json.RawMessage) {
	m.Extra = map[string]json.RawMessage{"": raw}
	m.form.set(insteadField, bare)
}

func (m *Members) standsIn() bool { return m.form.get(insteadField) == bare }

// form remembers how the fields of one object were spelt: a [spelling] for each
// field, in the order of its field table, a bit of it in each plane.
type form [4]uint64

func (f *form) get(i int) (s spelling) {
	for plane, bits := range f {
		s |= spelling(bits>>i&1) << plane
	}
	return s
}

func (f *form) set(i int, s spelling) {
	for plane := range f {
		f[plane] |= uint64(s>>plane&1) << i
	}
}

func (f *form) clear(i int) {
	for plane := range f {
		f[plane] &^= 1 << i
	}
}

// spelling is what a value does not say about the member it was read from.
type spelling uint8

const (
	plain  spelling = iota // nothing: it is written as the value alone would be
	null                   // null
	blank                  // "" where something other than text belongs
	quoted                 // a number or a boolean as text
	titled                 // a boolean as "True" or "False"
	bare                   // a number or a boolean where text belongs
	array                  // identities as an array

	// explicit is added when the value is zero: without it a zero is absent.
	explicit spelling = 8

	// What follows is not stored: the value goes to [Members.Extra].

	misfit spelling = 16 // the field cannot take the value: a [Problem]
	aside  spelling = 17 // a known oddity, no problem
)

// stored reports whether the field has taken the value.
func (s spelling) stored() bool { return s < misfit }

// of returns how to write a value that was read as s and may have been replaced
// since, and whether to write it at all.
func (s spelling) of(zero bool) (spelling, bool) {
	switch {
	case zero:
		return s &^ explicit, s&explicit != 0
	case s&explicit != 0:
		return plain, true
	default:
		return s, true
	}
}
