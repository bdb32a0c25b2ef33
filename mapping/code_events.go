package mapping

// Events.
const (
	// CodeInvalidEvent: an event cannot be read and was left out.
	CodeInvalidEvent Code = "event_invalid"
	// CodeUnknownEvent: an event type is new to this package and was not
	// forwarded.
	CodeUnknownEvent Code = "event_unknown"
	// CodeEventNotForwarded: events of this type are not forwarded by default
	// or by a setting. The detail is the type; see [EventConfig].
	CodeEventNotForwarded Code = "event_not_forwarded"
	// CodeMissingName: an event without its name was left out.
	CodeMissingName Code = "event_name_missing"
)

// Properties.
const (
	// CodeReservedProperty: a property has a name that Braze keeps for itself,
	// such as time, and was left out.
	CodeReservedProperty Code = "property_reserved"
	// CodeTooManyProperties: an event has more than
	// [github.com/mpbraze/mpbraze/braze.MaxProperties]; the rest was left out.
	CodeTooManyProperties Code = "properties_too_many"
	// CodePropertiesTooLarge: the properties of an object are over Braze's
	// size, and the largest gave way; see [LimitConfig.Over].
	CodePropertiesTooLarge Code = "properties_too_large"
)

// Commerce.
const (
	// CodeUnknownAction: a commerce event has no action, or one that this
	// package does not know, and was left out.
	CodeUnknownAction Code = "commerce_action_unknown"
	// CodeNoProducts: an order without products makes no purchase, and another
	// action without products, or a list of promotions without any, no event.
	CodeNoProducts Code = "commerce_no_products"
	// CodeProductID: a product without an id was left out.
	CodeProductID Code = "product_id_missing"
	// CodePrice: a product was left out because its price is missing, not a
	// number, or negative in a purchase.
	CodePrice Code = "price_refused"
	// CodeQuantity: a product was left out because its quantity is not a whole
	// number from 1 on, or more than is split; see
	// [CommerceConfig.RefuseLargeQuantities].
	CodeQuantity Code = "quantity_refused"
	// CodeQuantitySplit: a quantity over
	// [github.com/mpbraze/mpbraze/braze.MaxQuantity] became several purchases.
	CodeQuantitySplit Code = "quantity_split"
	// CodeCurrency: the currency is not money in circulation by ISO 4217. Of an
	// order that is paid for nothing was sent, of another event all but the
	// currency; the severity says which.
	CodeCurrency Code = "currency_refused"
	// CodeTotalComputed: the total of an order is missing and was computed from
	// its products.
	CodeTotalComputed Code = "total_computed"
	// CodeIDMissing: an event lacks the id that Braze's recommended event
	// needs. A stand-in was sent, or the event left out; the severity says
	// which. See [RecommendedConfig].
	CodeIDMissing Code = "commerce_id_missing"
)

// Push tokens.
const (
	// CodePushUnregistered: a token was unregistered. Braze's REST API cannot
	// remove tokens.
	CodePushUnregistered Code = "push_unregistered"
	// CodePushNotImported: a token was not imported, by a setting or because
	// Braze takes none of the platform; see [PushConfig].
	CodePushNotImported Code = "push_not_imported"
	// CodePushToken: a push token is empty, too long or has control
	// characters, and was left out.
	CodePushToken Code = "push_token_refused" //nolint:gosec // not a credential
	// CodePushDevice: the device id is of no use to Braze; the token went
	// without it.
	CodePushDevice Code = "push_device_dropped"
	// CodePushSuperseded: a later token of the same app took its place.
	CodePushSuperseded Code = "push_token_superseded"
)
