package mparticle_test

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"

	"github.com/mpbraze/mpbraze/mparticle"
)

// The same identity has six names.
func TestIdentityVocabularies(t *testing.T) {
	t.Parallel()
	for want, names := range map[mparticle.IdentityType]string{
		"customer_id":                 "customer_id customerid customer controller_customer_id CustomerId",
		"email":                       "email Email",
		"other":                       "other Other otheruserid",
		"other_id_2":                  "other_id_2 other2 Other2 otheruserid2",
		"other_id_10":                 "other_id_10 other10 Other10 otheruserid10",
		"mobile_number":               "mobile_number",
		"phone_number_2":              "phone_number_2",
		"facebook":                    "facebook FacebookId facebookid",
		"facebook_custom_audience_id": "facebook_custom_audience_id facebookcustomaudienceid",
		"twitter":                     "twitter TwitterId twitterid",
		"google":                      "google GoogleId googleuserid",
		"microsoft":                   "microsoft microsoftid",
		"yahoo":                       "yahoo yahooid",
		"future_id":                   "future_id",
	} {
		for name := range strings.FieldsSeq(names) {
			t.Run(name, func(t *testing.T) {
				t.Parallel()
				assert.Equal(t, mparticle.AudienceUser{Identities: mparticle.Identities{{Type: want, Value: "v"}}}, userBy(t, name))
			})
		}
	}
}

func TestDeviceVocabularies(t *testing.T) {
	t.Parallel()
	for want, names := range map[mparticle.DeviceIdentityType]string{
		"ios_advertising_id":            "ios_idfa ios_advertising_id idfa",
		"ios_idfv":                      "ios_idfv ios_vendor_id idfv",
		"android_advertising_id":        "android_aaid google_advertising_id android_advertising_id GoogleAdvertisingIdentifier googleaid",
		"android_uuid":                  "android_uuid android_id androidid",
		"roku_advertising_id":           "roku_aid roku_advertising_id rokuaid",
		"roku_publisher_id":             "roku_publisher_id roku_publishing_id rokupublisherid",
		"fire_advertising_id":           "fire_aid fire_advertising_id",
		"push_token":                    "push_token pushtoken",
		"google_cloud_messaging_token":  "google_cloud_messaging_token",
		"apple_push_notification_token": "apple_push_notification_token",
	} {
		for name := range strings.FieldsSeq(names) {
			t.Run(name, func(t *testing.T) {
				t.Parallel()
				assert.Equal(t, mparticle.AudienceUser{Devices: []mparticle.DeviceIdentity{
					{Type: want, Encoding: mparticle.EncodingRaw, Value: "v"},
				}}, userBy(t, name))
			})
		}
	}
}

// userBy returns a user with one identity, by the name it has in a channel.
func userBy(t *testing.T, name string) mparticle.AudienceUser {
	t.Helper()
	return audienceMessage(t, `{"IsMember":true,"AudienceId":1,"UserIdentities":{"`+name+`":"v"}}`).Changes[0].User
}

// A hash is never among the identities, whatever the encoding is called.
func TestHashesStandApart(t *testing.T) {
	t.Parallel()
	for _, encoding := range []string{"md5", "SHA1", "sha256", "sha3"} {
		t.Run(encoding, func(t *testing.T) {
			t.Parallel()
			m := audienceMessage(t, `{"type":"audience_membership_change_request","user_profiles":[{
				"user_identities":[{"type":"email","encoding":"`+encoding+`","value":"ann@shop.example"}],
				"audiences":[{"audience_id":1,"action":"add"}]}]}`)
			assert.Empty(t, m.Changes[0].User.Identities)
			assert.Equal(t, []mparticle.HashedIdentity{{
				Type: "email", Encoding: mparticle.Encoding(strings.ToLower(encoding)), Hash: "ann@shop.example",
			}}, m.Changes[0].User.Hashed)
		})
	}
}
