package delta_test

import (
	"math/rand/v2"
	"slices"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/mpbraze/mpbraze/braze"
	"github.com/mpbraze/mpbraze/delta"
)

// B10: over 10,000 visits of 500 users, exactly what differs from the last
// acknowledged value is sent, value for value.
func TestB10_suppression_equals_the_oracle(t *testing.T) {
	t.Parallel()
	r := newRig(t, delta.Config{SettleTime: -1})
	chance := rand.New(rand.NewPCG(42, 42))
	acknowledged := map[string]profile{}
	sent, left := 0, 0
	for range 10_000 {
		wanted := visitor(chance.IntN(500), 0)
		wanted.Custom["loyalty_points"] = chance.IntN(9000)
		wanted.Custom["lifetime_value"] = float64(chance.IntN(1_000_000)) / 100
		if chance.IntN(10) == 0 {
			wanted.HomeCity = braze.Set([]string{"Kiel", "Bonn"}[chance.IntN(2)])
		}
		known := acknowledged[wanted.User.ExternalID]
		if known == nil {
			known = profile{}
			acknowledged[wanted.User.ExternalID] = known
		}
		var want []string
		for name, v := range members(t, wanted) {
			if old, ok := known[name]; !ok || !equal(old, v) {
				want = append(want, name)
				known[name] = v
			} else {
				left++
			}
		}
		slices.Sort(want)
		got := r.send(wanted)
		sent += len(got)
		require.ElementsMatch(t, want, got)
	}
	stats := r.tracker.Stats()
	require.Equal(t, int64(left), stats.Known)
	require.Equal(t, int64(left), stats.DataPoints, "each is one data point")
	require.Equal(t, int64(sent), stats.Attributes-stats.Known)
}

// equal compares decoded values; the only list here is of text.
func equal(a, b any) bool {
	list, ok := a.([]any)
	if !ok {
		return a == b
	}
	other, ok := b.([]any)
	return ok && slices.Equal(list, other)
}
