package brazetest

import (
	"slices"
	"strings"
	"unicode/utf8"

	"github.com/mpbraze/mpbraze/braze"
)

// googleConsent are the custom attributes whose names begin with $, for
// Google's audience sync. They are booleans.
//
// See https://www.braze.com/docs/partners/canvas_audience_sync/google_audience_sync.
var googleConsent = map[string]bool{
	"$google_ad_user_data":       true,
	"$google_ad_personalization": true,
}

// applyCustom sets one custom attribute. What Braze cannot store leaves the
// attribute as it was, without an error.
//
// See https://www.braze.com/docs/user_guide/data/activation/attributes/custom_attributes.
func (s *store) applyCustom(p *profile, name string, value any, merge bool) {
	if !validCustomName(name) || slices.Contains(s.config.Blocklist, name) {
		return
	}
	if value == nil {
		delete(p.custom, name)
		s.points++
		return
	}
	u := update{old: p.custom[name], merge: merge, maxArray: s.config.MaxArray}
	stored, points, ok := u.result(value)
	if ok && googleConsent[name] {
		_, ok = stored.(bool)
	}
	if forced := s.config.ForcedTypes[name]; ok && forced != "" {
		stored, ok = forced.coerce(stored)
	}
	if ok {
		p.custom[name] = stored
		s.points += points
	}
}

// validCustomName: the only documented names with a leading $ are Google's.
func validCustomName(name string) bool {
	if strings.HasPrefix(name, "$") {
		return googleConsent[name]
	}
	return name != "" && utf8.RuneCountInString(name) <= braze.MaxKey
}

// update computes the new value of an attribute.
type update struct {
	old      any
	merge    bool
	maxArray int
}

// result returns what value makes of the attribute and what that costs in data
// points; false: nothing.
func (u update) result(value any) (stored any, points int, ok bool) {
	switch v := value.(type) {
	case string:
		if utf8.RuneCountInString(v) > braze.MaxText {
			return nil, 0, false
		}
		if t, ok := parseDate(v); ok {
			return t, 1, true
		}
		return v, 1, true
	case []any:
		return u.setArray(v)
	case map[string]any:
		switch {
		case hasOnly(v, "inc"):
			return u.increment(v)
		case hasOnly(v, "add", "remove"):
			return u.changeArray(v)
		case hasOnly(v, opAdd, opRemove, opUpdate):
			return u.changeObjects(v)
		}
		return u.setObject(v)
	}
	return value, 1, true
}

// increment adds a whole number; an attribute that is absent counts as 0.
func (u update) increment(operation map[string]any) (any, int, bool) {
	by, ok := operation["inc"].(int64)
	if !ok {
		return nil, 0, false
	}
	switch old := u.old.(type) {
	case nil:
		return by, 1, true
	case int64:
		return old + by, 1, true
	case float64:
		return old + float64(by), 1, true
	}
	return nil, 0, false
}

// hasOnly reports whether m has at least one member and none but names.
func hasOnly(m map[string]any, names ...string) bool {
	for name := range m {
		if !slices.Contains(names, name) {
			return false
		}
	}
	return len(m) > 0
}
