package mapping

import (
	"strings"

	"github.com/mpbraze/mpbraze/mparticle"
)

// The actions that more happens to than a name.
const (
	actionViewDetail     = "view_detail"
	actionAddToCart      = "add_to_cart"
	actionRemoveFromCart = "remove_from_cart"
	actionCheckout       = "checkout"
	actionPurchase       = "purchase"
	actionRefund         = "refund"
)

// impressionAction stands in the names of events in place of an action.
const impressionAction = "Impression"

// productActions are the actions as they stand in the names of events.
// mParticle spells the removal from a wishlist in two ways. The second half are
// those of newer web SDKs, see [roktFlag].
var productActions = map[mparticle.ProductActionType]string{
	mparticle.ProductActionAddToCart:          actionAddToCart,
	mparticle.ProductActionRemoveFromCart:     actionRemoveFromCart,
	mparticle.ProductActionCheckout:           actionCheckout,
	mparticle.ProductActionCheckoutOption:     "checkout_option",
	mparticle.ProductActionClick:              "click",
	mparticle.ProductActionViewDetail:         actionViewDetail,
	mparticle.ProductActionPurchase:           actionPurchase,
	mparticle.ProductActionRefund:             actionRefund,
	mparticle.ProductActionAddToWishlist:      "add_to_wishlist",
	mparticle.ProductActionRemoveFromWishlist: "remove_from_wishlist",
	"remove_from_wishlist":                    "remove_from_wishlist",

	"view_cart":               "view_cart",
	"add_shipping_info":       "add_shipping_info",
	"add_payment_info":        "add_payment_info",
	"payment_method_selected": "payment_method_selected",
	"payment_attempted":       "payment_attempted",
	"payment_succeeded":       "payment_succeeded",
	"payment_failed":          "payment_failed",
	"refund_initiated":        "refund_initiated",
}

// roktFlag is the custom flag in which newer web SDKs name an action that the
// batch itself calls unknown.
// See https://github.com/mParticle/mparticle-web-sdk.
const roktFlag = "Rokt.CommerceEventType"

// actionName returns the action as it stands in names of events. Only actions
// of the table pass: each new name counts against the 20,000 that a profile
// of Braze may have.
func (o *order) actionName(pa *mparticle.ProductAction) (string, bool) {
	action := pa.Action
	if action == "" {
		// Outputs repeat the action here.
		action = mparticle.ProductActionType(o.src.CustomEventType)
	}
	if action == mparticle.ProductActionUnknown {
		flag, _ := text(o.src.CustomFlags[roktFlag])
		action = mparticle.ProductActionType(flag)
	}
	if name, ok := productActions[action]; ok {
		return name, true
	}
	name, ok := productActions[mparticle.ProductActionType(strings.ToLower(string(action)))]
	return name, ok
}

// promotionActions are the actions upon promotions.
var promotionActions = map[mparticle.PromotionActionType]string{
	mparticle.PromotionActionView:  "view",
	mparticle.PromotionActionClick: "click",
}

// The names of commerce events, as mParticle's kits write them.
func itemName(action string) string    { return "eCommerce - " + action + " - Item" }
func totalName(action string) string   { return "eCommerce - " + action + " - Total" }
func bundledName(action string) string { return "eCommerce - " + action }
