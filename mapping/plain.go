package mapping

import (
	"encoding/json"
	"math"
	"reflect"
	"strconv"
	"time"
)

// unsupported is what [plain] makes of values that no JSON has.
type unsupported struct{}

// plain turns the Go values that a batch literal may hold into those that a
// decoded batch holds: string, bool, nil, [json.Number], []any, map[string]any.
// A [time.Time] stays.
func plain(v any) any {
	switch v := v.(type) {
	case nil, string, bool, json.Number, []any, map[string]any, time.Time:
		return v
	case int:
		return json.Number(strconv.Itoa(v))
	case float64:
		return float(v, 64)
	}
	return reflected(reflect.ValueOf(v))
}

func reflected(v reflect.Value) any {
	switch v.Kind() {
	case reflect.String:
		return v.String()
	case reflect.Bool:
		return v.Bool()
	case reflect.Int, reflect.Int8, reflect.Int16, reflect.Int32, reflect.Int64:
		return json.Number(strconv.FormatInt(v.Int(), 10))
	case reflect.Uint, reflect.Uint8, reflect.Uint16, reflect.Uint32, reflect.Uint64:
		return json.Number(strconv.FormatUint(v.Uint(), 10))
	case reflect.Float32:
		return float(v.Float(), 32)
	case reflect.Float64:
		return float(v.Float(), 64)
	case reflect.Slice, reflect.Array:
		list := make([]any, v.Len())
		for i := range list {
			list[i] = v.Index(i).Interface()
		}
		return list
	case reflect.Map:
		if v.Type().Key().Kind() != reflect.String {
			return unsupported{}
		}
		object := make(map[string]any, v.Len())
		for it := v.MapRange(); it.Next(); {
			object[it.Key().String()] = it.Value().Interface()
		}
		return object
	case reflect.Pointer:
		if v.IsNil() {
			return nil
		}
		return plain(v.Elem().Interface())
	default:
		return unsupported{}
	}
}

// float writes f in the fewest digits that read back as f. NaN and infinities
// become text that is no number, which the caller finds out.
func float(f float64, bits int) json.Number {
	if math.IsNaN(f) || math.IsInf(f, 0) {
		return "NaN"
	}
	return json.Number(strconv.FormatFloat(f, 'g', -1, bits))
}
