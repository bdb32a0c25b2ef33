package braze

import (
	"encoding/json"
	"strconv"
	"time"
)

// Purchase is a purchase of one product. Braze keeps the purchase object for
// existing customers only; new ones use the recommended eCommerce events.
//
// See https://www.braze.com/docs/api/objects_filters/purchase_object.
type Purchase struct {
	User  UserID
	AppID string
	// ProductID is at most [MaxProductID] characters. Braze stores 5,000 ids.
	ProductID string
	// Currency is an ISO 4217 code.
	Currency string
	// Price of one unit, as decimal text so that no digit is lost: "19.99".
	// Negative for a refund.
	Price json.Number
	// Quantity from 1 to [MaxQuantity]; 0 means 1. It counts as that many
	// purchases.
	Quantity           int
	Time               time.Time
	Properties         Properties
	UpdateExistingOnly Opt[bool]
}

// AppendJSON checks p and appends it as JSON, its properties sorted by name
// and its price digit by digit. On error it returns dst as it was and an
// [*ObjectError] with all that is wrong.
func (p *Purchase) AppendJSON(dst []byte) ([]byte, error) {
	e := newEncoder(dst)
	e.purchase(p)
	return e.finish(ArrayPurchases)
}

// MarshalJSON implements [encoding/json.Marshaler].
func (p Purchase) MarshalJSON() ([]byte, error) { return p.AppendJSON(nil) }

// Validate reports all that AppendJSON would refuse, as an [*ObjectError].
func (p *Purchase) Validate() error { return validate((*encoder).purchase, p, ArrayPurchases) }

func (e *encoder) purchase(p *Purchase) {
	e.repeatable = false
	e.points = p.DataPoints()
	e.buf = append(e.buf, '{')
	e.identify(p.User)
	e.updateExistingOnly(p.UpdateExistingOnly)
	e.optionalText("app_id", p.AppID)
	e.requiredText("product_id", p.ProductID, MaxProductID)
	e.currency(p.Currency)
	e.price(p.Price)
	if p.Quantity < 0 || p.Quantity > MaxQuantity {
		e.failAt("quantity", FieldRange, "1 to "+strconv.Itoa(MaxQuantity)+", or 0 for the default of 1")
	}
	e.optionalInteger("quantity", int64(p.Quantity))
	e.time(p.Time)
	e.properties(p.Properties, purchaseRules)
	e.buf = append(e.buf, '}')
}

func (e *encoder) currency(code string) {
	e.enter("currency")
	e.key("currency")
	if !isCurrency(code) {
		e.fail(FieldFormat, "three upper-case letters, as in ISO 4217")
	}
	e.quote(code)
	e.leave()
}

func isCurrency(code string) bool {
	if len(code) != 3 {
		return false
	}
	for i := range len(code) {
		if code[i] < 'A' || code[i] > 'Z' {
			return false
		}
	}
	return true
}

func (e *encoder) price(n json.Number) {
	e.enter("price")
	e.key("price")
	e.number(n)
	e.leave()
}
