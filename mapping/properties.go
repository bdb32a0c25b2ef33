package mapping

import (
	"cmp"
	"encoding/json"
	"slices"
	"strings"

	"github.com/mpbraze/mpbraze/braze"
	"github.com/mpbraze/mpbraze/mparticle"
)

// properties builds the properties of one object. The first value under a name
// stays, so callers add in the order of importance.
//
// See https://www.braze.com/docs/api/objects_filters/event_object and
// https://www.braze.com/docs/api/objects_filters/purchase_object.
type properties struct {
	*run

	set  braze.Properties
	kind propertiesKind
	// fast is set when plain values need no look at the configuration.
	fast bool
	// nested is set when a value is an array or an object.
	nested bool
	// bound is an upper bound of the encoded size.
	bound int
}

// propertiesKind is what the properties are of.
type propertiesKind uint8

const (
	ofEvent propertiesKind = iota
	ofPurchase
	// ofProduct is an object inside the properties of a bundle.
	ofProduct
)

func (r *run) eventProperties(n int) properties    { return r.newProperties(ofEvent, n) }
func (r *run) purchaseProperties(n int) properties { return r.newProperties(ofPurchase, n) }
func (r *run) productProperties(n int) properties  { return r.newProperties(ofProduct, n) }

func (r *run) newProperties(kind propertiesKind, n int) properties {
	return r.propertiesIn(r.newMap(n), kind)
}

// sharedProperties returns properties to copy from, which are good until the
// next call.
func (r *run) sharedProperties(kind propertiesKind) properties {
	if r.scratch == nil {
		r.scratch = make(braze.Properties)
	}
	clear(r.scratch)
	return r.propertiesIn(r.scratch, kind)
}

func (r *run) propertiesIn(set braze.Properties, kind propertiesKind) properties {
	return properties{
		run:  r,
		set:  set,
		kind: kind,
		fast: r.explain == nil && r.blocked == nil &&
			!r.detects[eventProperty] && !r.cfg.Limits.NeutralizeLiquid,
	}
}

// reserved reports whether Braze refuses a property of that name.
func (k propertiesKind) reserved(name string) bool {
	switch name {
	case "time", "event_name":
		return k != ofProduct
	case "product_id", "quantity", "price", "currency":
		return k == ofPurchase
	}
	return false
}

// array returns the array of the request that the object goes to.
func (k propertiesKind) array() string {
	if k == ofPurchase {
		return inPurchases
	}
	return inEvents
}

// put sets a property whose name and value are known to be good.
func (b *properties) put(p *path, name string, v any) {
	if old, taken := b.set[name]; taken {
		if !sameValue(old, v) {
			b.issue(p, CodeNameTaken, Info, "another field of the event has this name: left out")
		}
		return
	}
	if len(b.set) >= braze.MaxProperties && b.kind != ofProduct {
		b.issue(p, CodeTooManyProperties, Warning, "more properties than Braze keeps: left out")
		return
	}
	b.set[name] = v
	b.bound += sizeBound(name, v)
	if !isScalar(v) {
		b.nested = true
	}
	if b.explain != nil && b.kind != ofProduct {
		b.made(b.kind.array()+"properties/"+pointerToken(name), p, "property")
	}
}

// pointerToken writes a name as JSON pointers do.
func pointerToken(name string) string { return string(appendToken(nil, name)) }

// remove takes a property back.
func (b *properties) remove(name string) {
	delete(b.set, name)
	if b.explain == nil {
		return
	}
	output := b.pointer(b.kind.array()) + "properties/" + pointerToken(name)
	b.explain.fields = slices.DeleteFunc(b.explain.fields, func(f FieldTrace) bool { return f.Output == output })
}

// text sets the property name to the text of the member key, unless it is
// empty.
func (b *properties) text(p *path, key, name, s string) {
	if s == "" {
		return
	}
	at := p.at(key)
	if b.fast && fastText(s) {
		b.put(&at, name, s)
		return
	}
	if b.hidden(&at) {
		return
	}
	if v, ok := b.value(&at, s, eventProperty); ok {
		b.put(&at, name, v)
	}
}

// amount sets the property name to the number of the member key, unless it is
// empty. Zero is a number.
func (b *properties) amount(p *path, key, name string, n json.Number) {
	if n == "" {
		return
	}
	at := p.at(key)
	if !b.hidden(&at) && b.checkNumber(&at, n) {
		b.put(&at, name, n)
	}
}

// attributes makes properties of custom attributes, which the customer named.
func (b *properties) attributes(p *path, attrs mparticle.Attributes) {
	fast := b.fast && len(b.set)+len(attrs) <= braze.MaxProperties
	var slow []string
	for name, v := range attrs {
		if fast && fastName(name) && fastValue(v) && !b.kind.reserved(name) {
			if _, taken := b.set[name]; !taken {
				b.set[name] = v
				b.bound += sizeBound(name, v)
				continue
			}
		}
		slow = append(slow, name)
	}
	slices.SortFunc(slow, byCleanName)
	for _, name := range slow {
		b.attribute(p, name, attrs[name])
	}
}

// byCleanName sorts by name, with those last that lose a leading $: of $Size
// and Size the latter stays.
func byCleanName(a, b string) int {
	aDollar, bDollar := strings.HasPrefix(a, "$"), strings.HasPrefix(b, "$")
	if aDollar != bDollar {
		if aDollar {
			return 1
		}
		return -1
	}
	return cmp.Compare(a, b)
}

func (b *properties) attribute(p *path, name string, v any) {
	at := p.at(name)
	if b.hidden(&at) {
		return
	}
	clean, ok := b.propertyName(&at, name)
	if !ok {
		return
	}
	if b.kind.reserved(clean) {
		b.issue(&at, CodeReservedProperty, Warning, "Braze reserves this name: left out")
		return
	}
	if v, ok = b.value(&at, v, eventProperty); ok {
		b.put(&at, clean, v)
	}
}

// finish returns the properties, cut to the size that Braze takes; nil when
// there are none. p is the path of the event's data.
func (b *properties) finish(p *path) braze.Properties {
	if len(b.set) == 0 {
		return nil
	}
	if limit := b.limit(); b.bound > limit {
		b.shrink(p, limit)
	}
	return b.set
}

func (b *properties) limit() int {
	if b.kind == ofPurchase && b.nested {
		return braze.MaxPurchasePropertiesBytes
	}
	return braze.MaxEventPropertiesBytes
}

// shrink leaves out the largest properties until the rest fits. An array that
// may be cut loses its last items instead.
func (b *properties) shrink(p *path, limit int) {
	for size := jsonSize(map[string]any(b.set)); size > limit; size = jsonSize(map[string]any(b.set)) {
		cut := b.over(p, CodePropertiesTooLarge, eventProperty)
		if b.rejected {
			return
		}
		name := largestMember(b.set)
		if list, ok := b.set[name].([]any); ok && cut {
			if kept := fitting(list, limit-(size-jsonSize(list))); len(kept) > 0 {
				b.set[name] = kept
				continue
			}
		}
		b.remove(name)
	}
}

// fitting returns the first items of list that take at most limit bytes.
func fitting(list []any, limit int) []any {
	size := len("[]")
	for i, v := range list {
		if size += jsonSize(v) + len(","); size > limit+len(",") {
			return list[:i]
		}
	}
	return list
}
