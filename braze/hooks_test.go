package braze_test

import (
	"context"
	"net/http"
	"sync"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/mpbraze/mpbraze/braze"
)

// recorder keeps everything the client tells.
type recorder struct {
	mu       sync.Mutex
	attempts []braze.AttemptInfo
	retries  []braze.RetryInfo
	pauses   []braze.PauseInfo
	waits    []braze.LimiterWait
}

func (r *recorder) OnAttempt(_ context.Context, a braze.AttemptInfo) {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.attempts = append(r.attempts, a)
}

func (r *recorder) OnRetry(_ context.Context, i braze.RetryInfo) {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.retries = append(r.retries, i)
}

func (r *recorder) OnPause(_ context.Context, p braze.PauseInfo) {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.pauses = append(r.pauses, p)
}

func (r *recorder) OnLimiterWait(_ context.Context, w braze.LimiterWait) {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.waits = append(r.waits, w)
}

// grumpy panics wherever it can.
type grumpy struct{}

func (grumpy) OnAttempt(context.Context, braze.AttemptInfo)     { panic("attempt") }
func (grumpy) OnRetry(context.Context, braze.RetryInfo)         { panic("retry") }
func (grumpy) OnPause(context.Context, braze.PauseInfo)         { panic("pause") }
func (grumpy) OnLimiterWait(context.Context, braze.LimiterWait) { panic("wait") }

// onlyRetries has one of the methods.
type onlyRetries struct{ n int }

func (o *onlyRetries) OnRetry(context.Context, braze.RetryInfo) { o.n++ }

func TestHooks(t *testing.T) {
	t.Parallel()
	record, retries := &recorder{}, &onlyRetries{}
	// The one that panics comes first: the others hear everything all the same.
	client, _ := mocked(t, answers(503, "").Then(answers(429, "")).Then(answers(201, success)),
		braze.WithHooks(grumpy{}, record), braze.WithHooks(retries))
	_, err := client.Track(t.Context(), withEvent)
	require.NoError(t, err, "F48: a panic in a hook changes nothing")
	require.Len(t, record.attempts, 3)
	for i, want := range []braze.AttemptInfo{
		{Endpoint: "users/track", Number: 1, Status: 503, Class: "server", Fate: "unknown"},
		{Endpoint: "users/track", Number: 2, Status: http.StatusTooManyRequests, Class: "rate_limited", Fate: "not_sent", Repeat: true},
		{Endpoint: "users/track", Number: 3, Status: 201, Class: "accepted", Fate: "delivered", Repeat: true},
	} {
		got := record.attempts[i]
		got.Took = 0
		assert.Equal(t, want, got)
	}
	require.Len(t, record.retries, 2)
	assert.Equal(t, "server", record.retries[0].Class)
	assert.Positive(t, record.retries[0].Delay)
	require.Len(t, record.pauses, 1)
	assert.Positive(t, record.pauses[0].For)
	assert.Equal(t, 2, retries.n)
}

func TestHookLimiterWait(t *testing.T) {
	t.Parallel()
	record := &recorder{}
	client, _ := mocked(t, answers(201, success), braze.WithHooks(grumpy{}, record),
		braze.WithLimiter(braze.NewLimiter(100, 1e9)))
	for range 5 {
		_, err := client.Track(t.Context(), plain)
		require.NoError(t, err)
	}
	assert.NotEmpty(t, record.waits)
	assert.Empty(t, record.retries)
}
