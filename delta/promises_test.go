package delta_test

import (
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/mpbraze/mpbraze/braze"
	"github.com/mpbraze/mpbraze/delta"
	"github.com/mpbraze/mpbraze/segments"
)

func TestP17_only_what_Braze_acknowledged_is_left_out(t *testing.T) {
	t.Parallel()
	r := newRig(t, delta.Config{})
	assert.Equal(t, []string{"plan"}, r.send(plan("gold")))
	assert.Empty(t, r.send(plan("gold")))
	r.clock.add(minute)
	assert.Equal(t, []string{"plan"}, r.send(plan("silver")))
	r.clock.add(minute)
	assert.Equal(t, []string{"plan"}, r.send(plan("gold")), "an older value is no longer there")
	r.clock.add(minute)
	assert.Equal(t, []string{"plan"}, r.send(plan(nil)), "null removes")
	r.clock.add(minute)
	assert.Empty(t, r.send(plan(nil)))
	both := user(braze.Custom{"plan": nil, "city": "Kiel"})
	assert.Equal(t, []string{"city"}, r.send(both))
}

func TestP17_a_value_on_its_way_is_not_believed(t *testing.T) {
	t.Parallel()
	r := newRig(t, delta.Config{})
	r.send(plan("gold"))
	r.clock.add(minute)
	lost := r.plan(plan("silver"))
	assert.Equal(t, []string{"plan"}, names(t, lost))
	assert.Equal(t, []string{"plan"}, r.send(plan("gold")), "silver may still arrive")
}

func TestP17_changed_twice_is_asserted_once_more(t *testing.T) {
	t.Parallel()
	r := newRig(t, delta.Config{})
	r.send(plan("gold"))
	r.clock.add(minute)
	r.send(plan("silver"))
	r.clock.add(4 * time.Second)
	assert.Equal(t, []string{"plan"}, r.send(plan("gold")))
	r.clock.add(4 * time.Second)
	assert.Empty(t, r.send(plan("gold")), "not before the two have settled")
	r.clock.add(time.Second)
	assert.Equal(t, []string{"plan"}, r.send(plan("gold")), "once more")
	r.clock.add(time.Second)
	assert.Empty(t, r.send(plan("gold")), "but only once")
	r.clock.add(minute)
	assert.Empty(t, r.send(plan("gold")), "but only once")
}

func TestP17_changed_once_is_not_asserted_again(t *testing.T) {
	t.Parallel()
	r := newRig(t, delta.Config{})
	r.send(plan("gold"))
	r.clock.add(5 * time.Second)
	r.send(user(braze.Custom{"plan": "silver"}))
	r.clock.add(time.Second)
	r.send(user(braze.Custom{"city": "Kiel"}))
	r.clock.add(minute)
	assert.Empty(t, r.send(user(braze.Custom{"plan": "silver", "city": "Kiel"})))
}

func TestP17_settling_can_be_switched_off(t *testing.T) {
	t.Parallel()
	r := newRig(t, delta.Config{SettleTime: -1})
	r.send(plan("gold"))
	r.send(plan("silver"))
	r.clock.add(minute)
	assert.Empty(t, r.send(plan("silver")))
}

// P18: which outcome makes a value known.
func TestP18_commit(t *testing.T) {
	t.Parallel()
	for name, row := range map[string]struct {
		state   braze.State
		certain bool
		again   []string // what is sent when the value comes again
		before  []string // what is sent when the one before comes again
	}{
		"delivered":           {braze.Delivered, true, nil, []string{"plan"}},
		"delivered, opaque":   {braze.Delivered, false, []string{"plan"}, []string{"plan"}},
		"unknown":             {braze.Unknown, false, []string{"plan"}, []string{"plan"}},
		"not sent":            {braze.NotSent, false, []string{"plan"}, []string{"plan"}},
		"rejected":            {braze.Rejected, true, nil, []string{"plan"}},
		"no commit ever":      {0, false, []string{"plan"}, []string{"plan"}},
		"unknown but certain": {braze.Unknown, true, []string{"plan"}, []string{"plan"}},
	} {
		for _, next := range []any{"silver", "gold"} {
			t.Run(name, func(t *testing.T) {
				t.Parallel()
				r := newRig(t, delta.Config{})
				r.send(plan("gold"))
				r.clock.add(minute)
				sent := r.plan(plan("silver"))
				if row.state != 0 {
					require.NoError(t, r.tracker.Commit(r.ctx, []braze.Settled{
						{Wanted: plan("silver"), Sent: sent, State: row.state, Certain: row.certain},
					}))
				}
				r.clock.add(minute)
				want := row.before
				if next == "silver" {
					want = row.again
				}
				assert.ElementsMatch(t, want, r.send(plan(next)))
			})
		}
	}
}

func TestP18_operations_are_never_left_out(t *testing.T) {
	t.Parallel()
	r := newRig(t, delta.Config{})
	r.send(plan(5))
	r.clock.add(minute)
	for range 3 {
		assert.Equal(t, []string{"plan"}, r.send(plan(braze.Increment(1))))
		r.clock.add(minute)
	}
	assert.Equal(t, []string{"plan"}, r.send(plan(5)), "the value is unknown now")
}

func TestP19_entries_expire(t *testing.T) {
	t.Parallel()
	r := newRig(t, delta.Config{TTL: 10 * time.Hour})
	expired := map[int]int{}
	for hour := range 15 {
		for i := range 200 {
			wanted := plan("gold")
			wanted.User.ExternalID = string(rune('a' + i))
			sent := r.plan(wanted)
			if len(sent.Custom) > 0 {
				expired[hour]++
				r.commit(wanted, sent, braze.Delivered)
			}
		}
		r.clock.add(time.Hour)
	}
	assert.Equal(t, 200, expired[0])
	for hour, n := range expired {
		if hour != 0 {
			assert.True(t, 8 <= hour && hour <= 12, "%d expire after %d hours", n, hour)
			assert.Less(t, n, 120, "not all at once")
		}
	}
	assert.Greater(t, len(expired), 3)
}

func TestP19_invalidate(t *testing.T) {
	t.Parallel()
	for _, store := range []bool{false, true} {
		r := newRig(t, delta.Config{})
		if store {
			r = newStoreRig(t, &segments.MemoryStore{}, delta.Config{})
		}
		r.send(plan("gold"))
		require.NoError(t, r.tracker.Invalidate(r.ctx, plan(nil).User, braze.UserID{ExternalID: "nobody"}))
		assert.Equal(t, []string{"plan"}, r.send(plan("gold")))
		assert.Empty(t, r.send(plan("gold")))

		sent := r.plan(plan("silver"))
		require.NoError(t, r.tracker.Invalidate(r.ctx, plan(nil).User))
		r.commit(plan("silver"), sent, braze.Delivered)
		assert.Equal(t, []string{"plan"}, r.send(plan("silver")), "a commit does not bring it back")
	}
}

func TestP19_volatile_attributes_are_always_sent(t *testing.T) {
	t.Parallel()
	r := newRig(t, delta.Config{Volatile: []string{"plan", "home_city"}})
	wanted := user(braze.Custom{"plan": "gold", "age": 3})
	wanted.HomeCity = braze.Set("Kiel")
	assert.Equal(t, []string{"age", "home_city", "plan"}, r.send(wanted))
	assert.Equal(t, []string{"home_city", "plan"}, r.send(wanted))
}

func TestP20_late_data(t *testing.T) {
	t.Parallel()
	for name, row := range map[string]struct {
		config delta.Config
		at     time.Duration
		want   []string
	}{
		"older":                 {delta.Config{}, -time.Second, nil},
		"equal":                 {delta.Config{}, 0, []string{"plan"}},
		"newer":                 {delta.Config{}, time.Second, []string{"plan"}},
		"older, as configured":  {delta.Config{OverwriteNewer: true}, -time.Second, []string{"plan"}},
		"later than everything": {delta.Config{}, 100 * time.Hour, []string{"plan"}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			r := newRig(t, row.config)
			base := r.clock.Now().Add(-time.Hour)
			r.sendAt(plan("gold"), base)
			r.clock.add(minute)
			late := user(braze.Custom{"plan": "silver", "city": "Kiel"})
			got := r.sendAt(late, base.Add(row.at))
			assert.ElementsMatch(t, append([]string{"city"}, row.want...), got, "what is new is never late")
		})
	}
}

func (r *rig) sendAt(wanted braze.Attributes, at time.Time) []string {
	r.Helper()
	sent, err := r.tracker.PlanOne(r.ctx, &wanted, at)
	require.NoError(r, err)
	r.commit(wanted, sent, braze.Delivered)
	return names(r, sent)
}

func TestP21_two_processes(t *testing.T) {
	t.Parallel()
	store := &segments.MemoryStore{}
	one := newStoreRig(t, store, delta.Config{})
	two := *one
	two.join(store, delta.Config{})
	one.send(plan("gold"))
	assert.Empty(t, two.send(plan("gold")), "one knows what the other sent")

	// Both send at the same time: nobody knows which one Braze applied last.
	one.clock.add(minute)
	sentOne, sentTwo := one.plan(plan("silver")), two.plan(plan("bronze"))
	one.commit(plan("silver"), sentOne, braze.Delivered)
	two.commit(plan("bronze"), sentTwo, braze.Delivered)
	one.clock.add(minute)
	sent := one.plan(plan("bronze"))
	assert.Equal(t, []string{"plan"}, names(t, sent))
	one.commit(plan("bronze"), sent, braze.NotSent)
	assert.Equal(t, []string{"plan"}, two.send(plan("silver")))
}
