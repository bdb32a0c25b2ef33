package mparticle_test

import (
	"fmt"

	"github.com/mpbraze/mpbraze/mparticle"
)

func ExampleParseAudienceMessage() {
	message, err := mparticle.ParseAudienceMessage([]byte(`{
		"type": "audience_membership_change_request",
		"timestamp_ms": 1772366400000,
		"user_profiles": [{
			"user_identities": [{"type": "customer", "encoding": "raw", "value": "u1"}],
			"audiences": [
				{"audience_id": 11034, "audience_name": "Trail Runners", "action": "add"},
				{"audience_id": 11036, "audience_name": "Winter Shoppers", "action": "delete"}
			]
		}]
	}`))
	if err != nil {
		fmt.Println(err)
		return
	}
	for _, c := range message.Changes {
		user, _ := c.User.Identities.Get(mparticle.IdentityCustomerID)
		fmt.Println(user, c.Action, c.Audience.ID, c.Audience.Name)
	}
	// Output:
	// u1 add 11034 Trail Runners
	// u1 delete 11036 Winter Shoppers
}

// The audience of a file in Google Cloud Storage is in the file's name.
func ExampleParseGCSAudience() {
	message, err := mparticle.ParseGCSAudience(
		"exports/Trail-Dreamers_11034_2026-03-01_12-00-00_721e1d63-a396-4676-bac2-3f6f31e88cc2.txt",
		[]byte(`{"IsAddRequest":true,"IdentityValues":{"customer_id":"u1"},"MembershipChangedTimestamp":1772366400000}`))
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Println(message.Changes[0].Audience, message.Changes[0].Action)
	// Output:
	// {11034 Trail-Dreamers} add
}
