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

// decoder reads values from JSON in memory. jsontext checks the text first, as a
// whole; then nothing is left to check when it is walked. Names and strings are
// substrings of text, the one copy of the input, unless they hold escapes.
type decoder struct {
	json    *jsontext.Decoder
	input   bytes.Buffer
	data    []byte
	text    string
	lenient bool

	end   int // of the token that was read last
	depth int // how many containers have begun and not ended

	found    []finding
	around   envelope // of the event being read
	typeAt   int      // where the text names an event type next
	events   []Event  // that have no slice yet
	pairs    []pair   // members and elements that have no map or slice yet
	deep     []any    // containers among them
	unquoted []byte

	// settled is set while an event is read once more, because its type was not
	// what it looked like: eventType is what it was.
	settled   bool
	eventType EventType
}

// token is a scalar, or the beginning of an array or object.
type token struct {
	kind  jsontext.Kind
	raw   string // a scalar's JSON, empty for a container
	start int    // a container's first byte
	depth int    // how deep a container is, the outermost being 1
}

var decoders = sync.Pool{New: func() any { return newDecoder() }}

// Names are checked here, where most are known anyway, rather than in jsontext.
var anyNames = []jsontext.Options{jsontext.AllowDuplicateNames(true)}

func newDecoder() *decoder {
	return &decoder{json: jsontext.NewDecoder(new(bytes.Buffer))}
}

func borrowDecoder(data []byte, lenient bool) *decoder {
	d := decoders.Get().(*decoder)
	d.lenient = lenient
	d.reset(data, string(data))
	return d
}

// release returns d to the pool, without hold on the input or its values.
func (d *decoder) release() {
	d.reset(nil, "")
	d.around = envelope{}
	d.found = d.found[:0]
	clear(d.events[:cap(d.events)])
	d.events = d.events[:0]
	d.drop(0, 0)
	decoders.Put(d)
}

func (d *decoder) reset(data []byte, text string) {
	d.data, d.text, d.typeAt = data, text, -1
	d.end, d.depth, d.settled = 0, 0, false
	d.rewind()
}

// rewind lets jsontext begin again.
func (d *decoder) rewind() {
	d.input = *bytes.NewBuffer(d.data)
	d.json.Reset(&d.input, anyNames...)
}

// unquote returns the text of a JSON string.
func (d *decoder) unquote(raw string) string {
	if strings.IndexByte(raw, '\\') < 0 {
		return raw[1 : len(raw)-1]
	}
	d.unquoted, _ = jsontext.AppendUnquote(d.unquoted[:0], raw) // has been checked
	return string(d.unquoted)
}

// unescape returns what stands between the quotes of a JSON string.
func (d *decoder) unescape(s string) string {
	if strings.IndexByte(s, '\\') < 0 {
		return s
	}
	return d.unquote(`"` + s + `"`)
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
