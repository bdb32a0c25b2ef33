package mapping

import (
	"encoding/json"
	"math/big"
	"strconv"
	"strings"

	"github.com/mpbraze/mpbraze/braze"
	"github.com/mpbraze/mpbraze/mparticle"
)

// defaultCurrency is what mParticle's connector takes for orders without one.
const defaultCurrency = "USD"

// maxSplit bounds what is split, because each hundred costs an object.
const maxSplit = 100 * braze.MaxQuantity

// currency returns the currency of the order.
func (o *order) currency() (string, bool) {
	code := strings.ToUpper(strings.TrimSpace(o.src.CurrencyCode))
	if code == "" {
		return defaultCurrency, true
	}
	if !currencyKnown(code) {
		at := o.data.at("currency_code")
		o.issue(&at, CodeCurrency, Error, "not a current currency of ISO 4217: the order is left out")
		return "", false
	}
	return code, true
}

// productID returns the id of a product, which Braze needs.
func (o *order) productID(p *path, x *mparticle.Product) (string, bool) {
	return o.idText(p, "id", x.ID)
}

// purchaseID returns the product_id of a purchase and the member it comes from,
// see [CommerceConfig.ProductIDFromName].
func (o *order) purchaseID(p *path, x *mparticle.Product) (id, key string, ok bool) {
	id, key = x.ID, "id"
	if o.cfg.Commerce.ProductIDFromName && strings.TrimSpace(x.Name) != "" {
		id, key = x.Name, "name"
	}
	id, ok = o.idText(p, key, id)
	return id, key, ok
}

func (o *order) idText(p *path, key, id string) (string, bool) {
	at := p.at(key)
	if strings.TrimSpace(id) == "" {
		o.issue(&at, CodeProductID, Error, "no product id: the product is left out")
		return "", false
	}
	if fastText(id) {
		return id, true
	}
	before := o.rejected
	id, ok := o.cleanText(&at, id, eventProperty, braze.MaxProductID)
	ok = ok && strings.TrimSpace(id) != ""
	if !ok {
		o.rejected = before // This costs the product alone.
		o.issue(&at, CodeProductID, Error, "no product id that Braze takes: the product is left out")
	}
	return id, ok
}

// price returns the price of a product that is bought.
func (o *order) price(p *path, x *mparticle.Product) (json.Number, bool) {
	at := p.at("price")
	return o.money(&at, x.Price)
}

// money returns an amount that is paid: a number, zero or more.
func (o *order) money(p *path, n json.Number) (json.Number, bool) {
	var detail string
	switch s := string(n); {
	case s == "":
		detail = "no price: left out"
	case !isNumber(s) || !inRange(s):
		detail = "not a number: left out"
	case s[0] == '-' && strings.ContainsAny(s, "123456789"):
		detail = "negative: left out"
	case s[0] == '-':
		return json.Number(s[1:]), true
	default:
		return n, true
	}
	o.issue(p, CodePrice, Error, detail)
	return "", false
}

// quantity returns how many of a product are bought, 1 when it is not said.
// More than Braze takes at once is fine when it can be split.
func (o *order) quantity(p *path, x *mparticle.Product, split bool) (int, bool) {
	unread := x.Extra["quantity"] != nil // which is not the same as missing
	if x.Quantity == "" && !unread {
		return 1, true
	}
	n, ok := whole(string(x.Quantity))
	if ok && n >= 1 && n <= braze.MaxQuantity {
		return n, true
	}
	at := p.at("quantity")
	var detail string
	switch {
	case !ok:
		detail = "not a whole number: the product is left out"
	case n < 1:
		detail = "less than one: the product is left out"
	case !split:
		return n, true
	case o.cfg.Commerce.RefuseLargeQuantities, n > maxSplit:
		detail = "more than Braze takes: the product is left out"
	default:
		o.issue(&at, CodeQuantitySplit, Info, "more than Braze takes at once: split")
		return n, true
	}
	o.issue(&at, CodeQuantity, Error, detail)
	return 0, false
}

// whole reads a whole number however it is written: 2, 2.0, 2e0.
func whole(s string) (int, bool) {
	if n, err := strconv.Atoi(s); err == nil {
		return n, isNumber(s)
	}
	if !isNumber(s) || !inRange(s) {
		return 0, false
	}
	const exact = 1 << 53
	f, err := strconv.ParseFloat(s, 64)
	if err != nil || f > exact || f < -exact || f != float64(int(f)) {
		return 0, false
	}
	return int(f), true
}

// sum returns the price of products with their quantities, to the digit. It
// reports false when there is nothing to add up.
func sum(products []mparticle.Product) (json.Number, bool) {
	total, decimals, found := new(big.Rat), 0, false
	for i := range products {
		x := &products[i]
		n := 1
		if x.Quantity != "" {
			var ok bool
			if n, ok = whole(string(x.Quantity)); !ok || n < 1 {
				continue
			}
		}
		price, places, ok := rational(string(x.Price))
		if !ok {
			continue
		}
		found = true
		decimals = max(decimals, places)
		total.Add(total, price.Mul(price, new(big.Rat).SetInt64(int64(n))))
	}
	return json.Number(total.FloatString(decimals)), found
}

// rational reads an amount exactly, and how many decimals it has.
func rational(s string) (r *big.Rat, decimals int, ok bool) {
	if !isNumber(s) || !inRange(s) || s[0] == '-' {
		return nil, 0, false
	}
	if strings.ContainsAny(s, "eE") {
		// An exponent may stand for very many digits.
		f, err := strconv.ParseFloat(s, 64)
		if err != nil || f > 1e15 || f < 1e-6 {
			return nil, 0, false
		}
		s = strconv.FormatFloat(f, 'f', -1, 64)
	}
	_, fraction, _ := strings.Cut(s, ".")
	r, ok = new(big.Rat).SetString(s)
	return r, len(fraction), ok
}
