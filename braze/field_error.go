package braze

import (
	"errors"
	"fmt"
	"strconv"
	"strings"
)

// ErrInvalidObject matches, with [errors.Is], every error about the content of
// an object: [FieldError] and [ObjectError].
var ErrInvalidObject = errors.New("braze: invalid object")

// FieldCode says which rule a field breaks.
type FieldCode string

// The rules a field can break.
const (
	FieldRequired FieldCode = "required"      // missing or blank
	FieldConflict FieldCode = "conflict"      // contradicts another field
	FieldReserved FieldCode = "reserved_name" // a name with a meaning of its own at Braze
	FieldName     FieldCode = "bad_name"      // a name Braze does not take
	FieldTooLong  FieldCode = "too_long"      // text
	FieldTooMany  FieldCode = "too_many"      // items of an array, properties
	FieldTooLarge FieldCode = "too_large"     // encoded bytes
	FieldTooDeep  FieldCode = "too_deep"      // nesting, also of a value that contains itself
	FieldFormat   FieldCode = "bad_format"    // not the form this field has
	FieldRange    FieldCode = "out_of_range"  // number or year; NaN and infinities
	FieldNull     FieldCode = "null"          // null where it removes nothing
	FieldType     FieldCode = "bad_type"      // a type that is no value of Braze
	FieldOperator FieldCode = "operator"      // plain data that Braze would read as an operation
	FieldUTF8     FieldCode = "invalid_utf8"
)

// FieldError is one field that breaks a rule. It names the field and the rule
// and never holds the value.
type FieldError struct {
	// Field is the path in the object as Braze names it: "first_name",
	// "pets[2].name", "properties.size". Empty means the object as a whole.
	Field string
	Code  FieldCode
	// Detail says in plain words what is expected.
	Detail string
}

// Error implements error.
func (e *FieldError) Error() string {
	field := "object"
	if e.Field != "" {
		field = strconv.Quote(clip(e.Field))
	}
	if e.Detail == "" {
		return fmt.Sprintf("%s: %s", field, e.Code)
	}
	return fmt.Sprintf("%s: %s: %s", field, e.Code, e.Detail)
}

// Is reports whether target is [ErrInvalidObject].
func (e *FieldError) Is(target error) bool { return target == ErrInvalidObject }

// ObjectError is everything that is wrong with one object.
type ObjectError struct {
	Array Array
	// Index is the object's place in its array of a [TrackRequest], or -1 for
	// an object that stands alone.
	Index  int
	Fields []*FieldError
}

// Error implements error.
func (e *ObjectError) Error() string {
	var b strings.Builder
	b.WriteString("braze: ")
	b.WriteString(string(e.Array))
	if e.Index >= 0 {
		fmt.Fprintf(&b, "[%d]", e.Index)
	}
	for i, f := range e.Fields {
		if i == 0 {
			b.WriteString(": ")
		} else {
			b.WriteString("; ")
		}
		b.WriteString(f.Error())
	}
	return b.String()
}

// Unwrap returns the field errors.
func (e *ObjectError) Unwrap() []error {
	errs := make([]error, len(e.Fields))
	for i, f := range e.Fields {
		errs[i] = f
	}
	return errs
}

// clip keeps an error readable when a name is absurdly long.
func clip(s string) string {
	const most = 120
	if len(s) <= most {
		return s
	}
	return strings.ToValidUTF8(s[:most], "") + "…"
}
