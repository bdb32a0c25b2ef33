package braze

// SubscriptionState is a global e-mail or push subscription.
//
// See https://www.braze.com/docs/user_guide/channels/email/subscriptions.
type SubscriptionState string

// The subscription states. Groups know only the last two.
const (
	// OptedIn: the user has confirmed to want messages.
	OptedIn SubscriptionState = "opted_in"
	// Subscribed is what Braze assumes of a user with an address.
	Subscribed SubscriptionState = "subscribed"
	// Unsubscribed: the user wants no messages.
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

// Location is a place in degrees: latitude from -90 to 90, longitude from -180
// to 180.
type Location struct {
	Latitude  float64 `json:"latitude"`
	Longitude float64 `json:"longitude"`
}

// Facebook is the facebook profile field. Zero fields are left out.
type Facebook struct {
	ID         string   `json:"id,omitempty"`
	Likes      []string `json:"likes,omitempty"`
	NumFriends int64    `json:"num_friends,omitempty"`
}

// Twitter is the twitter profile field. Zero fields are left out.
type Twitter struct {
	ID             int64  `json:"id,omitempty"`
	ScreenName     string `json:"screen_name,omitempty"`
	FollowersCount int64  `json:"followers_count,omitempty"`
	FriendsCount   int64  `json:"friends_count,omitempty"`
	StatusesCount  int64  `json:"statuses_count,omitempty"`
}

// PushToken is one push token of one app.
type PushToken struct {
	AppID string `json:"app_id"`
	Token string `json:"token"`
	// DeviceID has 8 to 255 bytes. Empty: Braze makes one up.
	DeviceID string `json:"device_id,omitempty"`
}

// SubscriptionGroup is a change of one subscription group.
type SubscriptionGroup struct {
	// ID is the group's UUID.
	ID string `json:"subscription_group_id"`
	// State is [Subscribed] or [Unsubscribed].
	State SubscriptionState `json:"subscription_state"`
	// UseDoubleOptIn starts the opt-in flow; SMS groups and Subscribed only.
	UseDoubleOptIn bool `json:"use_double_opt_in_logic,omitempty"`
}
