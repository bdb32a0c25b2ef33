package mapping_test

import (
	"maps"
	"time"

	"github.com/mpbraze/mpbraze/braze"
	"github.com/mpbraze/mpbraze/mapping"
	"github.com/mpbraze/mpbraze/mparticle"
)

// The paths of the first product of the first event and of its action.
const (
	actionPath  = "/events/0/data/product_action"
	productPath = actionPath + "/products/0"
)

func shoe() mparticle.Product {
	return mparticle.Product{
		ID: "sku-1", Name: "Shoe", Brand: "Acme", Category: "footwear", Variant: "EU-42",
		Position: "1", Price: "19.90", Quantity: "2", TotalProductAmount: "39.80",
		CustomAttributes: mparticle.Attributes{"size": "42", "gift": false},
	}
}

func lace() mparticle.Product {
	return mparticle.Product{ID: "sku-2", Name: "Lace", Price: "0"}
}

// commerce is a commerce event of an action upon products.
func commerce(action mparticle.ProductActionType, products ...mparticle.Product) *mparticle.CommerceEvent {
	return &mparticle.CommerceEvent{
		EventCommon:  common(mparticle.Attributes{"store": "HAM-2", "size": "event's"}),
		CurrencyCode: "EUR",
		ProductAction: &mparticle.ProductAction{
			Action: action, TransactionID: "o-1", Affiliation: "Shop", CouponCode: "AUTUMN",
			TotalAmount: "44.70", TaxAmount: "7.14", ShippingAmount: "4.90",
			Products: products,
		},
	}
}

// plainPurchase is a purchase of products without anything else.
func plainPurchase(products ...mparticle.Product) *mparticle.CommerceEvent {
	return &mparticle.CommerceEvent{
		EventCommon:   common(nil),
		ProductAction: &mparticle.ProductAction{Action: mparticle.ProductActionPurchase, Products: products},
	}
}

func form(f mapping.CommerceForm) mapping.Config {
	return mapping.Config{Commerce: mapping.CommerceConfig{Form: f}}
}

// orderOf are the properties that come from the order of commerce.
func orderOf() braze.Properties {
	return braze.Properties{
		"Transaction Id": "o-1", "Affiliation": "Shop", "Coupon Code": "AUTUMN",
		"Total Amount": number("44.70"), "Tax Amount": number("7.14"), "Shipping Amount": number("4.90"),
		"store": "HAM-2", "size": "event's",
	}
}

// with returns properties with others added.
func with(base, more braze.Properties) braze.Properties {
	maps.Copy(base, more)
	return base
}

// shoeFields are the properties of shoe in a purchase, itemFields in an event.
func shoeFields() braze.Properties {
	return braze.Properties{
		"Name": "Shoe", "Brand": "Acme", "Category": "footwear", "Variant": "EU-42", "Position": number("1"),
		"Total Product Amount": number("39.80"), "size": "42", "gift": false,
	}
}

func itemFields() braze.Properties {
	return with(shoeFields(), braze.Properties{"Id": "sku-1", "Price": number("19.90"), "Quantity": number("2")})
}

func laceFields() braze.Properties {
	return braze.Properties{"Id": "sku-2", "Name": "Lace", "Price": number("0")}
}

// bought is a purchase of the user of [eventBatch].
func bought(id, currency, price string, quantity int, properties braze.Properties) braze.Purchase {
	return braze.Purchase{
		User: braze.UserID{ExternalID: "u1"}, ProductID: id, Currency: currency, Price: number(price),
		Quantity: quantity, Time: time.UnixMilli(eventMS).UTC(), Properties: properties,
	}
}
