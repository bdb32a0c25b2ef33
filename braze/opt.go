package braze

import (
	"errors"

	"github.com/go-json-experiment/json"
)

// Opt is a field of a Braze profile that may be absent, null or a value.
//
// Absent (the zero value) leaves the field in Braze as it is and is not
// encoded. Null removes the field from the profile. A value sets it.
//
// In structs of your own give the field the JSON option omitzero.
type Opt[T any] struct {
	state optState
	value T
}

type optState uint8

const (
	optAbsent optState = iota
	optNull
	optValue
)

// Set returns an Opt that sets v.
func Set[T any](v T) Opt[T] { return Opt[T]{state: optValue, value: v} }

// Null returns an Opt that removes the field.
func Null[T any]() Opt[T] { return Opt[T]{state: optNull} }

// Get returns the value, and whether there is one: false for absent and null.
func (o Opt[T]) Get() (T, bool) { return o.value, o.state == optValue }

// IsZero reports whether o is absent, so that the JSON option omitzero works.
func (o Opt[T]) IsZero() bool { return o.state == optAbsent }

// IsNull reports whether o removes the field.
func (o Opt[T]) IsNull() bool { return o.state == optNull }

var errAbsent = errors.New("braze: an absent Opt has no JSON form: use the option omitzero")

// MarshalJSON returns null or the value. An absent Opt is an error: null would
// remove the field from the profile.
func (o Opt[T]) MarshalJSON() ([]byte, error) {
	switch o.state {
	case optValue:
		return json.Marshal(o.value, leafOptions)
	case optNull:
		return []byte("null"), nil
	default:
		return nil, errAbsent
	}
}

// UnmarshalJSON makes o null or the value, whatever it was before.
func (o *Opt[T]) UnmarshalJSON(b []byte) error {
	if string(b) == "null" {
		*o = Null[T]()
		return nil
	}
	var v T
	if err := json.Unmarshal(b, &v, leafOptions); err != nil {
		return err
	}
	*o = Set(v)
	return nil
}
