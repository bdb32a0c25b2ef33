package braze_test

import (
	"context"
	"sync"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/mpbraze/mpbraze/braze"
	"github.com/mpbraze/mpbraze/braze/brazetest"
)

var senderCloseFaults = map[string]func(*testing.T){
	"F39_P13_idle":               closedAt{}.run,
	"F39_lingering":              closedAt{objects: 3, after: 10 * time.Millisecond, want: braze.Delivered}.run,
	"F39_in_flight":              closedAt{objects: 3, fault: slowAnswer, want: braze.Delivered}.run,
	"F39_in_back_off":            closedAt{objects: 3, fault: unavailable, want: braze.Delivered}.run,
	"F39_in_a_429_pause":         closedAt{objects: 3, fault: longPause, want: braze.Delivered}.run,
	"F39_P13_gives_up_in_flight": closedAt{objects: 3, fault: slowAnswer, patience: time.Second, want: braze.Unknown}.run,
	"F39_gives_up_after_503":     closedAt{objects: 3, fault: unavailable, patience: time.Second, want: braze.Unknown}.run,
	"F39_gives_up_in_a_pause":    closedAt{objects: 3, fault: longPause, patience: time.Second, want: braze.NotSent}.run,
	"F39_gives_up_with_a_queue": closedAt{
		objects: 300, options: one, fault: longPause, patience: time.Second, want: braze.NotSent,
	}.run,
	"F39_while_a_value_settles":          senderCloseSettling,
	"F39_gives_up_while_a_value_settles": senderCloseUnsettled,
	"F39_P13_twice_and_with_senders":     senderCloseTwice,
	"F39_while_some_wait_for_room":       senderCloseFull,
}

// closedAt is a Close some time after objects were sent into a fault.
type closedAt struct {
	options  braze.SenderOptions
	objects  int
	fault    brazetest.Fault
	after    time.Duration // default 5 s
	patience time.Duration // 0: for ever
	want     braze.State
}

func (c closedAt) run(t *testing.T) {
	r := newRig(t, brazetest.Config{}, c.options)
	r.server.Script(c.fault)
	if c.after == 0 {
		c.after = 5 * time.Second
	}
	request := events(c.objects)
	pending := r.Submit(t.Context(), request)
	time.Sleep(c.after)
	ctx := t.Context()
	if c.patience > 0 {
		var cancel context.CancelFunc
		ctx, cancel = context.WithTimeout(ctx, c.patience)
		defer cancel()
	}
	start := time.Now()
	lost, err := r.Close(ctx)
	assertEmpty(t, r.Sender)
	result, sendErr := pending.Wait()
	assert.Equal(t, c.objects, result.Count(c.want))
	if c.want != braze.Delivered && c.objects > 0 {
		require.ErrorIs(t, err, context.DeadlineExceeded)
		require.ErrorIs(t, sendErr, braze.ErrClosed)
		assert.Equal(t, c.patience, time.Since(start))
		assert.ElementsMatch(t, request.Events, lost.Events, "what was not delivered comes back")
	} else {
		require.NoError(t, err)
		require.NoError(t, sendErr)
		assert.Zero(t, lost.Len())
	}
	seen := r.Stats().Requests
	result, err = r.send(t, t.Context(), events(2))
	require.ErrorIs(t, err, braze.ErrClosed)
	assert.Equal(t, 2, result.Count(braze.NotSent))
	lost, err = r.Close(t.Context())
	require.NoError(t, err, "twice does no harm")
	assert.Zero(t, lost.Len(), "what it never took is not its to return")
	time.Sleep(time.Hour)
	assert.Equal(t, seen, r.Stats().Requests)
}

// settlingRig has sent plan a, and holds back plan b.
func settlingRig(t *testing.T) (*rig, *braze.Pending) {
	t.Helper()
	r := newRig(t, brazetest.Config{ApplyDelay: 4 * time.Second, Seed: 3}, braze.SenderOptions{})
	_, err := r.send(t, t.Context(), braze.TrackRequest{Attributes: []braze.Attributes{attributes("u1", braze.Custom{"plan": "a"})}})
	require.NoError(t, err)
	pending := r.Submit(t.Context(), braze.TrackRequest{Attributes: []braze.Attributes{attributes("u1", braze.Custom{"plan": "b"})}})
	return r, pending
}

func senderCloseSettling(t *testing.T) {
	r, pending := settlingRig(t)
	start := time.Now()
	_, err := r.Close(t.Context())
	require.NoError(t, err)
	assert.Equal(t, 5*time.Second, time.Since(start), "order is worth the wait")
	_, err = pending.Wait()
	require.NoError(t, err)
	profile, _ := r.server.Profile("u1")
	assert.Equal(t, "b", profile.Custom["plan"])
}

func senderCloseUnsettled(t *testing.T) {
	r, pending := settlingRig(t)
	ctx, cancel := context.WithTimeout(t.Context(), time.Second)
	defer cancel()
	lost, err := r.Close(ctx)
	require.ErrorIs(t, err, context.DeadlineExceeded)
	assert.Len(t, lost.Attributes, 1)
	assertEmpty(t, r.Sender)
	result, err := pending.Wait()
	require.ErrorIs(t, err, braze.ErrClosed)
	assert.Equal(t, braze.NotSent, result.Attributes[0].State)
}

func senderCloseTwice(t *testing.T) {
	r := newRig(t, brazetest.Config{}, braze.SenderOptions{})
	var group sync.WaitGroup
	for i := range 200 {
		group.Go(func() {
			time.Sleep(time.Duration(i) * time.Millisecond)
			_, err := r.send(t, t.Context(), events(5))
			if err != nil {
				assert.ErrorIs(t, err, braze.ErrClosed)
			}
		})
	}
	for range 3 {
		group.Go(func() {
			time.Sleep(100 * time.Millisecond)
			_, err := r.Close(t.Context())
			assert.NoError(t, err)
		})
	}
	group.Wait()
	stats := r.Stats()
	assert.Equal(t, r.in.Load(), stats.Delivered+stats.NotSent)
	assert.Positive(t, stats.Delivered)
	assert.Positive(t, stats.NotSent)
	assert.Len(t, r.server.Events(), int(stats.Delivered))
}

func senderCloseFull(t *testing.T) {
	r := newRig(t, brazetest.Config{}, braze.SenderOptions{MaxObjects: 10})
	r.server.Script(slowAnswer)
	var group sync.WaitGroup
	for range 5 {
		group.Go(func() { _, _ = r.send(t, t.Context(), events(10)) })
	}
	time.Sleep(5 * time.Second)
	start := time.Now()
	_, err := r.Close(t.Context())
	require.NoError(t, err)
	group.Wait()
	assert.Less(t, time.Since(start), 20*time.Second)
	assert.EqualValues(t, 10, r.Stats().Delivered)
	assert.EqualValues(t, 40, r.Stats().NotSent, "they learn at once that nothing comes in")
}
