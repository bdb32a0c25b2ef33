package delta_test

import (
	"fmt"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"github.com/mpbraze/mpbraze/braze"
	"github.com/mpbraze/mpbraze/delta"
	"github.com/mpbraze/mpbraze/segments"
)

// With faults and settling off, exactly those attributes are sent that differ
// from what was acknowledged last.
func TestOracle(t *testing.T) {
	t.Parallel()
	for _, kind := range []string{"memory", "store"} {
		t.Run(kind, func(t *testing.T) {
			t.Parallel()
			rapid.Check(t, func(rt *rapid.T) {
				c := newClock()
				config := delta.Config{SettleTime: -1, Now: c.Now}
				tracker := newTracker(t, rt, kind, config)
				acknowledged := map[string]map[string]any{}
				for range rapid.IntRange(1, 30).Draw(rt, "inputs") {
					input := drawInput(rt)
					want := oracle(acknowledged, input)
					sent, err := tracker.PlanOne(t.Context(), &input, time.Time{})
					require.NoError(rt, err)
					require.Equal(rt, want, names(t, sent))
					require.NoError(rt, tracker.Commit(t.Context(), []braze.Settled{
						{Wanted: input, Sent: sent, State: braze.Delivered, Certain: true},
					}))
					c.add(time.Second)
				}
			})
		})
	}
}

func newTracker(t *testing.T, rt *rapid.T, kind string, config delta.Config) *delta.Tracker {
	t.Helper()
	if kind == "memory" {
		memory, err := delta.NewMemory(delta.MemoryOptions{})
		require.NoError(rt, err)
		tracker, err := delta.NewInMemory(memory, config)
		require.NoError(rt, err)
		return tracker
	}
	tracker, err := delta.New(t.Context(), &segments.MemoryStore{}, config)
	require.NoError(rt, err)
	return tracker
}

// oracle returns the names to send, sorted, and remembers what they hold then.
func oracle(acknowledged map[string]map[string]any, a braze.Attributes) []string {
	known := acknowledged[a.User.ExternalID]
	if known == nil {
		known = map[string]any{}
		acknowledged[a.User.ExternalID] = known
	}
	p := profile{}
	check := func(name string, v any) {
		old, ok := known[name]
		_, increments := v.(braze.Increment)
		if !ok || increments || fmt.Sprintf("%T%v", old, old) != fmt.Sprintf("%T%v", v, v) {
			p[name] = true
			known[name] = v
		}
		if increments {
			delete(known, name)
		}
	}
	for name, v := range a.Custom {
		check(name, v)
	}
	if !a.FirstName.IsZero() {
		first, _ := a.FirstName.Get()
		check("first_name", first)
	}
	list := []string{}
	for _, name := range []string{"a", "b", "c", "first_name"} {
		if p[name] != nil {
			list = append(list, name)
		}
	}
	return list
}
