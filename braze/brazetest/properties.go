package brazetest

import (
	"slices"
	"strings"
	"unicode/utf8"

	"github.com/mpbraze/mpbraze/braze"
)

// propertyRules are what events and purchases do not have in common.
type propertyRules struct {
	reserved []string
	maxBytes int
}

var (
	eventProperties = propertyRules{
		reserved: []string{"time", "event_name"},
		maxBytes: braze.MaxEventPropertiesBytes,
	}
	purchaseProperties = propertyRules{
		reserved: []string{"time", "product_id", "quantity", "event_name", "price", "currency"},
		maxBytes: braze.MaxPurchasePropertiesBytes,
	}
)

const badProperties = "Invalid 'properties' field"

// readProperties checks properties and returns those Braze keeps.
//
// See https://www.braze.com/docs/user_guide/data/activation/events/custom_events/custom_event_properties.
func readProperties(o object, rules propertyRules) (map[string]any, string) {
	if !o.present("properties") {
		return nil, ""
	}
	properties, ok := o.members["properties"].(map[string]any)
	if !ok {
		return nil, badProperties
	}
	compound := false
	for name, value := range properties {
		if !validPropertyName(name) || slices.Contains(rules.reserved, name) {
			return nil, badProperties
		}
		switch value.(type) {
		case []any, map[string]any:
			compound = true
		}
	}
	if compound && encodedSize(properties) > rules.maxBytes {
		return nil, badProperties
	}
	if len(properties) > braze.MaxProperties {
		properties = o.firstProperties(properties)
	}
	kept := make(map[string]any, len(properties))
	for name, value := range properties {
		if stored, ok := propertyValue(value); ok {
			kept[name] = stored
		}
	}
	return kept, ""
}

// firstProperties returns the properties that stand first in the JSON, as many
// as Braze keeps.
func (o object) firstProperties(properties map[string]any) map[string]any {
	members, _ := decodeObject(o.raw)
	first := make(map[string]any, braze.MaxProperties)
	for _, name := range memberNames(members["properties"]) {
		if len(first) == braze.MaxProperties {
			break
		}
		first[name] = properties[name]
	}
	return first
}

func validPropertyName(name string) bool {
	return name != "" && !strings.HasPrefix(name, "$") && utf8.RuneCountInString(name) <= braze.MaxKey
}

// propertyValue is what Braze makes of a value; false leaves it out.
func propertyValue(value any) (any, bool) {
	switch v := value.(type) {
	case nil:
		return nil, false
	case string:
		if utf8.RuneCountInString(v) > braze.MaxText {
			return nil, false
		}
		if t, ok := parseDate(v); ok {
			return t, true
		}
	}
	return value, true
}
