package mparticle

import "encoding/json"

// Attributes maps names to values: user attributes, the custom attributes of
// an event or a product, custom flags.
//
// A decoded value is a string, a bool, nil, a [encoding/json.Number] (the
// digits as they came, never rounded), a []any or a map[string]any of those.
// A literal may also hold Go's integers and floats, []string and the like.
// A nil user attribute is a user tag: a name without a value.
type Attributes map[string]any

// MarshalJSON implements [json.Marshaler]: names are sorted.
func (a Attributes) MarshalJSON() ([]byte, error) {
	if a == nil {
		return []byte("null"), nil
	}
	var e encoder
	e.attributes(a)
	return e.b, e.err
}

// UnmarshalJSON implements [json.Unmarshaler]: numbers become [json.Number].
func (a *Attributes) UnmarshalJSON(data []byte) error {
	return unmarshal(data, a, attributesCodec)
}

func attributes[T any](name string, at func(*T) *Attributes) field[T] {
	return member(name, at, attributesCodec)
}

var attributesCodec = codec[Attributes]{
	want: "object",
	read: func(d *decoder, tok token, v *Attributes) (spelling, error) {
		if tok.kind != '{' {
			return misfit, nil
		}
		m, err := d.object()
		*v = m
		return plain, err
	},
	write: func(e *encoder, v *Attributes, _ spelling) { e.attributes(*v) },
	zero:  func(v *Attributes) bool { return len(*v) == 0 },
}

// anything reads any value into an any.
func anything[T any](name string, at func(*T) *any) field[T] {
	return member(name, at, codec[any]{
		want: "any value",
		read: func(d *decoder, tok token, v *any) (spelling, error) {
			value, err := d.value(tok)
			*v = value
			return plain, err
		},
		write: func(e *encoder, v *any, _ spelling) { e.value(*v) },
		zero:  func(v *any) bool { return *v == nil },
	})
}

// value reads the value that tok is or begins.
func (d *decoder) value(tok token) (any, error) {
	switch tok.kind {
	case '{':
		return d.object()
	case '[':
		return d.array()
	case '"':
		return d.unquote(tok.raw), nil
	case '0':
		return json.Number(tok.raw), nil
	case 't', 'f':
		return tok.kind == 't', nil
	default:
		return nil, nil
	}
}

// object reads the members of an object that has begun. They are collected
// first, so that the map is made once in its size.
func (d *decoder) object() (map[string]any, error) {
	base := len(d.pairs)
	defer d.dropPairs(base)
	for {
		name, more, err := d.member(len(d.pairs) - base)
		if err != nil {
			return nil, err
		}
		if !more {
			break
		}
		tok, err := d.next()
		if err == nil {
			err = d.collect(d.unescape(name), tok)
		}
		if err != nil {
			return nil, err
		}
	}
	pairs := d.boxed(base)
	m := make(map[string]any, len(pairs))
	for i := range pairs {
		m[pairs[i].name] = pairs[i].value
	}
	if len(m) < len(pairs) && !d.lenient {
		return nil, d.refuse(ErrDuplicateName)
	}
	return m, nil
}

// array reads the elements of an array that has begun.
func (d *decoder) array() ([]any, error) {
	base := len(d.pairs)
	defer d.dropPairs(base)
	for {
		tok, more, err := d.element()
		if err != nil {
			return nil, err
		}
		if !more {
			break
		}
		if err := d.collect("", tok); err != nil {
			return nil, err
		}
	}
	pairs := d.boxed(base)
	values := make([]any, len(pairs))
	for i := range pairs {
		values[i] = pairs[i].value
	}
	return values, nil
}

// collect reads the value that tok is or begins into pairs.
func (d *decoder) collect(name string, tok token) (err error) {
	p := pair{name: name, kind: tok.kind}
	switch tok.kind {
	case '"':
		p.text = d.unquote(tok.raw)
	case '0':
		p.text = tok.raw
	default:
		p.value, err = d.value(tok)
	}
	d.pairs = append(d.pairs, p)
	return err
}

// boxed returns the pairs since base with their values.
func (d *decoder) boxed(base int) []pair {
	pairs := d.pairs[base:]
	box[string](pairs, '"')
	box[json.Number](pairs, '0')
	return pairs
}

func (d *decoder) dropPairs(base int) {
	clear(d.pairs[base:])
	d.pairs = d.pairs[:base]
}
