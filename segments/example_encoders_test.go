package segments_test

import (
	"errors"
	"fmt"

	"github.com/mpbraze/mpbraze/segments"
)

// member is a user in two audiences, and in no other.
var member = segments.Memberships{
	Current: []segments.Audience{
		{ID: "11036", Name: "Winter Shoppers"},
		{ID: "11034", Name: "Trail Runners"},
	},
	Left:     []segments.Audience{{ID: "11037", Name: "Rain Walkers"}},
	Complete: true,
}

func ExampleString() {
	fmt.Println(segments.String{}.Encode(member).Attributes)
	fmt.Println(segments.String{Quoted: true}.Encode(member).Attributes)
	// Output:
	// map[SegmentMembership:11034,11036]
	// map[SegmentMembership:'11034','11036']
}

// A message that carries only a change is not enough for a string.
func ExampleString_incomplete() {
	e := segments.String{}.Encode(segments.Memberships{
		Current: []segments.Audience{{ID: "11036"}},
	})
	fmt.Println(len(e.Attributes), e.Issues[0])
	// Output:
	// 0 segments_incomplete SegmentMembership: not set, a single text needs all memberships: audiences 11036
}

func ExampleArray() {
	fmt.Println(segments.Array{}.Encode(member).Attributes)

	// Not complete: the array is changed, not replaced.
	change := segments.Memberships{Left: member.Left}
	fmt.Printf("%+v\n", segments.Array{}.Encode(change).Attributes)
	// Output:
	// map[SegmentMembershipArray:[11034 11036]]
	// map[SegmentMembershipArray:{Add:[] Remove:[11037]}]
}

func ExamplePerSegment() {
	fmt.Println(segments.PerSegment{}.Encode(member).Attributes)
	// Output:
	// map[In Rain Walkers:false In Trail Runners:true In Winter Shoppers:true]
}

func ExampleJoin() {
	enc := segments.Join(
		segments.String{Attribute: "Audiences"},
		segments.Array{Max: segments.MaxArrayOld},
	)
	fmt.Println(enc.Encode(member).Attributes)
	// Output:
	// map[Audiences:11034,11036 SegmentMembershipArray:[11034 11036]]
}

func ExampleParseSendAs() {
	enc, err := segments.ParseSendAs("Both single string attribute and one attribute per segment")
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Println(enc.Encode(member).Attributes)
	// Output:
	// map[In Rain Walkers:false In Trail Runners:true In Winter Shoppers:true SegmentMembership:11034,11036]
}

func ExampleSendAsError() {
	_, err := segments.ParseSendAs("cohorts")
	if unknown, ok := errors.AsType[*segments.SendAsError](err); ok {
		fmt.Println(unknown.Name, "is none of", unknown.Accepted[:3])
	}
	// Output:
	// cohorts is none of [Single string attribute Single array attribute One attribute per segment]
}

// mParticle's setting with settings of one's own.
func ExampleWays_ParseSendAs() {
	ways := segments.Ways{PerSegment: segments.PerSegment{Prefix: "Audience: "}}
	enc, err := ways.ParseSendAs("One attribute per segment")
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Println(enc.Encode(segments.Memberships{Left: member.Left}).Attributes)
	// Output:
	// map[Audience: Rain Walkers:false]
}

// What to send to every user of an audience that was deleted too early.
func ExampleClear() {
	gone := segments.Audience{ID: "11036", Name: "Winter Shoppers"}
	e := segments.Clear(gone, segments.Join(segments.Array{}, segments.PerSegment{}))
	fmt.Printf("%+v\n", e.Attributes)
	// Output:
	// map[In Winter Shoppers:false SegmentMembershipArray:{Add:[] Remove:[11036]}]
}
