package mapping_test

import (
	"regexp"
	"slices"
	"strconv"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"github.com/mpbraze/mpbraze/mapping"
	"github.com/mpbraze/mpbraze/mparticle"
	"github.com/mpbraze/mpbraze/segments"
)

// filters are the filters of Braze that marketers use, by way.
var filters = map[string]struct {
	enc    segments.Encoder
	member func(custom map[string]any, a mparticle.Audience) bool
}{
	"string": {segments.String{}, func(custom map[string]any, a mparticle.Audience) bool {
		text, ok := custom["SegmentMembership"].(string)
		return ok && regexp.MustCompile("(^|,)"+strconv.FormatInt(a.ID, 10)+"(,|$)").MatchString(text)
	}},
	"quoted string": {segments.String{Quoted: true}, func(custom map[string]any, a mparticle.Audience) bool {
		text, ok := custom["SegmentMembership"].(string)
		return ok && regexp.MustCompile("'"+strconv.FormatInt(a.ID, 10)+"'").MatchString(text)
	}},
	"array": {segments.Array{}, func(custom map[string]any, a mparticle.Audience) bool {
		array, _ := custom["SegmentMembershipArray"].([]any)
		return slices.Contains(array, any(strconv.FormatInt(a.ID, 10)))
	}},
	"per segment": {segments.PerSegment{}, func(custom map[string]any, a mparticle.Audience) bool {
		return custom["In "+a.Name] == true
	}},
}

// worldly audiences have ids that are parts of one another.
var worldly = []mparticle.Audience{
	{ID: 1, Name: "One"},
	{ID: 11, Name: "Eleven"},
	{ID: 111, Name: "In"},
	{ID: 1111, Name: "Käufer 👩‍👩‍👧"},
	{ID: 11111, Name: "In One"},
	{ID: 9007199254740993, Name: "one"},
}

// history draws changes of user u1, each at a time of its own, and who is a
// member in the end.
func history(t *rapid.T) (changes []mparticle.AudienceChange, member map[int64]bool) {
	member = map[int64]bool{}
	for i := range rapid.IntRange(0, 12).Draw(t, "n") {
		a := rapid.SampledFrom(worldly).Draw(t, "audience")
		change := left
		if rapid.Bool().Draw(t, "in") {
			change = joined
		}
		c := change(user1, a, i)
		changes = append(changes, c)
		member[a.ID] = c.Action == mparticle.AudienceAdd
	}
	return changes, member
}

var user1 = member()

// messages draws how changes are spread over messages.
func messages(t *rapid.T, changes []mparticle.AudienceChange) [][]mparticle.AudienceChange {
	var list [][]mparticle.AudienceChange
	for len(changes) > 0 {
		n := rapid.IntRange(1, len(changes)).Draw(t, "message")
		list = append(list, changes[:n])
		changes = changes[n:]
	}
	return list
}

func checkFilters(t require.TestingT, way string, custom map[string]any, member map[int64]bool) {
	for _, a := range worldly {
		assert.Equal(t, member[a.ID], filters[way].member(custom, a), "%s: audience %d, %v", way, a.ID, custom)
	}
}

// Messages in any order and more than once, through a roster: the filters in
// Braze see the true membership.
func TestFiltersInBrazeSeeTheTruth(t *testing.T) {
	t.Parallel()
	for way, f := range filters {
		t.Run(way, func(t *testing.T) {
			t.Parallel()
			outer := t
			rapid.Check(t, func(t *rapid.T) {
				changes, member := history(t)
				p := newPipeline(outer, f.enc)
				if len(changes) > 0 {
					again := rapid.SliceOfN(rapid.SampledFrom(changes), 0, 4).Draw(t, "again")
					changes = rapid.Permutation(append(again, changes...)).Draw(t, "order")
				}
				for _, message := range messages(t, changes) {
					require.Empty(t, p.receive(t, message...))
				}
				checkFilters(t, way, p.attributes(), member)
			})
		})
	}
}

// In order, changes alone are enough for arrays and booleans.
func TestChangesAloneSeeTheTruth(t *testing.T) {
	t.Parallel()
	for _, way := range []string{"array", "per segment"} {
		t.Run(way, func(t *testing.T) {
			t.Parallel()
			outer := t
			rapid.Check(t, func(t *rapid.T) {
				changes, member := history(t)
				p := newPipeline(outer, filters[way].enc)
				for _, message := range messages(t, changes) {
					p.send(t, p.audiences.Map(message))
				}
				checkFilters(t, way, p.attributes(), member)
			})
		})
	}
}

// Clearing every audience leaves no user in any.
func TestClearEndsEveryMembership(t *testing.T) {
	t.Parallel()
	for way, f := range filters {
		t.Run(way, func(t *testing.T) {
			t.Parallel()
			outer := t
			rapid.Check(t, func(t *rapid.T) {
				changes, _ := history(t)
				p := newPipeline(outer, f.enc)
				p.receive(t, changes...)
				for _, a := range worldly {
					users, err := p.roster.Clear(outer.Context(), mapping.AudienceOf(a), noon.Add(time.Hour), []string{"u1"})
					require.NoError(t, err)
					p.send(t, p.audiences.MapMemberships(users))
				}
				checkFilters(t, way, p.attributes(), nil)
			})
		})
	}
}
