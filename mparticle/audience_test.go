package mparticle_test

import (
	"encoding/base64"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/mpbraze/mpbraze/mparticle"
)

func audienceMessage(t *testing.T, data string) mparticle.AudienceMessage {
	t.Helper()
	m, err := mparticle.ParseAudienceMessage([]byte(data))
	require.NoError(t, err)
	return m
}

const firehoseChange = `{
	"type": "audience_membership_change_request",
	"id": "0e9c2f1a-6f0e-4f8c-8a4e-2d7f5b1c9a10",
	"timestamp_ms": 1772366400123,
	"firehose_version": "3.2.0",
	"account": {"account_id": 71, "account_settings": {"apiKey": "k", "flag": "False", "unset": null}},
	"user_profiles": [{
		"user_identities": [
			{"type": "customer", "encoding": "raw", "value": "u1"},
			{"type": "email", "encoding": "sha256", "value": "5c0f"},
			{"type": "other4", "encoding": "raw", "value": "x4"}
		],
		"device_identities": [
			{"type": "apple_push_notification_token", "encoding": "raw", "value": "a1"},
			{"type": "ios_vendor_id", "encoding": "md5", "value": "77"}
		],
		"partner_identities": [{"type": "partner_id", "encoding": "raw", "value": "p1"}],
		"mpid": "-5227515829034156637",
		"audiences": [{
			"audience_id": 11034,
			"audience_name": "Trail Runners",
			"audience_subscription_settings": {"list": "L1"},
			"action": "add",
			"user_attributes": [
				{"key": "plan", "value": "gold", "action": "upsert"},
				{"key": "tags", "list_value": ["a", "b"], "action": "upsert"},
				{"key": "churned", "action": "delete"},
				{}
			]
		}, {"audience_id": "11036", "audience_name": "Winter Shoppers", "action": "delete"}]
	}, {
		"user_identities": [],
		"mpid": "12",
		"audiences": [{"audience_id": 11034, "action": "attribute_update", "future": [1]}]
	}]
}`

func TestFirehoseMembershipChange(t *testing.T) {
	t.Parallel()
	m := audienceMessage(t, firehoseChange)
	at := time.UnixMilli(1772366400123).UTC()
	ann := mparticle.AudienceUser{
		MPID: -5227515829034156637,
		Identities: mparticle.Identities{
			{Type: mparticle.IdentityCustomerID, Value: "u1"},
			{Type: mparticle.IdentityOtherID4, Value: "x4"},
		},
		Hashed: []mparticle.HashedIdentity{
			{Type: mparticle.IdentityEmail, Encoding: mparticle.EncodingSHA256, Hash: "5c0f"},
		},
		Devices: []mparticle.DeviceIdentity{
			{Type: mparticle.DeviceApplePushToken, Encoding: mparticle.EncodingRaw, Value: "a1"},
			{Type: mparticle.DeviceIOSVendorID, Encoding: mparticle.EncodingMD5, Value: "77"},
		},
		Partners: []mparticle.PartnerIdentity{{Type: "partner_id", Encoding: mparticle.EncodingRaw, Value: "p1"}},
	}
	assert.Equal(t, mparticle.AudienceMessage{
		ID:   "0e9c2f1a-6f0e-4f8c-8a4e-2d7f5b1c9a10",
		Time: at,
		Account: mparticle.AudienceAccount{
			ID: 71, Settings: map[string]string{"apiKey": "k", "flag": "False"},
		},
		Changes: []mparticle.AudienceChange{{
			User:                  ann,
			Audience:              mparticle.Audience{ID: 11034, Name: "Trail Runners"},
			Action:                mparticle.AudienceAdd,
			Time:                  at,
			Settings:              map[string]string{"list": "L1"},
			UserAttributes:        mparticle.Attributes{"plan": "gold", "tags": []any{"a", "b"}},
			DeletedUserAttributes: []string{"churned"},
		}, {
			User:     ann,
			Audience: mparticle.Audience{ID: 11036, Name: "Winter Shoppers"},
			Action:   mparticle.AudienceDelete,
			Time:     at,
		}, {
			User:     mparticle.AudienceUser{MPID: 12},
			Audience: mparticle.Audience{ID: 11034},
			Action:   mparticle.AudienceAttributeUpdate,
			Time:     at,
		}},
	}, m)
}

func TestFirehoseSubscription(t *testing.T) {
	t.Parallel()
	m := audienceMessage(t, `{
		"type": "audience_subscription_request", "id": "i", "timestamp_ms": 1772366400123,
		"account": {"account_id": 71}, "audience_id": 11034, "audience_name": "Trail Runners",
		"audience_description": "sun", "action": "update",
		"audience_subscription_settings": {"list": "L2"},
		"previous_audience_subscription_settings": {"list": "L1"}}`)
	assert.Empty(t, m.Changes)
	assert.Empty(t, m.Problems)
	assert.Equal(t, &mparticle.AudienceSubscription{
		Audience:         mparticle.Audience{ID: 11034, Name: "Trail Runners"},
		Description:      "sun",
		Action:           mparticle.AudienceSubscriptionUpdate,
		Settings:         map[string]string{"list": "L2"},
		PreviousSettings: map[string]string{"list": "L1"},
	}, m.Subscription)
}

// What says nothing wants an ordinary answer, not an error.
func TestAudienceKeepAlive(t *testing.T) {
	t.Parallel()
	for name, data := range map[string]string{
		"no profiles":       `{"type":"audience_membership_change_request","id":"i","timestamp_ms":1}`,
		"null profiles":     `{"type":"audience_membership_change_request","user_profiles":null}`,
		"empty profiles":    `{"type":"audience_membership_change_request","user_profiles":[{}]}`,
		"verification file": `{}`,
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			m := audienceMessage(t, data)
			assert.Empty(t, m.Changes)
			assert.Empty(t, m.Problems)
			assert.Nil(t, m.Profile)
			assert.Nil(t, m.Subscription)
		})
	}
}

const kinesisRecord = `{"MembershipChangedTimestamp":"1772366400","AudienceId":11034,"AudienceName":"Trail Runners",
	"IsMember":false,"UserIdentities":{"CustomerId":"u1","Email":"ann@shop.example","Other3":"o3","FacebookId":"f1",
	"GoogleAdvertisingIdentifier":"g1","Empty":null,"MPID":"-7"}}`

func TestKinesisAudience(t *testing.T) {
	t.Parallel()
	for name, data := range map[string]string{
		"bare record":          kinesisRecord,
		"as on the wire":       `{"DeliveryStreamName":"s","Record":{"Data":"` + base64.StdEncoding.EncodeToString([]byte(kinesisRecord)) + `"}}`,
		"as in the docs":       `{"DeliveryStreamName":"s","Record":{"Data":` + kinesisRecord + `}}`,
		"with byte order mark": "\ufeff" + kinesisRecord,
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			m := audienceMessage(t, data)
			assert.Empty(t, m.Problems)
			assert.Equal(t, []mparticle.AudienceChange{{
				User: mparticle.AudienceUser{
					MPID: -7,
					Identities: mparticle.Identities{
						{Type: mparticle.IdentityCustomerID, Value: "u1"},
						{Type: mparticle.IdentityEmail, Value: "ann@shop.example"},
						{Type: mparticle.IdentityFacebook, Value: "f1"},
						{Type: mparticle.IdentityOtherID3, Value: "o3"},
					},
					Devices: []mparticle.DeviceIdentity{
						{Type: mparticle.DeviceAndroidAdvertisingID, Encoding: mparticle.EncodingRaw, Value: "g1"},
					},
				},
				Audience: mparticle.Audience{ID: 11034, Name: "Trail Runners"},
				Action:   mparticle.AudienceDelete,
				Time:     time.Unix(1772366400, 0).UTC(),
			}}, m.Changes)
		})
	}
}

func TestBigQueryAudience(t *testing.T) {
	t.Parallel()
	m := audienceMessage(t, `{"isadd":"true","audienceid":"11034","audiencename":null,"mpid":9007199254740993,
		"customerid":"u1","otheruserid":"o1","otheruserid2":"o2","email":null,"idfa":"i1","pushtoken":"t1","loaded_at":"x",
		"timestamp":"1772366400123","userattributes":[{"attributename":"plan","attributevalue":"gold"},{}]}`)
	assert.Empty(t, m.Problems)
	assert.Equal(t, []mparticle.AudienceChange{{
		User: mparticle.AudienceUser{
			MPID: 9007199254740993,
			Identities: mparticle.Identities{
				{Type: mparticle.IdentityCustomerID, Value: "u1"},
				{Type: mparticle.IdentityOther, Value: "o1"},
				{Type: mparticle.IdentityOtherID2, Value: "o2"},
			},
			Devices: []mparticle.DeviceIdentity{
				{Type: mparticle.DeviceIOSAdvertisingID, Encoding: mparticle.EncodingRaw, Value: "i1"},
				{Type: mparticle.DevicePushToken, Encoding: mparticle.EncodingRaw, Value: "t1"},
			},
		},
		Audience:       mparticle.Audience{ID: 11034},
		Action:         mparticle.AudienceAdd,
		Time:           time.UnixMilli(1772366400123).UTC(),
		UserAttributes: mparticle.Attributes{"plan": "gold"},
	}}, m.Changes)
}

func TestProfileAPI(t *testing.T) {
	t.Parallel()
	m := audienceMessage(t, `{"mpid":9080350317581165011,"last_stored_timestamp_ms":1772366400123,"is_opted_out":false,
		"user_identities":[{"type":"customer_id","encoding":"none","value":"u1"}],
		"device_identities":[{"type":"android_id","encoding":"none","value":"d1"},{"type":"unknown","encoding":"none","value":"q"}],
		"user_attributes":{"$city":"Bonn","scores":["1","2"]},
		"audience_memberships":[
			{"audience_id":11034,"audience_name":"Trail Runners","expiration_timestamp_ms":null},
			{"audience_id":11036,"audience_name":"Winter Shoppers","expiration_timestamp_ms":1772366500000}]}`)
	assert.Empty(t, m.Problems)
	assert.Empty(t, m.Changes)
	assert.Equal(t, &mparticle.AudienceProfile{
		User: mparticle.AudienceUser{
			MPID:       9080350317581165011,
			Identities: mparticle.Identities{{Type: mparticle.IdentityCustomerID, Value: "u1"}},
			Devices: []mparticle.DeviceIdentity{
				{Type: mparticle.DeviceAndroidID, Encoding: mparticle.EncodingRaw, Value: "d1"},
				{Type: "unknown", Encoding: mparticle.EncodingRaw, Value: "q"},
			},
		},
		Stored:   time.UnixMilli(1772366400123).UTC(),
		Complete: true,
		Audiences: []mparticle.AudienceMembership{
			{Audience: mparticle.Audience{ID: 11034, Name: "Trail Runners"}},
			{
				Audience: mparticle.Audience{ID: 11036, Name: "Winter Shoppers"},
				Expires:  time.UnixMilli(1772366500000).UTC(),
			},
		},
		UserAttributes: mparticle.Attributes{"$city": "Bonn", "scores": []any{"1", "2"}},
	}, m.Profile)
}

// A query for other fields says nothing about memberships, and must not be
// taken for a user who is in none.
func TestProfileWithoutMemberships(t *testing.T) {
	t.Parallel()
	for name, data := range map[string]string{
		"not asked for": `{"mpid":1,"last_stored_timestamp_ms":2,"user_identities":[]}`,
		"null":          `{"mpid":1,"audience_memberships":null}`,
		"unreadable":    `{"mpid":1,"audience_memberships":[{"audience_name":"A"}]}`,
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			assert.False(t, audienceMessage(t, data).Profile.Complete)
		})
	}
}

func TestGCSAudience(t *testing.T) {
	t.Parallel()
	const line = `{"IsAddRequest":true,"IdentityValues":{"customer_id":"u1","mpid":"1","ios_idfv":"v1","mp_deviceid":"d1"},
		"MembershipChangedTimestamp":1772366400123}`
	const end = "_11034_2026-03-01_12-00-00_721e1d63-a396-4676-bac2-3f6f31e88cc2.txt"
	for file, name := range map[string]string{
		"Trail-Dreamers" + end:           "Trail-Dreamers",
		"gs://bucket/folder/Trail" + end: "Trail",
		`C:\audiences\Trail` + end:       "Trail",
		"snake_case_1_2" + end:           "snake_case_1_2",
		"Käufer-👩‍👩‍👧" + end + ".gz":     "Käufer-👩‍👩‍👧",
		"" + end: "",
	} {
		t.Run(file, func(t *testing.T) {
			t.Parallel()
			m, err := mparticle.ParseGCSAudience(file, []byte(line))
			require.NoError(t, err)
			assert.Empty(t, m.Problems)
			assert.Equal(t, []mparticle.AudienceChange{{
				User: mparticle.AudienceUser{
					MPID:       1,
					DeviceID:   "d1",
					Identities: mparticle.Identities{{Type: mparticle.IdentityCustomerID, Value: "u1"}},
					Devices: []mparticle.DeviceIdentity{
						{Type: mparticle.DeviceIOSVendorID, Encoding: mparticle.EncodingRaw, Value: "v1"},
					},
				},
				Audience: mparticle.Audience{ID: 11034, Name: name},
				Action:   mparticle.AudienceAdd,
				Time:     time.UnixMilli(1772366400123).UTC(),
			}}, m.Changes)
		})
	}
}
