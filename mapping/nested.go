package mapping

import (
	"bytes"
	"encoding/json"
	"maps"
	"slices"
	"strings"
	"time"

	"github.com/mpbraze/mpbraze/braze"
)

// maxDepth is how deep nested values may be. Braze states no limit; this one
// keeps a value that contains itself from never ending.
const maxDepth = 32

// list converts a list: to text or an array among user attributes, to JSON text
// or an array among properties.
func (r *run) list(p *path, items []any, t target) (any, bool) {
	switch {
	case r.keepsLists[t]:
		at := p.detached() // the compiler cannot follow a path through recursion
		return r.array(&at, items, t, 0)
	case t == eventProperty:
		return r.asJSON(p, items, t)
	}
	return r.joined(p, items)
}

// joined writes a list as comma-separated text.
func (r *run) joined(p *path, items []any) (any, bool) {
	var s strings.Builder
	for i, item := range items {
		at := p.item(i)
		part, ok := r.itemText(&at, item)
		if !ok {
			continue
		}
		if s.Len() > 0 {
			s.WriteByte(',')
		}
		s.WriteString(part)
	}
	r.issue(p, CodeListJoined, Info, "a list: sent as comma-separated text")
	return r.cleanText(p, s.String(), userAttribute, braze.MaxText)
}

// itemText returns a list item as text; null and what has no text is left out.
func (r *run) itemText(p *path, item any) (string, bool) {
	item = plain(item)
	if item == nil {
		r.issue(p, CodeListItem, Info, "a null in a list: left out")
		return "", false
	}
	if s, ok := text(item); ok {
		return s, true
	}
	encoded, ok := r.marshal(p, item)
	return string(encoded), ok
}

// array converts a list to an array. One item that cannot be sent costs the
// array: the profile would hold a list that nobody has.
func (r *run) array(p *path, items []any, t target, depth int) (any, bool) {
	out := make([]any, 0, len(items))
	for i, item := range items {
		at := p.item(i)
		v := plain(item)
		if v == nil {
			r.issue(&at, CodeListItem, Info, "a null in a list: left out")
			continue
		}
		v, ok := r.inner(&at, v, t, depth)
		if !ok {
			r.issue(p, CodeListRefused, Warning, "an item cannot be sent: the list is left out")
			return nil, false
		}
		out = append(out, v)
	}
	if t == userAttribute {
		out = r.distinct(p, r.oneType(p, out))
		if len(out) > r.maxArray {
			if !r.over(p, CodeArrayTooLong, t) {
				return nil, false
			}
			out = out[:r.maxArray]
		}
	}
	return out, true
}

// oneType turns the items of a list of mixed types into text.
func (r *run) oneType(p *path, items []any) []any {
	for _, item := range items {
		if kindOf(item) == kindOf(items[0]) {
			continue
		}
		r.issue(p, CodeListItem, Info, "a list of mixed types: sent as text")
		for i := range items {
			if s, ok := text(items[i]); ok {
				items[i] = s
			} else if encoded, ok := r.marshal(p, items[i]); ok {
				items[i] = string(encoded)
			}
		}
		break
	}
	return items
}

// kindOf tells apart what the items of an array may be.
func kindOf(v any) int {
	switch v.(type) {
	case string:
		return 0
	case json.Number:
		return 1
	case bool:
		return 2
	}
	return 3
}

// distinct removes repeated scalars and keeps the last of each, as Braze does.
func (r *run) distinct(p *path, items []any) []any {
	if len(items) < 2 || kindOf(items[0]) == 3 {
		return items
	}
	seen := make(map[any]struct{}, len(items))
	kept := len(items)
	for _, item := range slices.Backward(items) {
		if _, twice := seen[item]; !twice {
			seen[item] = struct{}{}
			kept--
			items[kept] = item
		}
	}
	if kept > 0 {
		r.issue(p, CodeListItem, Info, "repeated items: Braze keeps the last of each")
	}
	return items[kept:]
}

// object converts an object: to a nested one, or to JSON text.
func (r *run) object(p *path, object map[string]any, t target) (any, bool) {
	if !r.keepsObjects[t] {
		return r.asJSON(p, object, t)
	}
	if t == userAttribute && looksLikeOperation(object) {
		r.issue(p, CodeOperation, Warning, "Braze would read this object as an operation")
		return r.asJSON(p, object, t)
	}
	at := p.detached()
	v, ok := r.members(&at, object, t, 0)
	if !ok {
		return nil, false
	}
	encoded, ok := r.marshal(p, v)
	if ok && len(encoded) > braze.MaxNestedBytes {
		r.over(p, CodeTooLarge, t)
		return nil, false
	}
	return v, ok
}

// looksLikeOperation reports whether Braze might read an object as an operation
// instead of data, with a $ or without.
func looksLikeOperation(object map[string]any) bool {
	for name := range object {
		switch strings.TrimLeft(name, "$ ") {
		case "inc", "add", "remove", "update":
			return true
		}
	}
	return false
}

// members converts the members of an object. One bad member costs itself.
func (r *run) members(p *path, object map[string]any, t target, depth int) (map[string]any, bool) {
	if depth == maxDepth {
		r.issue(p, CodeTooLarge, Warning, "nested too deep: left out")
		return nil, false
	}
	out := make(map[string]any, len(object))
	for _, name := range slices.Sorted(maps.Keys(object)) {
		at := p.at(name)
		v := plain(object[name])
		if v == nil {
			r.issue(&at, CodeNullDropped, Info, "one null would cost the whole nested object: left out")
			continue
		}
		key, ok := r.memberName(&at, name, t)
		if !ok {
			continue
		}
		if _, taken := out[key]; taken || key != name && object[key] != nil {
			r.issue(&at, CodeNameTaken, Warning, "another member has this name: left out")
			continue
		}
		if v, ok = r.inner(&at, v, t, depth+1); ok {
			out[key] = v
		}
	}
	return out, true
}

// memberName returns the name of a member. In nested attributes Braze refuses
// the object for a space, dot or $ in a name.
func (r *run) memberName(p *path, name string, t target) (string, bool) {
	if t == userAttribute && strings.ContainsAny(name, " .$") {
		r.issue(p, CodeNameChanged, Info, "Braze takes no space, dot or $ in nested names: replaced by _")
		name = nestedName.Replace(strings.TrimLeft(name, "$ "))
	}
	return r.name(p, name, t)
}

var nestedName = strings.NewReplacer(" ", "_", ".", "_", "$", "_")

// inner converts a value inside a list or an object.
func (r *run) inner(p *path, v any, t target, depth int) (any, bool) {
	switch v := v.(type) {
	case string:
		return r.cleanText(p, v, t, braze.MaxText)
	case json.Number:
		return v, r.checkNumber(p, v)
	case []any:
		if t == userAttribute && depth == 0 {
			return r.asJSON(p, v, t)
		}
		if depth == maxDepth {
			r.issue(p, CodeTooLarge, Warning, "nested too deep: left out")
			return nil, false
		}
		return r.array(p, v, t, depth+1)
	case map[string]any:
		if !r.keepsObjects[t] {
			return r.asJSON(p, v, t)
		}
		return r.members(p, v, t, depth)
	case time.Time:
		return v.UTC().Format(time.RFC3339Nano), true
	case unsupported:
		r.issue(p, CodeUnsupported, Warning, "a Go value that JSON has no type for: left out")
		return nil, false
	default: // bool
		return v, true
	}
}

// asJSON writes a list or an object as JSON text.
func (r *run) asJSON(p *path, v any, t target) (any, bool) {
	encoded, ok := r.marshal(p, v)
	if !ok {
		return nil, false
	}
	r.issue(p, CodeJSONText, Warning, "a list or an object: sent as JSON text")
	return r.cleanText(p, string(encoded), t, braze.MaxText)
}

// marshal returns v as JSON with sorted names.
func (r *run) marshal(p *path, v any) ([]byte, bool) {
	var b bytes.Buffer
	e := json.NewEncoder(&b)
	e.SetEscapeHTML(false)
	if err := e.Encode(v); err != nil {
		r.issue(p, CodeUnsupported, Warning, "not to be said in JSON: left out")
		return nil, false
	}
	return bytes.TrimSuffix(b.Bytes(), []byte("\n")), true
}
