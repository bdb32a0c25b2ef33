package braze_test

import (
	"encoding/json"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/mpbraze/mpbraze/braze"
)

// recommended is what the recommended events have in common.
type recommended interface {
	Event(user braze.UserID, at time.Time) (braze.Event, error)
}

var shoe = braze.RecommendedProduct{ID: "p1", Name: "Shoe", VariantID: "p1-42", Price: "10.50", Quantity: 2}

const shoeJSON = `{"price":10.50,"product_id":"p1","product_name":"Shoe","quantity":2,"variant_id":"p1-42"}`

func TestRecommended(t *testing.T) {
	t.Parallel()
	lines := []braze.RecommendedProduct{shoe}
	totals := braze.Totals{Value: "26.00", Subtotal: "21.00", Tax: "2", Shipping: "3"}
	discounts := []map[string]any{{"code": "SAVE", "amount": json.Number("1")}}
	metadata := map[string]any{"order_status_url": "https://x"}
	const totalsJSON = `"shipping":3,"source":"web","subtotal_value":21.00,"tax":2,"total_value":26.00`
	for _, test := range []struct {
		give recommended
		name string
		want string
	}{
		{
			braze.ProductViewed{
				ProductID: "p1", ProductName: "Shoe", VariantID: "v", Price: "1", Currency: "EUR", Source: "web",
				ImageURL: "https://i", ProductURL: "https://p", Types: []string{"price_drop"}, Metadata: metadata,
			},
			braze.EventProductViewed,
			`{"currency":"EUR","image_url":"https://i","metadata":{"order_status_url":"https://x"},"price":1,"product_id":"p1",` +
				`"product_name":"Shoe","product_url":"https://p","source":"web","type":["price_drop"],"variant_id":"v"}`,
		},
		{
			braze.CartUpdated{CartID: "c", Totals: totals, Currency: "EUR", Products: lines, Source: "web"},
			braze.EventCartUpdated,
			`{"cart_id":"c","currency":"EUR","products":[` + shoeJSON + `],` + totalsJSON + `}`,
		},
		{
			braze.CartUpdated{CartID: "c", Action: braze.CartAdd, Currency: "EUR", Products: lines, Source: "web"},
			braze.EventCartUpdated,
			`{"action":"add","cart_id":"c","currency":"EUR","products":[` + shoeJSON + `],"source":"web"}`,
		},
		{
			braze.CheckoutStarted{CheckoutID: "k", CartID: "c", Totals: totals, Currency: "EUR", Products: lines, Source: "web"},
			braze.EventCheckoutStarted,
			`{"cart_id":"c","checkout_id":"k","currency":"EUR","products":[` + shoeJSON + `],` + totalsJSON + `}`,
		},
		{
			braze.OrderPlaced{
				OrderID: "o", CartID: "c", Totals: totals, Currency: "EUR", TotalDiscounts: "1", Discounts: discounts,
				Products: lines, Source: "web", Metadata: metadata,
			},
			braze.EventOrderPlaced,
			`{"cart_id":"c","currency":"EUR","discounts":[{"amount":1,"code":"SAVE"}],"metadata":{"order_status_url":"https://x"},` +
				`"order_id":"o","products":[` + shoeJSON + `],"shipping":3,"source":"web","subtotal_value":21.00,"tax":2,` +
				`"total_discounts":1,"total_value":26.00}`,
		},
		{
			braze.OrderRefunded{OrderID: "o", TotalValue: "5", Currency: "EUR", Products: lines, Source: "web"},
			braze.EventOrderRefunded,
			`{"currency":"EUR","order_id":"o","products":[` + shoeJSON + `],"source":"web","total_value":5}`,
		},
		{
			braze.OrderCancelled{OrderID: "o", CancelReason: "mind", Totals: totals, Currency: "EUR", Products: lines, Source: "web"},
			braze.EventOrderCancelled,
			`{"cancel_reason":"mind","currency":"EUR","order_id":"o","products":[` + shoeJSON + `],` + totalsJSON + `}`,
		},
	} {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			e, err := test.give.Event(ann, noon)
			require.NoError(t, err)
			require.NoError(t, e.Validate())
			assert.Equal(t, test.name, e.Name)
			assert.Equal(t, ann, e.User)
			assert.Equal(t, noon, e.Time)
			b, err := json.Marshal(e.Properties)
			require.NoError(t, err)
			assert.Equal(t, test.want, string(b))
			assert.Zero(t, e.DataPoints())
		})
	}
}

func TestRecommended_missing(t *testing.T) {
	t.Parallel()
	lines := []braze.RecommendedProduct{shoe}
	for _, test := range []struct {
		name   string
		give   recommended
		fields []string
	}{
		{"product viewed", braze.ProductViewed{}, []string{"product_id", "product_name", "variant_id", "price", "currency", "source"}},
		{"cart updated", braze.CartUpdated{}, []string{"cart_id", "total_value", "currency", "products", "source"}},
		{
			"cart action",
			braze.CartUpdated{CartID: "c", Action: secret, Currency: "EUR", Products: lines, Source: "web"},
			[]string{"action"},
		},
		{"checkout started", braze.CheckoutStarted{}, []string{"checkout_id", "total_value", "currency", "products", "source"}},
		{"order placed", braze.OrderPlaced{}, []string{"order_id", "total_value", "currency", "products", "source"}},
		{"order refunded", braze.OrderRefunded{TotalValue: "-1"}, []string{"order_id", "currency", "products", "source", "total_value"}},
		{
			"order cancelled",
			braze.OrderCancelled{Totals: braze.Totals{Value: secret}},
			[]string{"cancel_reason", "order_id", "total_value", "currency", "products", "source"},
		},
		{
			"product",
			braze.OrderPlaced{
				OrderID: "o", Totals: braze.Totals{Value: "1"}, Currency: "EUR", Source: "web",
				Products: []braze.RecommendedProduct{shoe, {}},
			},
			[]string{"products[1].product_id", "products[1].product_name", "products[1].variant_id", "products[1].price", "products[1].quantity"},
		},
	} {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			_, err := test.give.Event(ann, noon)
			var object *braze.ObjectError
			require.ErrorAs(t, err, &object)
			assert.NotContains(t, err.Error(), secret)
			var fields []string
			for _, f := range object.Fields {
				fields = append(fields, f.Field[len("properties."):])
			}
			assert.Equal(t, test.fields, fields)
		})
	}
}
