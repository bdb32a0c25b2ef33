package brazetest

import (
	"slices"
	"unicode/utf8"

	"github.com/mpbraze/mpbraze/braze"
)

// purchase checks a purchase object and plans its record.
//
// See https://www.braze.com/docs/api/objects_filters/purchase_object.
func (t *tracking) purchase(o object) (change, string) {
	bought, problem := readPurchase(o)
	if problem != "" {
		return change{}, problem
	}
	if bought.Time, problem = t.readTime(o); problem != "" {
		return change{}, problem
	}
	if bought.Properties, problem = readProperties(o, purchaseProperties); problem != "" {
		return change{}, problem
	}
	return change{who: o.who, apply: func(s *store) {
		p := s.open(o.who, t.now)
		if p == nil {
			return
		}
		s.setAddresses(p, o)
		if slices.Contains(s.config.Blocklist, bought.ProductID) {
			return
		}
		s.records++
		s.points += bought.Quantity
		p.products[bought.ProductID] = true
		bought.ID, bought.BrazeID = s.records, p.brazeID
		p.purchases = append(p.purchases, bought)
	}}, ""
}

func readPurchase(o object) (Purchase, string) {
	var p Purchase
	var ok bool
	if p.ProductID, ok = o.text("product_id"); !ok {
		return p, "'product_id' is required"
	}
	if utf8.RuneCountInString(p.ProductID) > braze.MaxProductID {
		return p, "'product_id' is not valid"
	}
	if p.Currency, ok = o.text("currency"); !ok {
		return p, "'currency' is required"
	}
	if !isCurrency(p.Currency) {
		return p, "'currency' is not valid"
	}
	if !o.present("price") {
		return p, "'price' is required"
	}
	if p.Price, ok = number(o.members["price"]); !ok {
		return p, "'price' is not valid"
	}
	p.Quantity = 1
	if o.present("quantity") {
		quantity, ok := o.members["quantity"].(int64)
		if !ok || quantity < 1 || quantity > braze.MaxQuantity {
			return p, "'quantity' is not valid"
		}
		p.Quantity = int(quantity)
	}
	p.AppID, _ = o.text("app_id")
	return p, ""
}

// isCurrency takes what looks like a code of ISO 4217. What Braze does with a
// bad one is documented nowhere; this is the strict reading.
func isCurrency(code string) bool {
	if len(code) != 3 {
		return false
	}
	for _, c := range code {
		if c < 'A' || c > 'Z' {
			return false
		}
	}
	return true
}
