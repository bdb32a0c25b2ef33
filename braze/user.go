package braze

// UserID says whose profile an object is about. Exactly one of ExternalID,
// Alias and BrazeID may be set: they are primary identifiers. Without one of
// them Braze looks the user up by Email, else by Phone.
//
// UserID is comparable: use it as a map key.
//
// See https://www.braze.com/docs/api/endpoints/user_data/post_user_track.
type UserID struct {
	// ExternalID is the customer's own id, at most [MaxExternalIDBytes] bytes.
	ExternalID string
	// Alias is an alternative id. Braze creates no profile for an unknown
	// alias unless the object says UpdateExistingOnly: Set(false).
	Alias UserAlias
	// BrazeID is Braze's own id of a profile.
	BrazeID string
	// Email and Phone identify only when no primary identifier is set.
	Email string
	Phone string
}

// UserAlias is a name that is unique under its label, each at most
// [MaxAliasBytes] bytes. Braze compares names with regard to case.
//
// See https://www.braze.com/docs/api/objects_filters/user_alias_object.
type UserAlias struct {
	Name  string
	Label string
}
