package segments_test

import (
	"regexp"
	"slices"
	"strconv"
	"time"

	"github.com/mpbraze/mpbraze/segments"
)

// audiences returns n audiences with ids of five digits from 10000.
func audiences(n int) []segments.Audience {
	list := make([]segments.Audience, n)
	for i := range list {
		id := strconv.Itoa(10000 + i)
		list[i] = segments.Audience{ID: id, Name: "Audience " + id}
	}
	return list
}

// at returns a time some milliseconds after a fixed one.
func at(ms int) time.Time {
	return time.Date(2026, 3, 1, 12, 0, 0, 0, time.UTC).Add(time.Duration(ms) * time.Millisecond)
}

// profile is a model of a user in Braze: custom attributes, and the filters
// that segments are made of.
type profile map[string]any

// apply does what Braze does with attributes.
func (p profile) apply(e segments.Encoding) {
	for name, value := range e.Attributes {
		switch v := value.(type) {
		case nil:
			delete(p, name)
		case segments.ArrayChange:
			array, _ := p[name].([]string)
			array = slices.DeleteFunc(slices.Concat(array, v.Add), func(id string) bool {
				return slices.Contains(v.Remove, id)
			})
			slices.Sort(array)
			p[name] = slices.Compact(array)
		default:
			p[name] = v
		}
	}
}

// matches is the filter "matches regex".
func (p profile) matches(name, pattern string) bool {
	text, ok := p[name].(string)
	return ok && regexp.MustCompile(pattern).MatchString(text)
}

// includes is the filter "includes value".
func (p profile) includes(name, value string) bool {
	array, _ := p[name].([]string)
	return slices.Contains(array, value)
}
