package mparticle

import "encoding/json"

var productFields = newTable(
	text("id", func(p *Product) *string { return &p.ID }),
	text("name", func(p *Product) *string { return &p.Name }),
	text("brand", func(p *Product) *string { return &p.Brand }),
	text("category", func(p *Product) *string { return &p.Category }),
	text("variant", func(p *Product) *string { return &p.Variant }),
	number("position", func(p *Product) *json.Number { return &p.Position }),
	number("price", func(p *Product) *json.Number { return &p.Price }),
	number("quantity", func(p *Product) *json.Number { return &p.Quantity }),
	text("coupon_code", func(p *Product) *string { return &p.CouponCode }),
	integer("added_to_cart_time_ms", func(p *Product) *int64 { return &p.AddedToCartTimeMS }),
	number("total_product_amount", func(p *Product) *json.Number { return &p.TotalProductAmount }),
	attributes("custom_attributes", func(p *Product) *Attributes { return &p.CustomAttributes }),
)

var productActionFields = newTable(
	word("action", func(a *ProductAction) *ProductActionType { return &a.Action }),
	integer("checkout_step", func(a *ProductAction) *int64 { return &a.CheckoutStep }),
	text("checkout_options", func(a *ProductAction) *string { return &a.CheckoutOptions }),
	text("product_action_list", func(a *ProductAction) *string { return &a.ProductActionList }),
	text("product_list_source", func(a *ProductAction) *string { return &a.ProductListSource }),
	text("transaction_id", func(a *ProductAction) *string { return &a.TransactionID }),
	text("affiliation", func(a *ProductAction) *string { return &a.Affiliation }),
	number("total_amount", func(a *ProductAction) *json.Number { return &a.TotalAmount }),
	number("tax_amount", func(a *ProductAction) *json.Number { return &a.TaxAmount }),
	number("shipping_amount", func(a *ProductAction) *json.Number { return &a.ShippingAmount }),
	text("coupon_code", func(a *ProductAction) *string { return &a.CouponCode }),
	children("products", func(a *ProductAction) *[]Product { return &a.Products }, productFields),
)

var promotionFields = newTable(
	text("id", func(p *Promotion) *string { return &p.ID }),
	text("name", func(p *Promotion) *string { return &p.Name }),
	text("creative", func(p *Promotion) *string { return &p.Creative }),
	text("position", func(p *Promotion) *string { return &p.Position }),
)

var promotionActionFields = newTable(
	word("action", func(a *PromotionAction) *PromotionActionType { return &a.Action }),
	children("promotions", func(a *PromotionAction) *[]Promotion { return &a.Promotions }, promotionFields),
)

var productImpressionFields = newTable(
	text("product_impression_list", func(i *ProductImpression) *string { return &i.ProductImpressionList }),
	children("products", func(i *ProductImpression) *[]Product { return &i.Products }, productFields),
)

var shoppingCartFields = newTable(
	children("products", func(c *ShoppingCart) *[]Product { return &c.Products }, productFields),
)
