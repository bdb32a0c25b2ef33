package mparticle

import (
	"encoding/json"
	"maps"
	"slices"
)

// structOf reads an object into a struct.
func structOf[T any](t *table[T]) codec[T] {
	return codec[T]{
		want: "object",
		read: func(d *decoder, tok token, v *T) (spelling, error) {
			if tok.kind != '{' {
				return misfit, nil
			}
			var none T
			*v = none
			return plain, t.read(d, v)
		},
		write: func(e *encoder, v *T, _ spelling) { t.write(e, v) },
		zero:  func(*T) bool { return false },
	}
}

// childOf reads an object into a new struct. A nil pointer is written as null.
func childOf[V any](t *table[V]) codec[*V] {
	return codec[*V]{
		want: "object",
		read: func(d *decoder, tok token, v **V) (spelling, error) {
			if tok.kind != '{' {
				return misfit, nil
			}
			*v = takeStruct[V](d, t.structs)
			return plain, t.read(d, *v)
		},
		write: func(e *encoder, v **V, _ spelling) {
			if *v == nil {
				e.raw("null")
				return
			}
			t.write(e, *v)
		},
		zero: func(v **V) bool { return *v == nil },
	}
}

// child is nil when the object is absent.
func child[T, V any](name string, at func(*T) **V, t *table[V]) field[T] {
	return member(name, at, childOf(t))
}

// listOf reads an array of which every element fits. Elements spelt bare make
// the list bare.
func listOf[V any](element codec[V]) codec[[]V] {
	return codec[[]V]{
		want: "array of " + element.want,
		read: func(d *decoder, tok token, v *[]V) (spelling, error) {
			*v = []V{}
			spelt := plain
			if tok.kind != '[' {
				return misfit, nil
			}
			for {
				tok, more, err := d.element()
				if !more {
					return spelt, err
				}
				var none V
				*v = append(*v, none)
				s, err := element.read(d, tok, &(*v)[len(*v)-1])
				if err != nil {
					return misfit, err
				}
				// An element has no Members that could remember its spelling.
				if s != plain && s != bare || len(*v) > 1 && s != spelt {
					return misfit, nil
				}
				spelt = s
			}
		},
		write: func(e *encoder, v *[]V, s spelling) {
			e.open('[')
			for i := range *v {
				element.write(e, &(*v)[i], s)
			}
			e.close(']')
		},
		zero: func(v *[]V) bool { return len(*v) == 0 },
	}
}

// listOfObjects reads an array of objects. An element of another kind is a
// problem and costs itself alone: an empty object stands in for it.
func listOfObjects[T any](t *table[T]) codec[[]T] {
	c := listOf(structOf(t))
	c.read = func(d *decoder, tok token, v *[]T) (spelling, error) {
		if tok.kind != '[' {
			*v = []T{}
			return misfit, nil
		}
		list, kept := takeList[T](d, t.lists)
		for {
			tok, more, err := d.element()
			if !more {
				*v = list
				keepList(kept, list)
				return plain, err
			}
			if cap(list) == 0 {
				list = make([]T, 0, 2) // grows by one allocation less than from 1
			}
			var none T
			list = append(list, none)
			if err := readElement(d, tok, &list[len(list)-1], t); err != nil {
				return misfit, err
			}
		}
	}
	return c
}

func readElement[T any](d *decoder, tok token, v *T, t *table[T]) error {
	if tok.kind == '{' {
		return t.read(d, v)
	}
	raw, err := d.whole(tok)
	if err != nil {
		return err
	}
	t.membersOf(placeOf(v)).standFor(raw)
	d.report("object", tok.kind)
	return nil
}

// mapOf reads an object of which every value fits.
func mapOf[V any](element codec[V]) codec[map[string]V] {
	stock := newSlot()
	return codec[map[string]V]{
		want: "object of " + element.want,
		read: func(d *decoder, tok token, v *map[string]V) (spelling, error) {
			if tok.kind != '{' {
				return misfit, nil
			}
			*v = takeMap[V](d, stock, 0)
			for n := 0; ; n++ {
				at, more, err := d.member(n)
				if !more {
					return plain, err
				}
				name := d.unescape(at)
				if _, twice := (*v)[name]; twice && !d.lenient {
					return misfit, d.refuse(ErrDuplicateName)
				}
				tok, err := d.next()
				if err != nil {
					return misfit, err
				}
				var value V
				s, err := element.read(d, tok, &value)
				if err != nil || s != plain {
					return misfit, err
				}
				(*v)[name] = value
			}
		},
		write: func(e *encoder, v *map[string]V, _ spelling) {
			e.open('{')
			for _, name := range slices.Sorted(maps.Keys(*v)) {
				e.name(name)
				value := (*v)[name]
				element.write(e, &value, plain)
			}
			e.close('}')
		},
		zero: func(v *map[string]V) bool { return len(*v) == 0 },
	}
}

func texts[T any](name string, at func(*T) *[]string) field[T] {
	return member(name, at, listOf(textCodec[string]()))
}

func children[T, V any](name string, at func(*T) *[]V, t *table[V]) field[T] {
	return member(name, at, listOfObjects(t))
}

func raw[T any](name string, at func(*T) *json.RawMessage) field[T] {
	return member(name, at, codec[json.RawMessage]{
		want: "any value",
		read: func(d *decoder, tok token, v *json.RawMessage) (spelling, error) {
			m, err := d.whole(tok)
			*v = m
			return plain, err
		},
		write: func(e *encoder, v *json.RawMessage, _ spelling) { e.message(*v) },
		zero:  func(v *json.RawMessage) bool { return len(*v) == 0 },
	})
}
