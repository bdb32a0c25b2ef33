package brazetest

import (
	"slices"
	"unicode/utf8"

	"github.com/mpbraze/mpbraze/braze"
)

// setArray replaces an array, of scalars or of objects.
func (u update) setArray(items []any) (any, int, bool) {
	if len(items) > 0 && isObjects(items) {
		return fitted(storeTimes(items), nestedPoints(items))
	}
	if !validItems(items) {
		return nil, 0, false
	}
	return fitted(u.append(nil, items), 1)
}

// changeArray applies {"add": [...], "remove": [...]}. Each value costs.
func (u update) changeArray(operation map[string]any) (any, int, bool) {
	old, isArray := u.old.([]any)
	if u.old != nil && !isArray {
		return nil, 0, false
	}
	added, ok1 := itemsOf(operation, "add")
	removed, ok2 := itemsOf(operation, "remove")
	if !ok1 || !ok2 {
		return nil, 0, false
	}
	items := u.append(old, added)
	items = slices.DeleteFunc(items, func(item any) bool { return slices.Contains(removed, item) })
	return fitted(items, max(len(added)+len(removed), 1))
}

// append adds items to an array of scalars. An array has no value twice: the
// repeated value moves to the end. Of one that is too long the oldest go.
func (u update) append(array, items []any) []any {
	array = slices.Clone(array)
	for _, item := range items {
		array = slices.DeleteFunc(array, func(other any) bool { return other == item })
		array = append(array, item)
	}
	if extra := len(array) - u.maxArray; extra > 0 {
		array = array[extra:]
	}
	if array == nil {
		array = []any{}
	}
	return array
}

func itemsOf(operation map[string]any, name string) ([]any, bool) {
	value, sent := operation[name]
	if !sent {
		return nil, true
	}
	items, ok := value.([]any)
	return items, ok && validItems(items)
}

// validItems reports whether items are scalars Braze stores in an array.
func validItems(items []any) bool {
	for _, item := range items {
		switch v := item.(type) {
		case string:
			if utf8.RuneCountInString(v) > braze.MaxText {
				return false
			}
		case bool, int64, float64:
		default:
			return false
		}
	}
	return true
}

func isObjects(items []any) bool {
	for _, item := range items {
		if _, ok := item.(map[string]any); !ok {
			return false
		}
	}
	return true
}

// fitted refuses what is larger than an attribute may be.
func fitted(value any, points int) (any, int, bool) {
	return value, points, encodedSize(value) <= braze.MaxNestedBytes
}
