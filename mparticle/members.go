package mparticle

import "encoding/json"

// Members is embedded in every struct that models a JSON object. It keeps what
// the typed fields cannot say, so that decoding and encoding lose nothing.
//
// The zero value is right for objects built from a literal: zero fields are
// then left out of the JSON.
type Members struct {
	// Extra holds members that have no typed field, and members whose value
	// could not be read as their field's type, by name, as they came.
	// They are written back unchanged.
	Extra map[string]json.RawMessage

	form form
}

// form remembers how the fields of one object were spelt, a bit for each field
// in the order of its field table.
type form struct {
	present uint64 // the member was there, though its value is the zero value
	null    uint64 // the member was null
	alt     uint64 // the other spelling: a quoted number, a bare string, an array of identities
}
