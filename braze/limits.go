package braze

// Limits of Braze on the content of objects. Lengths are in characters unless
// the name says bytes. Where nothing else is said the source is
// https://www.braze.com/docs/user_guide/data/activation/attributes/custom_attributes
// or, of events and purchases, their page under
// https://www.braze.com/docs/api/objects_filters.
const (
	// MaxExternalIDBytes is from
	// https://www.braze.com/docs/api/endpoints/user_data/post_user_track.
	MaxExternalIDBytes = 987
	// MaxAliasBytes holds for name and label, from
	// https://www.braze.com/docs/api/objects_filters/user_alias_object.
	MaxAliasBytes = 236
	// MaxKey is the length of a custom attribute's or a property's name.
	MaxKey = 255
	// MaxText is the length of a text value of an attribute or a property.
	MaxText = 255
	// MaxArray is the number of items of an array attribute; older accounts
	// have [MaxArrayOld].
	MaxArray    = 500
	MaxArrayOld = 25
	// MaxEventName is the SDKs' limit; the pages of the REST API give none.
	MaxEventName = 255
	// MaxProperties is the number of properties of one event that Braze keeps.
	MaxProperties = 256
	// MaxEventPropertiesBytes and MaxPurchasePropertiesBytes hold for
	// properties with arrays or objects.
	MaxEventPropertiesBytes    = 102_400
	MaxPurchasePropertiesBytes = 51_200
	// MaxNestedBytes is the size of a nested attribute or array of objects.
	MaxNestedBytes = 102_400
	// MaxObjectBytes is the size of one encoded object.
	MaxObjectBytes = 102_400
	// MaxBodyBytes is the size of one request.
	MaxBodyBytes = 4 << 20
	// MaxProductID is from
	// https://www.braze.com/docs/api/objects_filters/purchase_object.
	MaxProductID = 255
	// MaxQuantity is the highest quantity of one purchase.
	MaxQuantity = 100
	// MaxImageURL is from Braze's page on standard attributes.
	MaxImageURL = 1024
	// MinDeviceIDBytes and MaxDeviceIDBytes hold for the device of a push token.
	MinDeviceIDBytes = 8
	MaxDeviceIDBytes = 255
	// MaxPushTokenBytes is this package's own limit, far above the tokens of
	// Apple and Google: Braze states none.
	MaxPushTokenBytes = 4096
	// MaxYear is the last year of a time. Braze keeps a time of another year
	// as text, and drops a nested attribute that holds one.
	MaxYear = 3000
	// MaxDepth is this package's own limit of nesting: Braze states none.
	MaxDepth = 64
)
