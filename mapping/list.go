package mapping

import (
	"encoding/json"
	"slices"
	"strings"

	"github.com/mpbraze/mpbraze/braze"
)

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
	s.Grow(min(16*len(items), braze.MaxText))
	separator := ""
	for i, item := range items {
		at := p.item(i)
		part, ok := r.itemText(&at, item)
		if !ok {
			continue
		}
		s.WriteString(separator)
		s.WriteString(part)
		separator = ","
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
		v, ok := r.item(&at, v, t, depth)
		if !ok {
			return r.refuseList(p)
		}
		out = append(out, v)
	}
	if t == userAttribute {
		var ok bool
		if out, ok = r.oneType(p, out); !ok {
			return r.refuseList(p)
		}
		out = r.distinct(p, out)
		if len(out) > r.maxArray && kindOf(out[0]) != container {
			if !r.over(p, CodeArrayTooLong, t) {
				return nil, false
			}
			out = out[:r.maxArray]
		}
	}
	return out, true
}

func (r *run) refuseList(p *path) (any, bool) {
	r.issue(p, CodeListRefused, Warning, "an item cannot be sent: the list is left out")
	return nil, false
}

// oneType turns the items of a list of mixed types into text.
func (r *run) oneType(p *path, items []any) ([]any, bool) {
	mixed := slices.ContainsFunc(items, func(v any) bool { return kindOf(v) != kindOf(items[0]) })
	if !mixed {
		return items, true
	}
	r.issue(p, CodeListItem, Info, "a list of mixed types: sent as text")
	for i := range items {
		s, ok := r.itemText(p, items[i])
		if ok { // As text, a number or an object may be too long.
			s, ok = r.cleanText(p, s, userAttribute, braze.MaxText)
		}
		if !ok {
			return nil, false
		}
		items[i] = s
	}
	return items, true
}

// kind is what the items of an array may be.
type kind uint8

const (
	textual kind = iota
	numeric
	boolean
	container
)

func kindOf(v any) kind {
	switch v.(type) {
	case string:
		return textual
	case json.Number:
		return numeric
	case bool:
		return boolean
	}
	return container
}

// distinct removes repeated scalars and keeps the last of each, as Braze does.
func (r *run) distinct(p *path, items []any) []any {
	if len(items) < 2 || kindOf(items[0]) == container {
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

// item converts an item of an array. Arrays among user attributes are of one
// dimension.
func (r *run) item(p *path, v any, t target, depth int) (any, bool) {
	if list, ok := v.([]any); ok && t == userAttribute {
		return r.asJSON(p, list, t)
	}
	return r.inner(p, v, t, depth+1)
}
