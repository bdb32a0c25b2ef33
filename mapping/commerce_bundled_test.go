package mapping_test

import (
	"strconv"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/mpbraze/mpbraze/braze"
	"github.com/mpbraze/mpbraze/mapping"
	"github.com/mpbraze/mpbraze/mparticle"
)

func nested(products ...braze.Properties) []any {
	list := make([]any, 0, len(products))
	for _, p := range products {
		list = append(list, map[string]any(p))
	}
	return list
}

func TestCommerceBundledPurchase(t *testing.T) {
	t.Parallel()
	result := mapEvents(t, form(mapping.CommerceBundled), commerce(mparticle.ProductActionPurchase, shoe(), lace()))
	assert.Equal(t, []braze.Purchase{
		bought("eCommerce - purchase", "EUR", "44.70", 1, with(orderOf(), braze.Properties{
			"products": nested(itemFields(), laceFields()),
		})),
	}, result.Track.Purchases)
	assert.Empty(t, result.Track.Events)
	assert.Empty(t, result.Issues)
}

func TestCommerceBundledActions(t *testing.T) {
	t.Parallel()
	for action, name := range actionNames {
		t.Run(string(action), func(t *testing.T) {
			t.Parallel()
			result := mapEvents(t, form(mapping.CommerceBundled), commerce(action, shoe(), lace()))
			assert.Equal(t, []braze.Event{
				mappedEvent("eCommerce - "+name, with(orderOf(), braze.Properties{
					"Currency Code": "EUR", "products": nested(itemFields(), laceFields()),
				})),
			}, result.Track.Events)
			assert.Empty(t, result.Track.Purchases)
			assert.Empty(t, result.Issues)
		})
	}
}

func TestCommerceBundledPromotionsAndImpressions(t *testing.T) {
	t.Parallel()
	t.Run("promotions", func(t *testing.T) {
		t.Parallel()
		result := mapEvents(t, form(mapping.CommerceBundled), promotions(mparticle.PromotionActionView))
		assert.Equal(t, []braze.Event{mappedEvent("eCommerce - view", braze.Properties{
			"store": "HAM-2",
			"promotions": nested(
				braze.Properties{"Id": "p1", "Name": "Autumn", "Creative": "banner", "Position": "top"},
				braze.Properties{"Id": "p2"},
			),
		})}, result.Track.Events)
	})
	t.Run("impressions", func(t *testing.T) {
		t.Parallel()
		result := mapEvents(t, form(mapping.CommerceBundled), impressions())
		assert.Equal(t, []braze.Event{mappedEvent("eCommerce - Impression", braze.Properties{
			"store": "HAM-2",
			"impressions": nested(
				braze.Properties{"Product Impression List": "Search", "products": nested(itemFields(), laceFields())},
				braze.Properties{"Product Impression List": "Home", "products": nested(laceFields())},
			),
		})}, result.Track.Events)
	})
}

func TestCommerceBundledWithoutProducts(t *testing.T) {
	t.Parallel()
	t.Run("order object", func(t *testing.T) {
		t.Parallel()
		result := mapEvents(t, form(mapping.CommerceBundled), commerce(mparticle.ProductActionPurchase))
		assert.Equal(t, []braze.Purchase{
			bought("eCommerce - purchase", "EUR", "44.70", 1, orderOf()),
		}, result.Track.Purchases)
	})
	t.Run("nothing to pay", func(t *testing.T) {
		t.Parallel()
		result := mapEvents(t, form(mapping.CommerceBundled), plainPurchase())
		assert.Zero(t, result.Track.Len())
		assert.Equal(t, []string{actionPath + "/total_amount price_refused"}, found(result))
	})
}

func TestCommerceBundledTotalIsComputedExactly(t *testing.T) {
	t.Parallel()
	tests := map[string]struct {
		prices, quantities []string
		want               string
	}{
		"no float errors": {[]string{"0.1", "0.2"}, []string{"", ""}, "0.3"},
		"decimals":        {[]string{"19.99", "5"}, []string{"3", "2.0"}, "69.97"},
		"exponent":        {[]string{"1.5e1"}, []string{"2"}, "30"},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			var products []mparticle.Product
			for i, price := range tt.prices {
				products = append(products, mparticle.Product{ID: strconv.Itoa(i + 1), Price: number(price), Quantity: number(tt.quantities[i])})
			}
			result := mapEvents(t, form(mapping.CommerceBundled), plainPurchase(products...))
			require.Len(t, result.Track.Purchases, 1)
			assert.Equal(t, number(tt.want), result.Track.Purchases[0].Price)
			assert.Equal(t, []string{actionPath + "/total_amount total_computed"}, found(result))
		})
	}
}

// TestCommerceBundledSize covers Braze's smaller limit on the properties of
// purchases.
func TestCommerceBundledSize(t *testing.T) {
	t.Parallel()
	var products []mparticle.Product
	for i := range 500 {
		p := shoe()
		p.ID = strconv.Itoa(i)
		products = append(products, p)
	}
	for name, over := range map[string]mapping.LimitAction{"drop": mapping.LimitDrop, "cut": mapping.LimitCut} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			cfg := form(mapping.CommerceBundled)
			cfg.Limits.Over = over
			result := mapEvents(t, cfg, commerce(mparticle.ProductActionPurchase, products...))
			require.Len(t, result.Track.Purchases, 1)
			assert.Equal(t, []string{"/events/0/data/product_action properties_too_large"}, found(result))
			kept, _ := result.Track.Purchases[0].Properties["products"].([]any)
			if over == mapping.LimitDrop {
				assert.Empty(t, kept)
			} else {
				assert.Greater(t, len(kept), 100)
				assert.Less(t, len(kept), 500)
			}
			assert.Equal(t, "o-1", result.Track.Purchases[0].Properties["Transaction Id"])
		})
	}
}
