package braze

import "strconv"

// UserID says whose profile an object is about. Exactly one of ExternalID,
// Alias and BrazeID may be set: they are primary identifiers. Without one of
// them Braze looks the user up by Email, else by Phone.
//
// UserID is comparable: use it as a map key.
//
// See https://www.braze.com/docs/api/endpoints/user_data/post_user_track.
type UserID struct {
	// ExternalID is the customer's own id, at most [MaxExternalIDBytes] bytes.
	ExternalID string `json:"external_id,omitempty"`
	// Alias is an alternative id. Braze creates no profile for an unknown
	// alias unless the object says UpdateExistingOnly: Set(false).
	Alias UserAlias `json:"user_alias,omitzero"`
	// BrazeID is Braze's own id of a profile.
	BrazeID string `json:"braze_id,omitempty"`
	// Email and Phone identify only when no primary identifier is set. Beside
	// one they are values that Braze sets in the profile.
	Email string `json:"email,omitempty"`
	Phone string `json:"phone,omitempty"`
}

// UserAlias is a name that is unique under its label, each at most
// [MaxAliasBytes] bytes. Braze compares names with regard to case.
//
// See https://www.braze.com/docs/api/objects_filters/user_alias_object.
type UserAlias struct {
	Name  string `json:"alias_name"`
	Label string `json:"alias_label"`
}

// Lookup returns the one identifier that Braze looks the user up by, alone: a
// key under which all objects of a user meet.
func (u UserID) Lookup() UserID {
	switch {
	case u.ExternalID != "":
		return UserID{ExternalID: u.ExternalID}
	case u.Alias != UserAlias{}:
		return UserID{Alias: u.Alias}
	case u.BrazeID != "":
		return UserID{BrazeID: u.BrazeID}
	case u.Email != "":
		return UserID{Email: u.Email}
	}
	return UserID{Phone: u.Phone}
}

// primary returns how many primary identifiers u has.
func (u UserID) primary() int {
	n := 0
	for _, set := range [...]bool{u.ExternalID != "", u.Alias != UserAlias{}, u.BrazeID != ""} {
		if set {
			n++
		}
	}
	return n
}

// identify appends the identifiers of an event or a purchase.
func (e *encoder) identify(u UserID) {
	e.primaryID(u, u.Email != "" || u.Phone != "")
	if u.Email != "" {
		e.enter("email")
		e.key("email")
		e.email(u.Email)
		e.leave()
	}
	if u.Phone != "" {
		e.enter("phone")
		e.key("phone")
		e.someText(u.Phone)
		e.leave()
	}
}

// primaryID appends the primary identifier. It may be missing when something
// else says who is meant.
func (e *encoder) primaryID(u UserID, elsewhere bool) {
	switch n := u.primary(); {
	case n > 1:
		e.fail(FieldConflict, "only one of external_id, user_alias and braze_id")
	case n == 0 && !elsewhere:
		e.fail(FieldRequired, "an identifier: external_id, user_alias, braze_id, email or phone")
	}
	if u.ExternalID != "" {
		e.idText("external_id", u.ExternalID, MaxExternalIDBytes)
	}
	if u.Alias != (UserAlias{}) {
		e.enter("user_alias")
		e.key("user_alias")
		e.buf = append(e.buf, '{')
		e.idText("alias_name", u.Alias.Name, MaxAliasBytes)
		e.idText("alias_label", u.Alias.Label, MaxAliasBytes)
		e.buf = append(e.buf, '}')
		e.leave()
	}
	if u.BrazeID != "" {
		e.idText("braze_id", u.BrazeID, MaxText)
	}
}

// idText appends a member that must not be blank, limited in bytes.
func (e *encoder) idText(name, s string, most int) {
	if e.plainText(name, s, most) {
		return
	}
	e.enter(name)
	e.key(name)
	switch {
	case blank(s):
		e.fail(FieldRequired, "must not be blank")
	case len(s) > most:
		e.fail(FieldTooLong, "at most "+strconv.Itoa(most)+" bytes")
	}
	e.quote(s)
	e.leave()
}
