package mapping

import (
	"strings"

	"github.com/mpbraze/mpbraze/mparticle"
)

// orderFields shares the properties that describe the order. p is the path of
// the product action.
func (o *order) orderFields(p *path, pa *mparticle.ProductAction) {
	b := &o.shared
	b.text(p, "transaction_id", "Transaction Id", pa.TransactionID)
	b.text(p, "affiliation", "Affiliation", pa.Affiliation)
	b.text(p, "coupon_code", "Coupon Code", pa.CouponCode)
	b.amount(p, "total_amount", "Total Amount", pa.TotalAmount)
	b.amount(p, "shipping_amount", "Shipping Amount", pa.ShippingAmount)
	b.amount(p, "tax_amount", "Tax Amount", pa.TaxAmount)
	if pa.CheckoutStep != 0 {
		at := p.at("checkout_step")
		b.put(&at, "Checkout Step", pa.CheckoutStep)
	}
	b.text(p, "checkout_options", "Checkout Options", pa.CheckoutOptions)
	b.text(p, "product_action_list", "Product Action List", pa.ProductActionList)
	b.text(p, "product_list_source", "Product List Source", pa.ProductListSource)
	if b.kind != ofPurchase {
		o.currencyField(b)
	}
}

// currencyField sets the property that names the currency of the order. One that
// is no currency costs the property, and not the event: nobody pays here.
func (o *order) currencyField(b *properties) {
	code := strings.ToUpper(strings.TrimSpace(o.src.CurrencyCode))
	if code == "" || currencyKnown(code) {
		b.text(o.data, "currency_code", "Currency Code", code)
		return
	}
	at := o.data.at("currency_code")
	o.issue(&at, CodeCurrency, Warning, "not a current currency of ISO 4217: the property is left out")
}

// productFields sets the properties that describe a product, then its own
// attributes.
func (o *order) productFields(p *path, x *mparticle.Product, b *properties) {
	name, key := x.Name, "name"
	if o.cfg.Commerce.NameFromProductID {
		name, key = x.ID, "id"
	}
	b.text(p, key, "Name", name)
	b.text(p, "category", "Category", x.Category)
	b.text(p, "brand", "Brand", x.Brand)
	b.text(p, "variant", "Variant", x.Variant)
	b.amount(p, "position", "Position", x.Position)
	b.text(p, "coupon_code", "Coupon Code", x.CouponCode)
	b.amount(p, "total_product_amount", "Total Product Amount", x.TotalProductAmount)
	if b.kind != ofPurchase {
		b.text(p, "id", "Id", x.ID)
		b.amount(p, "price", "Price", x.Price)
		b.amount(p, "quantity", "Quantity", x.Quantity)
	}
	at := p.at("custom_attributes")
	b.attributes(&at, x.CustomAttributes)
}

// productSize is how many properties productFields usually sets beside the
// product's attributes.
const productSize = 8

// promotionFields sets the properties that describe a promotion.
func promotionFields(p *path, x *mparticle.Promotion, b *properties) {
	b.text(p, "id", "Id", x.ID)
	b.text(p, "name", "Name", x.Name)
	b.text(p, "creative", "Creative", x.Creative)
	b.text(p, "position", "Position", x.Position)
}

// impressionList is the property that names the list products were shown in.
const impressionList = "Product Impression List"
