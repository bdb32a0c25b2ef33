package braze_test

import (
	"context"
	"errors"
	"log/slog"
	"slices"
	"sync"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/mpbraze/mpbraze/braze"
	"github.com/mpbraze/mpbraze/braze/brazetest"
)

var senderForeignFaults = map[string]func(*testing.T){
	"F48_planner_panics":          senderPlanner(&brokenPlanner{plan: func() ([]braze.Attributes, error) { panic("secret") }}),
	"F48_planner_fails":           senderPlanner(&brokenPlanner{plan: func() ([]braze.Attributes, error) { return nil, errors.New("store is down") }}),
	"F48_planner_returns_too_few": senderPlanner(&brokenPlanner{plan: func() ([]braze.Attributes, error) { return nil, nil }}),
	"F48_hooks_panic":             senderHookPanics,
	"F48_logger_panics":           senderLoggerPanics,
	"F48_hook_blocks":             senderHookBlocks,
	"F54_erased_in_the_queue":     senderForgetQueued,
	"F54_erased_in_back_off":      senderForgetRetried,
	"F54_erased_in_flight":        senderForgetFlying,
	"F54_erased_while_merged":     senderForgetMerged,
}

// brokenPlanner does what a test says, and remembers what it was told.
type brokenPlanner struct {
	plan func() ([]braze.Attributes, error)

	mu        sync.Mutex
	forgotten []braze.UserID
	settled   []braze.Settled
}

func (p *brokenPlanner) Plan(_ context.Context, attributes []braze.Attributes) ([]braze.Attributes, error) {
	if p.plan == nil {
		return attributes, nil
	}
	return p.plan()
}

func (p *brokenPlanner) Commit(_ context.Context, settled []braze.Settled) error {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.settled = append(p.settled, settled...)
	if p.plan != nil {
		panic("unasked")
	}
	return nil
}

func (p *brokenPlanner) Forget(_ context.Context, users []braze.UserID) error {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.forgotten = append(p.forgotten, users...)
	return nil
}

// told returns what was committed so far.
func (p *brokenPlanner) told() []braze.Settled {
	p.mu.Lock()
	defer p.mu.Unlock()
	return slices.Clone(p.settled)
}

// senderPlanner: a planner that fails costs requests, never an update.
func senderPlanner(p *brokenPlanner) func(*testing.T) {
	return func(t *testing.T) {
		r := newRig(t, brazetest.Config{}, braze.SenderOptions{Planner: p})
		result, err := r.send(t, t.Context(), mixed("u1"))
		require.NoError(t, err)
		assert.Equal(t, 3, result.Count(braze.Delivered))
		assert.EqualValues(t, 1, r.Stats().PlannerErrors)
		assert.Empty(t, p.told(), "nothing was planned")
	}
}

// badHook panics at every turn, or blocks until it is let go.
type badHook struct{ hold chan struct{} }

func (h badHook) OnAttempt(context.Context, braze.AttemptInfo) { h.act() }
func (h badHook) OnRetry(context.Context, braze.RetryInfo)     { h.act() }

func (h badHook) act() {
	if h.hold == nil {
		panic("at the disco")
	}
	<-h.hold
}

func senderHookPanics(t *testing.T) {
	r := newRig(t, brazetest.Config{}, braze.SenderOptions{}, braze.WithHooks(badHook{}))
	r.server.Script(brazetest.Status(503))
	result, err := r.send(t, t.Context(), mixed("u1"))
	require.NoError(t, err)
	assert.Equal(t, 3, result.Count(braze.Delivered))
	assert.EqualValues(t, 3, r.Stats().Panics)
}

// badHandler is a log handler that panics.
type badHandler struct{ slog.Handler }

func (badHandler) Enabled(context.Context, slog.Level) bool  { return true }
func (badHandler) Handle(context.Context, slog.Record) error { panic("disk full") }
func (h badHandler) WithGroup(string) slog.Handler           { return h }
func (h badHandler) WithAttrs([]slog.Attr) slog.Handler      { return h }

func senderLoggerPanics(t *testing.T) {
	r := newRig(t, brazetest.Config{}, braze.SenderOptions{}, braze.WithLogger(slog.New(badHandler{})))
	r.server.Script(brazetest.Status(503))
	_, err := r.send(t, t.Context(), mixed("u1"))
	require.NoError(t, err)
	assert.Positive(t, r.Stats().Panics)
}

// senderHookBlocks: a hook that hangs holds up its own request, nobody else,
// and not Close.
func senderHookBlocks(t *testing.T) {
	hold := make(chan struct{})
	r := newRig(t, brazetest.Config{}, braze.SenderOptions{}, braze.WithHooks(badHook{hold}))
	stuck := r.Submit(t.Context(), events(1))
	time.Sleep(time.Second)
	ctx, cancel := context.WithTimeout(t.Context(), time.Second)
	defer cancel()
	result, err := r.send(t, ctx, braze.TrackRequest{Events: []braze.Event{event("u2", "other")}})
	require.ErrorIs(t, err, context.DeadlineExceeded)
	assert.Equal(t, 1, result.Count(braze.Unknown))
	assert.Len(t, r.server.Events(), 2)

	start := time.Now()
	ctx, cancel = context.WithTimeout(t.Context(), time.Second)
	defer cancel()
	lost, err := r.Close(ctx)
	require.ErrorIs(t, err, context.DeadlineExceeded)
	assert.Less(t, time.Since(start), 3*time.Second)
	assert.Len(t, lost.Events, 1)
	result, err = stuck.Wait()
	require.ErrorIs(t, err, braze.ErrClosed)
	assert.Equal(t, 1, result.Count(braze.Unknown))
	close(hold)
}

// forgetting sends mixed of u1 and u2 into a fault and forgets u1 after a
// second.
func forgetting(t *testing.T, fault brazetest.Fault, o braze.SenderOptions) (r *rig, gone, kept braze.Result) {
	t.Helper()
	planner := &brokenPlanner{}
	o.Planner = planner
	r = newRig(t, brazetest.Config{}, o)
	r.server.Script(fault)
	first := r.Submit(t.Context(), mixed("u1"))
	second := r.Submit(t.Context(), mixed("u2"))
	time.Sleep(time.Second)
	user := braze.UserID{ExternalID: "u1", Email: "u1@example.com"}
	require.NoError(t, r.Forget(t.Context(), user))
	assert.Equal(t, []braze.UserID{user}, planner.forgotten)
	settled := len(planner.told())
	requests := r.carried("u1")
	gone, err := first.Wait()
	require.NoError(t, err, "nothing to send again")
	kept, err = second.Wait()
	require.NoError(t, err)
	assert.Equal(t, 3, kept.Count(braze.Delivered))
	time.Sleep(time.Hour)
	assert.Equal(t, requests, r.carried("u1"), "no resurrection")
	for _, late := range planner.told()[settled:] {
		assert.NotEqual(t, "u1", late.Wanted.User.ExternalID, "the planner is told before it forgets")
	}
	return r, gone, kept
}

func assertErased(t *testing.T, result braze.Result) {
	t.Helper()
	assert.Equal(t, 3, result.Count(braze.Rejected))
	require.ErrorIs(t, result.Events[0].Err, braze.ErrErased)
}

func senderForgetQueued(t *testing.T) {
	_, gone, _ := forgetting(t, brazetest.OK(), braze.SenderOptions{Linger: time.Minute})
	assertErased(t, gone)
}

func senderForgetRetried(t *testing.T) {
	_, gone, _ := forgetting(t, longPause, braze.SenderOptions{})
	assertErased(t, gone)
}

func senderForgetFlying(t *testing.T) {
	start := time.Now()
	_, gone, _ := forgetting(t, slowAnswer, braze.SenderOptions{})
	assert.Equal(t, 3, gone.Count(braze.Delivered), "it was on its way already")
	assert.Greater(t, time.Since(start), 20*time.Second, "and Forget waited for it")
}

// senderForgetMerged: merged attributes that Braze refuses during Forget do not
// come back one by one.
func senderForgetMerged(t *testing.T) {
	r := newRig(t, brazetest.Config{}, braze.SenderOptions{})
	r.server.Script(brazetest.Fault{Status: 400, Delay: 10 * time.Second})
	pending := r.Submit(t.Context(), braze.TrackRequest{Attributes: []braze.Attributes{
		attributes("u1", braze.Custom{"a": 1}), attributes("u1", braze.Custom{"b": 2}),
	}})
	time.Sleep(time.Second)
	require.NoError(t, r.Forget(t.Context(), braze.UserID{ExternalID: "u1"}))
	result, err := pending.Wait()
	require.NoError(t, err)
	assert.Equal(t, 2, result.Count(braze.Rejected))
	assert.EqualValues(t, 1, r.Stats().Requests)
	_, exists := r.server.Profile("u1")
	assert.False(t, exists)
}
