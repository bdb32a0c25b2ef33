package braze_test

import (
	"context"
	"net/http"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/mpbraze/mpbraze/braze"
	"github.com/mpbraze/mpbraze/braze/brazetest"
)

var senderNetworkFaults = map[string]func(*testing.T){
	"F1_P8_connection_refused":              senderRefused,
	"F1_P1_refused_until_the_context_ends":  senderRefusedForEver,
	"F6_reset_before_the_first_byte":        senderUnwritten,
	"F7_reset_amid_the_body_surface":        senderCutBody,
	"F8_lost_answer_resend":                 senderLostResend,
	"F8_lost_answer_surface":                senderLostSurface,
	"F8_lost_answer_repeatable":             senderLostRepeatable,
	"F11_no_answer":                         senderBlackHole,
	"F12_body_never_ends":                   senderDrip(time.Hour),
	"F13_slow_drip":                         senderDrip(time.Second),
	"F34_redirect_301":                      senderRedirect(http.StatusMovedPermanently),
	"F34_redirect_307":                      senderRedirect(http.StatusTemporaryRedirect),
	"F34_redirect_308_in_the_middle_of_all": senderRedirect(http.StatusPermanentRedirect),
}

// mixed is one attributes object, one event and one purchase of a user.
func mixed(user string) braze.TrackRequest {
	return braze.TrackRequest{
		Attributes: []braze.Attributes{attributes(user, braze.Custom{"plan": "gold"})},
		Events:     []braze.Event{event(user, "visit")},
		Purchases: []braze.Purchase{{
			User: braze.UserID{ExternalID: user}, ProductID: "shoe", Currency: "EUR", Price: "9.90", Time: noon,
		}},
	}
}

// cut sends mixed through three requests that break at a point.
func cut(t *testing.T, at brazetest.Fault, opts ...braze.Option) (*rig, braze.Result, error) {
	t.Helper()
	r := newRig(t, brazetest.Config{}, braze.SenderOptions{}, opts...)
	r.server.Script(at, at, at)
	result, err := r.send(t, t.Context(), mixed("u1"))
	return r, result, err
}

func senderRefused(t *testing.T) {
	r, result, err := cut(t, brazetest.Fault{Cut: brazetest.CutDial}, withSurface)
	require.NoError(t, err)
	assert.Equal(t, 3, result.Count(braze.Delivered))
	assert.EqualValues(t, 3, r.Stats().Retries)
	assert.Len(t, r.server.Events(), 1)
}

func senderRefusedForEver(t *testing.T) {
	r := newRig(t, brazetest.Config{}, braze.SenderOptions{})
	r.server.ScriptFunc(func(brazetest.Request) brazetest.Fault { return brazetest.Fault{Status: 429} })
	ctx, cancel := context.WithTimeout(t.Context(), 10*time.Minute)
	defer cancel()
	start := time.Now()
	result, err := r.send(t, ctx, mixed("u1"))
	require.ErrorIs(t, err, braze.ErrNotFinal)
	require.ErrorIs(t, err, context.DeadlineExceeded)
	require.ErrorIs(t, err, braze.ErrRateLimited, "the reason of the wait is told")
	assert.Equal(t, 3, result.Count(braze.NotSent))
	assert.Equal(t, 10*time.Minute, time.Since(start))
	assert.Less(t, r.Stats().Requests, int64(150), "with back-off")
}

func senderUnwritten(t *testing.T) {
	r, result, err := cut(t, brazetest.Fault{Cut: brazetest.CutBeforeWrite}, withSurface)
	require.NoError(t, err, "sent again under Surface too")
	assert.Equal(t, 3, result.Count(braze.Delivered))
	assert.Zero(t, r.Stats().AmbiguousResends)
}

func senderCutBody(t *testing.T) {
	r, result, err := cut(t, brazetest.Fault{Cut: brazetest.CutBeforeBody}, withSurface)
	require.ErrorIs(t, err, braze.ErrAmbiguous)
	assert.Equal(t, braze.Delivered, result.Attributes[0].State)
	assert.Equal(t, braze.Unknown, result.Events[0].State, "a proxy may have kept the whole of it")
	assert.Equal(t, braze.Unknown, result.Purchases[0].State)
	assert.Empty(t, r.server.Events())
	assert.EqualValues(t, 2, r.Stats().Unknown)
}

func senderLostResend(t *testing.T) {
	r, result, err := cut(t, brazetest.Lost())
	require.NoError(t, err)
	assert.Equal(t, 3, result.Count(braze.Delivered))
	assert.EqualValues(t, 6, r.Stats().AmbiguousResends, "the event and the purchase, three times")
	assert.Len(t, r.server.Events(), 4, "which is what Resend means")
}

func senderLostSurface(t *testing.T) {
	r, result, err := cut(t, brazetest.Lost(), withSurface)
	require.ErrorIs(t, err, braze.ErrAmbiguous)
	assert.Equal(t, braze.Delivered, result.Attributes[0].State)
	assert.Equal(t, braze.Unknown, result.Events[0].State)
	assert.Equal(t, braze.Unknown, result.Purchases[0].State)
	assert.Zero(t, r.Stats().AmbiguousResends)
	assert.Len(t, r.server.Events(), 1, "at most once")
	assert.Len(t, r.server.Purchases(), 1)
}

func senderLostRepeatable(t *testing.T) {
	r := newRig(t, brazetest.Config{}, braze.SenderOptions{}, withSurface)
	r.server.Script(brazetest.Lost())
	result, err := r.send(t, t.Context(), braze.TrackRequest{Attributes: []braze.Attributes{
		attributes("u1", braze.Custom{"plan": "gold"}),
		attributes("u2", braze.Custom{"visits": braze.Increment(1)}),
	}})
	require.ErrorIs(t, err, braze.ErrAmbiguous)
	assert.Equal(t, braze.Delivered, result.Attributes[0].State)
	assert.Equal(t, braze.Unknown, result.Attributes[1].State, "an increment counts twice")
	profile, _ := r.server.Profile("u2")
	assert.EqualValues(t, 1, profile.Custom["visits"])
}

func senderBlackHole(t *testing.T) {
	start := time.Now()
	_, result, err := cut(t, brazetest.Fault{Delay: time.Hour}, withSurface)
	require.ErrorIs(t, err, braze.ErrAmbiguous)
	assert.Equal(t, braze.Delivered, result.Attributes[0].State)
	assert.Equal(t, braze.Unknown, result.Events[0].State)
	assert.GreaterOrEqual(t, time.Since(start), 90*time.Second, "three attempts of 30 s")
	assert.Less(t, time.Since(start), 2*time.Minute)
}

// senderDrip: a 2xx is in, so nothing is sent again, however long its body.
func senderDrip(pause time.Duration) func(*testing.T) {
	return func(t *testing.T) {
		r := newRig(t, brazetest.Config{}, braze.SenderOptions{}, withSurface)
		r.server.Script(brazetest.Fault{Drip: pause})
		start := time.Now()
		result, err := r.send(t, t.Context(), mixed("u1"))
		require.NoError(t, err)
		assert.Equal(t, 3, result.Count(braze.Delivered))
		assert.LessOrEqual(t, time.Since(start), 31*time.Second)
		assert.EqualValues(t, 1, r.Stats().Requests)
	}
}

func senderRedirect(status int) func(*testing.T) {
	return func(t *testing.T) {
		r := newRig(t, brazetest.Config{}, braze.SenderOptions{})
		r.server.Script(brazetest.Fault{Status: status, Header: http.Header{"Location": {"https://evil.example/"}}})
		result, err := r.send(t, t.Context(), events(100))
		require.ErrorIs(t, err, braze.ErrRedirect)
		assert.NotContains(t, err.Error(), "evil")
		assert.Equal(t, 100, result.Count(braze.NotSent)+result.Count(braze.Delivered))
		assert.GreaterOrEqual(t, result.Count(braze.NotSent), 25)
		for _, request := range r.server.Requests() {
			assert.Equal(t, "/users/track", request.Path)
		}
		_, err = r.send(t, t.Context(), events(1))
		require.ErrorIs(t, err, braze.ErrRedirect, "it stays stopped")
	}
}
