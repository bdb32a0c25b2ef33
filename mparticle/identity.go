package mparticle

// IdentityType names a kind of user identity, in the spelling of batches.
// There is no other_id_1 and no phone_number_1.
//
// See https://docs.mparticle.com/developers/server/json-reference/.
type IdentityType string

// The identity types of batches.
const (
	IdentityOther                    IdentityType = "other"
	IdentityCustomerID               IdentityType = "customer_id"
	IdentityFacebook                 IdentityType = "facebook"
	IdentityTwitter                  IdentityType = "twitter"
	IdentityGoogle                   IdentityType = "google"
	IdentityMicrosoft                IdentityType = "microsoft"
	IdentityYahoo                    IdentityType = "yahoo"
	IdentityEmail                    IdentityType = "email"
	IdentityAlias                    IdentityType = "alias"
	IdentityFacebookCustomAudienceID IdentityType = "facebook_custom_audience_id"
	IdentityOtherID2                 IdentityType = "other_id_2"
	IdentityOtherID3                 IdentityType = "other_id_3"
	IdentityOtherID4                 IdentityType = "other_id_4"
	IdentityOtherID5                 IdentityType = "other_id_5"
	IdentityOtherID6                 IdentityType = "other_id_6"
	IdentityOtherID7                 IdentityType = "other_id_7"
	IdentityOtherID8                 IdentityType = "other_id_8"
	IdentityOtherID9                 IdentityType = "other_id_9"
	IdentityOtherID10                IdentityType = "other_id_10"
	IdentityMobileNumber             IdentityType = "mobile_number"
	IdentityPhoneNumber2             IdentityType = "phone_number_2"
	IdentityPhoneNumber3             IdentityType = "phone_number_3"
)

// Identity is one identity of a user.
type Identity struct {
	Members

	// Type of the identity; an unknown type is kept.
	Type IdentityType
	// Value is the identity, empty when it was removed (null).
	Value string
	// TimestampUnixtimeMS is when it was last changed, 0 when not said.
	TimestampUnixtimeMS int64
	// CreatedThisBatch is said in identity change events.
	CreatedThisBatch bool
}

// Identities are the known identities of a user, not a change. They are read
// from both shapes, the object of the inbound dialect and the array of
// outputs, and written in the shape they came in; built from a literal, as an
// object unless one of them has a timestamp.
type Identities []Identity

// Get returns the value of the identity of type t. Of several the one with the
// greatest timestamp counts, the later one among equals. It reports false when
// there is none or when it is empty.
func (ids Identities) Get(t IdentityType) (string, bool) {
	var best *Identity
	for i := range ids {
		if ids[i].Type != t {
			continue
		}
		if best == nil || ids[i].TimestampUnixtimeMS >= best.TimestampUnixtimeMS {
			best = &ids[i]
		}
	}
	if best == nil || best.Value == "" {
		return "", false
	}
	return best.Value, true
}
