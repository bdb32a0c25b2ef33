package braze

import (
	"context"
	"errors"
	"net/http"
	"sync"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"golang.org/x/time/rate"
)

// fixedWindow is a server's quota in windows that begin at a phase of its own.
type fixedWindow struct {
	quota int
	width time.Duration
	phase time.Duration

	mu      sync.Mutex
	window  int64
	used    int
	refused int
	total   int
}

// take counts one request.
func (w *fixedWindow) take(now time.Time) bool {
	w.mu.Lock()
	defer w.mu.Unlock()
	window := now.Add(-w.phase).UnixNano() / int64(w.width)
	if window != w.window {
		w.window, w.used = window, 0
	}
	w.used++
	w.total++
	if w.used > w.quota {
		w.refused++
		return false
	}
	return true
}

// TestFaultsF28 loads the limiter for a minute against Braze's window of 3,000
// requests in 3 seconds, at every phase.
func TestFaultsF28(t *testing.T) {
	t.Parallel()
	for phase := range 6 {
		synctest.Test(t, func(t *testing.T) {
			server := &fixedWindow{quota: 3000, width: 3 * time.Second, phase: time.Duration(phase) * 500 * time.Millisecond}
			lane := newLane(NewLimiter(3000, 3*time.Second), time.Minute)
			end := time.Now().Add(time.Minute)
			for lane.wait(t.Context()) == nil && time.Now().Before(end) {
				server.take(time.Now())
			}
			assert.Zero(t, server.refused, phase)
			assert.GreaterOrEqual(t, server.total, 57_000, "95 %% of the quota")
		})
	}
}

func TestNewLimiterStaysInsideWindows(t *testing.T) {
	t.Parallel()
	for _, quota := range []int{1, 2, 3, 5, 9, 10, 29, 30, 31, 250, 500} {
		synctest.Test(t, func(t *testing.T) {
			server := &fixedWindow{quota: quota, width: time.Minute}
			limiter := NewLimiter(quota, time.Minute)
			end := time.Now().Add(10 * time.Minute)
			for limiter.Wait(t.Context()) == nil && time.Now().Before(end) {
				server.take(time.Now())
			}
			assert.Zero(t, server.refused, quota)
			assert.Positive(t, server.total, quota)
		})
	}
}

// TestFaultsF27 refuses one of 32 requests in flight: all others wait for the
// same pause, also those that already waited for the limiter, and start again
// at the limiter's pace.
func TestFaultsF27(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		var (
			n      atomic.Int64
			mu     sync.Mutex
			during int
			first  int
			start  = time.Now()
		)
		client := served(t, func(w http.ResponseWriter, r *http.Request) {
			if n.Add(1) == 10 {
				status(429, brazeRetryName, "30")(w, r)
				return
			}
			since := time.Since(start)
			mu.Lock()
			if since > time.Second && since < 30*time.Second {
				during++
			}
			if since >= 30*time.Second && since < 36*time.Second {
				first++
			}
			mu.Unlock()
			status(201)(w, r)
		}, WithLimiter(rate.NewLimiter(10, 10)))
		var calls sync.WaitGroup
		for range 100 {
			calls.Go(func() {
				_, err := track(t.Context(), client, contentOnce)
				assert.NoError(t, err)
			})
		}
		calls.Wait()
		assert.EqualValues(t, 101, n.Load(), "one refusal, one retry")
		assert.Zero(t, during, "nobody slips through the pause")
		assert.LessOrEqual(t, first, 10+6*10, "no storm after it")
	})
}

func TestLane(t *testing.T) {
	t.Parallel()
	t.Run("a pause only grows", func(t *testing.T) {
		t.Parallel()
		synctest.Test(t, func(t *testing.T) {
			lane := newLane(rate.NewLimiter(rate.Inf, 0), time.Minute)
			start := time.Now()
			lane.gate.pause(start.Add(20 * time.Second))
			lane.gate.pause(start.Add(5 * time.Second))
			require.NoError(t, lane.wait(t.Context()))
			assert.Equal(t, 20*time.Second, time.Since(start))
		})
	})
	t.Run("a pause that grows while one waits", func(t *testing.T) {
		t.Parallel()
		synctest.Test(t, func(t *testing.T) {
			lane := newLane(rate.NewLimiter(rate.Inf, 0), time.Minute)
			start := time.Now()
			lane.gate.pause(start.Add(20 * time.Second))
			time.AfterFunc(10*time.Second, func() { lane.gate.pause(start.Add(40 * time.Second)) })
			require.NoError(t, lane.wait(t.Context()))
			assert.Equal(t, 40*time.Second, time.Since(start))
		})
	})
	t.Run("an error of the limiter", func(t *testing.T) {
		t.Parallel()
		broken := errors.New("redis is down")
		client := faultClient(t, nil, WithLimiter(limiterFunc(func(context.Context) error { return broken })))
		_, err := track(t.Context(), client, contentOnce)
		requireFate(t, err, ErrNotSent, classLimiter)
		assert.ErrorIs(t, err, broken)
	})
	t.Run("F29 a far end is not waited for", func(t *testing.T) {
		t.Parallel()
		lane := newLane(rate.NewLimiter(rate.Inf, 0), time.Minute)
		lane.gate.pause(time.Now().Add(time.Hour))
		var far *quotaError
		require.ErrorAs(t, lane.wait(t.Context()), &far)
		assert.InDelta(t, time.Hour, far.left, float64(time.Minute))
		assert.Equal(t, ErrQuota.Error(), far.Error())
	})
	t.Run("every attempt takes a token", func(t *testing.T) {
		t.Parallel()
		synctest.Test(t, func(t *testing.T) {
			var n, tokens atomic.Int64
			client := served(t, replies(&n, status(500), status(500), status(201)),
				WithLimiter(limiterFunc(func(context.Context) error {
					tokens.Add(1)
					return nil
				})))
			_, err := track(t.Context(), client, contentRepeatable)
			require.NoError(t, err)
			assert.EqualValues(t, 3, tokens.Load())
		})
	})
}

type limiterFunc func(context.Context) error

func (f limiterFunc) Wait(ctx context.Context) error { return f(ctx) }

func TestGateSlots(t *testing.T) {
	t.Parallel()
	var g gate
	low := pauseHeaders(limitHeader, "1000", remainingHeader, "9", resetName, "10")
	g.observe(low, noon, time.Minute)
	for i := range 10 {
		delay, ok := g.slot(noon)
		assert.True(t, ok)
		assert.Equal(t, time.Duration(i)*time.Second, delay)
	}
	_, ok := g.slot(noon)
	assert.True(t, ok, "the end of the window")
	delay, ok := g.slot(noon)
	assert.False(t, ok, "queue again in the next")
	assert.Equal(t, 10*time.Second, delay)
	delay, ok = g.slot(noon.Add(10 * time.Second))
	assert.True(t, ok)
	assert.Zero(t, delay)

	var empty gate
	empty.observe(pauseHeaders(limitHeader, "1000", remainingHeader, "0", resetName, "3000"), noon, time.Minute)
	assert.Equal(t, time.Minute, empty.remaining(noon), "the numbers are approximate: no more than a pause")

	var plenty gate
	plenty.observe(pauseHeaders(limitHeader, "1000", remainingHeader, "50", resetName, "10"), noon, time.Minute)
	delay, ok = plenty.slot(noon)
	assert.True(t, ok)
	assert.Zero(t, delay)
}
