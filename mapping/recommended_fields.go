package mapping

import (
	"encoding/json"
	"maps"
	"strings"

	"github.com/mpbraze/mpbraze/mparticle"
)

// variant sets what Braze requires of a product wherever it stands.
func (o *order) variant(p *path, x *mparticle.Product, b *properties) bool {
	id, ok := o.productID(p, x)
	if !ok {
		return false
	}
	price, ok := o.price(p, x)
	if !ok {
		return false
	}
	at := p.at("id")
	b.put(&at, "product_id", id)
	if !o.cfg.Commerce.NameFromProductID {
		b.text(p, "name", "product_name", given(x.Name))
	}
	b.text(p, "variant", "variant_id", given(x.Variant))
	// The id stands in for a name and a variant that are missing, as in
	// mParticle's kits.
	for _, name := range []string{"product_name", "variant_id"} {
		if _, ok := b.set[name]; !ok {
			b.put(&at, name, id)
		}
	}
	at = p.at("price")
	b.put(&at, "price", price)
	attributes := p.at("custom_attributes")
	o.fromAttribute(&attributes, "image_url", o.cfg.Commerce.Recommended.ImageURL, x.CustomAttributes, b)
	o.fromAttribute(&attributes, "product_url", o.cfg.Commerce.Recommended.ProductURL, x.CustomAttributes, b)
	return true
}

// finishOrder sets what the events of whole orders have in common.
func (o *order) finishOrder(p *path, pa *mparticle.ProductAction, name, currency string, b *properties) {
	o.attributeAmount("subtotal_value", o.cfg.Commerce.Recommended.Subtotal, b)
	b.amount(p, "tax_amount", "tax", pa.TaxAmount)
	b.amount(p, "shipping_amount", "shipping", pa.ShippingAmount)
	meta := o.productProperties(len(o.src.CustomAttributes) + 2)
	o.eventMetadata(p, pa, &meta)
	o.finishRecommended(p, name, currency, b, &meta)
}

func (o *order) finishRecommended(p *path, name, currency string, b, meta *properties) {
	at := o.data.at("currency_code")
	b.put(&at, "currency", currency)
	b.put(nil, "source", o.source())
	b.metadata(p, meta)
	o.event(p, name, b, "recommended event")
}

// source returns where the event comes from.
func (o *order) source() string {
	if s := o.cfg.Commerce.Recommended.Source; s != "" {
		return s
	}
	if info := o.batch.SourceInfo; info != nil && info.Channel != "" {
		return string(info.Channel)
	}
	return "mparticle"
}

// metadata sets the property metadata, unless it is empty.
func (b *properties) metadata(p *path, meta *properties) {
	if len(meta.set) > 0 {
		b.put(p, "metadata", map[string]any(meta.set))
	}
}

// productMetadata keeps what Braze has no property for.
func (o *order) productMetadata(p *path, x *mparticle.Product, b *properties) {
	b.text(p, "id", "sku", x.ID)
	b.text(p, "brand", "brand", x.Brand)
	b.text(p, "category", "category", x.Category)
	b.text(p, "coupon_code", "coupon_code", x.CouponCode)
	b.amount(p, "position", "position", x.Position)
	at := p.at("custom_attributes")
	c := &o.cfg.Commerce.Recommended
	b.attributes(&at, without(x.CustomAttributes, c.ImageURL, c.ProductURL))
}

func (o *order) eventMetadata(p *path, pa *mparticle.ProductAction, b *properties) {
	b.text(p, "affiliation", "affiliation", pa.Affiliation)
	b.text(p, "coupon_code", "coupon_code", pa.CouponCode)
	at := o.data.at("custom_attributes")
	c := &o.cfg.Commerce.Recommended
	b.attributes(&at, without(o.src.CustomAttributes, c.CartID, c.CheckoutID, c.Subtotal, []string{totalDiscounts}))
}

// without returns attributes without those that have a property of their own.
func without(attrs mparticle.Attributes, promoted ...[]string) mparticle.Attributes {
	copied := false
	for _, names := range promoted {
		for _, name := range names {
			if _, ok := attrs[name]; !ok {
				continue
			}
			if !copied {
				attrs, copied = maps.Clone(attrs), true
			}
			delete(attrs, name)
		}
	}
	return attrs
}

// fromAttribute sets a property to the first of the attributes names that is
// not empty.
func (o *order) fromAttribute(p *path, property string, names []string, attrs mparticle.Attributes, b *properties) {
	if s, name := firstText(attrs, names); s != "" {
		b.text(p, name, property, s)
	}
}

// attributeAmount sets a property to the first of the event's attributes names
// that is not empty, if it is a number.
func (o *order) attributeAmount(property string, names []string, b *properties) {
	p := o.data.at("custom_attributes")
	if s, name := firstText(o.src.CustomAttributes, names); s != "" {
		b.amount(&p, name, property, json.Number(s))
	}
}

// given returns s unless it is blank, which Braze's schema takes for missing.
func given(s string) string {
	if strings.TrimSpace(s) == "" {
		return ""
	}
	return s
}

// firstText returns the first of the attributes names that has text.
func firstText(attrs mparticle.Attributes, names []string) (value, name string) {
	for _, name := range names {
		if s, ok := text(attrs[name]); ok && given(s) != "" {
			return s, name
		}
	}
	return "", ""
}

// standIn is an id of the event that may stand in for one that is missing.
type standIn struct {
	key   string
	value string
}

// id sets a property to the id that an attribute of the event holds, else to
// the stand-in. It reports false when there is none: Braze needs it.
func (o *order) id(b *properties, property string, names []string, other standIn) bool {
	p := o.data.at("custom_attributes")
	o.fromAttribute(&p, property, names, o.src.CustomAttributes, b)
	if _, ok := b.set[property]; ok {
		return true
	}
	b.text(o.data, other.key, property, other.value)
	_, ok := b.set[property]
	if ok {
		o.issue(o.data, CodeIDMissing, Info, "no "+property+": the id of the session or the event stands in")
	} else {
		o.issue(o.data, CodeIDMissing, Error, "no "+property+": the event is left out")
	}
	return ok
}

// optionalCart sets the cart's id where Braze does not need it.
func (o *order) optionalCart(b *properties) {
	p := o.data.at("custom_attributes")
	o.fromAttribute(&p, "cart_id", o.cfg.Commerce.Recommended.CartID, o.src.CustomAttributes, b)
}

// sessionKey identifies the session: a cart is usually one per session.
func (o *order) sessionKey() standIn {
	if o.src.SessionUUID == "" && o.src.SessionID != 0 {
		return standIn{"session_id", digits64(o.src.SessionID)}
	}
	return standIn{"session_uuid", o.src.SessionUUID}
}

// eventKey identifies the event: there may be several orders in a session.
func (o *order) eventKey() standIn {
	switch {
	case o.src.EventID != 0:
		return standIn{"event_id", digits64(o.src.EventID)}
	case o.src.SourceMessageID != "":
		return standIn{"source_message_id", o.src.SourceMessageID}
	}
	return o.sessionKey()
}
