package brazetest

import (
	"maps"
	"strings"
	"unicode/utf8"

	"github.com/mpbraze/mpbraze/braze"
)

// isNested reports whether value is an object or an array of objects, or an
// operation on one, to which the rules of nested attributes apply.
func isNested(value any) bool {
	switch v := value.(type) {
	case map[string]any:
		return !hasOnly(v, "inc") && !hasOnly(v, "add", "remove")
	case []any:
		return len(v) > 0 && isObjects(v)
	}
	return false
}

// validAttribute reports whether all values inside a nested attribute are such
// that Braze stores them. One that is not spoils the attribute.
//
// See https://www.braze.com/docs/user_guide/data/activation/attributes/nested_custom_attribute_support.
func validAttribute(value any) bool {
	if operation, ok := value.(map[string]any); ok {
		if hasOnly(operation, opAdd, opRemove, opUpdate) {
			return validOperation(operation)
		}
		if hasOnly(operation, keyTime) {
			return false
		}
	}
	return validNested(value)
}

// keyTime is the only member of an object that stands for a time.
const keyTime = "$time"

func validNested(value any) bool {
	switch v := value.(type) {
	case map[string]any:
		if hasOnly(v, keyTime) {
			text, _ := v[keyTime].(string)
			_, ok := parseDate(text)
			return ok
		}
		for name, member := range v {
			if !validNestedName(name) || !validNested(member) {
				return false
			}
		}
		return true
	case []any:
		for _, item := range v {
			if !validNested(item) {
				return false
			}
		}
		return true
	case string:
		return utf8.RuneCountInString(v) <= braze.MaxText
	}
	return value != nil
}

func validNestedName(name string) bool {
	return name != "" && !strings.ContainsAny(name, " .$") && utf8.RuneCountInString(name) <= braze.MaxKey
}

// setObject replaces a nested object, or merges it at all levels when the
// request says _merge_objects.
func (u update) setObject(object map[string]any) (any, int, bool) {
	points := nestedPoints(object)
	object = storeObject(object)
	if old, ok := u.old.(map[string]any); ok && u.merge {
		object = deepMerge(old, object)
	}
	return fitted(object, points)
}

// deepMerge returns a copy of old with the members of object; objects that
// both have are merged.
func deepMerge(old, object map[string]any) map[string]any {
	merged := maps.Clone(old)
	for name, value := range object {
		inner, ok1 := merged[name].(map[string]any)
		members, ok2 := value.(map[string]any)
		if ok1 && ok2 {
			value = deepMerge(inner, members)
		}
		merged[name] = value
	}
	return merged
}

// storeTimes returns a copy of a nested value with {"$time": ...} as times.
// Other texts stay texts, also those that look like dates.
func storeTimes(value any) any {
	switch v := value.(type) {
	case map[string]any:
		if hasOnly(v, keyTime) {
			text, _ := v[keyTime].(string)
			t, _ := parseDate(text)
			return t
		}
		return storeObject(v)
	case []any:
		c := make([]any, len(v))
		for i := range v {
			c[i] = storeTimes(v[i])
		}
		return c
	}
	return value
}

func storeObject(object map[string]any) map[string]any {
	c := make(map[string]any, len(object))
	for name, member := range object {
		c[name] = storeTimes(member)
	}
	return c
}
