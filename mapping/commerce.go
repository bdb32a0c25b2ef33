package mapping

import (
	"slices"
	"strings"
	"time"

	"github.com/mpbraze/mpbraze/braze"
	"github.com/mpbraze/mpbraze/mparticle"
)

// order is what the objects of one commerce event have in common.
type order struct {
	*run

	src *mparticle.CommerceEvent
	// data is the path of the event's data.
	data *path
	when time.Time
	// shared holds the properties that come from the event rather than from
	// one product, traced what Explain says of them.
	shared properties
	traced []FieldTrace
}

// commerceEvent maps what a commerce event has of product action, promotion
// action and product impressions: one of the three by mParticle's rules.
func (r *run) commerceEvent(p *path, e *mparticle.CommerceEvent) {
	when, ok := r.occurred(p, &e.EventCommon)
	if !ok {
		return
	}
	o := order{run: r, src: e, data: p, when: when}
	if e.ProductAction != nil {
		o.productAction(e.ProductAction)
	}
	if e.PromotionAction != nil {
		o.promotionAction(e.PromotionAction)
	}
	if len(e.ProductImpressions) > 0 {
		o.impressions(e.ProductImpressions)
	}
	if e.ProductAction == nil && e.PromotionAction == nil && len(e.ProductImpressions) == 0 {
		r.issue(p, CodeUnknownAction, Error, "no product action, promotion action or impressions")
	}
}

func (o *order) productAction(pa *mparticle.ProductAction) {
	p := o.data.at("product_action")
	action, ok := o.actionName(pa)
	if !ok {
		at := p.at("action")
		o.issue(&at, CodeUnknownAction, Error, "the product action is missing or unknown")
		return
	}
	switch o.cfg.Commerce.Form {
	case CommerceBundled:
		o.bundleProducts(&p, pa, action)
	case CommerceRecommended:
		if !o.recommend(&p, pa, action) {
			o.unbundleProducts(&p, pa, action)
		}
	case CommerceUnbundled:
		o.unbundleProducts(&p, pa, action)
	}
}

// share prepares the properties that all objects have: those of the product
// action at p, if there is one, then the event's own attributes. It reports
// false when they refuse the event.
func (o *order) share(kind propertiesKind, p *path, pa *mparticle.ProductAction) bool {
	before := 0
	if o.explain != nil {
		before = len(o.explain.fields)
	}
	o.shared = o.sharedProperties(kind)
	if pa != nil {
		o.orderFields(p, pa)
	}
	o.customAttributes(o.data, &o.src.EventCommon, &o.shared)
	if o.explain != nil {
		o.traced = slices.Clone(o.explain.fields[before:])
		o.explain.fields = o.explain.fields[:before]
	}
	if !o.rejected {
		return true
	}
	o.rejected = false
	o.issue(&o.here, CodeObjectRefused, Error, "a value is over a limit of Braze: the event is left out")
	return false
}

// inherit adds the shared properties to those of one object, which has the
// last word on names.
func (o *order) inherit(to *properties) {
	var taken []string
	full := len(to.set)+len(o.shared.set) > braze.MaxProperties && to.kind != ofProduct
	for name, v := range o.shared.set {
		if _, ok := to.set[name]; ok || full {
			taken = append(taken, name)
			continue
		}
		to.set[name] = v
	}
	to.bound += o.shared.bound
	to.nested = to.nested || o.shared.nested
	o.trace(to, taken)
	slices.Sort(taken) // What is over Braze's count is left out from the end.
	attributes := o.data.at("custom_attributes")
	for _, name := range taken {
		p := attributes.at(name)
		if _, ok := o.src.CustomAttributes[name]; !ok {
			p = *o.data
		}
		to.put(&p, name, o.shared.set[name])
	}
}

// trace repeats for one object where the shared properties come from, but for
// those whose names were taken.
func (o *order) trace(to *properties, taken []string) {
	if o.explain == nil {
		return
	}
	for _, f := range o.traced {
		_, name, _ := strings.Cut(f.Output, "/properties/")
		if slices.ContainsFunc(taken, func(s string) bool { return pointerToken(s) == name }) {
			continue
		}
		f.Output = o.pointer(to.kind.array()) + "properties/" + name
		o.explain.fields = append(o.explain.fields, f)
	}
}

// event adds one custom event of the order.
func (o *order) event(p *path, name string, props *properties, rule string) {
	o.emit(o.src, p, p, braze.Event{Name: name, Time: o.when, Properties: props.finish(p)}, rule)
}

// origin names the members of an object that the fields of a purchase come
// from; quantity is empty when it comes from none.
type origin struct{ id, price, quantity string }

// purchase adds one purchase of the order, made of the object at p.
func (o *order) purchase(p *path, from origin, x braze.Purchase) {
	x.Time = o.when
	x.AppID = o.appID()
	if o.explain != nil {
		o.purchaseMade("product_id", p, from.id, "purchase")
		o.purchaseMade("currency", o.data, "currency_code", "purchase")
		o.purchaseMade("price", p, from.price, "purchase")
		o.purchaseMade("quantity", p, from.quantity, "purchase")
		o.purchaseMade("time", o.data, "timestamp_unixtime_ms", "event time")
	}
	o.addPurchase(o.src, p, x)
}

// purchaseMade notes for Explain which member of the object at p a field of a
// purchase comes from.
func (o *order) purchaseMade(field string, p *path, key, rule string) {
	if key != "" {
		at := p.at(key)
		o.made(inPurchases+field, &at, rule)
	}
}
