package segments_test

import (
	"testing"

	"github.com/stretchr/testify/assert"

	"github.com/mpbraze/mpbraze/segments"
)

func TestJoinReportsCollisions(t *testing.T) {
	t.Parallel()
	fixed := map[string]any{"In Rain Walkers": "mine"}
	own := segments.EncoderFunc(func(segments.Memberships) segments.Encoding {
		return segments.Encoding{Attributes: fixed}
	})
	e := segments.Join(own, segments.PerSegment{}).Encode(segments.Memberships{
		Current: []segments.Audience{parisians, ibiza},
	})
	assert.Equal(t, map[string]any{"In Rain Walkers": "mine", "In Trail Runners": true}, e.Attributes)
	assert.Equal(t, []segments.Code{segments.CodeAttributeCollision}, issueCodes(e))
	assert.Equal(t, "In Rain Walkers", e.Issues[0].Attribute)
	assert.Len(t, fixed, 1, "the map of an encoder is not written to")
}

func TestJoinOfNothing(t *testing.T) {
	t.Parallel()
	assert.Equal(t, segments.Encoding{}, segments.Join().Encode(segments.Memberships{Current: audiences(1)}))
}

func TestClear(t *testing.T) {
	t.Parallel()
	tests := map[string]struct {
		enc   segments.Encoder
		want  map[string]any
		codes []segments.Code
	}{
		"array": {
			enc: segments.Array{},
			want: map[string]any{
				"SegmentMembershipArray": segments.ArrayChange{Add: []string{}, Remove: []string{"9"}},
			},
		},
		"per segment": {
			enc: segments.PerSegment{}, want: map[string]any{"In Rain Walkers": false},
		},
		"string needs a roster": {
			enc: segments.String{}, codes: []segments.Code{segments.CodeIncomplete},
		},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			e := segments.Clear(parisians, tt.enc)
			assert.Equal(t, tt.want, e.Attributes)
			assert.Equal(t, tt.codes, issueCodes(e))
		})
	}
}
