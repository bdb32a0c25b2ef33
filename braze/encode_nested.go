package braze

import (
	"strconv"
	"strings"
)

// list appends an array.
func (e *encoder) list(n int, in scope, item func(i int)) {
	if !e.deeper() {
		return
	}
	if in != inProperty && e.inItem() {
		e.fail(FieldType, "Braze knows no arrays in arrays")
		return
	}
	begin := len(e.buf)
	e.buf = append(e.buf, '[')
	for i := range n {
		e.comma()
		e.enterItem(i)
		item(i)
		e.leave()
	}
	e.buf = append(e.buf, ']')
	// Braze limits the items of plain arrays, but only the bytes of arrays of
	// objects.
	if n > MaxArray && in != inProperty && e.buf[begin+1] != '{' {
		e.fail(FieldTooMany, "an array has at most "+strconv.Itoa(MaxArray)+" items")
	}
}

func (e *encoder) anys(list []any, in scope) {
	e.list(len(list), in, func(i int) { e.value(list[i], in) })
}

func (e *encoder) texts(list []string, in scope) {
	e.list(len(list), in, func(i int) { e.text(list[i]) })
}

func (e *encoder) objects(list []map[string]any, in scope) {
	e.list(len(list), in, func(i int) { e.object(list[i], in) })
}

// object appends a nested object.
func (e *encoder) object(m map[string]any, in scope) {
	if !e.deeper() {
		return
	}
	if in != inProperty {
		in = inNested
		if isOperator(m) {
			e.fail(FieldOperator, "Braze would read this object as an operation: use Increment, ArrayUpdate or ObjectArrayUpdate")
			return
		}
	}
	e.buf = append(e.buf, '{')
	inOrder(m, func(name string, value any) {
		if e.plainMember(name, value, in) {
			return
		}
		e.enter(name)
		e.nestedName(name, in)
		e.name(name)
		e.value(value, in)
		e.leave()
	})
	e.buf = append(e.buf, '}')
}

// nestedName checks a name inside an object. One bad name inside an attribute
// makes Braze drop the whole attribute in silence.
//
// See https://www.braze.com/docs/user_guide/data/activation/attributes/nested_custom_attribute_support.
func (e *encoder) nestedName(name string, in scope) {
	switch {
	case blank(name):
		e.fail(FieldName, "a name must not be empty")
	case longer(name, MaxKey):
		e.fail(FieldTooLong, "a name has at most "+strconv.Itoa(MaxKey)+" characters")
	case in == inNested && strings.ContainsAny(name, " .$"):
		e.fail(FieldName, "names inside attributes have no space, '.' or '$'")
	case in == inProperty && name[0] == '$':
		e.fail(FieldName, "names of properties do not begin with '$'")
	}
}

// deeper guards against nesting that no reader follows, and against values
// that contain themselves: it ends the object as soon as it cannot be good.
func (e *encoder) deeper() bool {
	if e.tooDeep || len(e.buf)-e.start > MaxObjectBytes {
		return false
	}
	if len(e.path) > MaxDepth {
		e.tooDeep = true
		e.fail(FieldTooDeep, "at most "+strconv.Itoa(MaxDepth)+" levels")
	}
	return !e.tooDeep
}

// isOperator reports whether Braze would read m as an operation.
func isOperator(m map[string]any) bool {
	for name := range m {
		switch name {
		case "inc", "add", "remove", "$add", "$update", "$remove":
		default:
			return false
		}
	}
	return len(m) > 0
}
