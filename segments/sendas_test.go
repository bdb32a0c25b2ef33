package segments_test

import (
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/mpbraze/mpbraze/segments"
)

func TestParseSendAsAccepts(t *testing.T) {
	t.Parallel()
	const (
		text    = "SegmentMembership"
		array   = "SegmentMembershipArray"
		segment = "In Rain Walkers"
	)
	tests := map[string]map[string]any{
		"single string attribute":     {text: "9"},
		" SINGLE\tarray  Attribute\n": {array: []string{"9"}},
		"One Attribute Per Segment":   {segment: true},
		"Single Attribute":            {text: "'9'"},
		"Both":                        {text: "'9'", segment: true},
		"both single attribute and one attribute per segment":                            {text: "'9'", segment: true},
		"Single string attribute and single array attribute":                             {text: "9", array: []string{"9"}},
		"One attribute per segment and single array attribute":                           {array: []string{"9"}, segment: true},
		"Single array attribute, single string attribute, and one attribute per segment": {text: "9", array: []string{"9"}, segment: true},
		"single string attribute,single array attribute , one attribute per segment":     {text: "9", array: []string{"9"}, segment: true},
	}
	for name, want := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			enc, err := segments.ParseSendAs(name)
			require.NoError(t, err)
			e := enc.Encode(segments.Memberships{Current: []segments.Audience{parisians}, Complete: true})
			assert.Equal(t, want, e.Attributes)
			assert.Empty(t, e.Issues)
		})
	}
}

func TestParseSendAsRefuses(t *testing.T) {
	t.Parallel()
	for _, name := range []string{
		"", " ", "segments", "and", "both and", "single", ",",
		"single string attribute and", "single string attribute, and",
		"single string attribute and single string attribute",
		"single attribute and single string attribute",
		"both both",
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			enc, err := segments.ParseSendAs(name)
			assert.Nil(t, enc)
			var unknown *segments.SendAsError
			require.ErrorAs(t, err, &unknown)
			assert.Equal(t, name, unknown.Name)
			for _, accepted := range segments.SendAsNames() {
				assert.ErrorContains(t, err, accepted)
			}
		})
	}
}

func TestParseSendAsReadsItsOwnNames(t *testing.T) {
	t.Parallel()
	names := segments.SendAsNames()
	for _, mode := range modes {
		assert.Contains(t, names, mode.name)
	}
	for _, name := range names {
		_, err := segments.ParseSendAs(name)
		assert.NoError(t, err, name)
	}
}

func TestWaysKeepTheirSettings(t *testing.T) {
	t.Parallel()
	ways := segments.Ways{
		String:     segments.String{Attribute: "Text"},
		Array:      segments.Array{Attribute: "List", Max: 1},
		PerSegment: segments.PerSegment{Prefix: "Is "},
	}
	enc, err := ways.ParseSendAs("Single array attribute, single string attribute, and one attribute per segment")
	require.NoError(t, err)
	e := enc.Encode(segments.Memberships{Current: []segments.Audience{parisians, ibiza}, Complete: true})
	assert.Equal(t, map[string]any{
		"Text": "9,11034", "List": []string{"9"}, "Is Rain Walkers": true, "Is Trail Runners": true,
	}, e.Attributes)
}
