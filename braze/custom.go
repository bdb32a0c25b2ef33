package braze

import (
	"maps"
	"strconv"
	"strings"
)

// Custom maps names of custom attributes to values:
//
//   - nil removes the attribute
//   - string, bool, any integer or float, [encoding/json.Number], [time.Time]
//   - a slice ([]string, []any) or a nested object (map[string]any)
//   - an operation: [Increment], [ArrayUpdate], [ObjectArrayUpdate]
//
// A map is always plain data: one that Braze would read as an operation is
// refused.
type Custom map[string]any

// MarshalJSON encodes c as the members of an attributes object.
func (c Custom) MarshalJSON() ([]byte, error) {
	e := newEncoder(nil)
	e.buf = append(e.buf, '{')
	e.custom(c, true)
	e.buf = append(e.buf, '}')
	return e.finish(ArrayAttributes)
}

// controlNames are the members of an attributes object that are no profile
// field, and names that Braze refuses or swallows. As custom attributes they
// could retarget the object or lose data.
var controlNames = map[string]struct{}{
	"external_id":             {},
	"user_alias":              {},
	"braze_id":                {},
	"_update_existing_only":   {},
	"_merge_objects":          {},
	"push_token_import":       {},
	"push_tokens":             {},
	"subscription_groups":     {},
	"email_subscription_info": {},
	"bio":                     {},
}

// custom appends the custom attributes. merge says whether the object asks for
// deep merging.
func (e *encoder) custom(c Custom, merge bool) {
	inOrder(c, func(name string, value any) {
		if !isReserved(name) && e.plainMember(name, value, inCustom) {
			e.points++
			return
		}
		e.enter(name)
		e.customName(name, value)
		e.name(name)
		begin, wrong := len(e.buf), len(e.fields)
		e.customValue(value, merge)
		switch {
		case len(e.fields) > wrong:
		case len(e.buf)-begin > MaxNestedBytes:
			e.fail(FieldTooLarge, "an attribute has at most "+strconv.Itoa(MaxNestedBytes)+" bytes")
		default:
			e.points += attributePoints(value)
		}
		e.leave()
	})
}

func (e *encoder) customValue(v any, merge bool) {
	switch v := v.(type) {
	case nil:
		e.null()
	case Increment:
		e.increment(v)
	case ArrayUpdate:
		e.arrayUpdate(v)
	case ObjectArrayUpdate:
		e.objectArrayUpdate(v, merge)
	default:
		e.value(v, inCustom)
	}
}

// customName checks the name of a custom attribute as Braze sees it: without
// the spaces around it.
func (e *encoder) customName(name string, value any) {
	switch trimmed := strings.TrimSpace(name); {
	case trimmed == "":
		e.fail(FieldName, "a name must not be blank")
	case longer(name, MaxKey):
		e.fail(FieldTooLong, "a name has at most "+strconv.Itoa(MaxKey)+" characters")
	case isReserved(trimmed):
		e.fail(FieldReserved, "use the field of Attributes")
	case trimmed[0] == '$':
		e.dollarName(trimmed, value)
	}
}

// dollarName allows the only documented names with a leading '$'.
//
// See https://www.braze.com/docs/partners/message_orchestration/additional_channels_and_extensions/advertising/google/google_audience_sync.
func (e *encoder) dollarName(name string, value any) {
	if name != "$google_ad_user_data" && name != "$google_ad_personalization" {
		e.fail(FieldName, "names of attributes do not begin with '$'")
		return
	}
	if _, ok := value.(bool); !ok && value != nil {
		e.fail(FieldType, "true or false")
	}
}

// reservedNames are the control names and the standard fields.
var reservedNames = func() map[string]struct{} {
	names := maps.Clone(controlNames)
	for name := range fieldByName {
		names[name] = struct{}{}
	}
	return names
}()

func isReserved(name string) bool {
	_, reserved := reservedNames[name]
	return reserved
}
