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
		return d.string(tok), nil
	case '0':
		return json.Number(d.at(tok.span)), nil
	case 't', 'f':
		return tok.kind == 't', nil
	default:
		return nil, nil
	}
}

var valueMaps = newSlot()

// object reads the members of an object that has begun. They are collected
// first, so that the map is made once in its size.
func (d *decoder) object() (map[string]any, error) {
	base, deep := len(d.pairs), len(d.deep)
	for {
		name, err := d.next()
		if err != nil {
			return nil, err
		}
		if name.kind == '}' {
			break
		}
		if len(d.pairs)-base >= MaxMembers {
			return nil, d.refuse(ErrTooLarge)
		}
		tok, err := d.next()
		if err == nil {
			err = d.collect(name.inner(), tok)
		}
		if err != nil {
			return nil, err
		}
	}
	pairs := d.pairs[base:]
	if d.lenient {
		pairs = d.lastOfNames(pairs)
	}
	m := takeMap[any](d, valueMaps, len(pairs))
	d.values(pairs, func(i int, v any) { m[d.unescape(pairs[i].name)] = v })
	d.drop(base, deep)
	if len(m) < len(pairs) {
		return nil, d.refuse(ErrDuplicateName)
	}
	return m, nil
}

// array reads the elements of an array that has begun.
func (d *decoder) array() ([]any, error) {
	base, deep := len(d.pairs), len(d.deep)
	for {
		tok, more, err := d.element()
		if err != nil {
			return nil, err
		}
		if !more {
			break
		}
		if err := d.collect(span{}, tok); err != nil {
			return nil, err
		}
	}
	pairs := d.pairs[base:]
	values := make([]any, len(pairs))
	d.values(pairs, func(i int, v any) { values[i] = v })
	d.drop(base, deep)
	return values, nil
}
