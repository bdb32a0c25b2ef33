package braze_test

import (
	"bytes"
	"context"
	"net/http"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/mpbraze/mpbraze/braze"
	"github.com/mpbraze/mpbraze/braze/brazetest"
)

var senderCancelFaults = map[string]func(*testing.T){
	"F37_before":             cancelledAt{want: braze.NotSent, at: -time.Second}.run,
	"F37_lingering":          cancelledAt{want: braze.NotSent, at: 10 * time.Millisecond}.run,
	"F37_waiting_in_queue":   cancelledAt{want: braze.NotSent, ahead: slowAnswer, options: one}.run,
	"F37_waiting_for_room":   cancelledAt{want: braze.NotSent, ahead: slowAnswer, options: small}.run,
	"F37_behind_the_user":    cancelledAt{want: braze.NotSent, ahead: slowAnswer, sameUser: true}.run,
	"F37_settling":           cancelledAt{want: braze.NotSent, ahead: brazetest.OK(), sameUser: true}.run,
	"F37_in_a_pause":         cancelledAt{want: braze.NotSent, ahead: longPause}.run,
	"F37_in_back_off":        cancelledAt{want: braze.NotSent, own: longPause}.run,
	"F37_back_off_after_503": cancelledAt{want: braze.Unknown, own: unavailable}.run,
	"F37_in_flight":          cancelledAt{want: braze.Unknown, own: slowAnswer}.run,
	"F37_one_of_two_merged":  senderCancelMerged,
	"F37_one_of_many":        senderCancelOne,
	"F37_whole_line_at_once": senderCancelLine,
}

var (
	one   = braze.SenderOptions{Concurrency: 1}
	small = braze.SenderOptions{MaxObjects: 1}

	slowAnswer  = brazetest.Fault{Delay: 20 * time.Second}
	longPause   = brazetest.RateLimited(30 * time.Second)
	unavailable = brazetest.Fault{Status: 503, Header: http.Header{"Retry-After": {"30"}}}
)

// cancelledAt is a Send that is cancelled at some point, behind another one.
type cancelledAt struct {
	options    braze.SenderOptions
	ahead, own brazetest.Fault // what happens to the request before, and to its own
	sameUser   bool
	at         time.Duration // default 3 s
	want       braze.State
}

func (c cancelledAt) run(t *testing.T) {
	r := newRig(t, brazetest.Config{}, c.options)
	r.server.ScriptFunc(func(request brazetest.Request) brazetest.Fault {
		if bytes.Contains(request.Body, []byte("cancelled")) {
			return c.own
		}
		return c.ahead
	})
	ahead, user := attributes("u1", braze.Custom{"plan": "ahead"}), "u2"
	if c.sameUser {
		user = "u1"
	}
	first := r.Submit(t.Context(), braze.TrackRequest{Attributes: []braze.Attributes{ahead}})
	time.Sleep(time.Second)

	if c.at == 0 {
		c.at = 3 * time.Second
	}
	ctx, cancel := context.WithTimeout(t.Context(), c.at)
	defer cancel()
	start := time.Now()
	result, err := r.send(t, ctx, braze.TrackRequest{Attributes: []braze.Attributes{attributes(user, braze.Custom{"plan": "cancelled"})}})
	assert.Equal(t, max(c.at, 0), time.Since(start), "Send returns at once")
	require.ErrorIs(t, err, context.DeadlineExceeded)
	assert.Equal(t, c.want, result.Attributes[0].State)

	r.server.ScriptFunc(nil)
	seen := r.carried("cancelled")
	_, err = first.Wait()
	require.NoError(t, err)
	time.Sleep(10 * time.Minute)
	assert.Equal(t, seen, r.carried("cancelled"), "it never leaves afterwards")
	if c.want == braze.NotSent && c.own.Status == 0 {
		assert.Zero(t, seen)
	}
}

// carried counts the requests that held a word.
func (r *rig) carried(word string) (n int) {
	for _, request := range r.server.Requests() {
		if bytes.Contains(request.Body, []byte(word)) {
			n++
		}
	}
	return n
}

// senderCancelMerged: of two merged objects one is cancelled during the wait
// for a retry. Nothing was processed, so the other goes alone.
func senderCancelMerged(t *testing.T) {
	r := newRig(t, brazetest.Config{}, braze.SenderOptions{})
	r.server.Script(brazetest.RateLimited(10 * time.Second))
	ctx, cancel := context.WithTimeout(t.Context(), time.Second)
	defer cancel()
	early := r.Submit(ctx, braze.TrackRequest{Attributes: []braze.Attributes{attributes("u1", braze.Custom{"a": 1})}})
	late := r.Submit(t.Context(), braze.TrackRequest{Attributes: []braze.Attributes{attributes("u1", braze.Custom{"b": 2})}})
	result, err := early.Wait()
	require.ErrorIs(t, err, context.DeadlineExceeded)
	assert.Equal(t, braze.NotSent, result.Attributes[0].State)
	_, err = late.Wait()
	require.NoError(t, err)
	profile, _ := r.server.Profile("u1")
	assert.Equal(t, map[string]any{"b": int64(2)}, profile.Custom)
}

// senderCancelOne: a request goes on for those who still wait.
func senderCancelOne(t *testing.T) {
	r := newRig(t, brazetest.Config{}, braze.SenderOptions{})
	r.server.Script(slowAnswer)
	ctx, cancel := context.WithTimeout(t.Context(), time.Second)
	defer cancel()
	early := r.Submit(ctx, events(1))
	late := r.Submit(t.Context(), braze.TrackRequest{Events: []braze.Event{event("u2", "late")}})
	result, err := early.Wait()
	require.ErrorIs(t, err, context.DeadlineExceeded)
	assert.Equal(t, braze.Unknown, result.Events[0].State)
	result, err = late.Wait()
	require.NoError(t, err)
	assert.Equal(t, braze.Delivered, result.Events[0].State)
	assert.EqualValues(t, 1, r.Stats().Requests)
}

// senderCancelLine: the cancellation of a very long line takes no noticeable
// time, and the next ones find their place.
func senderCancelLine(t *testing.T) {
	const n = 50_000
	r := newRig(t, brazetest.Config{}, braze.SenderOptions{HotUserLimit: n})
	r.server.Script(slowAnswer)
	first := r.Submit(t.Context(), events(1))
	time.Sleep(time.Second)
	var line braze.TrackRequest
	for range n {
		line.Events = append(line.Events, event("u0", "waits"))
	}
	ctx, cancel := context.WithTimeout(t.Context(), time.Second)
	defer cancel()
	result, err := r.send(t, ctx, line)
	require.ErrorIs(t, err, context.DeadlineExceeded)
	assert.Equal(t, n, result.Count(braze.NotSent))
	assert.Equal(t, 1, r.Stats().Objects)
	_, err = r.send(t, t.Context(), events(1))
	require.NoError(t, err)
	_, err = first.Wait()
	require.NoError(t, err)
	assert.Zero(t, r.carried("waits"))
}
