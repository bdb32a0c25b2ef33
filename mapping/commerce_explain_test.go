package mapping_test

import (
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/mpbraze/mpbraze/mapping"
	"github.com/mpbraze/mpbraze/mparticle"
)

// TestExplainCommerce: what the products of an order share is explained for
// each of them.
func TestExplainCommerce(t *testing.T) {
	t.Parallel()
	e := commerce(mparticle.ProductActionPurchase, lace(), mparticle.Product{Price: "1"}, lace())
	e.CustomAttributes = mparticle.Attributes{"store": "HAM-2"}
	m, err := mapping.New(mapping.Config{})
	require.NoError(t, err)
	inputs := make(map[string]string)
	for _, f := range m.Explain(eventBatch(e)).Fields {
		assert.NotContains(t, inputs, f.Output, "explained twice")
		inputs[f.Output] = f.Input
	}
	for output, input := range map[string]string{
		"/purchases/0/product_id":                "/events/0/data/product_action/products/0/id",
		"/purchases/1/product_id":                "/events/0/data/product_action/products/2/id",
		"/purchases/0/properties/Name":           "/events/0/data/product_action/products/0/name",
		"/purchases/1/properties/Transaction Id": "/events/0/data/product_action/transaction_id",
		"/purchases/1/properties/store":          "/events/0/data/custom_attributes/store",
		"/purchases/0/currency":                  "/events/0/data/currency_code",
		"/purchases/0/price":                     "/events/0/data/product_action/products/0/price",
		"/purchases/0/quantity":                  "/events/0/data/product_action/products/0/quantity",
		"/purchases/1/time":                      "/events/0/data/timestamp_unixtime_ms",
	} {
		assert.Equal(t, input, inputs[output], output)
	}
	assert.NotContains(t, inputs, "/purchases/2/product_id")
}

// TestExplainMapsAlike: looking on changes nothing.
func TestExplainMapsAlike(t *testing.T) {
	t.Parallel()
	for _, f := range []mapping.CommerceForm{mapping.CommerceUnbundled, mapping.CommerceBundled, mapping.CommerceRecommended} {
		m, err := mapping.New(form(f))
		require.NoError(t, err)
		b := eventBatch(commerce(mparticle.ProductActionPurchase, shoe(), lace()), promotions("view"), impressions())
		assert.Equal(t, m.Map(b), m.Explain(b).Result)
	}
}
