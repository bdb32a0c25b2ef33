package mparticle

import (
	"strconv"
	"strings"
)

// AudienceUser is whom an audience message is about.
type AudienceUser struct {
	// MPID is mParticle's id of the user, 0 when not told.
	MPID int64
	// DeviceID is mp_deviceid, the device application stamp.
	DeviceID string
	// Identities in the names of batches, whatever names the channel has. An
	// unknown name is kept as it is. Hashes are not among them.
	Identities Identities
	// Hashed are identities of which only a hash is told.
	Hashed []HashedIdentity
	// Devices in the names of batches.
	Devices []DeviceIdentity
	// Partners are ids that partners gave the user.
	Partners []PartnerIdentity
}

// Encoding is how the value of an identity is written.
type Encoding string

// The encodings of identities. Text is in lower case before it is hashed.
const (
	EncodingRaw    Encoding = "raw"
	EncodingMD5    Encoding = "md5"
	EncodingSHA1   Encoding = "sha1"
	EncodingSHA256 Encoding = "sha256"
)

// HashedIdentity is an identity that is known by its hash only. It is no
// address and no number, and must not be used as one.
type HashedIdentity struct {
	Type     IdentityType
	Encoding Encoding
	Hash     string
}

// DeviceIdentity is an id of a user's device, or of an app on it.
type DeviceIdentity struct {
	Type     DeviceIdentityType
	Encoding Encoding
	Value    string
}

// PartnerIdentity is an id that a partner gave a user.
type PartnerIdentity struct {
	// Type is the partner's own name for it.
	Type     string
	Encoding Encoding
	Value    string
}

// DeviceIdentityType names a kind of device identity, by its member of
// device_info in batches. An unknown name is kept as it is.
type DeviceIdentityType string

// The device identities of audience messages.
const (
	DeviceIOSAdvertisingID       DeviceIdentityType = "ios_advertising_id"
	DeviceIOSVendorID            DeviceIdentityType = "ios_idfv"
	DeviceAndroidAdvertisingID   DeviceIdentityType = "android_advertising_id"
	DeviceAndroidID              DeviceIdentityType = "android_uuid"
	DeviceRokuAdvertisingID      DeviceIdentityType = "roku_advertising_id"
	DeviceRokuPublisherID        DeviceIdentityType = "roku_publisher_id"
	DeviceMicrosoftAdvertisingID DeviceIdentityType = "microsoft_advertising_id"
	DeviceMicrosoftPublisherID   DeviceIdentityType = "microsoft_publisher_id"
	DeviceFireAdvertisingID      DeviceIdentityType = "fire_advertising_id"
	DeviceAMPID                  DeviceIdentityType = "amp_id"
	// DevicePushToken is a push token of a platform that is not told.
	DevicePushToken DeviceIdentityType = "push_token"
	// DeviceApplePushToken and DeviceGooglePushToken are in Firehose's names.
	DeviceApplePushToken  DeviceIdentityType = "apple_push_notification_token"
	DeviceGooglePushToken DeviceIdentityType = "google_cloud_messaging_token"
)

// Names of ids that have a field of their own.
const (
	mpidName   = "mpid"
	deviceName = "mp_deviceid"
)

// identityNames finds the name in batches by the name in any channel, without
// case, hyphens and underscores.
//
// See https://docs.mparticle.com/developers/idsync/http-api/ and the pages of
// the channels.
var identityNames = spellings(map[string]string{
	"customer_id":                 "customer controller_customer_id",
	"email":                       "",
	"facebook":                    "facebook_id",
	"facebook_custom_audience_id": "",
	"twitter":                     "twitter_id",
	"google":                      "google_id google_user_id",
	"microsoft":                   "microsoft_id",
	"yahoo":                       "yahoo_id",
	"alias":                       "",
	"other":                       "other_user_id",
	"other_id_2":                  "other_2 other_user_id_2",
	"other_id_3":                  "other_3 other_user_id_3",
	"other_id_4":                  "other_4 other_user_id_4",
	"other_id_5":                  "other_5 other_user_id_5",
	"other_id_6":                  "other_6 other_user_id_6",
	"other_id_7":                  "other_7 other_user_id_7",
	"other_id_8":                  "other_8 other_user_id_8",
	"other_id_9":                  "other_9 other_user_id_9",
	"other_id_10":                 "other_10 other_user_id_10",
	"mobile_number":               "",
	"phone_number_2":              "",
	"phone_number_3":              "",
	mpidName:                      "",
	deviceName:                    "device_application_stamp",
})

var deviceNames = spellings(map[string]string{
	string(DeviceIOSAdvertisingID):       "ios_idfa idfa apple_advertising_identifier",
	string(DeviceIOSVendorID):            "idfv ios_vendor_id apple_vendor_identifier",
	string(DeviceAndroidAdvertisingID):   "android_aaid google_aid google_advertising_id google_advertising_identifier",
	string(DeviceAndroidID):              "android_id",
	string(DeviceRokuAdvertisingID):      "roku_aid",
	string(DeviceRokuPublisherID):        "roku_publishing_id",
	string(DeviceMicrosoftAdvertisingID): "",
	string(DeviceMicrosoftPublisherID):   "",
	string(DeviceFireAdvertisingID):      "fire_aid",
	string(DeviceAMPID):                  "",
	string(DevicePushToken):              "",
	string(DeviceApplePushToken):         "",
	string(DeviceGooglePushToken):        "",
})

func spellings(others map[string]string) map[string]string {
	names := make(map[string]string, 3*len(others))
	for name, list := range others {
		names[folded(name)] = name
		for other := range strings.FieldsSeq(list) {
			names[folded(other)] = name
		}
	}
	return names
}

// folded returns a name without what the channels differ in.
func folded(name string) string {
	return strings.NewReplacer("_", "", "-", "", " ", "").Replace(strings.ToLower(name))
}

// add adds an identity by the name it has in any channel.
func (u *AudienceUser) add(name string, encoding Encoding, value string) {
	if value == "" {
		return
	}
	short := folded(name)
	if device, ok := deviceNames[short]; ok {
		u.addDevice(DeviceIdentityType(device), encoding, value)
		return
	}
	if known, ok := identityNames[short]; ok {
		name = known
	}
	mpid, err := strconv.ParseInt(value, 10, 64)
	switch {
	case encoding != EncodingRaw:
		u.Hashed = append(u.Hashed, HashedIdentity{Type: IdentityType(name), Encoding: encoding, Hash: value})
	case name == mpidName && err == nil:
		u.MPID = mpid
	case name == deviceName:
		u.DeviceID = value
	default:
		u.Identities = append(u.Identities, Identity{Type: IdentityType(name), Value: value})
	}
}

func (u *AudienceUser) addDevice(t DeviceIdentityType, encoding Encoding, value string) {
	u.Devices = append(u.Devices, DeviceIdentity{Type: t, Encoding: encoding, Value: value})
}
