package braze

import (
	"bytes"
	"encoding/json"
	"errors"
	"io"
	"strings"
	"time"

	jsonv2 "github.com/go-json-experiment/json"
	"github.com/go-json-experiment/json/jsontext"
)

// decoder reads objects token by token. Names are compared with regard to
// case and may not come twice; unknown members are skipped where they have no
// meaning.
type decoder struct{ *jsontext.Decoder }

// decode reads one JSON value with read, to its end. As encoding/json has it,
// null changes nothing.
func decode(b []byte, read func(*decoder) error) error {
	if string(b) == "null" {
		return nil
	}
	d := &decoder{jsontext.NewDecoder(bytes.NewReader(b))}
	if err := read(d); err != nil {
		return err
	}
	if _, err := d.ReadToken(); !errors.Is(err, io.EOF) {
		return d.mismatch("nothing after the value")
	}
	return nil
}

// mismatch says where the input is not what it should be, without the input.
func (d *decoder) mismatch(want string) error {
	where := strings.ReplaceAll(strings.TrimPrefix(string(d.StackPointer()), "/"), "/", ".")
	return &FieldError{Field: where, Code: FieldType, Detail: want}
}

// object calls read for each member; read must consume the value.
func (d *decoder) object(read func(name string) error) error {
	return d.within('{', "an object", func() error {
		name, err := d.ReadToken()
		if err != nil {
			return err
		}
		return read(name.String())
	})
}

// array calls read for each item; read must consume it.
func (d *decoder) array(read func() error) error { return d.within('[', "an array", read) }

func (d *decoder) within(begin jsontext.Kind, want string, read func() error) error {
	if err := d.expect(begin, want); err != nil {
		return err
	}
	if _, err := d.ReadToken(); err != nil {
		return err
	}
	if d.StackDepth() > 2*MaxDepth {
		return d.mismatch("less nesting")
	}
	for {
		switch d.PeekKind() {
		case '}', ']':
			_, err := d.ReadToken()
			return err
		default:
			if err := read(); err != nil {
				return err
			}
		}
	}
}

// expect checks the kind of the next value without reading it.
func (d *decoder) expect(kind jsontext.Kind, want string) error {
	switch got := d.PeekKind(); got {
	case kind:
		return nil
	case 0:
		_, err := d.ReadToken()
		return err
	default:
		if err := d.SkipValue(); err != nil {
			return err
		}
		return d.mismatch(want)
	}
}

func (d *decoder) text(to *string) error {
	if err := d.expect('"', "text"); err != nil {
		return err
	}
	t, err := d.ReadToken()
	if err == nil {
		*to = t.String()
	}
	return err
}

func (d *decoder) number(to *json.Number) error {
	if err := d.expect('0', "a number"); err != nil {
		return err
	}
	v, err := d.ReadValue()
	if err == nil {
		*to = json.Number(v)
	}
	return err
}

// leaf reads a value of a plain struct or basic type.
func (d *decoder) leaf(to any) error {
	v, err := d.ReadValue()
	if err != nil {
		return err
	}
	return d.unmarshal(v, to)
}

func (d *decoder) unmarshal(v jsontext.Value, to any) error {
	if err := jsonv2.Unmarshal(v, to, leafOptions); err != nil {
		return d.mismatch("a value of another type or form")
	}
	return nil
}

// time reads a time in any form Braze accepts, to the millisecond, which is
// what this package writes.
func (d *decoder) time(to *time.Time) error {
	var s string
	if err := d.text(&s); err != nil {
		return err
	}
	t, err := parseTime(s)
	if err != nil {
		return d.mismatch("a time, ISO 8601")
	}
	*to = t
	return nil
}

// leafOptions make times read and written as Braze has them, and objects
// written in one order.
var leafOptions = jsonv2.JoinOptions(
	jsonv2.Deterministic(true),
	jsonv2.WithMarshalers(jsonv2.MarshalFunc(func(t time.Time) ([]byte, error) {
		e := newEncoder(nil)
		e.moment(t)
		return e.finish(ArrayAttributes)
	})),
	jsonv2.WithUnmarshalers(jsonv2.UnmarshalFunc(func(b []byte, to *time.Time) error {
		return decode(b, func(d *decoder) error { return d.time(to) })
	})),
)

// timeLayouts are the forms Braze lists on
// https://www.braze.com/docs/api/objects_filters/user_attributes_object.
var timeLayouts = []string{
	time.RFC3339,
	"2006-01-02T15:04:05Z0700",
	"2006-01-02T15:04:05",
	time.DateTime,
	time.DateOnly,
	"01/02/2006",
}

var errTime = errors.New("braze: not a time that Braze knows")

func parseTime(s string) (time.Time, error) {
	// In one of the forms a colon stands before the milliseconds.
	if len(s) > 19 && s[19] == ':' {
		s = s[:19] + "." + s[20:]
	}
	for _, layout := range timeLayouts {
		if t, err := time.Parse(layout, s); err == nil {
			return t.UTC().Truncate(time.Millisecond), nil
		}
	}
	return time.Time{}, errTime
}
