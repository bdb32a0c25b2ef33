package mparticle

import (
	"bytes"
	"encoding/json"
	"strings"
	"sync"

	"github.com/go-json-experiment/json/jsontext"
)

// What one batch may hold. More is refused, so that hostile input costs no more
// stack or time than an honest one of its size.
const (
	// MaxDepth is how deeply arrays and objects may nest.
	MaxDepth = 64
	// MaxMembers is how many members one object may have.
	MaxMembers = 10_000
)

// decoder reads values from JSON in memory. Names and strings are substrings of
// text, the one copy of the input, unless they hold escapes.
type decoder struct {
	json    *jsontext.Decoder
	input   bytes.Buffer
	data    []byte
	text    string
	lenient bool
	memory  *memory
	pos     int  // where the token that was read last ends in the text
	plain   span // a stretch of the text without a backslash

	problems *[]Problem // which nested decoders share
	around   envelope   // of the event being read
	typeAt   int        // where the text names an event type next
	events   []Event    // that have no slice yet
	pairs    []pair     // members and elements that have no map or slice yet
	deep     []any      // containers among them
	unquoted []byte
	texts    strings.Builder // of texts that had escapes
	// followers guesses the order of members, see followersIn.
	followers [][]uint8

	// nested reads once more an event whose type was not what it looked like.
	nested *decoder
	// Of a nested decoder: whose it is, where its text begins in the parent's,
	// and the type of the event.
	parent    *decoder
	origin    int
	settled   bool
	eventType EventType
}

// token is a scalar, or the beginning of an array or object. It is small enough
// to stay in registers.
type token struct {
	kind  jsontext.Kind
	depth int // a container's place in the stack, 0 for a scalar
	span
}

// span is a part of the text.
type span struct{ from, to int }

// inner returns what stands between the quotes of a string.
func (s span) inner() span { return span{s.from + 1, s.to - 1} }

var decoders = sync.Pool{New: func() any { return newDecoder() }}

// Names are checked here, where most are known anyway, rather than in jsontext.
var anyNames = []jsontext.Options{jsontext.AllowDuplicateNames(true)}

func newDecoder() *decoder {
	return &decoder{json: jsontext.NewDecoder(new(bytes.Buffer)), problems: new([]Problem)}
}

func borrowDecoder(data []byte, lenient bool) *decoder {
	d := decoders.Get().(*decoder)
	d.lenient = lenient
	d.reset(data, string(data))
	return d
}

// release returns d to the pool, without hold on the input or its values.
func (d *decoder) release() {
	if d.nested != nil {
		d.nested.reset(nil, "")
		d.nested.around = envelope{}
		d.nested.memory = nil
	}
	d.reset(nil, "")
	d.memory = nil
	*d.problems = nil
	d.around = envelope{}
	clear(d.events[:cap(d.events)])
	d.events = d.events[:0]
	d.drop(0, 0)
	decoders.Put(d)
}

func (d *decoder) reset(data []byte, text string) {
	d.data, d.text, d.typeAt, d.pos, d.plain = data, text, -1, 0, span{}
	d.texts = strings.Builder{}
	d.input = *bytes.NewBuffer(data)
	d.json.Reset(&d.input, anyNames...)
}

// nest returns a decoder for a part of the text that d has read.
func (d *decoder) nest(start, end int) *decoder {
	if d.nested == nil {
		d.nested = newDecoder()
		d.nested.parent, d.nested.problems = d, d.problems
	}
	n := d.nested
	n.lenient, n.memory, n.origin = d.lenient, d.memory, start
	n.reset(d.data[start:end], d.text[start:end])
	return n
}

// next reads the next scalar or enters the next container. After the last
// element of an array, or member of an object, it reads the end: its kind is
// then ] or }.
func (d *decoder) next() (token, error) {
	at := d.pos
	if _, err := d.json.ReadToken(); err != nil {
		return token{}, err
	}
	d.pos = int(d.json.InputOffset())
	c := d.text[at]
	for c <= ' ' || c == ',' || c == ':' { // what stands between two tokens
		at++
		c = d.text[at]
	}
	tok := token{kind: jsontext.Kind(c), span: span{at, d.pos}}
	switch {
	case c == '{' || c == '[':
		if tok.depth = d.json.StackDepth(); tok.depth > MaxDepth {
			return token{}, d.refuse(ErrDepth)
		}
	case c == '-' || '0' <= c && c <= '9':
		tok.kind = '0'
	}
	return tok, nil
}

// element reads the next element of an array. It reports false at the array's
// end and on an error.
func (d *decoder) element() (token, bool, error) {
	tok, err := d.next()
	return tok, err == nil && tok.kind != ']', err
}

// member reads the name of the nth member of an object. It reports false at the
// object's end and on an error.
func (d *decoder) member(n int) (span, bool, error) {
	tok, err := d.next()
	switch {
	case err != nil || tok.kind == '}':
		return span{}, false, err
	case n >= MaxMembers:
		return span{}, false, d.refuse(ErrTooLarge)
	}
	return tok.inner(), true, nil
}

// leave reads on until the container that began with tok has ended, and
// returns the whole of it. A scalar is returned as it is.
func (d *decoder) leave(tok token) (string, error) {
	if tok.depth == 0 {
		return d.at(tok.span), nil
	}
	for d.json.StackDepth() >= tok.depth {
		next, err := d.json.ReadToken()
		if err != nil {
			return "", err
		}
		d.pos = int(d.json.InputOffset())
		level := d.json.StackDepth()
		if level > MaxDepth {
			return "", d.refuse(ErrDepth)
		}
		// An object's names and values are counted alike.
		if kind, n := d.json.StackIndex(level); kind == '{' && n > 2*MaxMembers && next.Kind() != '}' {
			return "", d.refuse(ErrTooLarge)
		}
	}
	return d.text[tok.from:d.pos], nil
}

// at returns a part of the text as it is written.
func (d *decoder) at(s span) string { return d.text[s.from:s.to] }

// string returns the text of the string that tok is.
func (d *decoder) string(tok token) string { return d.unescape(tok.inner()) }

// unescape returns the text that stands between two quotes.
func (d *decoder) unescape(s span) string {
	if d.plain.from <= s.from && s.to <= d.plain.to { // nearly always
		return d.at(s)
	}
	return d.unescapeSlowly(s)
}

// unescapeSlowly is unescape for what may hold a backslash. It remembers up to
// where there is none.
func (d *decoder) unescapeSlowly(s span) string {
	d.plain = span{s.from, len(d.text)}
	if i := strings.IndexByte(d.text[s.from:], '\\'); i >= 0 {
		d.plain.to = s.from + i
	}
	if s.to <= d.plain.to {
		return d.at(s)
	}
	d.unquoted, _ = jsontext.AppendUnquote(d.unquoted[:0], d.text[s.from-1:s.to+1]) // has been checked
	return d.keepText(d.unquoted)
}

// keepText returns b as text. Several share an allocation.
func (d *decoder) keepText(b []byte) string {
	const usual = 256
	if d.texts.Cap()-d.texts.Len() < len(b) {
		d.texts = strings.Builder{}
		d.texts.Grow(max(usual, len(b)))
	}
	from := d.texts.Len()
	d.texts.Write(b)
	return d.texts.String()[from:]
}

// compact returns JSON that was read, without white space and needless escapes,
// so that it stays the same however often it is written and read.
func (d *decoder) compact(raw string) (json.RawMessage, error) {
	if raw[0] != '{' && raw[0] != '[' && strings.IndexByte(raw, '\\') < 0 {
		return json.RawMessage(raw), nil
	}
	out, err := jsontext.AppendFormat(nil, raw)
	switch { // the syntax has been read already
	case err == nil:
		return out, nil
	case d.lenient:
		return uniqueNames(raw)
	default:
		return nil, d.refuse(ErrDuplicateName)
	}
}

// uniqueNames drops all but the last of members with one name.
func uniqueNames(raw string) (json.RawMessage, error) {
	d := borrowDecoder([]byte(raw), true)
	defer d.release()
	var e encoder
	err := d.document(func(tok token) error {
		value, err := d.value(tok)
		e.value(value)
		return err
	})
	return e.b, err
}

// pointer is where the value stands that was read last.
func (d *decoder) pointer() jsontext.Pointer {
	if d.parent == nil {
		return d.json.StackPointer()
	}
	return d.parent.pointer() + d.json.StackPointer()
}

// refuse ends the reading of the whole input at this place.
func (d *decoder) refuse(reason error) error {
	return &DecodeError{Offset: int64(d.origin + d.pos), Pointer: string(d.pointer()), Err: reason}
}

// report notes a problem with the value that was read last.
func (d *decoder) report(want string, got jsontext.Kind) { d.reportAt(d.pointer(), want, got) }

func (d *decoder) reportAt(pointer jsontext.Pointer, want string, got jsontext.Kind) {
	*d.problems = append(*d.problems, Problem{Pointer: string(pointer), Want: want, Got: kindName(got)})
}

// forget takes back what was reported since the list had n problems.
func (d *decoder) forget(n int) { *d.problems = (*d.problems)[:n] }

func (d *decoder) reported() int { return len(*d.problems) }

func kindName(k jsontext.Kind) string {
	switch k {
	case 'n':
		return "null"
	case 't', 'f':
		return "boolean"
	case '0':
		return "number"
	case '"':
		return "text"
	case '[':
		return "array"
	case '{':
		return "object"
	default:
		return "nothing"
	}
}
