package braze

import (
	"encoding/json"
	"strconv"
	"strings"
	"time"
)

// recommended collects the properties of a recommended event and what is
// missing.
type recommended struct {
	name       string
	properties Properties
	fields     []*FieldError
}

func newRecommended(name string) *recommended {
	return &recommended{name: name, properties: Properties{}}
}

func (b *recommended) event(user UserID, at time.Time) (Event, error) {
	if len(b.fields) > 0 {
		return Event{}, &ObjectError{Array: ArrayEvents, Index: -1, Fields: b.fields}
	}
	return Event{User: user, Name: b.name, Time: at, Properties: b.properties}, nil
}

func (b *recommended) fail(name string, code FieldCode, detail string) {
	b.fields = append(b.fields, &FieldError{Field: "properties." + name, Code: code, Detail: detail})
}

func (b *recommended) required(name, value string) {
	if blank(value) {
		b.fail(name, FieldRequired, b.name+" needs it")
	}
	b.properties[name] = value
}

func (b *recommended) optional(name, value string) {
	if value != "" {
		b.properties[name] = value
	}
}

func (b *recommended) amount(name string, n json.Number) {
	if n == "" {
		b.fail(name, FieldRequired, b.name+" needs it")
		return
	}
	b.optionalAmount(name, n)
}

func (b *recommended) optionalAmount(name string, n json.Number) {
	if n == "" {
		return
	}
	if !isNumber(string(n)) || !inRange(string(n)) {
		b.fail(name, FieldFormat, "a number as JSON writes it")
	}
	b.properties[name] = n
}

func (b *recommended) notNegative(name string, n json.Number) {
	if strings.HasPrefix(string(n), "-") {
		b.fail(name, FieldRange, "the amount without a sign")
	}
}

func (b *recommended) currency(code string) {
	if !isCurrency(code) {
		b.fail("currency", FieldFormat, "three upper-case letters, as in ISO 4217")
	}
	b.properties["currency"] = code
}

func (b *recommended) totals(t Totals) {
	b.amount("total_value", t.Value)
	t.Value = ""
	b.optionalTotals(t)
}

func (b *recommended) optionalTotals(t Totals) {
	b.optionalAmount("total_value", t.Value)
	b.optionalAmount("subtotal_value", t.Subtotal)
	b.optionalAmount("tax", t.Tax)
	b.optionalAmount("shipping", t.Shipping)
}

func (b *recommended) metadata(m map[string]any) {
	if len(m) > 0 {
		b.properties["metadata"] = m
	}
}

// order adds what all events about orders have.
func (b *recommended) order(o OrderPlaced) {
	b.required("order_id", o.OrderID)
	b.totals(o.Totals)
	b.currency(o.Currency)
	b.optionalAmount("total_discounts", o.TotalDiscounts)
	if len(o.Discounts) > 0 {
		b.properties["discounts"] = o.Discounts
	}
	b.products(o.Products)
	b.required("source", o.Source)
	b.metadata(o.Metadata)
}

func (b *recommended) products(products []RecommendedProduct) {
	if len(products) == 0 {
		b.fail("products", FieldRequired, b.name+" needs one")
		return
	}
	list := make([]map[string]any, len(products))
	for i := range products {
		line := recommended{name: b.name, properties: Properties{}}
		line.product(&products[i])
		list[i] = line.properties
		for _, f := range line.fields {
			f.Field = strings.Replace(f.Field, "properties", "properties.products["+strconv.Itoa(i)+"]", 1)
		}
		b.fields = append(b.fields, line.fields...)
	}
	b.properties["products"] = list
}

func (b *recommended) product(p *RecommendedProduct) {
	b.required("product_id", p.ID)
	b.required("product_name", p.Name)
	b.required("variant_id", p.VariantID)
	b.amount("price", p.Price)
	if p.Quantity < 1 {
		b.fail("quantity", FieldRange, "at least 1")
	}
	b.properties["quantity"] = p.Quantity
	b.optional("image_url", p.ImageURL)
	b.optional("product_url", p.ProductURL)
	b.metadata(p.Metadata)
}
