package braze

import "time"

// Attributes is a user attributes object: what to change in one profile.
//
// See https://www.braze.com/docs/api/objects_filters/user_attributes_object.
type Attributes struct {
	User UserID

	// UpdateExistingOnly, when true, creates no profile. Absent means false,
	// but true when User is an alias.
	UpdateExistingOnly Opt[bool]
	// MergeObjects merges nested custom attributes at all levels instead of
	// replacing them. [ObjectArrayUpdate] needs it for its Update.
	MergeObjects bool
	// PushTokenImport imports PushTokens for an anonymous user. User must then
	// be empty or an alias.
	PushTokenImport bool

	FirstName Opt[string]
	LastName  Opt[string]
	// Email is the address to set. It also identifies when User has no primary
	// identifier and no Email of its own.
	Email          Opt[string]
	EmailSubscribe Opt[SubscriptionState]
	// EmailOpenTrackingDisabled and EmailClickTrackingDisabled switch off the
	// tracking pixel and link tracking in future messages.
	EmailOpenTrackingDisabled  Opt[bool]
	EmailClickTrackingDisabled Opt[bool]
	MarkedEmailAsSpamAt        Opt[time.Time]
	// Phone should be E.164. Braze reads ten digits without + as a US number.
	Phone         Opt[string]
	PushSubscribe Opt[SubscriptionState]
	// Country is an ISO 3166-1 alpha-2 code.
	Country Opt[string]
	// Language is an ISO 639-1 code of Braze's list.
	Language Opt[string]
	HomeCity Opt[string]
	// TimeZone is an IANA name. Braze ignores an unknown one in silence.
	TimeZone        Opt[string]
	CurrentLocation Opt[Location]
	// DOB is a date, YYYY-MM-DD.
	DOB                Opt[string]
	Gender             Opt[Gender]
	DateOfFirstSession Opt[time.Time]
	DateOfLastSession  Opt[time.Time]
	// ImageURL is at most [MaxImageURL] characters.
	ImageURL Opt[string]
	Facebook Opt[Facebook]
	Twitter  Opt[Twitter]

	// PushTokens to import. Web push tokens cannot be imported.
	PushTokens []PushToken
	// SubscriptionGroups to change. Braze also changes other profiles that
	// share the address or number.
	SubscriptionGroups []SubscriptionGroup

	// Custom holds the custom attributes.
	Custom Custom
}

// Custom maps names of custom attributes to values:
//
//   - nil removes the attribute
//   - string, bool, any integer or float, [encoding/json.Number], [time.Time]
//   - a slice ([]string, []any) or a nested object (map[string]any)
//   - an operation: [Increment], [ArrayUpdate], [ObjectArrayUpdate]
//
// A map is always plain data: one that Braze would read as an operation is
// refused.
type Custom map[string]any

// SubscriptionState is a global e-mail or push subscription.
type SubscriptionState string

// The subscription states. Groups know only the last two.
const (
	OptedIn      SubscriptionState = "opted_in"
	Subscribed   SubscriptionState = "subscribed"
	Unsubscribed SubscriptionState = "unsubscribed"
)

// Gender of a profile.
type Gender string

// The genders Braze knows.
const (
	GenderMale           Gender = "M"
	GenderFemale         Gender = "F"
	GenderOther          Gender = "O"
	GenderNotApplicable  Gender = "N"
	GenderPreferNotToSay Gender = "P"
)

// Location is a place in degrees.
type Location struct {
	Latitude  float64
	Longitude float64
}

// Facebook is the facebook profile field. Zero fields are left out.
type Facebook struct {
	ID         string
	Likes      []string
	NumFriends int64
}

// Twitter is the twitter profile field. Zero fields are left out.
type Twitter struct {
	ID             int64
	ScreenName     string
	FollowersCount int64
	FriendsCount   int64
	StatusesCount  int64
}

// PushToken is one push token of one app.
type PushToken struct {
	AppID string
	Token string
	// DeviceID has 8 to 255 bytes. Empty: Braze makes one up.
	DeviceID string
}

// SubscriptionGroup is a change of one subscription group.
type SubscriptionGroup struct {
	// ID is the group's UUID.
	ID string
	// State is [Subscribed] or [Unsubscribed].
	State SubscriptionState
	// UseDoubleOptIn starts the opt-in flow; SMS groups and Subscribed only.
	UseDoubleOptIn bool
}
