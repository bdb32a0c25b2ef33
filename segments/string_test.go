package segments_test

import (
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/mpbraze/mpbraze/segments"
)

func TestStringSettings(t *testing.T) {
	t.Parallel()
	two := segments.Memberships{Current: []segments.Audience{athenians, ibiza}, Complete: true}
	tests := map[string]struct {
		enc  segments.String
		in   segments.Memberships
		want map[string]any
	}{
		"zero value":         {segments.String{}, two, map[string]any{"SegmentMembership": "11034,11036"}},
		"quoted":             {segments.String{Quoted: true}, two, map[string]any{"SegmentMembership": "'11034','11036'"}},
		"own name":           {segments.String{Attribute: "Audiences"}, two, map[string]any{"Audiences": "11034,11036"}},
		"exactly at the max": {segments.String{Max: 11}, two, map[string]any{"SegmentMembership": "11034,11036"}},
		"one over is cut":    {segments.String{Max: 10}, two, map[string]any{"SegmentMembership": "11034"}},
		"quotes count":       {segments.String{Max: 14, Quoted: true}, two, map[string]any{"SegmentMembership": "'11034'"}},
		"nothing fits":       {segments.String{Max: 4}, two, map[string]any{"SegmentMembership": nil}},
		"refused":            {segments.String{Max: 10, Over: segments.Refuse}, two, nil},
		"empty kept": {
			segments.String{KeepEmpty: true},
			segments.Memberships{Complete: true},
			map[string]any{"SegmentMembership": ""},
		},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			assert.Equal(t, tt.want, tt.enc.Encode(tt.in).Attributes)
		})
	}
}

func TestStringNamesWhatWasLeftOut(t *testing.T) {
	t.Parallel()
	e := segments.String{}.Encode(segments.Memberships{Current: audiences(44), Complete: true})
	require.Len(t, e.Issues, 1)
	assert.Equal(t, segments.Issue{
		Code: segments.CodeOverLimit, Attribute: "SegmentMembership",
		Audiences: []string{"10042", "10043"}, Detail: "over the length limit",
	}, e.Issues[0])
	assert.Equal(t,
		"segments_over_limit SegmentMembership: over the length limit: audiences 10042, 10043",
		e.Issues[0].String())
}

func TestStringCountsCharacters(t *testing.T) {
	t.Parallel()
	long := segments.Audience{ID: strings.Repeat("ä", 255)}
	e := segments.String{}.Encode(segments.Memberships{Current: []segments.Audience{long}, Complete: true})
	assert.Empty(t, e.Issues)
	text, _ := e.Attributes["SegmentMembership"].(string)
	assert.Equal(t, 255, utf8.RuneCountInString(text))
}

func TestBadInput(t *testing.T) {
	t.Parallel()
	t.Run("I34_an_id_over_255_characters_costs_itself", func(t *testing.T) {
		t.Parallel()
		long := strings.Repeat("x", 256)
		for _, id := range []string{long, strings.Repeat("1", 256)} {
			m := segments.Memberships{Current: []segments.Audience{{ID: id}, ibiza}, Complete: true}
			e := segments.Join(segments.String{}, segments.Array{}).Encode(m)
			assert.Equal(t, map[string]any{
				"SegmentMembership": "11034", "SegmentMembershipArray": []string{"11034"},
			}, e.Attributes)
			assert.Equal(t, []segments.Code{segments.CodeBadID, segments.CodeBadID}, issueCodes(e))
			assert.Less(t, len(e.Issues[0].String()), 200, "the text of an issue is bounded")
		}
	})
	t.Run("I34_total_bytes_are_bounded", func(t *testing.T) {
		t.Parallel()
		many := audiences(500)
		for i := range many {
			many[i].ID += strings.Repeat(`"`, 250)
		}
		e := segments.Array{}.Encode(segments.Memberships{Current: many, Complete: true})
		kept, _ := e.Attributes["SegmentMembershipArray"].([]string)
		// 508 bytes each, with quotes, escapes and comma, in 100 KB.
		assert.Len(t, kept, 201)
		require.Len(t, e.Issues, 1)
		assert.Len(t, e.Issues[0].Audiences, 299)
	})
	t.Run("I76_control_characters_stay_out_of_logs", func(t *testing.T) {
		t.Parallel()
		m := segments.Memberships{Current: []segments.Audience{{ID: "7\n[ERROR] x"}}, Complete: true}
		e := segments.Array{}.Encode(m)
		require.Len(t, e.Issues, 1)
		assert.NotContains(t, e.Issues[0].String(), "\n")
	})
}
