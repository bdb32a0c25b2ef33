package mapping

import (
	"maps"
	"slices"
	"strings"

	"github.com/mpbraze/mpbraze/braze"
	"github.com/mpbraze/mpbraze/mparticle"
)

// unbundleProducts makes an object of each product: a purchase of a purchase,
// else a custom event, and one more event for the total of a refund.
func (o *order) unbundleProducts(p *path, pa *mparticle.ProductAction, action string) {
	if action == actionPurchase {
		o.purchases(p, pa)
		return
	}
	if !o.share(ofEvent, p, pa) {
		return
	}
	if action == actionRefund {
		props := o.eventProperties(len(o.shared.set))
		o.inherit(&props)
		o.event(p, totalName(action), &props, "refund total")
	}
	if len(pa.Products) == 0 && action != actionRefund {
		o.issue(p, CodeNoProducts, Warning, "no products: no event")
	}
	o.items(p, pa.Products, itemName(action))
}

// items makes a custom event of each product.
func (o *order) items(p *path, products []mparticle.Product, name string) {
	list := p.at("products")
	for i := range products {
		x := &products[i]
		at := list.item(i)
		props := o.eventProperties(len(o.shared.set) + len(x.CustomAttributes) + productSize)
		o.productFields(&at, x, &props)
		o.inherit(&props)
		o.event(&at, name, &props, "product")
	}
}

// purchases makes a purchase of each product.
func (o *order) purchases(p *path, pa *mparticle.ProductAction) {
	if len(pa.Products) == 0 {
		o.issue(p, CodeNoProducts, Error, "a purchase without products: nothing is sent")
		return
	}
	currency, ok := o.currency()
	if !ok {
		return
	}
	if !o.share(ofPurchase, p, pa) {
		return
	}
	o.out.Track.Purchases = slices.Grow(o.out.Track.Purchases, len(pa.Products))
	list := p.at("products")
	for i := range pa.Products {
		at := list.item(i)
		o.buy(&at, &pa.Products[i], currency)
	}
}

// buy makes a purchase of one product, or several of a large quantity.
func (o *order) buy(p *path, x *mparticle.Product, currency string) {
	id, key, ok := o.purchaseID(p, x)
	if !ok {
		return
	}
	price, ok := o.price(p, x)
	if !ok {
		return
	}
	quantity, ok := o.quantity(p, x, true)
	if !ok {
		return
	}
	props := o.purchaseProperties(len(o.shared.set) + len(x.CustomAttributes) + productSize)
	o.productFields(p, x, &props)
	o.inherit(&props)
	purchase := braze.Purchase{ProductID: id, Currency: currency, Price: price, Properties: props.finish(p)}
	for rest := quantity; rest > 0; rest -= purchase.Quantity {
		if rest != quantity {
			// A rule may change the properties of one and not of the others.
			purchase.Properties = maps.Clone(purchase.Properties)
		}
		purchase.Quantity = min(rest, braze.MaxQuantity)
		o.purchase(p, origin{id: key, price: "price", quantity: "quantity"}, purchase)
	}
}

// promotionAction maps promotions.
func (o *order) promotionAction(pa *mparticle.PromotionAction) {
	p := o.data.at("promotion_action")
	action, ok := promotionActions[mparticle.PromotionActionType(strings.ToLower(string(pa.Action)))]
	if !ok {
		at := p.at("action")
		o.issue(&at, CodeUnknownAction, Error, "the promotion action is missing or unknown")
		return
	}
	if !o.share(ofEvent, nil, nil) {
		return
	}
	if o.cfg.Commerce.Form == CommerceBundled {
		o.bundlePromotions(&p, pa, action)
		return
	}
	if len(pa.Promotions) == 0 {
		o.issue(&p, CodeNoProducts, Warning, "no promotions: no event")
	}
	list := p.at("promotions")
	for i := range pa.Promotions {
		at := list.item(i)
		props := o.eventProperties(len(o.shared.set) + 4)
		promotionFields(&at, &pa.Promotions[i], &props)
		o.inherit(&props)
		o.event(&at, itemName(action), &props, "promotion")
	}
}

// impressions maps products that were shown in lists.
func (o *order) impressions(impressions []mparticle.ProductImpression) {
	p := o.data.at("product_impressions")
	if !o.share(ofEvent, nil, nil) {
		return
	}
	if o.cfg.Commerce.Form == CommerceBundled {
		o.bundleImpressions(&p, impressions)
		return
	}
	for i := range impressions {
		at := p.item(i)
		o.impression(&at, &impressions[i])
	}
}

// impression makes an event of each product of one list.
func (o *order) impression(p *path, x *mparticle.ProductImpression) {
	list := p.at("products")
	if len(x.Products) == 0 {
		o.issue(p, CodeNoProducts, Warning, "no products: no event")
	}
	for i := range x.Products {
		product := &x.Products[i]
		at := list.item(i)
		props := o.eventProperties(len(o.shared.set) + len(product.CustomAttributes) + productSize)
		props.text(p, "product_impression_list", impressionList, x.ProductImpressionList)
		o.productFields(&at, product, &props)
		o.inherit(&props)
		o.event(&at, itemName(impressionAction), &props, "impression")
	}
}
