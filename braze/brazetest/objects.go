package brazetest

import "slices"

// The operators on arrays of objects, in the order Braze applies them.
const (
	opAdd    = "$add"
	opRemove = "$remove"
	opUpdate = "$update"
)

// validOperation reports whether Braze can store what operation brings.
func validOperation(operation map[string]any) bool {
	for name, value := range operation {
		items, ok := value.([]any)
		if !ok || !isObjects(items) {
			return false
		}
		for _, item := range items {
			if !validOperand(name, item.(map[string]any)) {
				return false
			}
		}
	}
	return true
}

func validOperand(operator string, operand map[string]any) bool {
	if operator == opAdd {
		return validAttribute(operand)
	}
	_, ok := operand["$identifier_key"].(string)
	if !ok || !isScalar(operand["$identifier_value"]) {
		return false
	}
	if operator == opRemove {
		return hasOnly(operand, "$identifier_key", "$identifier_value")
	}
	object, ok := operand["$new_object"].(map[string]any)
	return ok && validAttribute(object) &&
		hasOnly(operand, "$identifier_key", "$identifier_value", "$new_object")
}

// changeObjects applies a valid operation to an array of objects.
//
// See https://www.braze.com/docs/user_guide/data/activation/attributes/array_of_objects.
func (u update) changeObjects(operation map[string]any) (any, int, bool) {
	old, isArray := u.old.([]any)
	if u.old != nil && (!isArray || !isObjects(old)) {
		return nil, 0, false
	}
	if u.old == nil && operation[opAdd] == nil {
		return nil, 0, false
	}
	objects, points := append([]any{}, old...), 0
	for _, item := range operands(operation, opAdd) {
		objects = append(objects, storeObject(item))
		points += nestedPoints(item)
	}
	for _, match := range operands(operation, opRemove) {
		objects = slices.DeleteFunc(objects, matches(match))
		points++
	}
	if u.merge {
		for _, match := range operands(operation, opUpdate) {
			updateObjects(objects, match)
			points += nestedPoints(match["$new_object"])
		}
	}
	return fitted(objects, max(points, 1))
}

// updateObjects merges $new_object into the objects that match.
func updateObjects(objects []any, match map[string]any) {
	change := storeObject(match["$new_object"].(map[string]any))
	matching := matches(match)
	for i, object := range objects {
		if matching(object) {
			objects[i] = deepMerge(object.(map[string]any), change)
		}
	}
}

// matches returns a test for $identifier_key and $identifier_value.
func matches(match map[string]any) func(any) bool {
	key, want := match["$identifier_key"].(string), match["$identifier_value"]
	return func(object any) bool {
		value, has := object.(map[string]any)[key]
		return has && isScalar(value) && value == want
	}
}

func isScalar(value any) bool {
	switch value.(type) {
	case string, bool, int64, float64:
		return true
	}
	return false
}

func operands(operation map[string]any, name string) []map[string]any {
	items, _ := operation[name].([]any)
	objects := make([]map[string]any, len(items))
	for i, item := range items {
		objects[i] = item.(map[string]any)
	}
	return objects
}
