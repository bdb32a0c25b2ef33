package mapping_test

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"

	"github.com/mpbraze/mpbraze/mapping"
	"github.com/mpbraze/mpbraze/mparticle"
)

func TestFilterHash(t *testing.T) {
	t.Parallel()
	const navigation = mparticle.CustomEventNavigation
	tests := map[string]struct {
		eventType   mparticle.CustomEventType
		event, attr string
		want        int32
	}{
		"as in mParticle's tests": {navigation, "AndroidTEST", "destination", 888169310},
		"case does not matter":    {navigation, "ANDROIDtest", "Destination", 888169310},
		// 31*'8' + 'a', and 31 times that + 'b'.
		"by hand":     {mparticle.CustomEventOther, "a", "b", 31*(31*'8'+'a') + 'b'},
		"no number":   {mparticle.CustomEventAttribution, "a", "b", 31*(31*'0'+'a') + 'b'},
		"empty names": {navigation, "", "", '1'},
		// U+1F600 is the pair D83D DE00 in UTF-16.
		"surrogates": {navigation, "\U0001F600", "", 31*(31*'1'+0xD83D) + 0xDE00},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			assert.Equal(t, tt.want, mapping.FilterHash(tt.eventType, tt.event, tt.attr))
		})
	}
	t.Run("wraps like Java", func(t *testing.T) {
		t.Parallel()
		// "1" and eleven z, worked out with 32-bit arithmetic.
		var want int32 = '1'
		for range 11 {
			want = want*31 + 'z'
		}
		assert.Equal(t, want, mapping.FilterHash(navigation, strings.Repeat("z", 11), ""))
	})
}

func TestFilterHashNumbersEachCategory(t *testing.T) {
	t.Parallel()
	for i, category := range []mparticle.CustomEventType{
		mparticle.CustomEventUnknown, mparticle.CustomEventNavigation, mparticle.CustomEventLocation,
		mparticle.CustomEventSearch, mparticle.CustomEventTransaction, mparticle.CustomEventUserContent,
		mparticle.CustomEventUserPreference, mparticle.CustomEventSocial, mparticle.CustomEventOther,
		mparticle.CustomEventMedia,
	} {
		assert.Equal(t, int32('0'+i), mapping.FilterHash(category, "", ""), category)
	}
}
