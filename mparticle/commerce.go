package mparticle

import "encoding/json"

// ProductActionType is what was done with products.
type ProductActionType string

// The product actions. [ProductActionUnknown] is real data: newer SDKs send it
// with the name in a custom flag.
const (
	ProductActionAddToCart          ProductActionType = "add_to_cart"
	ProductActionRemoveFromCart     ProductActionType = "remove_from_cart"
	ProductActionCheckout           ProductActionType = "checkout"
	ProductActionCheckoutOption     ProductActionType = "checkout_option"
	ProductActionClick              ProductActionType = "click"
	ProductActionViewDetail         ProductActionType = "view_detail"
	ProductActionPurchase           ProductActionType = "purchase"
	ProductActionRefund             ProductActionType = "refund"
	ProductActionAddToWishlist      ProductActionType = "add_to_wishlist"
	ProductActionRemoveFromWishlist ProductActionType = "remove_from_wish_list"
	ProductActionUnknown            ProductActionType = "unknown"
)

// PromotionActionType is what was done with promotions.
type PromotionActionType string

// The promotion actions.
const (
	PromotionActionView  PromotionActionType = "view"
	PromotionActionClick PromotionActionType = "click"
)

// CommerceEvent is about products or promotions: exactly one of ProductAction,
// PromotionAction and ProductImpressions is set.
//
// See https://docs.mparticle.com/developers/server/json-reference/.
type CommerceEvent struct {
	EventCommon

	ProductAction      *ProductAction
	PromotionAction    *PromotionAction
	ProductImpressions []ProductImpression
	ShoppingCart       *ShoppingCart

	// CurrencyCode is ISO 4217 and often missing.
	CurrencyCode     string
	ScreenName       string
	IsNonInteractive bool
	// EventName is mParticle's own, such as "eCommerce - Purchase".
	EventName string
	// CustomEventType repeats the action in outputs, with
	// remove_from_wishlist in this spelling.
	CustomEventType string
}

// Type returns [EventCommerceEvent].
func (*CommerceEvent) Type() EventType { return EventCommerceEvent }

// ProductAction is an action upon products. Amounts are decimal text, empty
// when absent.
type ProductAction struct {
	Members

	Action            ProductActionType
	TransactionID     string
	Affiliation       string
	TotalAmount       json.Number
	TaxAmount         json.Number
	ShippingAmount    json.Number
	CouponCode        string
	CheckoutStep      int64
	CheckoutOptions   string
	ProductActionList string
	ProductListSource string
	Products          []Product
}

// Product is one product of an action, an impression or a cart. Numbers are
// decimal text, empty when absent; Quantity need not be whole.
type Product struct {
	Members

	ID                 string
	Name               string
	Brand              string
	Category           string
	Variant            string
	Position           json.Number
	Price              json.Number
	Quantity           json.Number
	TotalProductAmount json.Number
	CouponCode         string
	AddedToCartTimeMS  int64
	CustomAttributes   Attributes
}

// PromotionAction is an action upon promotions.
type PromotionAction struct {
	Members

	Action     PromotionActionType
	Promotions []Promotion
}

// Promotion is one promotion.
type Promotion struct {
	Members

	ID       string
	Name     string
	Creative string
	Position string
}

// ProductImpression is a list of products that was shown.
type ProductImpression struct {
	Members

	ProductImpressionList string
	Products              []Product
}

// ShoppingCart holds the products in the cart at that time.
type ShoppingCart struct {
	Members

	Products []Product
}
