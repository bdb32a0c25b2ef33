package mapping

import (
	"strconv"
	"strings"
	"unicode"
)

// Issue is one thing that did not go through unchanged.
type Issue struct {
	// Path is a JSON pointer (RFC 6901) into the batch, such as
	// /events/2/data/custom_attributes/size. Empty means the whole batch.
	Path string
	// Code says what happened.
	Code Code
	// Severity says what it cost.
	Severity Severity
	// Detail explains, and never holds a value of the batch.
	Detail string
}

// Severity is what an issue cost.
type Severity uint8

// The severities.
const (
	// Info: by design, such as an event type that is not forwarded.
	Info Severity = iota
	// Warning: something was changed or a field was left out.
	Warning
	// Error: an object or the batch was left out.
	Error
)

// String returns info, warning or error.
func (s Severity) String() string {
	switch s {
	case Info:
		return "info"
	case Warning:
		return "warning"
	case Error:
		return "error"
	}
	return "severity?"
}

// String returns the issue on one line, such as
// "warning gender_unknown /user_attributes/$Gender: not a gender". Names come
// from outside: a path that could break a log line is quoted.
func (i Issue) String() string {
	path := i.Path
	switch {
	case path == "":
		path = "batch"
	case strings.ContainsFunc(path, func(c rune) bool { return !unicode.IsPrint(c) }):
		path = strconv.Quote(path)
	}
	return i.Severity.String() + " " + string(i.Code) + " " + path + ": " + i.Detail
}
