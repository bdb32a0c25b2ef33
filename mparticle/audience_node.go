package mparticle

import (
	"encoding/json"
	"iter"
	"maps"
	"math"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/go-json-experiment/json/jsontext"
)

// node is a value of an audience message and where it stands. What it is not
// read as becomes a problem; null is as good as absent.
type node struct {
	value    any
	at       jsontext.Pointer
	problems *[]Problem
}

func (n node) has(name string) bool {
	m, _ := n.value.(map[string]any)
	_, ok := m[name]
	return ok
}

// member returns a member of an object, or null.
func (n node) member(name string) node {
	m, _ := n.value.(map[string]any)
	return node{value: m[name], at: n.at.AppendToken(name), problems: n.problems}
}

// members returns the members of an object in the order of their names.
func (n node) members() iter.Seq2[string, node] {
	return func(yield func(string, node) bool) {
		m, ok := n.value.(map[string]any)
		if !ok && n.value != nil {
			n.misfit("object")
		}
		for _, name := range slices.Sorted(maps.Keys(m)) {
			if !yield(name, n.member(name)) {
				return
			}
		}
	}
}

// items returns the objects of an array. Those that are empty say nothing.
func (n node) items() iter.Seq[node] {
	return func(yield func(node) bool) {
		list, ok := n.value.([]any)
		if !ok && n.value != nil {
			n.misfit("array")
		}
		for i, value := range list {
			item := node{value: value, at: n.at.AppendToken(strconv.Itoa(i)), problems: n.problems}
			switch m, ok := value.(map[string]any); {
			case !ok:
				item.misfit("object")
			case len(m) > 0 && !yield(item):
				return
			}
		}
	}
}

// text returns text, and a number or a boolean as it is written.
func (n node) text() string {
	switch v := n.value.(type) {
	case nil:
		return ""
	case string:
		return v
	case json.Number:
		return string(v)
	case bool:
		return strconv.FormatBool(v)
	}
	n.misfit("text")
	return ""
}

// texts returns the members of an object that are text.
func (n node) texts() map[string]string {
	var m map[string]string
	for name, member := range n.members() {
		if member.value == nil {
			continue
		}
		if m == nil {
			m = map[string]string{}
		}
		m[name] = member.text()
	}
	return m
}

// integer returns a whole number from a number or from text.
func (n node) integer() int64 {
	digits, _ := n.digits()
	if digits == "" {
		return 0
	}
	i, err := strconv.ParseInt(digits, 10, 64)
	if err != nil {
		n.misfit("integer")
		return 0
	}
	return i
}

func (n node) digits() (digits string, ok bool) {
	switch v := n.value.(type) {
	case json.Number:
		return string(v), true
	case string:
		return strings.TrimSpace(v), true
	case nil:
		return "", true
	}
	n.misfit("number or text")
	return "", false
}

// boolean returns a boolean, also from text; ok is false when there is none.
func (n node) boolean() (yes, ok bool) {
	switch v := n.value.(type) {
	case bool:
		return v, true
	case string:
		if yes, err := strconv.ParseBool(strings.ToLower(v)); err == nil {
			return yes, true
		}
	}
	n.misfit("boolean")
	return false, false
}

// milliseconds returns a time in milliseconds since 1970.
func (n node) milliseconds() time.Time {
	if ms := n.integer(); ms != 0 {
		return time.UnixMilli(ms).UTC()
	}
	return time.Time{}
}

// The first times that are not seconds, milliseconds and microseconds: their
// year as seconds would be over 5000.
const (
	firstMilliseconds = 1e11
	firstMicroseconds = 1e14
	firstNanoseconds  = 1e17
)

// timestamp returns a time whose unit its page does not tell: a count since
// 1970 in a unit that is seen from its size, or a date of RFC 3339.
func (n node) timestamp() time.Time {
	digits, ok := n.digits()
	if !ok || digits == "" {
		return time.Time{}
	}
	if t, err := time.Parse(time.RFC3339, digits); err == nil {
		return t.UTC()
	}
	count, err := strconv.ParseInt(digits, 10, 64)
	switch {
	case err != nil:
		if seconds, err := strconv.ParseFloat(digits, 64); err == nil && math.Abs(seconds) < firstMilliseconds {
			return time.UnixMilli(int64(math.Round(seconds * 1000))).UTC()
		}
		n.misfit("time")
		return time.Time{}
	case count < firstMilliseconds:
		return time.Unix(count, 0).UTC()
	case count < firstMicroseconds:
		return time.UnixMilli(count).UTC()
	case count < firstNanoseconds:
		return time.UnixMicro(count).UTC()
	}
	return time.Unix(0, count).UTC()
}

// misfit notes that the value is not what its place takes.
func (n node) misfit(want string) {
	*n.problems = append(*n.problems, Problem{Pointer: string(n.at), Want: want, Got: nodeKind(n.value)})
}

func nodeKind(v any) string {
	switch v.(type) {
	case nil:
		return "null"
	case bool:
		return "boolean"
	case json.Number:
		return "number"
	case string:
		return "text"
	case []any:
		return "array"
	}
	return "object"
}
