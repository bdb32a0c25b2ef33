package mparticle

import (
	"encoding/json"
	"reflect"

	"github.com/go-json-experiment/json/jsontext"
)

// pair is a member of an object, or an element of an array, that has no map or
// slice yet. It holds no pointers: it lives in a pool, where they would keep the
// garbage collector busy.
type pair struct {
	token

	name span
	deep int // of a container, its place in [decoder.deep]
}

// collect reads the value that tok is or begins into pairs.
func (d *decoder) collect(name span, tok token) error {
	p := pair{token: tok, name: name}
	if tok.depth > 0 {
		v, err := d.value(tok)
		if err != nil {
			return err
		}
		p.deep = len(d.deep)
		d.deep = append(d.deep, v)
	}
	d.pairs = append(d.pairs, p)
	return nil
}

// values puts the value of each pair, in any order.
func (d *decoder) values(pairs []pair, put func(i int, v any)) {
	texts, numbers := 0, 0
	for i := range pairs {
		switch p := &pairs[i]; p.kind {
		case '"':
			texts++
		case '0':
			numbers++
		case '{', '[':
			put(i, d.deep[p.deep])
		case 't', 'f':
			put(i, p.kind == 't')
		default:
			put(i, nil)
		}
	}
	if texts > 0 {
		box[string](d, pairs, '"', put)
	}
	if numbers > 0 {
		box[json.Number](d, pairs, '0', put)
	}
}

// lastOfNames drops the pairs whose names come again.
func (d *decoder) lastOfNames(pairs []pair) []pair {
	last := make(map[string]int, len(pairs))
	for i := range pairs {
		last[d.unescape(pairs[i].name)] = i
	}
	kept := pairs[:0]
	for i, p := range pairs {
		if last[d.unescape(p.name)] == i {
			kept = append(kept, p)
		}
	}
	return kept
}

// drop takes back what was collected since there were so many pairs and
// containers.
func (d *decoder) drop(pairs, deep int) {
	d.pairs = d.pairs[:pairs]
	clear(d.deep[deep:])
	d.deep = d.deep[:deep]
}

// box puts the values of the pairs of one kind. Each text put into an interface
// by itself would be an allocation, and attributes are nearly all text. But an
// element of an array that is in an interface becomes an interface without
// being copied: so one allocation serves many.
func box[S ~string](d *decoder, pairs []pair, kind jsontext.Kind, put func(i int, v any)) {
	var texts [16]S
	var places [len(texts)]int
	for at := 0; at < len(pairs); {
		n := 0
		for ; at < len(pairs) && n < len(texts); at++ {
			if p := &pairs[at]; p.kind == kind {
				texts[n], places[n] = S(d.scalar(p.token)), at
				n++
			}
		}
		var slab reflect.Value
		switch {
		case n > 8:
			slab = reflect.ValueOf(texts)
		case n > 4:
			slab = reflect.ValueOf([8]S(texts[:]))
		case n > 2:
			slab = reflect.ValueOf([4]S(texts[:]))
		case n > 0:
			slab = reflect.ValueOf([2]S(texts[:]))
		}
		for i := range n {
			put(places[i], slab.Index(i).Interface())
		}
	}
}

// scalar returns the text of a string, and the digits of a number.
func (d *decoder) scalar(tok token) string {
	if tok.kind == '"' {
		return d.string(tok)
	}
	return d.at(tok.span)
}
