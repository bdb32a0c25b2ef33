package mapping_test

import (
	"context"
	"maps"
	"strconv"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/mpbraze/mpbraze/braze"
	"github.com/mpbraze/mpbraze/braze/brazetest"
	"github.com/mpbraze/mpbraze/mapping"
	"github.com/mpbraze/mpbraze/mparticle"
	"github.com/mpbraze/mpbraze/segments"
)

// pipeline is what an application builds: messages go through a roster and a
// mapper to Braze.
type pipeline struct {
	audiences *mapping.AudienceMapper
	roster    segments.Roster
	client    *braze.Client
	fake      *brazetest.Server
}

func newPipeline(t *testing.T, enc segments.Encoder) pipeline {
	t.Helper()
	fake := brazetest.New(brazetest.Config{})
	return pipeline{
		audiences: audiences(t, enc),
		roster:    segments.Roster{Store: &segments.MemoryStore{}},
		client:    fake.Client(t),
		fake:      fake,
	}
}

// receive handles the changes of one message.
func (p pipeline) receive(t require.TestingT, changes ...mparticle.AudienceChange) []mapping.Issue {
	ctx := context.Background()
	plan := p.audiences.Plan(changes)
	users, err := p.roster.Update(ctx, plan.Changes())
	require.NoError(t, err)
	result := plan.Map(users)
	p.send(t, result)
	return result.Issues
}

func (p pipeline) send(t require.TestingT, r mapping.Result) {
	if r.Track.Len() == 0 {
		return
	}
	response, err := p.client.Track(context.Background(), r.Track)
	require.NoError(t, err)
	require.Empty(t, response.Errors)
}

// attributes returns the custom attributes of user u1 in Braze.
func (p pipeline) attributes() map[string]any {
	profile, _ := p.fake.Profile("u1")
	return profile.Custom
}

// situation is a user's changes and what Braze has in the end for each way.
type situation struct {
	changes []mparticle.AudienceChange
	// Nil stands for no attribute.
	text, array, perSegment map[string]any
	// How many issues the last message has for each way.
	textIssues, arrayIssues, perSegmentIssues int
}

func situations() map[string]situation {
	u1 := member()
	return map[string]situation{
		"join": {
			changes:    []mparticle.AudienceChange{joined(u1, athens, 0), joined(u1, ibiza, 1)},
			text:       map[string]any{"SegmentMembership": "11034,11036"},
			array:      map[string]any{"SegmentMembershipArray": []any{"11034", "11036"}},
			perSegment: map[string]any{"In Trail Runners": true, "In Winter Shoppers": true},
		},
		"leave": {
			changes:    []mparticle.AudienceChange{joined(u1, athens, 0), joined(u1, ibiza, 1), left(u1, athens, 2)},
			text:       map[string]any{"SegmentMembership": "11034"},
			array:      map[string]any{"SegmentMembershipArray": []any{"11034"}},
			perSegment: map[string]any{"In Trail Runners": true, "In Winter Shoppers": false},
		},
		"last leave": {
			changes:    []mparticle.AudienceChange{joined(u1, athens, 0), left(u1, athens, 1)},
			array:      map[string]any{"SegmentMembershipArray": []any{}},
			perSegment: map[string]any{"In Winter Shoppers": false},
		},
		"unicode and odd names": {
			changes: []mparticle.AudienceChange{
				joined(u1, mparticle.Audience{ID: 1, Name: "  Käufer 👩‍👩‍👧 \n"}, 0),
				joined(u1, mparticle.Audience{ID: -2, Name: "$a\x00b\tc"}, 0),
				joined(u1, mparticle.Audience{ID: 9007199254740993, Name: "{{x}}.$y"}, 0),
			},
			text:       map[string]any{"SegmentMembership": "1,9007199254740993,-2"},
			array:      map[string]any{"SegmentMembershipArray": []any{"1", "9007199254740993", "-2"}},
			perSegment: map[string]any{"In Käufer 👩‍👩‍👧": true, "In $abc": true, "In {{x}}.$y": true},
		},
		"names that cannot be": {
			changes: []mparticle.AudienceChange{
				joined(u1, mparticle.Audience{ID: 1}, 0),
				joined(u1, mparticle.Audience{ID: 2, Name: strings.Repeat("ä", 253)}, 0),
			},
			text:             map[string]any{"SegmentMembership": "1,2"},
			array:            map[string]any{"SegmentMembershipArray": []any{"1", "2"}},
			perSegmentIssues: 2,
		},
		"over the limits": overLimits(),
	}
}

// overLimits is a user in so many audiences that the string and the array are
// full.
func overLimits() situation {
	s := situation{perSegment: map[string]any{}, textIssues: 1, arrayIssues: 1}
	var ids []string
	var array []any
	for i := range segments.MaxArray + 1 {
		id := strconv.Itoa(10000 + i)
		ids = append(ids, id)
		array = append(array, id)
		s.changes = append(s.changes, joined(member(), mparticle.Audience{ID: int64(10000 + i), Name: "Audience " + id}, 0))
		s.perSegment["In Audience "+id] = true
	}
	// 42 ids of five digits with their commas are 251 characters.
	s.text = map[string]any{"SegmentMembership": strings.Join(ids[:42], ",")}
	s.array = map[string]any{"SegmentMembershipArray": array[:segments.MaxArray]}
	return s
}

// Every setting of Send Segments As, from the message to the profile in Braze.
func TestSevenModes(t *testing.T) {
	t.Parallel()
	for _, mode := range segments.SendAsNames()[:7] {
		words := strings.ToLower(mode)
		for name, s := range situations() {
			t.Run(mode+"/"+name, func(t *testing.T) {
				t.Parallel()
				enc, err := segments.ParseSendAs(mode)
				require.NoError(t, err)
				want, issues := map[string]any{}, 0
				for way, of := range map[string]struct {
					attributes map[string]any
					issues     int
				}{
					"string attribute":          {s.text, s.textIssues},
					"array attribute":           {s.array, s.arrayIssues},
					"one attribute per segment": {s.perSegment, s.perSegmentIssues},
				} {
					if strings.Contains(words, way) {
						maps.Copy(want, of.attributes)
						issues += of.issues
					}
				}
				p := newPipeline(t, enc)
				assert.Len(t, p.receive(t, s.changes...), issues)
				assert.Equal(t, want, orEmpty(p.attributes()))
			})
		}
	}
}

func orEmpty(m map[string]any) map[string]any {
	if m == nil {
		return map[string]any{}
	}
	return m
}

// An audience that ends as mParticle's page says, emptied first and deleted
// then, is off every profile; one that was deleted at once is after Clear.
func TestEndOfAnAudience(t *testing.T) {
	t.Parallel()
	everyWay := segments.Join(segments.String{}, segments.Array{}, segments.PerSegment{})
	want := map[string]any{
		"SegmentMembership": "11036", "SegmentMembershipArray": []any{"11036"},
		"In Trail Runners": false, "In Winter Shoppers": true,
	}
	t.Run("emptied first", func(t *testing.T) {
		t.Parallel()
		p := newPipeline(t, everyWay)
		p.receive(t, joined(member(), ibiza, 0), joined(member(), athens, 0))
		assert.Empty(t, p.receive(t, left(member(), ibiza, 1)))
		assert.Equal(t, want, p.attributes())
	})
	t.Run("deleted at once", func(t *testing.T) {
		t.Parallel()
		p := newPipeline(t, everyWay)
		p.receive(t, joined(member(), ibiza, 0), joined(member(), athens, 0))
		users, err := p.roster.Clear(t.Context(), mapping.AudienceOf(ibiza), noon.Add(1), []string{"u1"})
		require.NoError(t, err)
		p.send(t, p.audiences.MapMemberships(users))
		assert.Equal(t, want, p.attributes())
	})
	t.Run("deleted at once, without a roster", func(t *testing.T) {
		t.Parallel()
		p := newPipeline(t, segments.Join(segments.Array{}, segments.PerSegment{}))
		p.receive(t, joined(member(), ibiza, 0), joined(member(), athens, 0))
		p.send(t, p.audiences.Clear(mapping.AudienceOf(ibiza), []string{"u1"}))
		assert.Equal(t, map[string]any{
			"SegmentMembershipArray": []any{"11036"}, "In Trail Runners": false, "In Winter Shoppers": true,
		}, p.attributes())
	})
}
