package braze

import (
	"encoding/json"
	"reflect"
	"time"
)

// DataPoints returns what the object costs a customer whose contract bills data
// points: contracts made before spring 2025 may, newer ones bill otherwise. It
// is an estimate on the safe side, by
// https://www.braze.com/docs/user_guide/data/infrastructure/data_points:
//
//   - a custom attribute costs 1, changed or not, also when removed
//   - a nested object costs 1 for each value in it, at all levels; an array of
//     objects costs that for each of its objects
//   - [ArrayUpdate] costs 1 for each value added or removed
//   - [Increment] costs 1, though one page of Braze says it is free
//   - a standard field costs 1, except subscriptions and tracking flags
//   - identifiers, push tokens and subscription groups are free
func (a *Attributes) DataPoints() int {
	n := 0
	for i := range profileFields {
		if profileFields[i].state(a) != optAbsent {
			n += profileFields[i].points
		}
	}
	if a.User.Email != "" && a.Email.IsZero() {
		n += fieldByName["email"].points
	}
	if a.User.Phone != "" && a.Phone.IsZero() {
		n += fieldByName["phone"].points
	}
	for _, value := range a.Custom {
		n += attributePoints(value)
	}
	return n
}

// DataPoints returns 1, or 0 for Braze's recommended eCommerce events, which
// are free. A property that segmentation uses costs 1 more: only the dashboard
// knows which. See [Attributes.DataPoints] for the contracts that bill this.
func (e *Event) DataPoints() int {
	if isRecommended(e.Name) {
		return 0
	}
	return 1
}

// DataPoints returns the quantity, because Braze counts n pieces as n
// purchases; whether it bills them so is not documented. See
// [Attributes.DataPoints] for the contracts that bill this.
func (p *Purchase) DataPoints() int { return max(1, p.Quantity) }

// attributePoints counts one custom attribute.
func attributePoints(v any) int {
	switch v := v.(type) {
	case nil, string, bool, int, int64, float64, json.Number, time.Time, []string, Increment:
		return 1
	case ArrayUpdate:
		return max(1, len(v.Add)+len(v.Remove))
	case ObjectArrayUpdate:
		n := len(v.Remove)
		for _, object := range v.Add {
			n += nestedPoints(object)
		}
		for _, update := range v.Update {
			n += nestedPoints(update.New)
		}
		return max(1, n)
	default:
		return nestedPoints(v)
	}
}

// nestedPoints counts the values in an object, or in the objects of an array.
// An object that Braze takes has fewer values than bytes: that bound ends the
// count of a value that contains itself.
func nestedPoints(v any) int {
	count := leafCount{left: MaxObjectBytes}
	count.value(v)
	return max(1, count.leaves)
}

type leafCount struct{ leaves, left int }

func (c *leafCount) value(v any) {
	if c.left--; c.left < 0 {
		return
	}
	switch v := v.(type) {
	case map[string]any:
		if len(v) == 0 {
			c.leaves++
		}
		for _, value := range v {
			c.value(value)
		}
	case []map[string]any:
		for _, object := range v {
			c.value(object)
		}
	case []any:
		c.list(v)
	case nil, string, bool, int, int64, float64, json.Number, time.Time, []string:
		c.leaves++
	default:
		if plain, ok := nestedValue(v); ok {
			c.value(plain)
			return
		}
		c.leaves++
	}
}

// list counts an array as one value, or the objects in it.
func (c *leafCount) list(items []any) {
	before := c.leaves
	for _, item := range items {
		if plain, ok := nestedValue(item); ok {
			c.value(plain)
		}
	}
	if c.leaves == before {
		c.leaves++
	}
}

// nestedValue returns v in its plain form when it holds other values.
func nestedValue(v any) (any, bool) {
	switch v.(type) {
	case map[string]any, []any, []map[string]any:
		return v, true
	case nil, string, bool, json.Number, time.Time:
		return nil, false
	}
	switch reflect.TypeOf(v).Kind() {
	case reflect.Map, reflect.Slice, reflect.Array:
		return plainValue(v)
	default:
		return nil, false
	}
}
