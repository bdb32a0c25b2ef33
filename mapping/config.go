package mapping

import "github.com/mpbraze/mpbraze/mparticle"

// Sources of an id beside the identity types of [mparticle.IdentityType].
const (
	// MPID takes mParticle's own id, in decimal digits. Every session then has
	// an external id from its start, and Currents needs mapping back, because
	// an MPID is a number and Braze's external_id is text.
	MPID mparticle.IdentityType = "mpid"
	// DeviceID takes mp_deviceid, the device application stamp.
	DeviceID mparticle.IdentityType = "mp_deviceid"
)

// Config holds the settings of a [Mapper]. The zero value behaves like a fresh
// connection of mParticle's own connector, and so does the zero value of each
// field. [ParseSettings] lists the names that mParticle gives to them.
//
// See https://docs.mparticle.com/integrations/braze/event/.
type Config struct {
	// Identity says whom an object is about.
	Identity IdentityConfig
	// Batch says which batches are forwarded: those of production by default.
	Batch BatchConfig
	// Attributes says how user attributes become profile fields and custom
	// attributes.
	Attributes AttributeConfig
	// Events says how all events but commerce events are mapped.
	Events EventConfig
	// Commerce says how commerce events are mapped.
	Commerce CommerceConfig
	// Push says which push tokens are imported: none without an app id.
	Push PushConfig
	// Limits says what happens to what is over a limit of Braze.
	Limits LimitConfig

	// Rules run in order on each mapped object.
	Rules []Rule
}

// IdentityConfig says whom an object is about.
type IdentityConfig struct {
	// ExternalID is the identity that becomes external_id; empty means
	// customer_id. [MPID] is possible.
	ExternalID mparticle.IdentityType
	// Email is the identity that becomes the email attribute; empty means email.
	Email mparticle.IdentityType
	// Anonymous says what happens to users without an external id.
	Anonymous AnonymousMode
	// AliasLabel is the label of aliases; required with [AnonymousAlias].
	AliasLabel string
	// AliasFrom is where alias names come from: [MPID] (when empty),
	// [DeviceID] or an identity.
	AliasFrom mparticle.IdentityType
	// Deny lists values that are not identities, beside blank text, null,
	// undefined and all-zero GUIDs. Compared without case. List what your apps
	// send for users they do not know: Braze blocks a profile that many share.
	Deny []string
	// Source says which of the identities that are profile fields (e-mail,
	// facebook, twitter) go along; see [AttributeSource]. The external id is
	// taken from the batch in any case.
	Source AttributeSource
}

// AnonymousMode says what happens to users without an external id.
type AnonymousMode uint8

// The modes for anonymous users.
const (
	// AnonymousSkip forwards nothing of them, but for push tokens; see
	// [PushConfig.AppID].
	AnonymousSkip AnonymousMode = iota
	// AnonymousAlias forwards them under a user alias. Each object then says
	// _update_existing_only: false, or Braze would drop unknown aliases.
	AnonymousAlias
)

// BatchConfig says which batches are forwarded at all.
type BatchConfig struct {
	// Development says what happens to batches of that environment.
	Development EnvironmentAction
	// Unknown says what happens to batches of any other environment than
	// production and development, and of none.
	Unknown EnvironmentAction
	// Channels lists the source channels to forward; empty means all. A batch
	// without source_info passes only when empty. Beside a kit in the app
	// choose [mparticle.ChannelServerToServer], or events count twice.
	Channels []mparticle.Channel
	// ForwardBlocked forwards data that a data plan blocked. Otherwise what
	// context.data_plan.block_metadata names stays behind, and the rest goes.
	ForwardBlocked bool
	// RequireConsent lists GDPR purposes (any case) the user must have
	// consented to. When one is absent or refused nothing of the batch is
	// forwarded. Audience messages tell no consent, so this does not hold them
	// back: let the audience itself ask for it.
	RequireConsent []string
}

// EnvironmentAction says what happens to batches that are not production.
type EnvironmentAction uint8

// The actions for batches that are not production.
const (
	// EnvironmentDrop forwards nothing.
	EnvironmentDrop EnvironmentAction = iota
	// EnvironmentForward treats the batch as production.
	EnvironmentForward
	// EnvironmentRoute maps the batch and sets [Result.Routed], so that the
	// application can send it to another workspace.
	EnvironmentRoute
)

// AttributeSource says which attributes, or identities, of a batch go along.
type AttributeSource uint8

// The attribute sources.
const (
	// SourceBatch: all of the batch, as mParticle does with Include Enriched
	// User Attributes on.
	SourceBatch AttributeSource = iota
	// SourceChanges: only those that change events and
	// deleted_user_attributes name.
	SourceChanges
	// SourceNone: none.
	SourceNone
)

// TypeDetection says whose text values are tried as boolean, 64-bit integer,
// decimal and date (RFC 3339 or YYYY-MM-DD), in this order, before they stay
// text. Text that only looks like a number stays text: with a leading zero or
// plus, with an exponent, of more digits than 64 bits hold, and Zip. Items of
// lists and members of objects are not tried.
type TypeDetection uint8

// The values of Enable API Custom Attribute Type Detection.
const (
	// DetectNone: a value keeps the type it arrived with.
	DetectNone TypeDetection = iota
	// DetectUserAttributes: custom attributes of the user.
	DetectUserAttributes
	// DetectEventAttributes: custom attributes of events and products.
	DetectEventAttributes
	// DetectBoth: all of these.
	DetectBoth
)

// ConsentSignal is a Braze attribute that carries consent for Google: a boolean,
// and the only attributes whose name begins with a $.
//
// See https://www.braze.com/docs/partners/canvas_audience_sync/google_audience_sync.
type ConsentSignal string

// The consent signals of Braze.
const (
	// GoogleAdUserData: the user's data may go to Google for advertising.
	GoogleAdUserData ConsentSignal = "$google_ad_user_data"
	// GoogleAdPersonalization: advertising may be personalised.
	GoogleAdPersonalization ConsentSignal = "$google_ad_personalization"
)

// AttributeConfig says how user attributes are mapped.
type AttributeConfig struct {
	// Source says which go along.
	Source AttributeSource
	// TypeDetection holds for event attributes as well.
	TypeDetection TypeDetection
	// TagsAsNull sends user tags (null values) as null, which removes the
	// attribute; otherwise they are the text "true".
	TagsAsNull bool
	// ListsAsArrays sends lists as arrays; otherwise as comma-separated text.
	// Arrays are as Braze keeps them: without nulls, each value once, of one
	// type.
	ListsAsArrays bool
	// Nested sends objects as nested attributes; otherwise as JSON text. An
	// object that Braze could read as an operation stays JSON text.
	Nested bool
	// SubscriptionGroups maps attribute names, as mParticle has them, to
	// subscription group ids. Such an attribute subscribes (true, "True", 1,
	// "1") or unsubscribes (false, "False", 0, "0") and is no custom attribute as
	// well. Ids are UUIDs: for one that Braze does not know it refuses the whole
	// attributes object.
	SubscriptionGroups map[string]string
	// Consent names the consent purpose of each signal. One purpose may serve
	// both. GDPR purposes compare without case; data_sale_opt_out is CCPA's and
	// its polarity is reversed.
	Consent map[ConsentSignal]string
	// CountryCodesOnly drops countries that are not ISO 3166-1 codes.
	CountryCodesOnly bool
	// NormalizeCountry turns a country that is not a code into one. A result
	// that is no code, and a panic, count as not ok; so with NormalizePhone.
	NormalizeCountry func(raw string) (code string, ok bool)
	// PhoneE164Only drops numbers that are not E.164.
	PhoneE164Only bool
	// NormalizePhone turns a number that is not E.164 even without spaces, dots,
	// dashes and brackets into E.164, which is a plus and 7 to 15 digits. It gets
	// the number as it came; region is the user's country as this batch has it,
	// best a two-letter code, or empty.
	NormalizePhone func(raw, region string) (e164 string, ok bool)
}

// OptOutMode says what an opt_out event does to email_subscribe. Of several
// events the latest counts, and over it email_subscribe among the user attributes
// when that unsubscribes. An event without is_opted_out does nothing, with an
// issue.
type OptOutMode uint8

// The opt-out modes.
const (
	// OptOutUnsubscribes: opted out gives unsubscribed, opted back in opted_in.
	OptOutUnsubscribes OptOutMode = iota
	// OptOutAsDocumented does the reverse, as mParticle's page says.
	OptOutAsDocumented
	// OptOutIgnore does nothing.
	OptOutIgnore
)

// EventConfig says how events are mapped.
type EventConfig struct {
	// DropScreenViews forwards no screen views.
	DropScreenViews bool
	// ScreenNameAsIs names them by the bare screen name; otherwise
	// "Viewed <screen name>".
	ScreenNameAsIs bool
	// ForwardSessionEvents sends Session Start and Session End, and puts
	// session_id on screen views and custom events.
	ForwardSessionEvents bool
	// ForwardPushMessages sends push_message events as "Push Message", with the
	// fields of the type as properties.
	ForwardPushMessages bool
	// NestedProperties sends arrays and objects as they are; otherwise as JSON
	// text.
	NestedProperties bool
	// OptOut says what opt_out events do.
	OptOut OptOutMode
	// Forward opts in event types that are otherwise not forwarded: event type
	// to the name of the Braze event. Its properties are the scalar fields of
	// the type by their names in the JSON, such as is_first_run, and the custom
	// attributes. Stack traces, files and identities stay out. Types that have
	// a rule of their own keep to it.
	Forward map[mparticle.EventType]string
	// ToUser are rules that write event attributes of custom events to user
	// attributes.
	ToUser []EventAttributeRule
	// LenientTimes also reads seconds, microseconds and nanoseconds.
	LenientTimes bool
}

// EventAttributeRule writes an attribute of custom events to a user attribute.
// It names event and attribute in words or by mParticle's filter hash.
type EventAttributeRule struct {
	// EventName is the name of the event, compared without case.
	EventName string
	// EventType narrows to one category of events; empty means all.
	EventType mparticle.CustomEventType
	// Attribute is the name of the event's attribute, compared without case.
	Attribute string
	// Hash is mParticle's filter hash of the three above, see [FilterHash].
	// When not 0 the words are not looked at. An event without a category
	// matches by the hash of any.
	Hash int32
	// Action is what to do with the value.
	Action EventAttributeAction
	// To is the Braze attribute: a custom attribute, or with [SetAttribute] also
	// a profile field by Braze's name. What the user attributes of the batch set
	// wins.
	To string
}

// EventAttributeAction is what an [EventAttributeRule] does.
type EventAttributeAction uint8

// The actions of event attribute rules.
const (
	// SetAttribute sets the attribute to the value.
	SetAttribute EventAttributeAction = iota
	// AddToArray adds the value, or each item of a list, to an array attribute,
	// as text.
	AddToArray
	// RemoveFromArray removes them from it.
	RemoveFromArray
)

// CommerceForm is the shape commerce events take in Braze.
type CommerceForm uint8

// The commerce forms.
const (
	// CommerceUnbundled: an object for each product. A purchase makes purchase
	// objects, another action custom events "eCommerce - add_to_cart - Item";
	// a refund has one more, "eCommerce - refund - Total".
	CommerceUnbundled CommerceForm = iota
	// CommerceBundled: one object with nested products, "eCommerce - purchase".
	// The price of a purchase is the order's total.
	CommerceBundled
	// CommerceRecommended: Braze's recommended eCommerce events, the only form
	// open to new Braze customers. A purchase then makes no purchase object, or
	// it would count twice. Views of a product, changes of the cart, checkouts,
	// purchases and refunds have such an event; other actions, promotions and
	// impressions go as with [CommerceUnbundled].
	//
	// See https://www.braze.com/docs/user_guide/data/activation/events/recommended_events.
	CommerceRecommended
)

// CommerceConfig says how commerce events are mapped.
type CommerceConfig struct {
	// Form is the shape of the objects. The default makes purchases, which
	// Braze takes from existing customers only.
	Form CommerceForm
	// ProductIDFromName takes a product's name as product_id of purchases, but
	// for one without a name.
	ProductIDFromName bool
	// NameFromProductID takes a product's id as its Name property.
	NameFromProductID bool
	// RefuseLargeQuantities refuses quantities over 100; otherwise those up to
	// 10,000 are split into purchases that add up.
	RefuseLargeQuantities bool
	// Recommended is read with [CommerceRecommended].
	Recommended RecommendedConfig
}

// RecommendedConfig says where recommended events take fields from that
// mParticle has no place for. Each list names attributes of the event (of the
// product for the URLs); the first that is not empty counts.
type RecommendedConfig struct {
	// Source is the property source, such as "web"; empty means the channel of
	// the batch, else "mparticle".
	Source string
	// CartID names the property cart_id, which changes of a cart need: without
	// one the id of the session stands in, with an issue.
	CartID []string
	// CheckoutID names checkout_id, which the start of a checkout needs: as
	// CartID.
	CheckoutID []string
	// Subtotal names subtotal_value, left out when it is not a number.
	Subtotal []string
	// ImageURL names image_url of a product.
	ImageURL []string
	// ProductURL names product_url of a product.
	ProductURL []string
}

// PushConfig says which push tokens are imported.
type PushConfig struct {
	// AppID is Braze's app identifier. It also goes on events and purchases.
	// Without an app id no push token is imported.
	AppID string
	// AppIDs overrides AppID by platform (ios, android, web..., without case).
	AppIDs map[string]string
	// Platforms limits the platforms whose tokens are sent; empty means all.
	Platforms []string
	// NoAnonymous imports no tokens of users without an external id.
	NoAnonymous bool
}

// LimitAction says what happens to a value over a limit of Braze.
type LimitAction uint8

// The limit actions.
const (
	// LimitDrop leaves the value out.
	LimitDrop LimitAction = iota
	// LimitCut cuts it, text between grapheme clusters.
	LimitCut
	// LimitReject refuses the whole object.
	LimitReject
)

// LimitConfig says how Braze's limits are kept.
type LimitConfig struct {
	// Over says what happens to a value that is longer, larger or more than
	// Braze takes.
	Over LimitAction
	// MaxArray is the items an array attribute may hold; 0 means
	// [github.com/mpbraze/mpbraze/braze.MaxArray], the most possible. Older
	// accounts have [github.com/mpbraze/mpbraze/braze.MaxArrayOld].
	MaxArray int
	// NeutralizeLiquid breaks up {{ and {% in text, so that it can never run as
	// a Liquid tag.
	NeutralizeLiquid bool
}
