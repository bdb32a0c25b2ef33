package mapping_test

import (
	"encoding/json"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/mpbraze/mpbraze/braze"
	"github.com/mpbraze/mpbraze/mapping"
	"github.com/mpbraze/mpbraze/mparticle"
)

// recommendedConfig names an attribute for each field.
func recommendedConfig() mapping.Config {
	return mapping.Config{Commerce: mapping.CommerceConfig{
		Form: mapping.CommerceRecommended,
		Recommended: mapping.RecommendedConfig{
			Source: "web", CartID: []string{"basket", "cart"}, CheckoutID: []string{"checkout"},
			Subtotal: []string{"subtotal"}, ImageURL: []string{"image"}, ProductURL: []string{"url"},
		},
	}}
}

// ordered is commerce with the attributes that recommendedConfig names.
func ordered(action mparticle.ProductActionType) *mparticle.CommerceEvent {
	p := shoe()
	p.CustomAttributes = mparticle.Attributes{"size": "42", "image": "https://shop.example/1.jpg", "url": "https://shop.example/1"}
	e := commerce(action, p)
	e.CustomAttributes = mparticle.Attributes{
		"store": "HAM-2", "basket": "", "cart": "c-1", "checkout": "k-1", "subtotal": "39.80", "total_discounts": number("5"),
	}
	return e
}

func productVariant() braze.Properties {
	return braze.Properties{
		"product_id": "sku-1", "product_name": "Shoe", "variant_id": "EU-42", "price": number("19.90"),
		"image_url": "https://shop.example/1.jpg", "product_url": "https://shop.example/1",
	}
}

func productMetadata() braze.Properties {
	return braze.Properties{"sku": "sku-1", "brand": "Acme", "category": "footwear", "position": number("1"), "size": "42"}
}

// recommendedOrder are the properties that all events of orders have.
func recommendedOrder(more braze.Properties) braze.Properties {
	item := with(productVariant(), braze.Properties{"quantity": 2, "metadata": map[string]any(productMetadata())})
	return with(braze.Properties{
		"products": nested(item), "total_value": number("44.70"), "subtotal_value": number("39.80"),
		"tax": number("7.14"), "shipping": number("4.90"), "currency": "EUR", "source": "web",
		"metadata": map[string]any{"affiliation": "Shop", "coupon_code": "AUTUMN", "store": "HAM-2"},
	}, more)
}

func TestCommerceRecommended(t *testing.T) {
	t.Parallel()
	viewed := with(productVariant(), braze.Properties{
		"currency": "EUR", "source": "web",
		"metadata": map[string]any(with(productMetadata(), braze.Properties{
			"affiliation": "Shop", "coupon_code": "AUTUMN", "store": "HAM-2",
		})),
	})
	tests := map[mparticle.ProductActionType]braze.Event{
		mparticle.ProductActionViewDetail:     mappedEvent("ecommerce.product_viewed", viewed),
		mparticle.ProductActionAddToCart:      mappedEvent("ecommerce.cart_updated", recommendedOrder(braze.Properties{"cart_id": "c-1", "action": "add"})),
		mparticle.ProductActionRemoveFromCart: mappedEvent("ecommerce.cart_updated", recommendedOrder(braze.Properties{"cart_id": "c-1", "action": "remove"})),
		mparticle.ProductActionCheckout:       mappedEvent("ecommerce.checkout_started", recommendedOrder(braze.Properties{"checkout_id": "k-1", "cart_id": "c-1"})),
		mparticle.ProductActionPurchase: mappedEvent("ecommerce.order_placed", recommendedOrder(braze.Properties{
			"order_id": "o-1", "cart_id": "c-1", "total_discounts": number("5"),
		})),
		mparticle.ProductActionRefund: mappedEvent("ecommerce.order_refunded", recommendedOrder(braze.Properties{
			"order_id": "o-1", "total_discounts": number("5"),
		})),
	}
	for action, want := range tests {
		t.Run(string(action), func(t *testing.T) {
			t.Parallel()
			result := mapEvents(t, recommendedConfig(), ordered(action))
			assert.Equal(t, []braze.Event{want}, result.Track.Events)
			assert.Empty(t, result.Track.Purchases, "one order must not count twice")
			assert.Empty(t, result.Issues)
		})
	}
}

func TestCommerceRecommendedFallsBackToUnbundled(t *testing.T) {
	t.Parallel()
	cfg := form(mapping.CommerceRecommended)
	result := mapEvents(t, cfg, commerce(mparticle.ProductActionAddToWishlist, lace()), promotions("view"), impressions())
	var names []string
	for _, e := range result.Track.Events {
		names = append(names, e.Name)
	}
	assert.Equal(t, []string{
		"eCommerce - add_to_wishlist - Item",
		"eCommerce - view - Item", "eCommerce - view - Item",
		"eCommerce - Impression - Item", "eCommerce - Impression - Item", "eCommerce - Impression - Item",
	}, names)
}

func TestCommerceRecommendedStandIns(t *testing.T) {
	t.Parallel()
	cfg := form(mapping.CommerceRecommended)
	tests := map[string]struct {
		action   mparticle.ProductActionType
		common   mparticle.EventCommon
		property string
		want     string
	}{
		"cart by session uuid": {mparticle.ProductActionAddToCart, mparticle.EventCommon{SessionUUID: "S", SessionID: 7}, "cart_id", "S"},
		"cart by session id":   {mparticle.ProductActionAddToCart, mparticle.EventCommon{SessionID: -7}, "cart_id", "-7"},
		"checkout by session":  {mparticle.ProductActionCheckout, mparticle.EventCommon{SessionUUID: "S"}, "checkout_id", "S"},
		"order by event id":    {mparticle.ProductActionPurchase, mparticle.EventCommon{SessionUUID: "S", EventID: 9}, "order_id", "9"},
		"order by message id":  {mparticle.ProductActionPurchase, mparticle.EventCommon{SessionUUID: "S", SourceMessageID: "m"}, "order_id", "m"},
		"nothing stands in":    {mparticle.ProductActionPurchase, mparticle.EventCommon{}, "order_id", ""},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			tt.common.TimestampUnixtimeMS = eventMS
			result := mapEvents(t, cfg, &mparticle.CommerceEvent{
				EventCommon:   tt.common,
				ProductAction: &mparticle.ProductAction{Action: tt.action, Products: []mparticle.Product{lace()}},
			})
			assert.Equal(t, []string{"/events/0/data commerce_id_missing"}, found(result))
			if tt.want == "" {
				assert.Zero(t, result.Track.Len())
				assert.Equal(t, mapping.Error, result.Issues[0].Severity)
				return
			}
			require.Len(t, result.Track.Events, 1)
			got := result.Track.Events[0].Properties
			assert.Equal(t, tt.want, got[tt.property])
			assert.Equal(t, number("0"), got["total_value"])
			assert.Equal(t, "mparticle", got["source"])
			assert.Equal(t, "USD", got["currency"])
			assert.Equal(t, nested(braze.Properties{
				"product_id": "sku-2", "product_name": "Lace", "variant_id": "sku-2", "price": number("0"), "quantity": 1,
				"metadata": map[string]any{"sku": "sku-2"},
			}), got["products"])
		})
	}
}

// TestCommerceRecommendedRequiredFields: what Braze's schema requires is there
// even when mParticle tells next to nothing, and of the type it wants.
func TestCommerceRecommendedRequiredFields(t *testing.T) {
	t.Parallel()
	order := []string{"total_value", "currency", "products", "source"}
	for action, required := range map[mparticle.ProductActionType][]string{
		mparticle.ProductActionViewDetail:     {"product_id", "product_name", "variant_id", "price", "currency", "source"},
		mparticle.ProductActionAddToCart:      append([]string{"cart_id"}, order...),
		mparticle.ProductActionRemoveFromCart: append([]string{"cart_id"}, order...),
		mparticle.ProductActionCheckout:       append([]string{"checkout_id"}, order...),
		mparticle.ProductActionPurchase:       append([]string{"order_id"}, order...),
		mparticle.ProductActionRefund:         append([]string{"order_id"}, order...),
	} {
		t.Run(string(action), func(t *testing.T) {
			t.Parallel()
			result := mapEvents(t, form(mapping.CommerceRecommended), &mparticle.CommerceEvent{
				EventCommon: mparticle.EventCommon{TimestampUnixtimeMS: eventMS, SessionID: 7, EventID: 8},
				ProductAction: &mparticle.ProductAction{
					Action: action, TransactionID: " ", Products: []mparticle.Product{{ID: "a", Name: " ", Variant: " ", Price: "2.50"}},
				},
			})
			require.Len(t, result.Track.Events, 1)
			got := result.Track.Events[0].Properties
			for _, name := range required {
				switch v := got[name].(type) {
				case string:
					assert.NotEmpty(t, strings.TrimSpace(v), name)
				case json.Number:
					assert.Contains(t, []string{"price", "total_value"}, name)
				case []any:
					assert.Equal(t, nested(braze.Properties{
						"product_id": "a", "product_name": "a", "variant_id": "a", "quantity": 1, "price": number("2.50"),
						"metadata": map[string]any{"sku": "a"},
					}), v)
				default:
					assert.Fail(t, "missing", name)
				}
			}
		})
	}
}

func TestCommerceRecommendedRefusals(t *testing.T) {
	t.Parallel()
	cfg := form(mapping.CommerceRecommended)
	negative := commerce(mparticle.ProductActionPurchase, lace())
	negative.ProductAction.TotalAmount = "-1"
	euro := commerce(mparticle.ProductActionPurchase, lace())
	euro.CurrencyCode = "EURO"
	tests := map[string]struct {
		event *mparticle.CommerceEvent
		want  []string
	}{
		"no products": {commerce(mparticle.ProductActionPurchase), []string{actionPath + " commerce_no_products"}},
		"no sound product": {
			commerce(mparticle.ProductActionPurchase, mparticle.Product{ID: "a", Price: "NaN"}),
			[]string{productPath + "/price price_refused", actionPath + " commerce_no_products"},
		},
		"view without id":  {commerce(mparticle.ProductActionViewDetail, mparticle.Product{Price: "1"}), []string{productPath + "/id product_id_missing"}},
		"negative total":   {negative, []string{actionPath + "/total_amount price_refused"}},
		"unknown currency": {euro, []string{"/events/0/data/currency_code currency_refused"}},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			result := mapEvents(t, cfg, tt.event)
			assert.Zero(t, result.Track.Len())
			assert.Equal(t, tt.want, found(result))
		})
	}
}

func TestCommerceRecommendedSource(t *testing.T) {
	t.Parallel()
	b := eventBatch(commerce(mparticle.ProductActionViewDetail, lace()))
	b.SourceInfo = &mparticle.SourceInfo{Channel: mparticle.ChannelServerToServer}
	result := mapBatch(t, form(mapping.CommerceRecommended), b)
	require.Len(t, result.Track.Events, 1)
	assert.Equal(t, "server_to_server", result.Track.Events[0].Properties["source"])
}

func TestCommerceRecommendedLongIDs(t *testing.T) {
	t.Parallel()
	e := ordered(mparticle.ProductActionAddToCart)
	e.CustomAttributes["cart"] = strings.Repeat("x", 256)
	e.SessionUUID = "S"
	result := mapEvents(t, recommendedConfig(), e)
	require.Len(t, result.Track.Events, 1)
	assert.Equal(t, "S", result.Track.Events[0].Properties["cart_id"])
	assert.Equal(t, []string{attributesPath + "cart text_too_long", "/events/0/data commerce_id_missing"}, found(result))
}
