package mapping_test

import (
	"context"
	"fmt"
	"time"

	"github.com/mpbraze/mpbraze/mapping"
	"github.com/mpbraze/mpbraze/mparticle"
	"github.com/mpbraze/mpbraze/segments"
)

const audienceMessage = `{
	"type": "audience_membership_change_request",
	"timestamp_ms": 1772366400000,
	"user_profiles": [{
		"user_identities": [
			{"type": "customer", "encoding": "raw", "value": "u1"},
			{"type": "email", "encoding": "sha256", "value": "dd5b5f1e"}
		],
		"audiences": [
			{"audience_id": 11034, "audience_name": "Trail Runners", "action": "add"},
			{"audience_id": 11036, "audience_name": "Winter Shoppers", "action": "delete"}
		]
	}]
}`

// One message in each of mParticle's three ways. A string says all memberships
// at once, so a roster must have heard of them.
func ExampleAudiencePlan() {
	ctx := context.Background()
	mapper, err := mapping.New(mapping.Config{})
	if err != nil {
		fmt.Println(err)
		return
	}
	message, err := mparticle.ParseAudienceMessage([]byte(audienceMessage))
	if err != nil {
		fmt.Println(err)
		return
	}
	for _, sendAs := range segments.SendAsNames()[:3] {
		encoder, err := segments.ParseSendAs(sendAs)
		if err != nil {
			fmt.Println(err)
			return
		}
		roster := segments.Roster{Store: new(segments.MemoryStore)}
		plan := mapper.Audiences(encoder).Plan(message.Changes)
		users, err := roster.Update(ctx, plan.Changes())
		if err != nil {
			fmt.Println(err) // Give the same message again.
			return
		}
		result := plan.Map(users)
		body, _ := result.Track.AppendJSON(nil)
		fmt.Println(string(body))
	}
	// Output:
	// {"attributes":[{"external_id":"u1","SegmentMembership":"11034"}]}
	// {"attributes":[{"external_id":"u1","SegmentMembershipArray":["11034"]}]}
	// {"attributes":[{"external_id":"u1","In Trail Runners":true,"In Winter Shoppers":false}]}
}

// Without a roster a message says what has changed. Hashes are no addresses.
func ExampleAudienceMapper_Map() {
	mapper, err := mapping.New(mapping.Config{})
	if err != nil {
		fmt.Println(err)
		return
	}
	message, err := mparticle.ParseAudienceMessage([]byte(audienceMessage))
	if err != nil {
		fmt.Println(err)
		return
	}
	result := mapper.Audiences(segments.Array{}).Map(message.Changes)
	body, _ := result.Track.AppendJSON(nil)
	fmt.Println(string(body))
	for _, issue := range result.Issues {
		fmt.Println(issue.Path, issue.Detail)
	}
	// Output:
	// {"attributes":[{"external_id":"u1","SegmentMembershipArray":{"add":["11034"],"remove":["11036"]}}]}
	// /changes/1/user_identities/email only a hash of it is told: taken as absent
}

// The audience was deleted in mParticle before it was emptied.
func ExampleAudienceMapper_Clear() {
	mapper, err := mapping.New(mapping.Config{})
	if err != nil {
		fmt.Println(err)
		return
	}
	ibiza := segments.Audience{ID: "11034", Name: "Trail Runners"}
	result := mapper.Audiences(segments.PerSegment{}).Clear(ibiza, []string{"u1", "u2"})
	body, _ := result.Track.AppendJSON(nil)
	fmt.Println(string(body))
	// Output:
	// {"attributes":[{"external_id":"u1","In Trail Runners":false},{"external_id":"u2","In Trail Runners":false}]}
}

// The Profile API tells all memberships of a user: the beginning of a roster.
func ExampleAudienceMapper_Snapshot() {
	ctx := context.Background()
	mapper, err := mapping.New(mapping.Config{})
	if err != nil {
		fmt.Println(err)
		return
	}
	message, err := mparticle.ParseAudienceMessage([]byte(`{
		"mpid": 9080350317581165011,
		"user_identities": [{"type": "customer_id", "encoding": "none", "value": "u1"}],
		"audience_memberships": [{"audience_id": 11034, "audience_name": "Trail Runners"}]
	}`))
	if err != nil {
		fmt.Println(err)
		return
	}
	audiences := mapper.Audiences(segments.String{})
	roster := segments.Roster{Store: new(segments.MemoryStore)}
	queried := time.Date(2026, 3, 1, 12, 0, 0, 0, time.UTC)
	if snapshot, ok := audiences.Snapshot(message.Profile, queried); ok {
		users, err := roster.Replace(ctx, []segments.UserSnapshot{snapshot})
		if err != nil {
			fmt.Println(err)
			return
		}
		result := audiences.MapMemberships(users)
		body, _ := result.Track.AppendJSON(nil)
		fmt.Println(string(body))
	}
	// Output:
	// {"attributes":[{"external_id":"u1","SegmentMembership":"11034"}]}
}
