package delta_test

import (
	"context"
	"encoding/json"
	"slices"
	"sync"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/mpbraze/mpbraze/braze"
	"github.com/mpbraze/mpbraze/delta"
)

// clock is a clock that stands until it is moved.
type clock struct {
	mu  sync.Mutex
	now time.Time
}

func newClock() *clock { return &clock{now: time.Unix(1_800_000_000, 0)} }

func (c *clock) Now() time.Time {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.now
}

func (c *clock) add(d time.Duration) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.now = c.now.Add(d)
}

// minute is longer than anything takes to settle.
const minute = time.Minute

// profile is what a simulated Braze has of a user.
type profile map[string]any

// apply applies an object as Braze does: null removes, an increment adds.
func (p profile) apply(tb require.TestingT, a braze.Attributes) {
	for name, v := range members(tb, a) {
		operation, _ := v.(map[string]any)
		by, increments := operation["inc"].(float64)
		old, _ := p[name].(float64)
		switch {
		case v == nil:
			delete(p, name)
		case increments:
			p[name] = old + by
		default:
			p[name] = v
		}
	}
}

// members returns what an object sets, as Braze sees it.
func members(tb require.TestingT, a braze.Attributes) map[string]any {
	raw, err := json.Marshal(a)
	require.NoError(tb, err)
	var members map[string]any
	require.NoError(tb, json.Unmarshal(raw, &members))
	delete(members, "external_id")
	return members
}

// names returns the names of what an object sets, sorted.
func names(tb testing.TB, a braze.Attributes) []string {
	tb.Helper()
	p := members(tb, a)
	list := make([]string, 0, len(p))
	for name := range p {
		list = append(list, name)
	}
	slices.Sort(list)
	return list
}

// rig is a tracker with everything around it.
type rig struct {
	*testing.T
	clock   *clock
	tracker *delta.Tracker
	ctx     context.Context
}

// newRig returns a tracker in memory at a time when nothing is settling.
func newRig(t *testing.T, c delta.Config) *rig {
	t.Helper()
	return newMemoryRig(t, delta.MemoryOptions{}, c)
}

func newMemoryRig(t *testing.T, o delta.MemoryOptions, c delta.Config) *rig {
	t.Helper()
	r := &rig{T: t, clock: newClock(), ctx: t.Context()}
	c.Now = r.clock.Now
	m, err := delta.NewMemory(o)
	require.NoError(t, err)
	r.tracker, err = delta.NewInMemory(m, c)
	require.NoError(t, err)
	r.clock.add(minute)
	return r
}

// newStoreRig returns a tracker over a store.
func newStoreRig(t *testing.T, store delta.Store, c delta.Config) *rig {
	t.Helper()
	r := &rig{T: t, clock: newClock(), ctx: t.Context()}
	c.Now = r.clock.Now
	r.join(store, c)
	r.clock.add(minute)
	return r
}

// join lets r go on with a new tracker, as after a start.
func (r *rig) join(store delta.Store, c delta.Config) {
	r.Helper()
	c.Now = r.clock.Now
	tracker, err := delta.New(r.ctx, store, c)
	require.NoError(r, err)
	r.tracker = tracker
}

func (r *rig) plan(wanted braze.Attributes) braze.Attributes {
	r.Helper()
	send, err := r.tracker.Plan(r.ctx, []braze.Attributes{wanted})
	require.NoError(r, err)
	require.Len(r, send, 1)
	return send[0]
}

func (r *rig) commit(wanted, sent braze.Attributes, state braze.State) {
	r.Helper()
	require.NoError(r, r.tracker.Commit(r.ctx, []braze.Settled{
		{Wanted: wanted, Sent: sent, State: state, Certain: state == braze.Delivered},
	}))
}

// send plans, says that Braze took it, and returns the names that were sent.
func (r *rig) send(wanted braze.Attributes) []string {
	r.Helper()
	return r.settle(wanted, braze.Delivered)
}

// settle is send with another outcome.
func (r *rig) settle(wanted braze.Attributes, state braze.State) []string {
	r.Helper()
	sent := r.plan(wanted)
	r.commit(wanted, sent, state)
	return names(r, sent)
}

func user(custom braze.Custom) braze.Attributes {
	return braze.Attributes{User: braze.UserID{ExternalID: "u1"}, Custom: custom}
}

func plan(value any) braze.Attributes { return user(braze.Custom{"plan": value}) }
