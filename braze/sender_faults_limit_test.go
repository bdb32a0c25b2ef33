package braze_test

import (
	"context"
	"net/http"
	"strconv"
	"sync/atomic"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/mpbraze/mpbraze/braze"
	"github.com/mpbraze/mpbraze/braze/brazetest"
)

var senderLimitFaults = map[string]func(*testing.T){
	"F25_seconds":               senderPaused("X-Ratelimit-Retry-After", "17", 17*time.Second),
	"F25_retry_after_seconds":   senderPaused("Retry-After", "17", 17*time.Second),
	"F25_date":                  senderPaused("Retry-After", "Sat, 01 Jan 2000 00:00:20 GMT", 20*time.Second),
	"F25_date_of_RFC_850":       senderPaused("Retry-After", "Saturday, 01-Jan-00 00:00:20 GMT", 20*time.Second),
	"F25_fraction":              senderPaused("Retry-After", "2.5", 2500*time.Millisecond),
	"F25_negative":              senderPaused("Retry-After", "-5", time.Second),
	"F25_beyond_int64":          senderPaused("Retry-After", "9223372036854775807", time.Minute),
	"F25_ten_billion":           senderPaused("X-Ratelimit-Retry-After", "10000000000", time.Minute),
	"F26_reset_epoch":           senderPaused("X-RateLimit-Reset", "946684812", 12*time.Second),
	"F26_reset_seconds_left":    senderPaused("X-RateLimit-Reset", "3", 3*time.Second),
	"F26_reset_in_the_past":     senderPaused("X-RateLimit-Reset", "946684000", time.Second),
	"F26_reset_in_2999":         senderPaused("X-RateLimit-Reset", "32472144000", time.Minute),
	"F26_reset_in_milliseconds": senderPaused("X-RateLimit-Reset", "946684812000", 12*time.Second),
	"F26_missing":               senderPaused("X-Other", "1", time.Second),
	"F27_429_with_32_in_flight": senderPausedTogether,
	"F29_hourly_quota":          senderHourly,
	"F30_P6_500_three_times":    senderBackOff,
	"F38_deadline_first":        senderDeadline,

	"P5_each_attempt_takes_a_token": senderTokens,
}

// senderPaused: a header of a 429 means this wait, and at most a tenth more.
func senderPaused(name, value string, want time.Duration) func(*testing.T) {
	return func(t *testing.T) {
		r := newRig(t, brazetest.Config{}, braze.SenderOptions{Linger: -1})
		r.server.Script(brazetest.Fault{Status: http.StatusTooManyRequests, Header: http.Header{name: {value}}})
		start := time.Now()
		result, err := r.send(t, t.Context(), mixed("u1"))
		require.NoError(t, err)
		assert.Equal(t, 3, result.Count(braze.Delivered))
		waited := time.Since(start)
		assert.GreaterOrEqual(t, waited, want-time.Millisecond)
		assert.LessOrEqual(t, waited, want*11/10+time.Millisecond)
		assert.Zero(t, r.Stats().AmbiguousResends)
	}
}

func senderPausedTogether(t *testing.T) {
	r := newRig(t, brazetest.Config{}, braze.SenderOptions{Concurrency: 32, Caps: braze.Caps{Total: 1}},
		braze.WithLimiter(braze.NewLimiter(10, time.Second)))
	for range 32 {
		fault := brazetest.RateLimited(20 * time.Second)
		fault.Delay = 5 * time.Second
		r.server.Script(fault)
	}
	_, err := r.send(t, t.Context(), events(64))
	require.NoError(t, err)
	requests := r.server.Requests()
	require.Len(t, requests, 32+64)
	perSecond := map[time.Duration]int{}
	for _, request := range requests[32:] {
		since := request.Time.Sub(requests[0].Time)
		assert.GreaterOrEqual(t, since, 25*time.Second, "one pause for all")
		perSecond[since/time.Second]++
	}
	for second, n := range perSecond {
		assert.LessOrEqual(t, n, 11, "second %d", second)
	}
}

func senderHourly(t *testing.T) {
	r := newRig(t, brazetest.Config{HourlyLimit: 3, MAUHeaders: true}, braze.SenderOptions{})
	time.Sleep(12 * time.Minute)
	for range 3 {
		_, err := r.send(t, t.Context(), events(1))
		require.NoError(t, err)
		time.Sleep(6 * time.Second)
	}
	start := time.Now()
	result, err := r.send(t, t.Context(), events(10))
	require.ErrorIs(t, err, braze.ErrQuota)
	assert.Equal(t, 10, result.Count(braze.NotSent))
	var limited *braze.RateLimitError
	require.ErrorAs(t, err, &limited)
	assert.InDelta(t, 47, limited.RetryAfter.Minutes(), 1)
	assert.LessOrEqual(t, time.Since(start), time.Minute, "no silent hour")
	requests := r.Stats().Requests
	_, err = r.send(t, t.Context(), events(10))
	require.ErrorIs(t, err, braze.ErrQuota)
	assert.Equal(t, requests, r.Stats().Requests, "and no request while it lasts")
	time.Sleep(49 * time.Minute)
	_, err = r.send(t, t.Context(), events(10))
	require.NoError(t, err)
}

func senderBackOff(t *testing.T) {
	r := newRig(t, brazetest.Config{}, braze.SenderOptions{})
	r.server.Script(brazetest.Status(500), brazetest.Status(500), brazetest.Status(500))
	start := time.Now()
	_, err := r.send(t, t.Context(), mixed("u1"))
	require.NoError(t, err)
	assert.Greater(t, time.Since(start), 50*time.Millisecond)
	assert.LessOrEqual(t, time.Since(start), 50*time.Millisecond+(1+2+4)*time.Second)
	assert.EqualValues(t, 3, r.Stats().Retries)
	assert.EqualValues(t, 4, r.Stats().Requests)
}

func senderDeadline(t *testing.T) {
	for _, status := range []int{429, 503} {
		r := newRig(t, brazetest.Config{}, braze.SenderOptions{})
		header := http.Header{"Retry-After": {strconv.Itoa(50)}}
		r.server.Script(brazetest.Fault{Status: status, Header: header})
		ctx, cancel := context.WithTimeout(t.Context(), 5*time.Second)
		start := time.Now()
		_, err := r.send(t, ctx, mixed("u1"))
		cancel()
		require.Error(t, err)
		assert.Equal(t, 5*time.Second, time.Since(start))
		assert.EqualValues(t, 1, r.Stats().Requests)
	}
}

// tokens is a limiter that counts.
type tokens struct{ taken atomic.Int64 }

func (l *tokens) Wait(ctx context.Context) error {
	l.taken.Add(1)
	return ctx.Err()
}

func senderTokens(t *testing.T) {
	limiter := &tokens{}
	r := newRig(t, brazetest.Config{}, braze.SenderOptions{}, braze.WithLimiter(limiter))
	r.server.Script(brazetest.Status(503), brazetest.RateLimited(time.Second), brazetest.Fault{Cut: brazetest.CutDial})
	_, err := r.send(t, t.Context(), mixed("u1"))
	require.NoError(t, err)
	assert.EqualValues(t, 4, r.Stats().Requests)
	assert.EqualValues(t, 4, limiter.taken.Load())
}
