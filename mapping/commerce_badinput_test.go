package mapping_test

import (
	"encoding/json"
	"strconv"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/mpbraze/mpbraze/braze"
	"github.com/mpbraze/mpbraze/mapping"
	"github.com/mpbraze/mpbraze/mparticle"
)

// TestBadInputProducts covers the rows of bad input that are about purchases: a
// bad product costs itself, so the good one beside it is always sent.
func TestBadInputProducts(t *testing.T) {
	t.Parallel()
	type purchase struct {
		price    string
		quantity int
	}
	priced := func(price string) mparticle.Product { return mparticle.Product{ID: "bad", Price: number(price)} }
	counted := func(quantity string) mparticle.Product {
		return mparticle.Product{ID: "bad", Price: "1", Quantity: number(quantity)}
	}
	refusedPrice := []string{productPath + "/price price_refused"}
	refusedQuantity := []string{productPath + "/quantity quantity_refused"}
	split := []string{productPath + "/quantity quantity_split"}
	tests := map[string]struct {
		product mparticle.Product
		want    []purchase
		issues  []string
	}{
		"I22_price":                 {priced("19.99"), []purchase{{"19.99", 1}}, nil},
		"I22_price_zero":            {priced("0"), []purchase{{"0", 1}}, nil},
		"I22_price_minus_zero":      {priced("-0.0"), []purchase{{"0.0", 1}}, nil},
		"I22_price_three_decimals":  {priced("19.999"), []purchase{{"19.999", 1}}, nil},
		"I22_price_large":           {priced("1e9"), []purchase{{"1e9", 1}}, nil},
		"I22_price_missing":         {priced(""), nil, refusedPrice},
		"I22_price_NaN":             {priced("NaN"), nil, refusedPrice},
		"I22_price_text":            {priced("cheap"), nil, refusedPrice},
		"I22_price_negative":        {priced("-5"), nil, refusedPrice},
		"I18_price_out_of_range":    {priced("1e400"), nil, refusedPrice},
		"I23_quantity_missing":      {counted(""), []purchase{{"1", 1}}, nil},
		"I23_quantity_whole":        {counted("2.0"), []purchase{{"1", 2}}, nil},
		"I23_quantity_exponent":     {counted("2e1"), []purchase{{"1", 20}}, nil},
		"I23_quantity_100":          {counted("100"), []purchase{{"1", 100}}, nil},
		"I23_quantity_101":          {counted("101"), []purchase{{"1", 100}, {"1", 1}}, split},
		"I23_quantity_250":          {counted("250"), []purchase{{"1", 100}, {"1", 100}, {"1", 50}}, split},
		"I23_quantity_zero":         {counted("0"), nil, refusedQuantity},
		"I23_quantity_negative":     {counted("-1"), nil, refusedQuantity},
		"I23_quantity_fraction":     {counted("1.5"), nil, refusedQuantity},
		"I23_quantity_billion":      {counted("1000000000"), nil, refusedQuantity},
		"I23_quantity_text":         {counted("two"), nil, refusedQuantity},
		"I26_product_without_id":    {mparticle.Product{Price: "1"}, nil, []string{productPath + "/id product_id_missing"}},
		"I26_product_with_blank_id": {mparticle.Product{ID: "  ", Price: "1"}, nil, []string{productPath + "/id product_id_missing"}},
		"I26_product_with_an_id_of_256": {
			mparticle.Product{ID: strings.Repeat("x", 256), Price: "1"},
			nil,
			[]string{productPath + "/id text_too_long", productPath + "/id product_id_missing"},
		},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			result := mapEvents(t, mapping.Config{}, plainPurchase(tt.product, lace()))
			var want []braze.Purchase
			for _, p := range tt.want {
				want = append(want, bought("bad", "USD", p.price, p.quantity, nil))
			}
			want = append(want, bought("sku-2", "USD", "0", 1, braze.Properties{"Name": "Lace"}))
			assert.Equal(t, want, result.Track.Purchases)
			assert.Equal(t, tt.issues, found(result))

			bundle := mapEvents(t, form(mapping.CommerceBundled), plainPurchase(tt.product, lace()))
			require.Len(t, bundle.Track.Purchases, 1)
			products, _ := bundle.Track.Purchases[0].Properties["products"].([]any)
			inBundle := 1 + min(len(tt.want), 1)
			if tt.product.Quantity == "1000000000" {
				inBundle++ // Nothing has to be split there.
			}
			assert.Len(t, products, inBundle, "the same products in a bundle")
		})
	}
}

func TestBadInput_I22_negative_totals_are_refused(t *testing.T) {
	t.Parallel()
	e := plainPurchase(lace())
	e.ProductAction.TotalAmount = "-1"
	result := mapEvents(t, form(mapping.CommerceBundled), e)
	assert.Zero(t, result.Track.Len())
	assert.Equal(t, []string{actionPath + "/total_amount price_refused"}, found(result))
}

func TestBadInput_I22_amounts_of_other_actions(t *testing.T) {
	t.Parallel()
	result := mapEvents(t, mapping.Config{}, commerce(mparticle.ProductActionRefund, mparticle.Product{ID: "a", Price: "-5"}, mparticle.Product{ID: "b", Price: "NaN"}))
	require.Len(t, result.Track.Events, 3)
	assert.Equal(t, number("-5"), result.Track.Events[1].Properties["Price"])
	assert.NotContains(t, result.Track.Events[2].Properties, "Price")
	assert.Equal(t, []string{actionPath + "/products/1/price number_invalid"}, found(result))
}

// TestBadInput_I22: prices as they may stand in the JSON.
func TestBadInput_I22_spellings(t *testing.T) {
	t.Parallel()
	for spelling, want := range map[string]json.Number{
		`19.99`: "19.99", `"19.99"`: "19.99", `0`: "0", `null`: "", `""`: "", `"NaN"`: "", `[]`: "", `"-5"`: "",
	} {
		t.Run(spelling, func(t *testing.T) {
			t.Parallel()
			b, err := mparticle.ParseBatch([]byte(`{"environment":"production","timestamp_unixtime_ms":` + strconv.FormatInt(eventMS, 10) + `,
				"user_identities":{"customer_id":"u1"},"events":[{"event_type":"commerce_event","data":{"timestamp_unixtime_ms":` + strconv.FormatInt(eventMS, 10) + `,
				"product_action":{"action":"purchase","products":[{"id":7,"price":` + spelling + `,"quantity":"2"},{"id":"good","price":1}]}}}]}`))
			require.NoError(t, err)
			result := mapped(t, mapping.Config{}, b)
			good := bought("good", "USD", "1", 1, nil)
			if want == "" {
				assert.Equal(t, []braze.Purchase{good}, result.Track.Purchases)
				assert.Contains(t, found(result), productPath+"/price price_refused")
				return
			}
			assert.Equal(t, []braze.Purchase{bought("7", "USD", string(want), 2, nil), good}, result.Track.Purchases)
			assert.Empty(t, result.Issues)
		})
	}
}

func TestBadInput_I23_large_quantities_refused_by_setting(t *testing.T) {
	t.Parallel()
	cfg := mapping.Config{Commerce: mapping.CommerceConfig{RefuseLargeQuantities: true}}
	result := mapEvents(t, cfg, plainPurchase(mparticle.Product{ID: "a", Price: "1", Quantity: "101"}))
	assert.Zero(t, result.Track.Len())
	assert.Equal(t, []string{productPath + "/quantity quantity_refused"}, found(result))
}

func TestBadInput_I24_currency(t *testing.T) {
	t.Parallel()
	for code, want := range map[string]string{"": "USD", "usd": "USD", " eur ": "EUR", "JPY": "JPY", "EURO": "", "XXX": "", "€": ""} {
		t.Run("code "+code, func(t *testing.T) {
			t.Parallel()
			e := plainPurchase(lace())
			e.CurrencyCode = code
			e.ProductAction.TotalAmount = "1"
			for _, f := range []mapping.CommerceForm{mapping.CommerceUnbundled, mapping.CommerceBundled} {
				result := mapEvents(t, form(f), e)
				if want == "" {
					assert.Zero(t, result.Track.Len())
					assert.Equal(t, []string{"/events/0/data/currency_code currency_refused"}, found(result))
					continue
				}
				require.Len(t, result.Track.Purchases, 1)
				assert.Equal(t, want, result.Track.Purchases[0].Currency)
			}
		})
	}
}

func TestBadInput_I26_no_products(t *testing.T) {
	t.Parallel()
	for _, action := range []mparticle.ProductActionType{mparticle.ProductActionPurchase, mparticle.ProductActionViewDetail} {
		result := mapEvents(t, mapping.Config{}, commerce(action))
		assert.Zero(t, result.Track.Len())
		assert.Equal(t, []string{actionPath + " commerce_no_products"}, found(result))
	}
}

func TestBadInput_I26_500_products_keep_their_order(t *testing.T) {
	t.Parallel()
	var products []mparticle.Product
	for i := range 500 {
		products = append(products, mparticle.Product{ID: strconv.Itoa(i), Price: "1"})
	}
	result := mapEvents(t, mapping.Config{}, plainPurchase(products...))
	require.Len(t, result.Track.Purchases, 500)
	for i, p := range result.Track.Purchases {
		require.Equal(t, strconv.Itoa(i), p.ProductID)
	}
}

// TestBadInput_I25: only a purchase makes purchases, in every form.
func TestBadInput_I25_other_actions_are_never_purchases(t *testing.T) {
	t.Parallel()
	for action := range actionNames {
		for _, f := range []mapping.CommerceForm{mapping.CommerceUnbundled, mapping.CommerceBundled, mapping.CommerceRecommended} {
			e := commerce(action, shoe(), lace())
			e.SessionUUID = "S"
			result := mapEvents(t, form(f), e)
			assert.Empty(t, result.Track.Purchases, "%s in form %d", action, f)
			assert.NotEmpty(t, result.Track.Events, "%s in form %d", action, f)
		}
	}
}

// TestBadInput_I37 keeps product attributes from replacing what a purchase is.
func TestBadInput_I37_reserved_names_of_purchases(t *testing.T) {
	t.Parallel()
	p := lace()
	p.CustomAttributes = mparticle.Attributes{
		"product_id": "x", "quantity": "x", "price": "x", "currency": "x", "time": "x", "event_name": "x", "$price": "x",
	}
	result := mapEvents(t, mapping.Config{}, plainPurchase(p))
	assert.Equal(t, []braze.Purchase{bought("sku-2", "USD", "0", 1, braze.Properties{"Name": "Lace"})}, result.Track.Purchases)
	reserved := 0
	for _, issue := range result.Issues {
		if issue.Code == mapping.CodeReservedProperty {
			reserved++
		}
	}
	assert.Equal(t, 7, reserved)
}

func TestRepeatedOrderFieldsAreNoIssue(t *testing.T) {
	t.Parallel()
	e := commerce(mparticle.ProductActionPurchase, lace())
	e.CustomAttributes = mparticle.Attributes{"Transaction Id": "o-1", "Total Amount": "44.70"}
	result := mapEvents(t, mapping.Config{}, e)
	require.Len(t, result.Track.Purchases, 1)
	assert.Equal(t, number("44.70"), result.Track.Purchases[0].Properties["Total Amount"], "a number, not the text")
	assert.Empty(t, result.Issues)
}

func TestCommercePropertiesLimitOf256(t *testing.T) {
	t.Parallel()
	p := lace()
	p.CustomAttributes = mparticle.Attributes{}
	e := commerce(mparticle.ProductActionPurchase, p)
	for i := range 200 {
		p.CustomAttributes["p"+strconv.Itoa(1000+i)] = "x"
		e.CustomAttributes["e"+strconv.Itoa(1000+i)] = "x"
	}
	result := mapEvents(t, mapping.Config{}, e)
	require.Len(t, result.Track.Purchases, 1)
	got := result.Track.Purchases[0].Properties
	assert.Len(t, got, braze.MaxProperties)
	assert.Contains(t, got, "p1199", "the product's own come first")
	assert.Equal(t, result, mapEvents(t, mapping.Config{}, e), "the same ones each time")
}
