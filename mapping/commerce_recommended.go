package mapping

import "github.com/mpbraze/mpbraze/mparticle"

// Braze's recommended eCommerce events. Braze checks them against a schema and
// keeps carts and revenue by them.
//
// See https://www.braze.com/docs/user_guide/data/activation/events/recommended_events.
const (
	productViewed   = "ecommerce.product_viewed"
	cartUpdated     = "ecommerce.cart_updated"
	checkoutStarted = "ecommerce.checkout_started"
	orderPlaced     = "ecommerce.order_placed"
	orderRefunded   = "ecommerce.order_refunded"
)

// totalDiscounts is the event attribute that holds the discounts of an order,
// as mParticle's kits read it.
const totalDiscounts = "total_discounts"

// recommend maps a product action to a recommended event. It reports false for
// actions that have none, which then go unbundled.
func (o *order) recommend(p *path, pa *mparticle.ProductAction, action string) bool {
	if !isRecommended(action) {
		return false
	}
	if len(pa.Products) == 0 {
		o.issue(p, CodeNoProducts, Error, "Braze's event needs products: nothing is sent")
		return true
	}
	currency, ok := o.currency()
	if !ok {
		return true
	}
	switch action {
	case actionViewDetail:
		o.productsViewed(p, pa, currency)
	case actionAddToCart:
		o.cart(p, pa, "add", currency)
	case actionRemoveFromCart:
		o.cart(p, pa, "remove", currency)
	case actionCheckout:
		o.checkout(p, pa, currency)
	case actionPurchase:
		o.placed(p, pa, orderPlaced, currency)
	case actionRefund:
		o.placed(p, pa, orderRefunded, currency)
	}
	return true
}

func isRecommended(action string) bool {
	switch action {
	case actionViewDetail, actionAddToCart, actionRemoveFromCart, actionCheckout, actionPurchase, actionRefund:
		return true
	}
	return false
}

// productsViewed makes an event of each product.
func (o *order) productsViewed(p *path, pa *mparticle.ProductAction, currency string) {
	list := p.at("products")
	for i := range pa.Products {
		x := &pa.Products[i]
		at := list.item(i)
		props := o.eventProperties(9)
		if !o.variant(&at, x, &props) {
			continue
		}
		meta := o.productProperties(len(x.CustomAttributes) + 5)
		o.productMetadata(&at, x, &meta)
		o.eventMetadata(p, pa, &meta)
		o.finishRecommended(p, productViewed, currency, &props, &meta)
	}
}

// cart maps a change of the cart: add or remove.
func (o *order) cart(p *path, pa *mparticle.ProductAction, change, currency string) {
	props := o.eventProperties(10)
	if !o.id(&props, "cart_id", o.cfg.Commerce.Recommended.CartID, o.sessionKey()) || !o.goods(p, pa, &props) {
		return
	}
	at := p.at("action")
	props.put(&at, "action", change)
	o.finishOrder(p, pa, cartUpdated, currency, &props)
}

func (o *order) checkout(p *path, pa *mparticle.ProductAction, currency string) {
	props := o.eventProperties(10)
	if !o.id(&props, "checkout_id", o.cfg.Commerce.Recommended.CheckoutID, o.sessionKey()) || !o.goods(p, pa, &props) {
		return
	}
	o.optionalCart(&props)
	o.finishOrder(p, pa, checkoutStarted, currency, &props)
}

// placed maps orders and refunds.
func (o *order) placed(p *path, pa *mparticle.ProductAction, name, currency string) {
	props := o.eventProperties(10)
	props.text(p, "transaction_id", "order_id", given(pa.TransactionID))
	if _, ok := props.set["order_id"]; !ok && !o.id(&props, "order_id", nil, o.eventKey()) {
		return
	}
	if !o.goods(p, pa, &props) {
		return
	}
	if name == orderPlaced {
		o.optionalCart(&props)
	}
	o.attributeAmount(totalDiscounts, []string{totalDiscounts}, &props)
	o.finishOrder(p, pa, name, currency, &props)
}

// goods sets the products and their total value; false when nothing can be sent.
func (o *order) goods(p *path, pa *mparticle.ProductAction, b *properties) bool {
	list := p.at("products")
	items := make([]any, 0, len(pa.Products))
	sound := make([]mparticle.Product, 0, len(pa.Products))
	for i := range pa.Products {
		x := &pa.Products[i]
		at := list.item(i)
		item := o.productProperties(8)
		quantity, ok := o.quantity(&at, x, false)
		if !ok || !o.variant(&at, x, &item) {
			continue
		}
		amount := at.at("quantity")
		item.put(&amount, "quantity", quantity)
		meta := o.productProperties(len(x.CustomAttributes) + 5)
		o.productMetadata(&at, x, &meta)
		item.metadata(&at, &meta)
		items = append(items, map[string]any(item.set))
		sound = append(sound, *x)
	}
	if len(items) == 0 {
		o.issue(p, CodeNoProducts, Error, "no product is left: nothing is sent")
		o.unmade(inEvents)
		return false
	}
	b.put(&list, "products", items)
	if !o.totalValue(p, pa, sound, b) {
		o.unmade(inEvents)
		return false
	}
	return true
}

// totalValue sets total_value, from the products when the event has no total.
func (o *order) totalValue(p *path, pa *mparticle.ProductAction, products []mparticle.Product, b *properties) bool {
	at := p.at("total_amount")
	total := pa.TotalAmount
	if total == "" {
		total, _ = sum(products)
	}
	total, ok := o.money(&at, total)
	if ok {
		b.put(&at, "total_value", total)
	}
	return ok
}
