package braze

import "strconv"

// Properties of an event or a purchase: string, bool, any integer or float,
// [encoding/json.Number], [time.Time], a slice or an object (map[string]any).
// Null is no value: leave the name out.
type Properties map[string]any

// MarshalJSON encodes p as the properties of an event.
func (p Properties) MarshalJSON() ([]byte, error) {
	e := newEncoder(nil)
	e.propertyMembers(p, eventRules)
	return e.finish(ArrayEvents)
}

// propertyRules are what differs between events and purchases.
type propertyRules struct {
	reserved func(name string) bool
	bytes    int
}

var (
	eventRules    = propertyRules{reservedInEvents, MaxEventPropertiesBytes}
	purchaseRules = propertyRules{reservedInPurchases, MaxPurchasePropertiesBytes}
)

func reservedInEvents(name string) bool { return name == "time" || name == "event_name" }

func reservedInPurchases(name string) bool {
	switch name {
	case "time", "event_name", "product_id", "quantity", "price", "currency":
		return true
	}
	return false
}

func (e *encoder) properties(p Properties, rules propertyRules) {
	if len(p) == 0 {
		return
	}
	e.enter("properties")
	e.key("properties")
	if len(p) > MaxProperties {
		e.fail(FieldTooMany, "Braze keeps the first "+strconv.Itoa(MaxProperties)+" properties")
	}
	begin := len(e.buf)
	if nested := e.propertyMembers(p, rules); nested && len(e.buf)-begin > rules.bytes {
		e.fail(FieldTooLarge, "properties with arrays or objects have at most "+strconv.Itoa(rules.bytes)+" bytes")
	}
	e.leave()
}

// propertyMembers reports whether an array or object is among the properties.
func (e *encoder) propertyMembers(p Properties, rules propertyRules) (nested bool) {
	e.buf = append(e.buf, '{')
	inOrder(p, func(name string, value any) {
		if !rules.reserved(name) && e.plainMember(name, value, inProperty) {
			return
		}
		e.enter(name)
		e.nestedName(name, inProperty)
		if rules.reserved(name) {
			e.fail(FieldReserved, "Braze refuses a property of this name")
		}
		e.name(name)
		begin := len(e.buf)
		e.value(value, inProperty)
		nested = nested || len(e.buf) > begin && (e.buf[begin] == '[' || e.buf[begin] == '{')
		e.leave()
	})
	e.buf = append(e.buf, '}')
	return nested
}
