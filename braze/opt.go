package braze

// Opt is a field of a Braze profile that may be absent, null or a value.
//
// Absent (the zero value) leaves the field in Braze as it is and is not
// encoded. Null removes the field from the profile. A value sets it.
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
