package segments_test

import (
	"maps"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/mpbraze/mpbraze/segments"
)

var (
	athenians = segments.Audience{ID: "11036", Name: "Winter Shoppers"}
	ibiza     = segments.Audience{ID: "11034", Name: "Trail Runners"}
	parisians = segments.Audience{ID: "9", Name: "Rain Walkers"}
)

// modes are mParticle's seven settings, and which attributes each writes.
var modes = []struct {
	name                    string
	text, array, perSegment bool
}{
	{name: "Single string attribute", text: true},
	{name: "Single array attribute", array: true},
	{name: "One attribute per segment", perSegment: true},
	{name: "Both single array attribute and single string attribute", array: true, text: true},
	{name: "Both single array attribute and one attribute per segment", array: true, perSegment: true},
	{name: "Both single string attribute and one attribute per segment", text: true, perSegment: true},
	{
		name: "Single array attribute, single string attribute, and one attribute per segment",
		text: true, array: true, perSegment: true,
	},
}

// situation is a user's memberships and what each way writes for them.
type situation struct {
	memberships segments.Memberships
	// Nil maps stand for no attribute.
	text, array, perSegment map[string]any
	// Codes of the issues of each way.
	textIssues, arrayIssues, perSegmentIssues []segments.Code
}

func situations() map[string]situation {
	none := []string{}
	return map[string]situation{
		"join": {
			memberships: segments.Memberships{Current: []segments.Audience{athenians}, Complete: true},
			text:        map[string]any{"SegmentMembership": "11036"},
			array:       map[string]any{"SegmentMembershipArray": []string{"11036"}},
			perSegment:  map[string]any{"In Winter Shoppers": true},
		},
		"several sort as numbers": {
			memberships: segments.Memberships{
				Current:  []segments.Audience{athenians, parisians, ibiza, athenians},
				Complete: true,
			},
			text:  map[string]any{"SegmentMembership": "9,11034,11036"},
			array: map[string]any{"SegmentMembershipArray": []string{"9", "11034", "11036"}},
			perSegment: map[string]any{
				"In Winter Shoppers": true, "In Trail Runners": true, "In Rain Walkers": true,
			},
		},
		"leave": {
			memberships: segments.Memberships{
				Current: []segments.Audience{ibiza}, Left: []segments.Audience{athenians}, Complete: true,
			},
			text:       map[string]any{"SegmentMembership": "11034"},
			array:      map[string]any{"SegmentMembershipArray": []string{"11034"}},
			perSegment: map[string]any{"In Trail Runners": true, "In Winter Shoppers": false},
		},
		"last leave": {
			memberships: segments.Memberships{Left: []segments.Audience{athenians}, Complete: true},
			text:        map[string]any{"SegmentMembership": nil},
			array:       map[string]any{"SegmentMembershipArray": none},
			perSegment:  map[string]any{"In Winter Shoppers": false},
		},
		"join told as a change": {
			memberships: segments.Memberships{Current: []segments.Audience{athenians}},
			textIssues:  []segments.Code{segments.CodeIncomplete},
			array:       map[string]any{"SegmentMembershipArray": segments.ArrayChange{Add: []string{"11036"}, Remove: none}},
			perSegment:  map[string]any{"In Winter Shoppers": true},
		},
		"leave told as a change": {
			memberships: segments.Memberships{Left: []segments.Audience{athenians}},
			textIssues:  []segments.Code{segments.CodeIncomplete},
			array:       map[string]any{"SegmentMembershipArray": segments.ArrayChange{Add: none, Remove: []string{"11036"}}},
			perSegment:  map[string]any{"In Winter Shoppers": false},
		},
		"in both lists counts as current": {
			memberships: segments.Memberships{
				Current: []segments.Audience{athenians}, Left: []segments.Audience{athenians, ibiza},
			},
			textIssues: []segments.Code{segments.CodeIncomplete},
			array: map[string]any{"SegmentMembershipArray": segments.ArrayChange{
				Add: []string{"11036"}, Remove: []string{"11034"},
			}},
			perSegment: map[string]any{"In Winter Shoppers": true, "In Trail Runners": false},
		},
		"nothing known": {},
		"never a member": {
			memberships: segments.Memberships{Complete: true},
			text:        map[string]any{"SegmentMembership": nil},
			array:       map[string]any{"SegmentMembershipArray": none},
		},
		"unicode and odd names": {
			memberships: segments.Memberships{
				Current: []segments.Audience{
					{ID: "1", Name: "  Käufer 👩‍👩‍👧 \n"}, {ID: "2", Name: "a\x00b\tc"}, {ID: "3", Name: "{{x}}.$y"},
				},
				Complete: true,
			},
			text:       map[string]any{"SegmentMembership": "1,2,3"},
			array:      map[string]any{"SegmentMembershipArray": []string{"1", "2", "3"}},
			perSegment: map[string]any{"In Käufer 👩‍👩‍👧": true, "In abc": true, "In {{x}}.$y": true},
		},
		"unusable names": {
			memberships: segments.Memberships{
				Current: []segments.Audience{
					{ID: "1"}, {ID: "2", Name: " \t "}, {ID: "3", Name: "\xff"}, {ID: "4", Name: strings.Repeat("ä", 253)},
				},
				Complete: true,
			},
			text:             map[string]any{"SegmentMembership": "1,2,3,4"},
			array:            map[string]any{"SegmentMembershipArray": []string{"1", "2", "3", "4"}},
			perSegmentIssues: []segments.Code{segments.CodeBadName, segments.CodeNameTooLong},
		},
		"unusable ids": {
			memberships: segments.Memberships{
				Current: []segments.Audience{
					{ID: "", Name: "A"},
					{ID: "1,2", Name: "B"},
					{ID: "it's", Name: "C"},
					{ID: "x y", Name: "D"},
					{ID: "\xff", Name: "E"},
					{ID: "ok", Name: "F"},
				},
				Complete: true,
			},
			text:        map[string]any{"SegmentMembership": "ok"},
			array:       map[string]any{"SegmentMembershipArray": []string{"ok"}},
			textIssues:  []segments.Code{segments.CodeBadID},
			arrayIssues: []segments.Code{segments.CodeBadID},
			perSegment: map[string]any{
				"In A": true, "In B": true, "In C": true, "In D": true, "In E": true, "In F": true,
			},
		},
		"over the limits": overLimits(),
	}
}

// overLimits is a user in so many audiences that the string and the array are
// full.
func overLimits() situation {
	s := situation{
		memberships: segments.Memberships{Current: audiences(501), Complete: true},
		textIssues:  []segments.Code{segments.CodeOverLimit},
		arrayIssues: []segments.Code{segments.CodeOverLimit},
		perSegment:  map[string]any{},
	}
	ids := make([]string, 0, 501)
	for _, a := range s.memberships.Current {
		ids = append(ids, a.ID)
		s.perSegment["In "+a.Name] = true
	}
	// 42 ids of five digits with their commas are 251 characters.
	s.text = map[string]any{"SegmentMembership": strings.Join(ids[:42], ",")}
	s.array = map[string]any{"SegmentMembershipArray": ids[:500]}
	return s
}

func TestSevenModes(t *testing.T) {
	t.Parallel()
	for _, mode := range modes {
		enc, err := segments.ParseSendAs(mode.name)
		require.NoError(t, err)
		for name, s := range situations() {
			t.Run(mode.name+"/"+name, func(t *testing.T) {
				t.Parallel()
				want := map[string]any{}
				var codes []segments.Code
				take := func(used bool, attributes map[string]any, issues []segments.Code) {
					if !used {
						return
					}
					maps.Copy(want, attributes)
					codes = append(codes, issues...)
				}
				take(mode.text, s.text, s.textIssues)
				take(mode.array, s.array, s.arrayIssues)
				take(mode.perSegment, s.perSegment, s.perSegmentIssues)

				got := enc.Encode(s.memberships)
				assert.Len(t, got.Attributes, len(want))
				for k, v := range want {
					assert.Contains(t, got.Attributes, k)
					assert.Equal(t, v, got.Attributes[k], k)
				}
				assert.ElementsMatch(t, codes, issueCodes(got))
			})
		}
	}
}

func issueCodes(e segments.Encoding) []segments.Code {
	var codes []segments.Code
	for _, i := range e.Issues {
		codes = append(codes, i.Code)
	}
	return codes
}
