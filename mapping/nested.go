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

// maxDepth is how deep a value may be nested, so that the whole object stays
// within [braze.MaxDepth]. It also ends values that contain themselves.
const maxDepth = braze.MaxDepth - 4

// object converts an object: to a nested one, or to JSON text.
func (r *run) object(p *path, object map[string]any, t target) (any, bool) {
	if !r.keepsObjects[t] {
		return r.asJSON(p, object, t)
	}
	at := p.detached()
	v, ok := r.nested(&at, object, t, 0)
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

// nested converts an object that stays one, unless Braze would take it for an
// operation.
func (r *run) nested(p *path, object map[string]any, t target, depth int) (any, bool) {
	if t == userAttribute && looksLikeOperation(object) {
		r.issue(p, CodeOperation, Warning, "Braze could read this object as an operation")
		return r.asJSON(p, object, t)
	}
	if depth >= maxDepth {
		r.issue(p, CodeTooLarge, Warning, "nested too deep: left out")
		return nil, false
	}
	return r.members(p, object, t, depth), true
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
func (r *run) members(p *path, object map[string]any, t target, depth int) map[string]any {
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
	return out
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
		if depth >= maxDepth {
			r.issue(p, CodeTooLarge, Warning, "nested too deep: left out")
			return nil, false
		}
		return r.array(p, v, t, depth)
	case map[string]any:
		if !r.keepsObjects[t] {
			return r.asJSON(p, v, t)
		}
		return r.nested(p, v, t, depth)
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
