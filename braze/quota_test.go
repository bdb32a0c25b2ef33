package braze

import (
	"errors"
	"net/http"
	"sync"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

func TestRetryQuota(t *testing.T) {
	t.Parallel()
	q := newRetryQuota(2)
	for range 2 {
		wait, ok := q.take(noon, time.Minute)
		assert.True(t, ok)
		assert.Zero(t, wait)
	}
	for i := 1; i <= int(time.Minute/probeEvery); i++ {
		wait, ok := q.take(noon, time.Minute)
		assert.True(t, ok)
		assert.Equal(t, time.Duration(i)*probeEvery, wait, "one probe after the other")
	}
	_, ok := q.take(noon, time.Minute)
	assert.False(t, ok, "longer than the limit")
	_, ok = q.take(noon, time.Minute)
	assert.False(t, ok, "and nothing was taken")
	for range 11 {
		q.delivered()
	}
	wait, ok := q.take(noon, time.Minute)
	assert.True(t, ok)
	assert.Zero(t, wait, "success refills it")
	for range 1000 {
		q.delivered()
	}
	assert.InDelta(t, 2, q.tokens, 0, "up to its size")
}

// TestPromiseP16 holds an outage of half an hour under a steady load: the
// retries stay in bounds, there is no loop, and the end is noticed.
func TestPromiseP16(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		var (
			requests, own atomic.Int64
			start         = time.Now()
			outage        = 30 * time.Minute
		)
		client := served(t, func(w http.ResponseWriter, r *http.Request) {
			requests.Add(1)
			if time.Since(start) < outage {
				status(503)(w, r)
				return
			}
			status(201)(w, r)
		})
		calls := int64(0)
		var group sync.WaitGroup
		for time.Since(start) < outage {
			calls++
			group.Go(func() {
				run, err := track(t.Context(), client, contentRepeatable)
				assert.LessOrEqual(t, run.attempts, 5)
				if run.stopped == nil {
					return
				}
				own.Add(1)
				for _, want := range []error{ErrRetryQuota, ErrServer} {
					if !errors.Is(err, want) {
						t.Errorf("%v is not %v", err, want)
					}
				}
				assert.Contains(t, err.Error(), "of this client")
			})
			time.Sleep(time.Second)
		}
		group.Wait()
		probes := int64(outage/probeEvery) + 6
		assert.LessOrEqual(t, requests.Load(), calls+calls/10+50+probes)
		assert.Positive(t, own.Load())
		healed := time.Now()
		_, err := track(t.Context(), client, contentRepeatable)
		require.NoError(t, err)
		assert.Zero(t, time.Since(healed), "first attempts never wait for the quota")
	})
}
