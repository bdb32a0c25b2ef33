package mparticle

import (
	"errors"
	"fmt"
	"io"

	"github.com/go-json-experiment/json/jsontext"
)

// Reasons why a batch is refused as a whole. Match them with [errors.Is].
var (
	// ErrSyntax is text that is not JSON: cut short (then [io.ErrUnexpectedEOF]
	// matches too), not UTF-8, or followed by something else.
	ErrSyntax = errors.New("not one JSON value in UTF-8")
	// ErrDuplicateName is an object with two members of one name.
	ErrDuplicateName = errors.New("duplicate name in an object")
	// ErrDepth is nesting deeper than [MaxDepth].
	ErrDepth = errors.New("nested too deeply")
	// ErrTooLarge is an object of more than [MaxMembers] members, or a batch or
	// stream over the limits of [ReaderOptions].
	ErrTooLarge = errors.New("too large")
	// ErrContainer is a batch that is not an object, or whose events,
	// attributes or identities are not of the container they belong in.
	ErrContainer = errors.New("wrong kind of value")
)

// DecodeError says why and where JSON was refused. It never holds a value of
// the input.
type DecodeError struct {
	// Offset is where, in bytes from the start of the input.
	Offset int64
	// Pointer is the JSON pointer (RFC 6901) of the value, empty for the whole.
	Pointer string
	// Err is the reason: one of the errors of this package, perhaps wrapped.
	Err error
}

// Error names the reason and the place.
func (e *DecodeError) Error() string {
	if e.Pointer == "" {
		return fmt.Sprintf("mparticle: %v at offset %d", e.Err, e.Offset)
	}
	return fmt.Sprintf("mparticle: %v at offset %d, %q", e.Err, e.Offset, e.Pointer)
}

// Unwrap returns the reason.
func (e *DecodeError) Unwrap() error { return e.Err }

// decodeError translates an error of jsontext, whose text may quote the input.
func decodeError(err error) *DecodeError {
	if known, ok := errors.AsType[*DecodeError](err); ok {
		return known
	}
	e := &DecodeError{Err: ErrSyntax}
	if syntax, ok := errors.AsType[*jsontext.SyntacticError](err); ok {
		e.Offset, e.Pointer = syntax.ByteOffset, string(syntax.JSONPointer)
	}
	switch {
	case errors.Is(err, jsontext.ErrDuplicateName):
		e.Err = ErrDuplicateName
	case errors.Is(err, io.EOF), errors.Is(err, io.ErrUnexpectedEOF):
		e.Err = fmt.Errorf("%w: %w", ErrSyntax, io.ErrUnexpectedEOF)
	}
	return e
}
