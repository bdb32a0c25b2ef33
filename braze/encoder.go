package braze

import (
	"strconv"
	"strings"
	"sync"
	"unicode/utf8"

	"github.com/go-json-experiment/json/jsontext"
)

// encoder appends one object to buf and notes everything that is wrong with
// it, so that checking and encoding are the same pass. What it wrote is thrown
// away when anything is wrong.
type encoder struct {
	buf    []byte
	start  int
	fields []*FieldError
	path   []step

	points     int
	repeatable bool
	tooDeep    bool
	scratch    []byte // for what is thrown away or copied
}

// step is a member, or an item (then item is not negative), on the way to a
// value.
type step struct {
	name string
	item int
}

var encoders = sync.Pool{New: func() any { return new(encoder) }}

// newEncoder returns an encoder that appends to dst. The caller ends it with
// finish.
func newEncoder(dst []byte) *encoder {
	e := encoders.Get().(*encoder)
	e.begin(dst)
	return e
}

func (e *encoder) begin(dst []byte) {
	e.buf, e.start = dst, len(dst)
	e.fields, e.points, e.repeatable, e.tooDeep = nil, 0, true, false
}

// take ends one object: what was appended, or why not.
func (e *encoder) take(array Array, index int) ([]byte, error) {
	if len(e.fields) == 0 && len(e.buf)-e.start > MaxObjectBytes {
		e.fail(FieldTooLarge, "an object has at most "+strconv.Itoa(MaxObjectBytes)+" bytes")
	}
	if len(e.fields) > 0 {
		return e.buf[:e.start], &ObjectError{Array: array, Index: index, Fields: e.fields}
	}
	return e.buf, nil
}

// finish is take for an object alone, and gives the encoder back.
func (e *encoder) finish(array Array) ([]byte, error) {
	buf, err := e.take(array, -1)
	e.release()
	return buf, err
}

func (e *encoder) release() {
	e.buf, e.fields, e.path = nil, nil, e.path[:0]
	encoders.Put(e)
}

// fail notes that the value at the current path breaks a rule.
func (e *encoder) fail(code FieldCode, detail string) {
	e.fields = append(e.fields, &FieldError{Field: e.where(), Code: code, Detail: detail})
}

// failAt is fail for a member of the current path that is not entered.
func (e *encoder) failAt(name string, code FieldCode, detail string) {
	e.enter(name)
	e.fail(code, detail)
	e.leave()
}

func (e *encoder) enter(name string)   { e.path = append(e.path, step{name: name, item: -1}) }
func (e *encoder) enterItem(index int) { e.path = append(e.path, step{item: index}) }
func (e *encoder) leave()              { e.path = e.path[:len(e.path)-1] }

// inItem reports whether the current value is an item of an array.
func (e *encoder) inItem() bool {
	return len(e.path) > 0 && e.path[len(e.path)-1].item >= 0
}

func (e *encoder) where() string {
	var b strings.Builder
	for i, s := range e.path {
		switch {
		case s.item >= 0:
			b.WriteString("[" + strconv.Itoa(s.item) + "]")
		case i > 0:
			b.WriteString("." + s.name)
		default:
			b.WriteString(s.name)
		}
	}
	return b.String()
}

// grown makes b the buffer: the buffer with something appended. A pointer is
// stored only when it moved, because that costs more than to compare.
func (e *encoder) grown(b []byte) {
	if cap(b) == cap(e.buf) {
		e.buf = e.buf[:len(b)]
		return
	}
	e.buf = b
}

// key appends a name that needs no escaping, after a comma when one is due.
func (e *encoder) key(name string) { e.grown(appendKey(e.buf, name)) }

func appendKey(b []byte, name string) []byte {
	b = append(appendComma(b), '"')
	b = append(b, name...)
	return append(b, '"', ':')
}

// name appends any name, after a comma when one is due.
func (e *encoder) name(name string) {
	e.comma()
	e.quote(name)
	e.buf = append(e.buf, ':')
}

func (e *encoder) comma() { e.grown(appendComma(e.buf)) }

// appendComma appends a comma when one is due.
func appendComma(b []byte) []byte {
	if last := b[len(b)-1]; last != '{' && last != '[' {
		b = append(b, ',')
	}
	return b
}

// quote appends s as a JSON string. Only what JSON demands is escaped: the
// escapes for HTML would count against Braze's limits in bytes.
func (e *encoder) quote(s string) {
	if b, ok := appendPlain(e.buf, s); ok {
		e.grown(b)
		return
	}
	var err error
	if e.buf, err = jsontext.AppendQuote(e.buf, s); err != nil {
		e.fail(FieldUTF8, "text must be valid UTF-8")
	}
}

// longer reports whether s has more than most characters.
func longer(s string, most int) bool {
	return len(s) > most && utf8.RuneCountInString(s) > most
}

func blank(s string) bool { return strings.TrimSpace(s) == "" }

// validate encodes v to nowhere and returns what is wrong with it.
func validate[T any](encode func(*encoder, *T), v *T, array Array) error {
	e := newEncoder(nil)
	e.begin(e.scratch[:0])
	encode(e, v)
	buf, err := e.take(array, -1)
	e.keepScratch(buf)
	e.release()
	return err
}

// keepScratch keeps the buffer for the next time, unless it is huge.
func (e *encoder) keepScratch(buf []byte) {
	if cap(buf) <= 2*MaxObjectBytes {
		e.scratch = buf[:0]
	}
}
