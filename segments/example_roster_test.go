package segments_test

import (
	"context"
	"fmt"
	"time"

	"github.com/mpbraze/mpbraze/segments"
)

// Messages carry changes, late and twice; the roster makes them whole.
func ExampleRoster() {
	roster := segments.Roster{Store: &segments.MemoryStore{}}
	ibiza := segments.Audience{ID: "11034", Name: "Trail Runners"}
	athens := segments.Audience{ID: "11036", Name: "Winter Shoppers"}
	noon := time.Date(2026, 3, 1, 12, 0, 0, 0, time.UTC)

	for _, messages := range [][]segments.UserChange{
		{{User: "u1", Change: segments.Change{Audience: ibiza, Member: true, Time: noon}}},
		{{User: "u1", Change: segments.Change{Audience: athens, Member: true, Time: noon.Add(time.Minute)}}},
		{{User: "u1", Change: segments.Change{Audience: ibiza, Time: noon.Add(time.Hour)}}},
		{{User: "u1", Change: segments.Change{Audience: ibiza, Member: true, Time: noon}}}, // again, and late
	} {
		users, err := roster.Update(context.Background(), messages)
		if err != nil {
			fmt.Println(err) // Give the same messages again.
			return
		}
		for _, u := range users {
			fmt.Println(u.User, segments.String{}.Encode(u.Memberships).Attributes)
		}
	}
	// Output:
	// u1 map[SegmentMembership:11034]
	// u1 map[SegmentMembership:11034,11036]
	// u1 map[SegmentMembership:11036]
	// u1 map[SegmentMembership:11036]
}

// Users who were members before the roster began.
func ExampleRoster_Replace() {
	roster := segments.Roster{Store: &segments.MemoryStore{}}
	users, err := roster.Replace(context.Background(), []segments.UserSnapshot{{
		User:    "u1",
		Current: []segments.Audience{{ID: "11034"}, {ID: "9"}},
		Time:    time.Date(2026, 3, 1, 12, 0, 0, 0, time.UTC),
	}})
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Println(segments.String{}.Encode(users[0].Memberships).Attributes)
	// Output:
	// map[SegmentMembership:9,11034]
}

// An audience that was deleted before it was emptied.
func ExampleRoster_Clear() {
	ctx := context.Background()
	roster := segments.Roster{Store: &segments.MemoryStore{}}
	ibiza := segments.Audience{ID: "11034"}
	noon := time.Date(2026, 3, 1, 12, 0, 0, 0, time.UTC)

	_, err := roster.Update(ctx, []segments.UserChange{
		{User: "u1", Change: segments.Change{Audience: ibiza, Member: true, Time: noon}},
	})
	if err != nil {
		fmt.Println(err)
		return
	}
	users, err := roster.Clear(ctx, ibiza, noon.Add(time.Hour), []string{"u1"})
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Println(segments.Array{}.Encode(users[0].Memberships).Attributes)
	// Output:
	// map[SegmentMembershipArray:[]]
}

// Without a store: the state of one user as a value.
func ExampleState() {
	noon := time.Date(2026, 3, 1, 12, 0, 0, 0, time.UTC)
	ibiza := segments.Audience{ID: "11034"}

	var s segments.State
	s, _ = s.Apply(segments.Change{Audience: ibiza, Time: noon})
	s, changed := s.Apply(segments.Change{Audience: ibiza, Member: true, Time: noon.Add(-time.Hour)})
	fmt.Println(changed, len(s.Memberships().Current))

	restored, err := segments.ParseState(s.Append(nil))
	fmt.Println(restored.Memberships().Left, err)
	// Output:
	// false 0
	// [{11034 }] <nil>
}
