package braze_test

import (
	"context"
	"fmt"
	"net/http"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/mpbraze/mpbraze/braze"
	"github.com/mpbraze/mpbraze/braze/brazetest"
)

func TestSenderIntake(t *testing.T) {
	t.Parallel()
	for name, row := range map[string]func(*testing.T){
		"nothing to send":                      intakeNothing,
		"context is over":                      intakeOver,
		"P14 waits for room in order":          intakeInOrder,
		"P14 fails when full":                  intakeFull,
		"P14 object larger than all":           intakeLarge,
		"P14 room is made before the linger":   intakeCrowded,
		"caps per array fill a request":        intakePerArray,
		"unordered users are not held back":    intakeUnordered,
		"small pauses do not end the retrying": intakeSmallPause,
		"options are checked":                  intakeOptions,
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			synctest.Test(t, row)
		})
	}
}

func intakeNothing(t *testing.T) {
	r := newRig(t, brazetest.Config{}, braze.SenderOptions{})
	result, err := r.send(t, t.Context(), braze.TrackRequest{})
	require.NoError(t, err)
	assert.True(t, result.Final())
	assert.Zero(t, r.Stats().Requests)
}

func intakeOver(t *testing.T) {
	r := newRig(t, brazetest.Config{}, braze.SenderOptions{})
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	pending := r.Submit(ctx, mixed("u1"))
	for range 2 {
		result, err := pending.Wait()
		require.ErrorIs(t, err, context.Canceled)
		assert.Equal(t, 3, result.Count(braze.NotSent))
	}
	time.Sleep(time.Minute)
	assert.Zero(t, r.Stats().Requests)
}

func intakeInOrder(t *testing.T) {
	r := newRig(t, brazetest.Config{}, braze.SenderOptions{MaxObjects: 2, Concurrency: 1})
	r.server.ScriptFunc(func(brazetest.Request) brazetest.Fault { return brazetest.Fault{Delay: time.Second} })
	var all []chan error
	for i := range 20 {
		done := make(chan error, 1)
		all = append(all, done)
		go func() {
			_, err := r.Send(t.Context(), braze.TrackRequest{Events: []braze.Event{event("u", fmt.Sprintf("%02d", i))}})
			done <- err
		}()
		synctest.Wait() // it stands at the door
	}
	for _, done := range all {
		require.NoError(t, <-done)
	}
	for i, e := range r.server.Events() {
		assert.Equal(t, fmt.Sprintf("%02d", i), e.Name)
	}
}

func intakeFull(t *testing.T) {
	r := newRig(t, brazetest.Config{}, braze.SenderOptions{MaxObjects: 10, FailWhenFull: true})
	result, err := r.send(t, t.Context(), events(25))
	require.ErrorIs(t, err, braze.ErrQueueFull)
	for i, o := range result.Events {
		want := braze.Delivered
		if i >= 10 {
			want = braze.NotSent
		}
		assert.Equal(t, want, o.State, "event %d", i)
	}
}

func intakeLarge(t *testing.T) {
	r := newRig(t, brazetest.Config{}, braze.SenderOptions{MaxBytes: 100})
	result, err := r.send(t, t.Context(), events(5))
	require.NoError(t, err)
	assert.Equal(t, 5, result.Count(braze.Delivered), "one at a time")
}

func intakeCrowded(t *testing.T) {
	r := newRig(t, brazetest.Config{}, braze.SenderOptions{MaxObjects: 3, Linger: time.Hour})
	ctx, cancel := context.WithTimeout(t.Context(), time.Minute)
	defer cancel()
	result, err := r.send(t, ctx, events(9))
	require.Error(t, err, "the last three may linger")
	assert.Equal(t, 6, result.Count(braze.Delivered))
}

func intakePerArray(t *testing.T) {
	r := newRig(t, brazetest.Config{PerArray: true}, braze.SenderOptions{Caps: braze.Caps{PerArray: 75}, Linger: time.Hour})
	start := time.Now()
	_, err := r.send(t, t.Context(), events(150))
	require.NoError(t, err)
	assert.Zero(t, time.Since(start), "full requests do not linger")
}

func intakeUnordered(t *testing.T) {
	r := newRig(t, brazetest.Config{}, braze.SenderOptions{Unordered: true})
	r.server.Script(slowAnswer)
	first := r.Submit(t.Context(), braze.TrackRequest{Attributes: []braze.Attributes{attributes("u1", braze.Custom{"plan": "a"})}})
	time.Sleep(time.Second)
	start := time.Now()
	_, err := r.send(t, t.Context(), braze.TrackRequest{Attributes: []braze.Attributes{attributes("u1", braze.Custom{"plan": "b"})}})
	require.NoError(t, err)
	assert.Less(t, time.Since(start), time.Second)
	_, err = first.Wait()
	require.NoError(t, err)
}

// intakeSmallPause: with a longest pause shorter than the distance of probes
// the Sender still tries, and sees that the server is back.
func intakeSmallPause(t *testing.T) {
	r := newRig(t, brazetest.Config{}, one, braze.WithRetry(braze.RetryOptions{MaxPause: 2 * time.Second, Quota: 3}))
	start := time.Now()
	r.server.ScriptFunc(func(brazetest.Request) brazetest.Fault {
		if time.Since(start) < 10*time.Minute {
			return brazetest.Status(http.StatusServiceUnavailable)
		}
		return brazetest.OK()
	})
	_, err := r.send(t, t.Context(), events(200))
	require.NoError(t, err)
	assert.Less(t, time.Since(start), 10*time.Minute+10*time.Second)
}

func intakeOptions(t *testing.T) {
	client := brazetest.New(brazetest.Config{}).Client(t)
	for _, o := range []braze.SenderOptions{
		{Concurrency: -1},
		{Concurrency: 257},
		{MaxObjects: -1},
		{MaxBytes: -1},
		{HotUserLimit: -1},
		{Caps: braze.Caps{Total: 226}},
		{Caps: braze.Caps{PerArray: 76}},
		{Caps: braze.Caps{BodyBytes: -1}},
	} {
		_, err := braze.NewSender(client, o)
		require.ErrorIs(t, err, braze.ErrInvalidOption, "%+v", o)
	}
}
