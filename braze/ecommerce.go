package braze

import (
	"encoding/json"
	"time"
)

// The names of Braze's recommended eCommerce events. Braze checks such an event
// against a schema when it arrives; it keeps carts, revenue and order counts
// from them. They cost no data points.
//
// See https://www.braze.com/docs/user_guide/data/activation/events/recommended_events.
const (
	EventProductViewed   = "ecommerce.product_viewed"
	EventCartUpdated     = "ecommerce.cart_updated"
	EventCheckoutStarted = "ecommerce.checkout_started"
	EventOrderPlaced     = "ecommerce.order_placed"
	EventOrderRefunded   = "ecommerce.order_refunded"
	EventOrderCancelled  = "ecommerce.order_cancelled"
)

func isRecommended(name string) bool {
	switch name {
	case EventProductViewed, EventCartUpdated, EventCheckoutStarted,
		EventOrderPlaced, EventOrderRefunded, EventOrderCancelled:
		return true
	}
	return false
}

// RecommendedProduct is one line of a cart or an order. ID, Name, VariantID,
// Price and Quantity are required.
type RecommendedProduct struct {
	ID   string
	Name string
	// VariantID is the variant's id, or the product's where there are no
	// variants.
	VariantID string
	// Price of one unit, as decimal text.
	Price json.Number
	// Quantity is at least 1.
	Quantity   int
	ImageURL   string
	ProductURL string
	// Metadata is free: color, size, brand.
	Metadata map[string]any
}

// ProductViewed is the recommended event for a look at a product. ProductID,
// ProductName, VariantID, Price, Currency and Source are required.
type ProductViewed struct {
	ProductID   string
	ProductName string
	VariantID   string
	// Price of one unit, as decimal text.
	Price      json.Number
	Currency   string
	ImageURL   string
	ProductURL string
	// Source of the event: "web", "ios", "android", a shop's address.
	Source string
	// Types are "price_drop" and "back_in_stock", for the triggers of catalogs.
	Types    []string
	Metadata map[string]any
}

// Event returns p as an event, or an [*ObjectError] with the required fields
// that are missing. What holds for every event is checked when it is encoded.
func (p ProductViewed) Event(user UserID, at time.Time) (Event, error) {
	b := newRecommended(EventProductViewed)
	b.required("product_id", p.ProductID)
	b.required("product_name", p.ProductName)
	b.required("variant_id", p.VariantID)
	b.amount("price", p.Price)
	b.currency(p.Currency)
	b.required("source", p.Source)
	b.optional("image_url", p.ImageURL)
	b.optional("product_url", p.ProductURL)
	if len(p.Types) > 0 {
		b.properties["type"] = p.Types
	}
	b.metadata(p.Metadata)
	return b.event(user, at)
}

// CartAction says what the products of a [CartUpdated] are.
type CartAction string

// The cart actions. Do not mix [CartReplace] with the others in one cart.
const (
	// CartReplace, like no action, gives the whole cart.
	CartReplace CartAction = "replace"
	// CartAdd and CartRemove give only the lines that changed, and as quantity
	// the units added or removed.
	CartAdd    CartAction = "add"
	CartRemove CartAction = "remove"
)

// CartUpdated is the recommended event for a change of a cart. CartID,
// Currency, Products and Source are required, Totals.Value as well unless Action
// is [CartAdd] or [CartRemove]. Braze ignores an event older than the cart, and
// one for a cart in checkout.
type CartUpdated struct {
	CartID   string
	Action   CartAction
	Totals   Totals
	Currency string
	Products []RecommendedProduct
	// Source of the event: "web", "ios", "android", a shop's address.
	Source   string
	Metadata map[string]any
}

// Event returns c as an event; see [ProductViewed.Event].
func (c CartUpdated) Event(user UserID, at time.Time) (Event, error) {
	b := newRecommended(EventCartUpdated)
	b.required("cart_id", c.CartID)
	switch c.Action {
	case "", CartReplace:
		b.totals(c.Totals)
	case CartAdd, CartRemove:
		b.optionalTotals(c.Totals)
	default:
		b.fail("action", FieldFormat, "add, remove or replace")
	}
	b.optional("action", string(c.Action))
	b.currency(c.Currency)
	b.products(c.Products)
	b.required("source", c.Source)
	b.metadata(c.Metadata)
	return b.event(user, at)
}

// CheckoutStarted is the recommended event for the begin of a checkout.
// CheckoutID, Totals.Value, Currency, Products and Source are required.
type CheckoutStarted struct {
	CheckoutID string
	CartID     string
	Totals     Totals
	Currency   string
	Products   []RecommendedProduct
	// Source of the event: "web", "ios", "android", a shop's address.
	Source string
	// Metadata is free; Braze knows checkout_url.
	Metadata map[string]any
}

// Event returns c as an event; see [ProductViewed.Event].
func (c CheckoutStarted) Event(user UserID, at time.Time) (Event, error) {
	b := newRecommended(EventCheckoutStarted)
	b.required("checkout_id", c.CheckoutID)
	b.optional("cart_id", c.CartID)
	b.totals(c.Totals)
	b.currency(c.Currency)
	b.products(c.Products)
	b.required("source", c.Source)
	b.metadata(c.Metadata)
	return b.event(user, at)
}
