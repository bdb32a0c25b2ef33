package segments_test

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"

	"github.com/mpbraze/mpbraze/segments"
)

func TestPerSegmentPrefix(t *testing.T) {
	t.Parallel()
	e := segments.PerSegment{Prefix: "Audience: "}.Encode(segments.Memberships{
		Current: []segments.Audience{parisians},
	})
	assert.Equal(t, map[string]any{"Audience: Rain Walkers": true}, e.Attributes)
}

func TestPerSegmentLongestName(t *testing.T) {
	t.Parallel()
	// With the prefix of three: 255 characters, and 256.
	fits, over := strings.Repeat("ä", 252), strings.Repeat("ä", 253)
	e := segments.PerSegment{}.Encode(segments.Memberships{
		Current: []segments.Audience{{ID: "1", Name: fits}, {ID: "2", Name: over}},
	})
	assert.Equal(t, map[string]any{"In " + fits: true}, e.Attributes)
	assert.Equal(t, []segments.Issue{{
		Code: segments.CodeNameTooLong, Audiences: []string{"2"}, Detail: "the attribute's name is over the limit",
	}}, e.Issues)
}

func TestPerSegmentCollisions(t *testing.T) {
	t.Parallel()
	vip := segments.Audience{ID: "5", Name: "VIP"}
	trimmed := segments.Audience{ID: "6", Name: " VIP "}
	other := segments.Audience{ID: "7", Name: "vip"}
	tests := map[string]struct {
		current, left []segments.Audience
		want          map[string]any
		colliding     []string
	}{
		"equal after trimming": {
			current: []segments.Audience{trimmed, vip},
			want:    map[string]any{"In VIP": true}, colliding: []string{"5", "6"},
		},
		"in one of two is in": {
			current: []segments.Audience{vip}, left: []segments.Audience{trimmed},
			want: map[string]any{"In VIP": true}, colliding: []string{"5", "6"},
		},
		"out of both is out": {
			left: []segments.Audience{vip, trimmed},
			want: map[string]any{"In VIP": false}, colliding: []string{"5", "6"},
		},
		"case makes two": {
			current: []segments.Audience{vip}, left: []segments.Audience{other},
			want: map[string]any{"In VIP": true, "In vip": false},
		},
		"the same audience twice is no collision": {
			current: []segments.Audience{vip, vip}, left: []segments.Audience{vip},
			want: map[string]any{"In VIP": true},
		},
		"a renamed audience has two attributes": {
			current: []segments.Audience{{ID: "5", Name: "Gold"}}, left: []segments.Audience{vip},
			want: map[string]any{"In Gold": true, "In VIP": false},
		},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			e := segments.PerSegment{}.Encode(segments.Memberships{Current: tt.current, Left: tt.left})
			assert.Equal(t, tt.want, e.Attributes)
			if tt.colliding == nil {
				assert.Empty(t, e.Issues)
				return
			}
			assert.Equal(t, []segments.Issue{{
				Code: segments.CodeNameCollision, Attribute: "In VIP",
				Audiences: tt.colliding, Detail: "several audiences share one attribute",
			}}, e.Issues)
		})
	}
}
