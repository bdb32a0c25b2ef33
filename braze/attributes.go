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
	// Country is best an ISO 3166-1 alpha-2 code. Braze maps names on best
	// effort and stores null for what it cannot map.
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

// IsEmpty reports whether a changes nothing in a profile, so that there is no
// need to send it.
func (a *Attributes) IsEmpty() bool {
	for i := range profileFields {
		if profileFields[i].state(a) != optAbsent {
			return false
		}
	}
	return len(a.Custom) == 0 && len(a.PushTokens) == 0 && len(a.SubscriptionGroups) == 0
}
