package mapping_test

import (
	"fmt"

	"github.com/mpbraze/mpbraze/mapping"
	"github.com/mpbraze/mpbraze/mparticle"
)

// order is a purchase of two products.
func order() *mparticle.Batch {
	return &mparticle.Batch{
		Environment:    mparticle.EnvironmentProduction,
		UserIdentities: mparticle.Identities{{Type: mparticle.IdentityCustomerID, Value: "u1"}},
		Events: []mparticle.Event{&mparticle.CommerceEvent{
			EventCommon:  mparticle.EventCommon{TimestampUnixtimeMS: 1_793_520_000_000, SessionUUID: "S1"},
			CurrencyCode: "EUR",
			ProductAction: &mparticle.ProductAction{
				Action:        mparticle.ProductActionPurchase,
				TransactionID: "o-1",
				TotalAmount:   "44.70",
				Products: []mparticle.Product{
					{ID: "sku-1", Name: "Shoe", Price: "19.90", Quantity: "2"},
					{ID: "sku-2", Name: "Lace", Price: "4.90"},
				},
			},
		}},
	}
}

// A purchase is by default one purchase object for each product.
func ExampleCommerceForm_unbundled() {
	m, err := mapping.New(mapping.Config{})
	if err != nil {
		fmt.Println(err)
		return
	}
	for _, p := range m.Map(order()).Track.Purchases {
		fmt.Println(p.Quantity, "x", p.ProductID, "at", p.Price, p.Currency, "in order", p.Properties["Transaction Id"])
	}
	// Output:
	// 2 x sku-1 at 19.90 EUR in order o-1
	// 1 x sku-2 at 4.90 EUR in order o-1
}

// Bundled, it is one purchase object of the order, at its total.
func ExampleCommerceForm_bundled() {
	m, err := mapping.New(mapping.Config{Commerce: mapping.CommerceConfig{Form: mapping.CommerceBundled}})
	if err != nil {
		fmt.Println(err)
		return
	}
	for _, p := range m.Map(order()).Track.Purchases {
		fmt.Println(p.ProductID, "at", p.Price, p.Currency)
		for _, product := range p.Properties["products"].([]any) {
			fmt.Println(product)
		}
	}
	// Output:
	// eCommerce - purchase at 44.70 EUR
	// map[Id:sku-1 Name:Shoe Price:19.90 Quantity:2]
	// map[Id:sku-2 Name:Lace Price:4.90]
}

// As a recommended event it is no purchase object at all.
func ExampleCommerceForm_recommended() {
	m, err := mapping.New(mapping.Config{Commerce: mapping.CommerceConfig{
		Form:        mapping.CommerceRecommended,
		Recommended: mapping.RecommendedConfig{Source: "web"},
	}})
	if err != nil {
		fmt.Println(err)
		return
	}
	track := m.Map(order()).Track
	fmt.Println(len(track.Purchases), "purchases")
	for _, e := range track.Events {
		fmt.Println(e.Name, e.Properties["order_id"], e.Properties["total_value"], e.Properties["currency"])
	}
	// Output:
	// 0 purchases
	// ecommerce.order_placed o-1 44.70 EUR
}
