package segments_test

import (
	"testing"

	"github.com/stretchr/testify/assert"

	"github.com/mpbraze/mpbraze/segments"
)

func TestArraySettings(t *testing.T) {
	t.Parallel()
	two := []segments.Audience{athenians, ibiza}
	complete := segments.Memberships{Current: two, Complete: true}
	change := segments.Memberships{Current: two, Left: []segments.Audience{parisians}}
	const name = segments.ArrayAttribute
	tests := map[string]struct {
		enc     segments.Array
		in      segments.Memberships
		want    map[string]any
		leftOut []string
	}{
		"zero value": {
			in: complete, want: map[string]any{name: []string{"11034", "11036"}},
		},
		"a limit below zero is none": {
			enc: segments.Array{Max: -1},
			in:  complete, want: map[string]any{name: []string{"11034", "11036"}},
		},
		"own name": {
			enc: segments.Array{Attribute: "Audiences"},
			in:  complete, want: map[string]any{"Audiences": []string{"11034", "11036"}},
		},
		"over the limit": {
			enc: segments.Array{Max: 1},
			in:  complete, want: map[string]any{name: []string{"11034"}}, leftOut: []string{"11036"},
		},
		"over the limit, refused": {
			enc: segments.Array{Max: 1, Over: segments.Refuse},
			in:  complete, leftOut: []string{"11036"},
		},
		"change": {
			in:   change,
			want: map[string]any{name: segments.ArrayChange{Add: []string{"11034", "11036"}, Remove: []string{"9"}}},
		},
		"change over the limit": {
			enc:     segments.Array{Max: 1},
			in:      change,
			want:    map[string]any{name: segments.ArrayChange{Add: []string{"11034"}, Remove: []string{"9"}}},
			leftOut: []string{"11036"},
		},
		"change over the limit, refused": {
			enc:     segments.Array{Max: 1, Over: segments.Refuse},
			in:      change,
			want:    map[string]any{name: segments.ArrayChange{Remove: []string{"9"}}},
			leftOut: []string{"11036"},
		},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			e := tt.enc.Encode(tt.in)
			assert.Equal(t, tt.want, e.Attributes)
			var leftOut []string
			for _, i := range e.Issues {
				assert.Equal(t, segments.CodeOverLimit, i.Code)
				leftOut = append(leftOut, i.Audiences...)
			}
			assert.Equal(t, tt.leftOut, leftOut)
		})
	}
}

func TestArrayOfOldAccount(t *testing.T) {
	t.Parallel()
	e := segments.Array{Max: segments.MaxArrayOld}.Encode(segments.Memberships{
		Current: audiences(26), Complete: true,
	})
	assert.Len(t, e.Attributes[segments.ArrayAttribute], 25)
	assert.Equal(t, []string{"10025"}, e.Issues[0].Audiences)
}

func TestEncodersLeaveTheirArgumentAlone(t *testing.T) {
	t.Parallel()
	given := []segments.Audience{athenians, parisians, ibiza, athenians}
	m := segments.Memberships{Current: given, Left: given[:2]}
	segments.Join(segments.String{}, segments.Array{}, segments.PerSegment{}).Encode(m)
	assert.Equal(t, []segments.Audience{athenians, parisians, ibiza, athenians}, given)
}
