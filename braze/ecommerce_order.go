package braze

import (
	"encoding/json"
	"time"
)

// Totals are the amounts of a cart or an order, as decimal text. An empty one
// is left out.
type Totals struct {
	// Value is what the customer pays.
	Value json.Number
	// Subtotal is after discounts, before tax and shipping.
	Subtotal json.Number
	Tax      json.Number
	Shipping json.Number
}

// OrderPlaced is the recommended event for an order. OrderID, Totals.Value,
// Currency, Products and Source are required. Braze adds Totals.Value to the
// user's revenue: never send a [Purchase] for the same order.
type OrderPlaced struct {
	OrderID  string
	CartID   string
	Totals   Totals
	Currency string
	// TotalDiscounts is the sum of Discounts, which are free objects; Braze's
	// examples have code and amount.
	TotalDiscounts json.Number
	Discounts      []map[string]any
	Products       []RecommendedProduct
	// Source of the event: "web", "ios", "android", a shop's address.
	Source string
	// Metadata is free; Braze knows order_status_url.
	Metadata map[string]any
}

// Event returns o as an event; see [ProductViewed.Event].
func (o OrderPlaced) Event(user UserID, at time.Time) (Event, error) {
	b := newRecommended(EventOrderPlaced)
	b.optional("cart_id", o.CartID)
	b.order(o)
	return b.event(user, at)
}

// OrderRefunded is the recommended event for a refund, of a whole order or of a
// part of it: TotalValue and Products are what is refunded. The required fields
// are those of [OrderPlaced].
type OrderRefunded struct {
	OrderID string
	// TotalValue is not negative: Braze subtracts it.
	TotalValue     json.Number
	Currency       string
	TotalDiscounts json.Number
	Discounts      []map[string]any
	Products       []RecommendedProduct
	// Source of the event: "web", "ios", "android", a shop's address.
	Source string
	// Metadata is free; Braze knows order_status_url.
	Metadata map[string]any
}

// Event returns o as an event; see [ProductViewed.Event].
func (o OrderRefunded) Event(user UserID, at time.Time) (Event, error) {
	b := newRecommended(EventOrderRefunded)
	b.order(OrderPlaced{
		OrderID: o.OrderID, Totals: Totals{Value: o.TotalValue}, Currency: o.Currency,
		TotalDiscounts: o.TotalDiscounts, Discounts: o.Discounts, Products: o.Products,
		Source: o.Source, Metadata: o.Metadata,
	})
	b.notNegative("total_value", o.TotalValue)
	return b.event(user, at)
}

// OrderCancelled is the recommended event for a cancelled order. It takes the
// order back, not the revenue: that does [OrderRefunded]. CancelReason and the
// required fields of [OrderPlaced] are required.
type OrderCancelled struct {
	OrderID      string
	CancelReason string
	// Totals.Value is not negative.
	Totals         Totals
	Currency       string
	TotalDiscounts json.Number
	Discounts      []map[string]any
	Products       []RecommendedProduct
	// Source of the event: "web", "ios", "android", a shop's address.
	Source string
	// Metadata is free; Braze knows order_status_url.
	Metadata map[string]any
}

// Event returns o as an event; see [ProductViewed.Event].
func (o OrderCancelled) Event(user UserID, at time.Time) (Event, error) {
	b := newRecommended(EventOrderCancelled)
	b.required("cancel_reason", o.CancelReason)
	b.order(OrderPlaced{
		OrderID: o.OrderID, Totals: o.Totals, Currency: o.Currency,
		TotalDiscounts: o.TotalDiscounts, Discounts: o.Discounts, Products: o.Products,
		Source: o.Source, Metadata: o.Metadata,
	})
	b.notNegative("total_value", o.Totals.Value)
	return b.event(user, at)
}
