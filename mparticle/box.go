package mparticle

import (
	"reflect"

	"github.com/go-json-experiment/json/jsontext"
)

// pair is a member of an object, or an element of an array, that has no map or
// slice yet.
type pair struct {
	name  string
	kind  jsontext.Kind
	text  string // of a string or a number, until it is boxed
	value any
}

// box gives the pairs of one kind their values. Each text put into an interface
// by itself would be an allocation, and attributes are nearly all text. But an
// element of an array that is in an interface becomes an interface without
// being copied: so one allocation serves many.
func box[S ~string](pairs []pair, kind jsontext.Kind) {
	var texts [16]S
	for len(pairs) > 0 {
		n, end := 0, 0
		for ; end < len(pairs) && n < len(texts); end++ {
			if pairs[end].kind == kind {
				texts[n] = S(pairs[end].text)
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
		n = 0
		for i := range pairs[:end] {
			if pairs[i].kind == kind {
				pairs[i].value = slab.Index(n).Interface()
				n++
			}
		}
		pairs = pairs[end:]
	}
}
