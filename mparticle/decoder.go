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

	problems []Problem
	common   EventCommon  // of the event being read
	held     []heldMember // the other members of its data
	events   []Event      // that have no slice yet
	pairs    []pair       // members and elements that have no map or slice yet
	unquoted []byte

	// A nested decoder reads a held member: parent and name say where it stands.
	nested *decoder
	parent *decoder
	name   string
}

// heldMember is a member of an event's data, set aside until the event's type
// is known: the type follows the data in most outputs.
type heldMember struct {
	name       string
	start, end int
}

type pair struct {
	name  string
	value any
}

// token is a scalar, or the beginning of an array or object.
type token struct {
	kind  jsontext.Kind
	raw   string // a scalar's JSON
	start int    // a container's first byte
}

var decoders = sync.Pool{New: func() any { return newDecoder() }}

// The names in nested and in lenient input are not checked: they have been, or
// need not be.
var anyNames = []jsontext.Options{jsontext.AllowDuplicateNames(true)}

func newDecoder() *decoder {
	return &decoder{json: jsontext.NewDecoder(new(bytes.Buffer))}
}

func borrowDecoder(data []byte, lenient bool) *decoder {
	d := decoders.Get().(*decoder)
	d.lenient = lenient
	if lenient {
		d.reset(data, string(data), anyNames...)
	} else {
		d.reset(data, string(data))
	}
	return d
}

// release returns d to the pool, without hold on the input or its values.
func (d *decoder) release() {
	if d.nested != nil {
		d.nested.reset(nil, "")
	}
	d.reset(nil, "")
	d.problems = nil
	d.common = EventCommon{}
	clear(d.held[:cap(d.held)])
	d.held = d.held[:0]
	clear(d.events[:cap(d.events)])
	d.events = d.events[:0]
	clear(d.pairs) // what is over its length has been cleared
	d.pairs = d.pairs[:0]
	decoders.Put(d)
}

func (d *decoder) reset(data []byte, text string, opts ...jsontext.Options) {
	d.data, d.text = data, text
	d.input = *bytes.NewBuffer(data)
	d.json.Reset(&d.input, opts...)
}

// nest returns a decoder for one held member.
func (d *decoder) nest(m heldMember) *decoder {
	if d.nested == nil {
		d.nested = newDecoder()
		d.nested.parent = d
	}
	n := d.nested
	n.name, n.lenient = m.name, d.lenient
	n.reset(d.data[m.start:m.end], d.text[m.start:m.end], anyNames...)
	return n
}

// next reads the next scalar or enters the next container.
func (d *decoder) next() (token, error) {
	kind := d.json.PeekKind()
	if kind == '{' || kind == '[' {
		if _, err := d.json.ReadToken(); err != nil {
			return token{}, err
		}
		if d.json.StackDepth() > MaxDepth {
			return token{}, d.refuse(ErrDepth)
		}
		return token{kind: kind, start: int(d.json.InputOffset()) - 1}, nil
	}
	raw, err := d.json.ReadValue()
	if err != nil {
		return token{}, err
	}
	end := int(d.json.InputOffset())
	return token{kind: kind, raw: d.text[end-len(raw) : end]}, nil
}

// more reports whether the container that ends with end goes on, and leaves it
// when it does not.
func (d *decoder) more(end jsontext.Kind) (bool, error) {
	if d.json.PeekKind() != end {
		return true, nil
	}
	_, err := d.json.ReadToken()
	return false, err
}

// memberName reads the name of the nth member of an object.
func (d *decoder) memberName(n int) (string, error) {
	if n >= MaxMembers {
		return "", d.refuse(ErrTooLarge)
	}
	if d.json.PeekKind() != '"' {
		_, err := d.json.ReadToken() // does not succeed
		return "", err
	}
	raw, err := d.json.ReadValue()
	if err != nil {
		return "", err
	}
	end := int(d.json.InputOffset())
	return d.unquote(d.text[end-len(raw) : end]), nil
}

// leave reads on until the container that began with tok has ended, and
// returns the whole of it. A scalar is returned as it is.
func (d *decoder) leave(tok token, depth int) (string, error) {
	if tok.raw != "" {
		return tok.raw, nil
	}
	for d.json.StackDepth() > depth {
		next, err := d.json.ReadToken()
		if err != nil {
			return "", err
		}
		level := d.json.StackDepth()
		if level > MaxDepth {
			return "", d.refuse(ErrDepth)
		}
		// An object's names and values are counted alike.
		if kind, n := d.json.StackIndex(level); kind == '{' && n > 2*MaxMembers && next.Kind() != '}' {
			return "", d.refuse(ErrTooLarge)
		}
	}
	return d.text[tok.start:d.json.InputOffset()], nil
}

// unquote returns the text of a JSON string.
func (d *decoder) unquote(raw string) string {
	if strings.IndexByte(raw, '\\') < 0 {
		return raw[1 : len(raw)-1]
	}
	d.unquoted, _ = jsontext.AppendUnquote(d.unquoted[:0], raw) // raw has been read
	return string(d.unquoted)
}

// compact returns JSON that was read, without white space and needless escapes,
// so that it stays the same however often it is written and read.
func (d *decoder) compact(raw string) json.RawMessage {
	switch {
	case raw[0] != '{' && raw[0] != '[' && strings.IndexByte(raw, '\\') < 0:
		return json.RawMessage(raw)
	case d.lenient:
		return uniqueNames(raw)
	}
	out, _ := jsontext.AppendFormat(nil, raw) // raw has been read
	return out
}

// uniqueNames drops all but the last of members with one name.
func uniqueNames(raw string) json.RawMessage {
	d := borrowDecoder([]byte(raw), true)
	defer d.release()
	var e encoder
	if tok, err := d.next(); err == nil {
		value, _ := d.value(tok) // raw has been read
		e.value(value)
	}
	return e.b
}

// pointer is where the value stands that was read last.
func (d *decoder) pointer() jsontext.Pointer {
	here := d.json.StackPointer()
	if d.parent == nil {
		return here
	}
	return d.parent.pointer() + "/data" + jsontext.Pointer("").AppendToken(d.name) + here
}

// refuse ends the reading of the whole input at this place.
func (d *decoder) refuse(reason error) error {
	return &DecodeError{Offset: d.json.InputOffset(), Pointer: string(d.pointer()), Err: reason}
}

// report notes a problem with the value that was read last.
func (d *decoder) report(want string, got jsontext.Kind) {
	p := Problem{Pointer: string(d.pointer()), Want: want, Got: kindName(got)}
	for d.parent != nil {
		d = d.parent
	}
	d.problems = append(d.problems, p)
}

// forget takes back what was reported since the list had n problems.
func (d *decoder) forget(n int) {
	for d.parent != nil {
		d = d.parent
	}
	d.problems = d.problems[:n]
}

func (d *decoder) reported() int {
	for d.parent != nil {
		d = d.parent
	}
	return len(d.problems)
}

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
