package otelbraze_test

import (
	"fmt"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"go.opentelemetry.io/otel/attribute"
	"go.opentelemetry.io/otel/codes"
	"go.opentelemetry.io/otel/trace"

	"github.com/mpbraze/mpbraze/braze"
	"github.com/mpbraze/mpbraze/braze/brazetest"
	"github.com/mpbraze/mpbraze/braze/otelbraze"
)

// track makes one call of a client in a bubble, where every time is exact.
func track(t *testing.T, c *telemetry, faults ...brazetest.Fault) error {
	t.Helper()
	fake := brazetest.New(brazetest.Config{})
	fake.Script(faults...)
	client := fake.Client(t, c.hooks(t), braze.WithRetry(braze.RetryOptions{MaxAttempts: 3}))
	_, err := client.Track(t.Context(), visit())
	return err
}

func TestAttemptsAreCounted(t *testing.T) {
	t.Parallel()
	const took = 250 * time.Millisecond
	slow := func(f brazetest.Fault) brazetest.Fault { f.Delay = took; return f }
	for name, row := range map[string]struct {
		faults []brazetest.Fault
		want   map[string]float64
	}{
		"delivered": {
			[]brazetest.Fault{slow(brazetest.OK())},
			map[string]float64{
				"braze.client.attempts{class=accepted,endpoint=users/track,fate=delivered,status_class=2xx}": 1,
				"braze.client.attempt.duration{endpoint=users/track,fate=delivered,status_class=2xx}":        0.25,
			},
		},
		"refused": {
			[]brazetest.Fault{slow(brazetest.Status(401))},
			map[string]float64{
				"braze.client.attempts{class=auth,endpoint=users/track,fate=not_sent,status_class=4xx}": 1,
				"braze.client.attempt.duration{endpoint=users/track,fate=not_sent,status_class=4xx}":    0.25,
			},
		},
		"no answer twice": {
			[]brazetest.Fault{{Cut: brazetest.CutDial}, brazetest.Lost(), slow(brazetest.OK())},
			map[string]float64{
				"braze.client.attempts{class=dial,endpoint=users/track,fate=not_sent,status_class=none}":     1,
				"braze.client.attempts{class=ambiguous,endpoint=users/track,fate=unknown,status_class=none}": 1,
				"braze.client.attempts{class=accepted,endpoint=users/track,fate=delivered,status_class=2xx}": 1,
				"braze.client.attempt.duration{endpoint=users/track,fate=not_sent,status_class=none}":        0,
				"braze.client.attempt.duration{endpoint=users/track,fate=unknown,status_class=none}":         0,
				"braze.client.attempt.duration{endpoint=users/track,fate=delivered,status_class=2xx}":        0.25,
				"braze.client.retries{class=dial,endpoint=users/track}":                                      1,
				"braze.client.retries{class=ambiguous,endpoint=users/track}":                                 1,
				"braze.client.repeats{endpoint=users/track}":                                                 1,
			},
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			synctest.Test(t, func(t *testing.T) {
				c := collect(t)
				_ = track(t, c, row.faults...)
				got := c.values(t)
				delay := "braze.client.retry.delay{endpoint=users/track}"
				assert.Equal(t, len(row.faults) > 1, got[delay] > 0)
				delete(got, delay)
				assert.Equal(t, row.want, got)
			})
		})
	}
}

func TestPausesAreMeasured(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		c := collect(t)
		start := time.Now()
		require.NoError(t, track(t, c, brazetest.RateLimited(7*time.Second)))
		waited := time.Since(start).Seconds()
		got := c.values(t)
		pause := got["braze.client.pause.duration{endpoint=users/track}"]
		assert.InDelta(t, 7, pause, 0.7, "with jitter")
		assert.InDelta(t, waited, got["braze.client.retry.delay{endpoint=users/track}"], 0.001)
		assert.Contains(t, got, "braze.client.attempts{class=rate_limited,endpoint=users/track,fate=not_sent,status_class=4xx}")
	})
}

func TestLimiterWaitIsMeasured(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		c := collect(t)
		client := brazetest.New(brazetest.Config{}).Client(t, c.hooks(t), braze.WithLimiter(braze.NewLimiter(1, time.Minute)))
		start := time.Now()
		for range 2 {
			_, err := client.Track(t.Context(), visit())
			require.NoError(t, err)
		}
		waited := time.Since(start).Seconds()
		assert.Greater(t, waited, 59.0)
		assert.InDelta(t, waited, c.values(t)["braze.client.limiter.wait{endpoint=users/track}"], 0.001)
	})
}

func TestSpans(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		c := collect(t)
		fake := brazetest.New(brazetest.Config{})
		fake.Script(brazetest.Fault{Status: 503, Delay: 2 * time.Second}, brazetest.Fault{Delay: time.Second})
		client := fake.Client(t, c.hooks(t))
		ctx, parent := c.tracer.Tracer("caller").Start(t.Context(), "forward")
		start := time.Now()
		_, err := client.Track(ctx, visit())
		require.NoError(t, err)
		parent.End()

		spans := c.spans.GetSpans()
		require.Len(t, spans, 3)
		first, second := spans[0], spans[1]
		for _, s := range spans[:2] {
			assert.Equal(t, "braze users/track", s.Name)
			assert.Equal(t, trace.SpanKindClient, s.SpanKind)
			assert.Equal(t, parent.SpanContext().SpanID(), s.Parent.SpanID())
		}
		assert.Equal(t, start, first.StartTime)
		assert.Equal(t, start.Add(2*time.Second), first.EndTime)
		assert.Equal(t, codes.Error, first.Status.Code)
		assert.Equal(t, "server", first.Status.Description)
		assert.ElementsMatch(t, []attribute.KeyValue{
			attribute.String("braze.endpoint", "users/track"),
			attribute.String("braze.class", "server"),
			attribute.String("braze.fate", "unknown"),
			attribute.Int("braze.attempt", 1),
			attribute.Bool("braze.repeat", false),
			attribute.Int("http.response.status_code", 503),
			attribute.String("error.type", "server"),
		}, first.Attributes)

		assert.Equal(t, time.Second, second.EndTime.Sub(second.StartTime), "without the wait before it")
		assert.Equal(t, codes.Unset, second.Status.Code)
		assert.Contains(t, second.Attributes, attribute.Int("braze.attempt", 2))
		assert.Contains(t, second.Attributes, attribute.Bool("braze.repeat", true))
		for _, s := range spans {
			assert.NotContains(t, fmt.Sprintf("%+v", s), private)
		}
	})
}

func TestNoProviders(t *testing.T) {
	t.Parallel()
	hooks, err := otelbraze.New(otelbraze.Options{})
	require.NoError(t, err)
	client := brazetest.New(brazetest.Config{}).Client(t, braze.WithHooks(hooks))
	_, err = client.Track(t.Context(), visit())
	assert.NoError(t, err)
}

func TestManyGoroutinesShareHooks(t *testing.T) {
	t.Parallel()
	c := collect(t)
	client := brazetest.New(brazetest.Config{}).Client(t, c.hooks(t))
	var wg sync.WaitGroup
	for range 50 {
		wg.Go(func() {
			_, err := client.Track(t.Context(), visit())
			assert.NoError(t, err)
		})
	}
	wg.Wait()
	assert.InDelta(t, 50, c.values(t)["braze.client.attempts{class=accepted,endpoint=users/track,fate=delivered,status_class=2xx}"], 0)
	assert.Len(t, c.spans.GetSpans(), 50)
}
