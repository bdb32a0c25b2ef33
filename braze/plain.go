package braze

import "reflect"

// plainValue turns a value of a named or less common type into one of the
// types [encoder.value] knows: one level, by reflection.
func plainValue(v any) (any, bool) {
	if v == nil {
		return nil, false
	}
	r := reflect.ValueOf(v)
	switch r.Kind() {
	case reflect.String:
		return r.String(), true
	case reflect.Bool:
		return r.Bool(), true
	case reflect.Int, reflect.Int8, reflect.Int16, reflect.Int32, reflect.Int64:
		return r.Int(), true
	case reflect.Uint, reflect.Uint8, reflect.Uint16, reflect.Uint32, reflect.Uint64:
		return r.Uint(), true
	case reflect.Float32:
		return float32(r.Float()), true
	case reflect.Float64:
		return r.Float(), true
	case reflect.Slice, reflect.Array:
		return plainSlice(r)
	case reflect.Map:
		return plainMap(r)
	default:
		return nil, false
	}
}

// plainSlice refuses bytes: text or numbers, nobody can tell.
func plainSlice(r reflect.Value) (any, bool) {
	if r.Type().Elem().Kind() == reflect.Uint8 {
		return nil, false
	}
	list := make([]any, r.Len())
	for i := range list {
		list[i] = r.Index(i).Interface()
	}
	return list, true
}

func plainMap(r reflect.Value) (any, bool) {
	if r.Type().Key().Kind() != reflect.String {
		return nil, false
	}
	m := make(map[string]any, r.Len())
	for entries := r.MapRange(); entries.Next(); {
		m[entries.Key().String()] = entries.Value().Interface()
	}
	return m, true
}
