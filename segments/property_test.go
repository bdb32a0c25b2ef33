package segments_test

import (
	"maps"
	"regexp"
	"strconv"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"github.com/mpbraze/mpbraze/segments"
)

// filters are the filters that marketers use, by way.
var filters = map[string]struct {
	enc    segments.Encoder
	member func(p profile, a segments.Audience) bool
}{
	"string": {segments.String{}, func(p profile, a segments.Audience) bool {
		return p.matches("SegmentMembership", "(^|,)"+regexp.QuoteMeta(a.ID)+"(,|$)")
	}},
	"quoted string": {segments.String{Quoted: true}, func(p profile, a segments.Audience) bool {
		return p.matches("SegmentMembership", "'"+regexp.QuoteMeta(a.ID)+"'")
	}},
	"array": {segments.Array{}, func(p profile, a segments.Audience) bool {
		return p.includes("SegmentMembershipArray", a.ID)
	}},
	"per segment": {segments.PerSegment{}, func(p profile, a segments.Audience) bool {
		return p["In "+a.Name] == true
	}},
}

// worldly audiences have ids that are parts of one another, as text and as
// patterns.
var worldly = []segments.Audience{
	{ID: "1", Name: "One"},
	{ID: "11", Name: "Eleven"},
	{ID: "111", Name: "In"},
	{ID: "1.1", Name: "1"},
	{ID: "1|11", Name: "Käufer 👩‍👩‍👧"},
	{ID: "a", Name: "In One"},
	{ID: "A", Name: "one"},
	{ID: "9007199254740993", Name: "true"},
}

// history draws changes of one user, each audience's at times of their own, and
// who is a member in the end.
func history(t *rapid.T) (changes []segments.Change, member map[string]bool) {
	member = map[string]bool{}
	n := rapid.IntRange(0, 30).Draw(t, "n")
	for i := range n {
		a := rapid.SampledFrom(worldly).Draw(t, "audience")
		in := rapid.Bool().Draw(t, "in")
		changes = append(changes, segments.Change{Audience: a, Member: in, Time: at(i)})
		member[a.ID] = in
	}
	return changes, member
}

// delivered draws what becomes of changes on their way: any order, any number
// of repetitions.
func delivered(t *rapid.T, changes []segments.Change) []segments.Change {
	if len(changes) == 0 {
		return nil
	}
	again := rapid.SliceOfN(rapid.SampledFrom(changes), 0, 10).Draw(t, "again")
	return rapid.Permutation(append(again, changes...)).Draw(t, "order")
}

func checkFilters(t require.TestingT, way string, p profile, member map[string]bool) {
	for _, a := range worldly {
		assert.Equal(t, member[a.ID], filters[way].member(p, a), "%s: audience %s, profile %v", way, a.ID, p)
	}
}

// Whatever the order of arrival, the filters see the true membership after each
// message's encoding was written.
func TestFiltersSeeTheTruth(t *testing.T) {
	t.Parallel()
	for way, f := range filters {
		t.Run(way, func(t *testing.T) {
			t.Parallel()
			rapid.Check(t, func(t *rapid.T) {
				changes, member := history(t)
				var s segments.State
				p := profile{}
				for _, c := range delivered(t, changes) {
					s, _ = s.Apply(c)
					e := f.enc.Encode(s.Memberships())
					require.Empty(t, e.Issues)
					p.apply(e)
				}
				checkFilters(t, way, p, member)
			})
		})
	}
}

// Without a state, changes in order are enough for arrays and booleans.
func TestChangesAloneAreEnoughInOrder(t *testing.T) {
	t.Parallel()
	for _, way := range []string{"array", "per segment"} {
		t.Run(way, func(t *testing.T) {
			t.Parallel()
			rapid.Check(t, func(t *rapid.T) {
				changes, member := history(t)
				p := profile{}
				for _, c := range changes {
					m := segments.Memberships{Left: []segments.Audience{c.Audience}}
					if c.Member {
						m = segments.Memberships{Current: []segments.Audience{c.Audience}}
					}
					p.apply(filters[way].enc.Encode(m))
				}
				checkFilters(t, way, p, member)
			})
		})
	}
}

// What is cut at a limit is a part of the truth: no filter finds a user who is
// not a member, and those not found are named.
func TestCutNeverLies(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		changes, member := history(t)
		s, _ := segments.State{}.Apply(delivered(t, changes)...)
		limit := rapid.IntRange(1, 20).Draw(t, "limit")
		for way, enc := range map[string]segments.Encoder{
			"string":        segments.String{Max: limit},
			"quoted string": segments.String{Quoted: true, Max: limit},
			"array":         segments.Array{Max: limit},
		} {
			p := profile{}
			e := enc.Encode(s.Memberships())
			p.apply(e)
			found := maps.Clone(member)
			for _, i := range e.Issues {
				for _, id := range i.Audiences {
					assert.True(t, found[id], "%s: %s was no member", way, id)
					found[id] = false
				}
			}
			checkFilters(t, way, p, found)
			text, _ := p["SegmentMembership"].(string)
			assert.LessOrEqual(t, len(text), limit)
		}
	})
}

// Equal memberships are equal text, however the user came by them.
func TestEqualSetsAreEqualText(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		var list []segments.Audience
		for _, n := range rapid.SliceOf(rapid.Uint16()).Draw(t, "ids") {
			list = append(list, segments.Audience{ID: strconv.Itoa(int(n))})
		}
		one := segments.String{}.Encode(segments.Memberships{Current: list, Complete: true})
		if len(list) > 0 {
			list = rapid.Permutation(append(list, list[0])).Draw(t, "order")
		}
		other := segments.String{}.Encode(segments.Memberships{Current: list, Complete: true})
		assert.Equal(t, one, other)
	})
}

// A state written and read in between makes no difference, and any order of
// delivery ends in the same memberships.
func TestStateConverges(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		changes, _ := history(t)
		want, _ := segments.State{}.Apply(changes...)
		var got segments.State
		for _, c := range delivered(t, changes) {
			var err error
			got, _ = got.Apply(c)
			got, err = segments.ParseState(got.Append(nil))
			require.NoError(t, err)
		}
		assert.Equal(t, want, got)
	})
}

// A snapshot mends what was lost before it, wherever it arrives among changes
// in any order.
func TestSnapshotMends(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		changes, member := history(t)
		snapshot := rapid.IntRange(0, len(changes)).Draw(t, "snapshot")
		then, _ := segments.State{}.Apply(changes[:snapshot]...)

		lost := rapid.IntRange(0, snapshot).Draw(t, "lost")
		messages := delivered(t, changes[lost:])
		arrival := rapid.IntRange(0, len(messages)).Draw(t, "arrival")
		s, _ := segments.UnknownState().Apply(messages[:arrival]...)
		s, _ = s.Replace(then.Memberships().Current, at(snapshot-1))
		s, _ = s.Apply(messages[arrival:]...)

		p := profile{}
		p.apply(segments.String{}.Encode(s.Memberships()))
		checkFilters(t, "string", p, member)
	})
}
