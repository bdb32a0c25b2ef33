package mapping_test

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/mpbraze/mpbraze/braze"
	"github.com/mpbraze/mpbraze/mapping"
	"github.com/mpbraze/mpbraze/mparticle"
)

// The attribute size is the event's and the shoe's; the shoe's wins.
const sizeTaken = attributesPath + "size name_taken"

func TestCommerceUnbundledPurchase(t *testing.T) {
	t.Parallel()
	result := mapEvents(t, mapping.Config{}, commerce(mparticle.ProductActionPurchase, shoe(), lace()))
	assert.Equal(t, []braze.Purchase{
		bought("sku-1", "EUR", "19.90", 2, with(orderOf(), shoeFields())),
		bought("sku-2", "EUR", "0", 1, with(orderOf(), braze.Properties{"Name": "Lace"})),
	}, result.Track.Purchases)
	assert.Empty(t, result.Track.Events)
	assert.Equal(t, []string{sizeTaken}, found(result))
}

// TestCommerceUnbundledActions covers every other product action, in each
// spelling: one event for a product.
func TestCommerceUnbundledActions(t *testing.T) {
	t.Parallel()
	for action, name := range actionNames {
		t.Run(string(action), func(t *testing.T) {
			t.Parallel()
			result := mapEvents(t, mapping.Config{}, commerce(action, shoe(), lace()))
			order := func() braze.Properties { return with(orderOf(), braze.Properties{"Currency Code": "EUR"}) }
			want := []braze.Event{
				mappedEvent("eCommerce - "+name+" - Item", with(order(), itemFields())),
				mappedEvent("eCommerce - "+name+" - Item", with(order(), laceFields())),
			}
			if action == mparticle.ProductActionRefund {
				want = append([]braze.Event{mappedEvent("eCommerce - refund - Total", order())}, want...)
			}
			assert.Equal(t, want, result.Track.Events)
			assert.Empty(t, result.Track.Purchases, "only a purchase makes purchases")
			assert.Equal(t, []string{sizeTaken}, found(result))
		})
	}
}

// actionNames are all product actions but the purchase.
var actionNames = map[mparticle.ProductActionType]string{
	mparticle.ProductActionAddToCart:          "add_to_cart",
	mparticle.ProductActionRemoveFromCart:     "remove_from_cart",
	mparticle.ProductActionCheckout:           "checkout",
	mparticle.ProductActionCheckoutOption:     "checkout_option",
	mparticle.ProductActionClick:              "click",
	mparticle.ProductActionViewDetail:         "view_detail",
	mparticle.ProductActionRefund:             "refund",
	mparticle.ProductActionAddToWishlist:      "add_to_wishlist",
	mparticle.ProductActionRemoveFromWishlist: "remove_from_wishlist",
	"remove_from_wishlist":                    "remove_from_wishlist",
	"Add_To_Cart":                             "add_to_cart",
	"view_cart":                               "view_cart",
	"add_shipping_info":                       "add_shipping_info",
	"add_payment_info":                        "add_payment_info",
	"payment_method_selected":                 "payment_method_selected",
	"payment_attempted":                       "payment_attempted",
	"payment_succeeded":                       "payment_succeeded",
	"payment_failed":                          "payment_failed",
	"refund_initiated":                        "refund_initiated",
}

func TestCommerceActionNames(t *testing.T) {
	t.Parallel()
	named := func(action mparticle.ProductActionType, custom string, flags mparticle.Attributes) *mparticle.CommerceEvent {
		return &mparticle.CommerceEvent{
			EventCommon:     mparticle.EventCommon{TimestampUnixtimeMS: eventMS, CustomFlags: flags},
			CustomEventType: custom,
			ProductAction:   &mparticle.ProductAction{Action: action, Products: []mparticle.Product{{ID: "sku-1"}}},
		}
	}
	unknown := []string{actionPath + "/action commerce_action_unknown"}
	tests := map[string]struct {
		event  *mparticle.CommerceEvent
		want   string
		issues []string
	}{
		"unknown with a flag":          {named("unknown", "", mparticle.Attributes{"Rokt.CommerceEventType": "view_cart"}), "eCommerce - view_cart - Item", nil},
		"unknown with an unknown flag": {named("unknown", "", mparticle.Attributes{"Rokt.CommerceEventType": "dance"}), "", unknown},
		"unknown without a flag":       {named("unknown", "", nil), "", unknown},
		"new action":                   {named("dance", "", nil), "", unknown},
		"only custom_event_type":       {named("", "remove_from_wishlist", nil), "eCommerce - remove_from_wishlist - Item", nil},
		"nothing":                      {named("", "", nil), "", unknown},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			result := mapEvents(t, mapping.Config{}, tt.event)
			assert.Equal(t, tt.issues, found(result))
			if tt.want != "" {
				assert.Equal(t, []braze.Event{mappedEvent(tt.want, braze.Properties{"Id": "sku-1"})}, result.Track.Events)
			} else {
				assert.Zero(t, result.Track.Len())
			}
		})
	}
}

func TestCommerceCheckoutFields(t *testing.T) {
	t.Parallel()
	result := mapEvents(t, mapping.Config{}, &mparticle.CommerceEvent{
		EventCommon: common(nil),
		ProductAction: &mparticle.ProductAction{
			Action: mparticle.ProductActionCheckoutOption, CheckoutStep: 2, CheckoutOptions: "visa",
			ProductActionList: "Search Results", ProductListSource: "Home",
			Products: []mparticle.Product{lace()},
		},
	})
	assert.Equal(t, []braze.Event{mappedEvent("eCommerce - checkout_option - Item", with(laceFields(), braze.Properties{
		"Checkout Step": int64(2), "Checkout Options": "visa",
		"Product Action List": "Search Results", "Product List Source": "Home",
	}))}, result.Track.Events)
}

func promotions(action mparticle.PromotionActionType) *mparticle.CommerceEvent {
	return &mparticle.CommerceEvent{
		EventCommon: common(mparticle.Attributes{"store": "HAM-2"}),
		PromotionAction: &mparticle.PromotionAction{Action: action, Promotions: []mparticle.Promotion{
			{ID: "p1", Name: "Autumn", Creative: "banner", Position: "top"},
			{ID: "p2"},
		}},
	}
}

func TestCommerceUnbundledPromotions(t *testing.T) {
	t.Parallel()
	for _, action := range []mparticle.PromotionActionType{mparticle.PromotionActionView, mparticle.PromotionActionClick, "Click"} {
		t.Run(string(action), func(t *testing.T) {
			t.Parallel()
			result := mapEvents(t, mapping.Config{}, promotions(action))
			name := "eCommerce - " + strings.ToLower(string(action)) + " - Item"
			assert.Equal(t, []braze.Event{
				mappedEvent(name, braze.Properties{"Id": "p1", "Name": "Autumn", "Creative": "banner", "Position": "top", "store": "HAM-2"}),
				mappedEvent(name, braze.Properties{"Id": "p2", "store": "HAM-2"}),
			}, result.Track.Events)
			assert.Empty(t, result.Issues)
		})
	}
	t.Run("unknown", func(t *testing.T) {
		t.Parallel()
		result := mapEvents(t, mapping.Config{}, promotions("dance"))
		assert.Zero(t, result.Track.Len())
		assert.Equal(t, []string{"/events/0/data/promotion_action/action commerce_action_unknown"}, found(result))
	})
}

// TestCommerceListsWithoutItems: what makes no event is an issue.
func TestCommerceListsWithoutItems(t *testing.T) {
	t.Parallel()
	result := mapEvents(
		t, mapping.Config{},
		&mparticle.CommerceEvent{EventCommon: common(nil), PromotionAction: &mparticle.PromotionAction{Action: "View"}},
		&mparticle.CommerceEvent{EventCommon: common(nil), ProductImpressions: []mparticle.ProductImpression{{ProductImpressionList: "Home"}}},
	)
	assert.Zero(t, result.Track.Len())
	assert.Equal(t, []string{
		"/events/0/data/promotion_action commerce_no_products", "/events/1/data/product_impressions/0 commerce_no_products",
	}, found(result))
}

func impressions() *mparticle.CommerceEvent {
	return &mparticle.CommerceEvent{
		EventCommon: common(mparticle.Attributes{"store": "HAM-2"}),
		ProductImpressions: []mparticle.ProductImpression{
			{ProductImpressionList: "Search", Products: []mparticle.Product{shoe(), lace()}},
			{ProductImpressionList: "Home", Products: []mparticle.Product{lace()}},
		},
	}
}

func TestCommerceUnbundledImpressions(t *testing.T) {
	t.Parallel()
	result := mapEvents(t, mapping.Config{}, impressions())
	const name = "eCommerce - Impression - Item"
	list := func(name string) braze.Properties {
		return braze.Properties{"Product Impression List": name, "store": "HAM-2"}
	}
	assert.Equal(t, []braze.Event{
		mappedEvent(name, with(list("Search"), itemFields())),
		mappedEvent(name, with(list("Search"), laceFields())),
		mappedEvent(name, with(list("Home"), laceFields())),
	}, result.Track.Events)
	assert.Empty(t, result.Issues)
}

func TestCommerceProductNames(t *testing.T) {
	t.Parallel()
	tests := map[string]struct {
		cfg      mapping.CommerceConfig
		id, name string
	}{
		"as they are":       {mapping.CommerceConfig{}, "sku-2", "Lace"},
		"ProductIDFromName": {mapping.CommerceConfig{ProductIDFromName: true}, "Lace", "Lace"},
		"NameFromProductID": {mapping.CommerceConfig{NameFromProductID: true}, "sku-2", "sku-2"},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			result := mapEvents(t, mapping.Config{Commerce: tt.cfg}, plainPurchase(lace()))
			assert.Equal(t, []braze.Purchase{
				bought(tt.id, "USD", "0", 1, braze.Properties{"Name": tt.name}),
			}, result.Track.Purchases)
		})
	}
}

// TestCommerceCurrencyOfOtherActions: nobody pays here, so a bad currency costs
// the property alone.
func TestCommerceCurrencyOfOtherActions(t *testing.T) {
	t.Parallel()
	refused := []string{"/events/0/data/currency_code currency_refused"}
	for code, tt := range map[string]struct {
		want   any
		issues []string
	}{
		"EUR": {"EUR", nil}, " eur ": {"EUR", nil}, "": {nil, nil}, "EURO": {nil, refused}, "XXX": {nil, refused},
	} {
		t.Run("code "+code, func(t *testing.T) {
			t.Parallel()
			for _, f := range []mapping.CommerceForm{mapping.CommerceUnbundled, mapping.CommerceBundled} {
				e := commerce(mparticle.ProductActionClick, lace())
				e.CurrencyCode = code
				result := mapEvents(t, form(f), e)
				require.Len(t, result.Track.Events, 1)
				assert.Equal(t, tt.want, result.Track.Events[0].Properties["Currency Code"])
				assert.Equal(t, tt.issues, found(result))
			}
		})
	}
}
