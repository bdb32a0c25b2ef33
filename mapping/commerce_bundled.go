package mapping

import (
	"encoding/json"

	"github.com/mpbraze/mpbraze/braze"
	"github.com/mpbraze/mpbraze/mparticle"
)

// bundleProducts makes one object of the whole order, with its products nested.
func (o *order) bundleProducts(p *path, pa *mparticle.ProductAction, action string) {
	if action == actionPurchase {
		o.buyBundle(p, pa)
		return
	}
	if props, ok := o.bundle(p, pa, ofEvent); ok {
		o.event(p, bundledName(action), &props, "bundle")
	}
}

// buyBundle makes one purchase of the order, at its total.
func (o *order) buyBundle(p *path, pa *mparticle.ProductAction) {
	currency, ok := o.currency()
	if !ok {
		return
	}
	total, ok := o.orderTotal(p, pa)
	if !ok {
		return
	}
	props, ok := o.bundle(p, pa, ofPurchase)
	if !ok {
		return
	}
	o.purchase(p, origin{id: "action", price: "total_amount"}, braze.Purchase{
		ProductID:  bundledName(actionPurchase),
		Currency:   currency,
		Price:      total,
		Quantity:   1,
		Properties: props.finish(p),
	})
}

// bundle returns the properties of an order with its products nested.
func (o *order) bundle(p *path, pa *mparticle.ProductAction, kind propertiesKind) (properties, bool) {
	if !o.share(kind, p, pa) {
		return properties{}, false
	}
	props := o.newProperties(kind, len(o.shared.set)+1)
	list := p.at("products")
	props.list(&list, "products", o.nestedProducts(&list, pa.Products, kind == ofPurchase))
	o.inherit(&props)
	return props, true
}

// orderTotal returns the total of the order, or of its products when it has
// none.
func (o *order) orderTotal(p *path, pa *mparticle.ProductAction) (json.Number, bool) {
	at := p.at("total_amount")
	if pa.TotalAmount != "" {
		return o.money(&at, pa.TotalAmount)
	}
	total, ok := sum(pa.Products)
	if !ok {
		o.issue(&at, CodePrice, Error, "no total amount and no products to compute it from")
		return "", false
	}
	o.issue(&at, CodeTotalComputed, Info, "missing: the sum of the products stands in")
	return total, true
}

// nestedProducts returns products as objects. Of a purchase those are left out
// that could not be bought.
func (o *order) nestedProducts(p *path, products []mparticle.Product, bought bool) []any {
	list := make([]any, 0, len(products))
	for i := range products {
		x := &products[i]
		at := p.item(i)
		if bought && !o.sound(&at, x) {
			continue
		}
		b := o.productProperties(len(x.CustomAttributes) + productSize + 2)
		o.productFields(&at, x, &b)
		list = append(list, map[string]any(b.set))
	}
	return list
}

// sound reports whether a product of a purchase has what a purchase needs.
func (o *order) sound(p *path, x *mparticle.Product) bool {
	if _, ok := o.productID(p, x); !ok {
		return false
	}
	if _, ok := o.price(p, x); !ok {
		return false
	}
	_, ok := o.quantity(p, x, false)
	return ok
}

func (o *order) bundlePromotions(p *path, pa *mparticle.PromotionAction, action string) {
	at := p.at("promotions")
	list := make([]any, 0, len(pa.Promotions))
	for i := range pa.Promotions {
		item := at.item(i)
		b := o.productProperties(4)
		promotionFields(&item, &pa.Promotions[i], &b)
		list = append(list, map[string]any(b.set))
	}
	props := o.eventProperties(len(o.shared.set) + 1)
	props.list(&at, "promotions", list)
	o.inherit(&props)
	o.event(p, bundledName(action), &props, "bundle")
}

func (o *order) bundleImpressions(p *path, impressions []mparticle.ProductImpression) {
	list := make([]any, 0, len(impressions))
	for i := range impressions {
		item := p.item(i)
		products := item.at("products")
		b := o.productProperties(2)
		b.text(&item, "product_impression_list", impressionList, impressions[i].ProductImpressionList)
		b.list(&products, "products", o.nestedProducts(&products, impressions[i].Products, false))
		list = append(list, map[string]any(b.set))
	}
	props := o.eventProperties(len(o.shared.set) + 1)
	props.list(p, "impressions", list)
	o.inherit(&props)
	o.event(p, bundledName(impressionAction), &props, "bundle")
}

// list sets a property to an array, unless it is empty.
func (b *properties) list(p *path, name string, items []any) {
	if len(items) > 0 {
		b.put(p, name, items)
	}
}
