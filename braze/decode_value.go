package braze

import (
	"encoding/json"
	"strconv"
)

// value reads any value: objects as map[string]any, arrays as []any, numbers
// as [json.Number]. Inside the objects of an attribute {"$time":"..."} is a
// [time.Time].
func (d *decoder) value(in scope) (any, error) {
	switch d.PeekKind() {
	case '{':
		return d.mapValue(in)
	case '[':
		return d.listValue(in)
	case '0':
		var n json.Number
		err := d.number(&n)
		return n, err
	case '"':
		var s string
		err := d.text(&s)
		return s, err
	default:
		return d.word()
	}
}

// word reads true, false or null.
func (d *decoder) word() (any, error) {
	t, err := d.ReadToken()
	if err != nil || t.Kind() == 'n' {
		return nil, err
	}
	return t.Bool(), nil
}

func (d *decoder) listValue(in scope) (any, error) {
	list := []any{}
	err := d.array(func() error {
		v, err := d.value(in)
		list = append(list, v)
		return err
	})
	return list, err
}

func (d *decoder) mapValue(in scope) (any, error) {
	inside := in
	if in == inCustom {
		inside = inNested
	}
	m := map[string]any{}
	err := d.object(func(name string) (err error) {
		m[name], err = d.value(inside)
		return err
	})
	if s, ok := m["$time"].(string); ok && len(m) == 1 && in == inNested {
		if t, err := parseTime(s); err == nil {
			return t, nil
		}
	}
	return m, err
}

// customValue reads the value of a custom attribute, an operation as such.
func (d *decoder) customValue() (any, error) {
	v, err := d.value(inCustom)
	if m, ok := v.(map[string]any); ok && err == nil && isOperator(m) {
		return operationOf(m), nil
	}
	return v, err
}

// operationOf returns the operation m stands for, or m when it is malformed.
func operationOf(m map[string]any) any {
	if _, ok := m["inc"]; ok {
		return incrementOf(m)
	}
	for name := range m {
		if name[0] == '$' {
			return objectArrayUpdateOf(m)
		}
	}
	add, ok1 := listOf(m, "add")
	remove, ok2 := listOf(m, "remove")
	if !ok1 || !ok2 {
		return m
	}
	return ArrayUpdate{Add: add, Remove: remove}
}

func incrementOf(m map[string]any) any {
	n, ok := m["inc"].(json.Number)
	by, err := strconv.ParseInt(string(n), 10, 64)
	if !ok || err != nil || len(m) != 1 {
		return m
	}
	return Increment(by)
}

// listOf reads a member that is an array or missing.
func listOf(m map[string]any, name string) ([]any, bool) {
	v, there := m[name]
	if !there {
		return nil, true
	}
	list, ok := v.([]any)
	return list, ok
}

func objectArrayUpdateOf(m map[string]any) any {
	var u ObjectArrayUpdate
	for name, v := range m {
		list, ok := v.([]any)
		if !ok {
			return m
		}
		for _, item := range list {
			if object, ok := item.(map[string]any); !ok || !readItem(&u, name, object) {
				return m
			}
		}
	}
	return u
}

// readItem adds one item of the operation name.
func readItem(u *ObjectArrayUpdate, name string, object map[string]any) bool {
	switch name {
	case "$add":
		u.Add = append(u.Add, object)
		return true
	case "$remove":
		match, ok := matchOf(object)
		u.Remove = append(u.Remove, match)
		return ok && len(object) == 2
	case "$update":
		match, ok := matchOf(object)
		update, isObject := object["$new_object"].(map[string]any)
		u.Update = append(u.Update, ObjectUpdate{match, update})
		return ok && isObject && len(object) == 3
	default:
		return false
	}
}

func matchOf(object map[string]any) (ObjectMatch, bool) {
	key, ok := object["$identifier_key"].(string)
	value, there := object["$identifier_value"]
	return ObjectMatch{Key: key, Value: value}, ok && there
}

// decodeOperation reads an operation that stands alone.
func decodeOperation[T Increment | ArrayUpdate | ObjectArrayUpdate](b []byte, to *T) error {
	return decode(b, func(d *decoder) error {
		v, err := d.customValue()
		if err != nil {
			return err
		}
		u, ok := v.(T)
		if !ok {
			return d.mismatch("another operation")
		}
		*to = u
		return nil
	})
}
