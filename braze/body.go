package braze

// Body is the body of one /users/track request, joined from encoded objects.
// The zero value is an empty body.
type Body struct {
	lists [len(arrays)][]Object
	count int
	bytes int // of all but the outer braces
}

// Len returns the number of objects.
func (b *Body) Len() int { return b.count }

// Size returns the number of bytes AppendJSON appends.
func (b *Body) Size() int { return b.bytes + len(`{}`) }

// Objects returns the objects of one array in the order of the request.
func (b *Body) Objects(array Array) []Object {
	if place := array.place(); place >= 0 {
		return b.lists[place]
	}
	return nil
}

// At returns the object that Braze calls by array and index in its answer, and
// whether there is one.
func (b *Body) At(array Array, index int) (Object, bool) {
	list := b.Objects(array)
	if index < 0 || index >= len(list) {
		return Object{}, false
	}
	return list[index], true
}

// DataPoints returns the sum of the objects' data points; see
// [Attributes.DataPoints].
func (b *Body) DataPoints() int {
	n := 0
	for _, list := range b.lists {
		for i := range list {
			n += list[i].data.points
		}
	}
	return n
}

// AppendJSON appends the body. It copies bytes and encodes nothing.
func (b *Body) AppendJSON(dst []byte) []byte {
	dst = append(dst, '{')
	first := true
	for place, list := range b.lists {
		if len(list) == 0 {
			continue
		}
		if !first {
			dst = append(dst, ',')
		}
		first = false
		dst = append(dst, '"')
		dst = append(dst, arrays[place]...)
		dst = append(dst, `":[`...)
		for i := range list {
			if i > 0 {
				dst = append(dst, ',')
			}
			dst = append(dst, list[i].data.json...)
		}
		dst = append(dst, ']')
	}
	return append(dst, '}')
}

// cost returns the bytes that o would add.
func (b *Body) cost(o *object) int {
	n := len(o.json)
	if len(b.lists[o.place]) == 0 {
		n += len(arrays[o.place]) + len(`"":[]`)
	}
	if b.count > 0 {
		n++ // a comma, between objects or between arrays
	}
	return n
}

func (b *Body) add(o Object) {
	b.bytes += b.cost(o.data)
	b.count++
	list := &b.lists[o.data.place]
	*list = append(*list, o)
}

// repeatable reports whether sending the body twice does the same as once.
func (b *Body) repeatable() bool {
	for _, list := range b.lists {
		for i := range list {
			if !list[i].Repeatable() {
				return false
			}
		}
	}
	return true
}

// counts returns the sizes of the three arrays.
func (b *Body) counts() Counts {
	return Counts{len(b.lists[0]), len(b.lists[1]), len(b.lists[2])}
}
