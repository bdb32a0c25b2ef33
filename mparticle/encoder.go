package mparticle

import (
	"encoding/json"
	"errors"
	"fmt"
	"maps"
	"slices"
	"strconv"

	"github.com/go-json-experiment/json/jsontext"
)

var errNumber = errors.New("mparticle: the text of a number is not a JSON number")

// encoder appends JSON. Its first error sticks; what it has appended is then
// of no use.
type encoder struct {
	b   []byte
	err error
}

func (e *encoder) open(c byte)  { e.separate(); e.b = append(e.b, c) }
func (e *encoder) close(c byte) { e.b = append(e.b, c) }

// separate appends the comma that the next name or element needs.
func (e *encoder) separate() {
	if n := len(e.b); n > 0 && e.b[n-1] != '{' && e.b[n-1] != '[' && e.b[n-1] != ':' {
		e.b = append(e.b, ',')
	}
}

// key appends a name that is already quoted, with its colon.
func (e *encoder) key(k string) {
	e.separate()
	e.b = append(e.b, k...)
}

func (e *encoder) name(name string) {
	e.text(name)
	e.b = append(e.b, ':')
}

// raw appends JSON known to be right.
func (e *encoder) raw(s string) {
	e.separate()
	e.b = append(e.b, s...)
}

func (e *encoder) text(s string) {
	e.separate()
	e.b, _ = jsontext.AppendQuote(e.b, s) // replaces what is not UTF-8
}

func (e *encoder) int(n int64) {
	e.separate()
	e.b = strconv.AppendInt(e.b, n, 10)
}

// number appends decimal text.
func (e *encoder) number(s string) {
	if !isNumber(s) {
		e.fail(errNumber)
		s = "0"
	}
	e.raw(s)
}

// message appends JSON that may come from a caller.
func (e *encoder) message(m json.RawMessage) {
	if m == nil {
		e.raw("null")
		return
	}
	e.separate()
	b, err := jsontext.AppendFormat(e.b, m)
	if err != nil {
		e.fail(fmt.Errorf("mparticle: raw JSON: %w", decodeError(err)))
		return
	}
	e.b = b
}

func (e *encoder) fail(err error) {
	if e.err == nil {
		e.err = err
	}
}

// value appends an attribute's value.
func (e *encoder) value(v any) {
	switch v := v.(type) {
	case nil:
		e.raw("null")
	case string:
		e.text(v)
	case bool:
		e.raw(strconv.FormatBool(v))
	case json.Number:
		e.number(string(v))
	case int:
		e.int(int64(v))
	case int64:
		e.int(v)
	case []any:
		list(e, v, e.value)
	case []string:
		list(e, v, e.text)
	case map[string]any:
		e.attributes(v)
	case Attributes:
		e.attributes(v)
	default:
		b, err := json.Marshal(v)
		if err != nil {
			e.fail(fmt.Errorf("mparticle: attribute value of type %T cannot be JSON", v))
			return
		}
		e.message(b)
	}
}

func (e *encoder) attributes(m map[string]any) {
	e.open('{')
	for _, name := range slices.Sorted(maps.Keys(m)) {
		e.name(name)
		e.value(m[name])
	}
	e.close('}')
}

func list[V any](e *encoder, values []V, write func(V)) {
	e.open('[')
	for _, v := range values {
		write(v)
	}
	e.close(']')
}

// isNumber reports whether s is a JSON number and nothing else.
func isNumber(s string) bool {
	if s == "" {
		return false
	}
	digit := func(c byte) bool { return '0' <= c && c <= '9' }
	return (s[0] == '-' || digit(s[0])) && digit(s[len(s)-1]) && jsontext.Value(s).IsValid()
}
