package braze

import (
	"bytes"
	"context"
	"errors"
	"io"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"sync"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"

	"github.com/jarcoal/httpmock"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// TestRetryableHTTPTraps has a row for each default of go-retryablehttp that
// would lose or double data, leak, or mislead.
func TestRetryableHTTPTraps(t *testing.T) {
	t.Parallel()
	traps(t)
}

// attemptsFor counts the attempts at a server that always answers this.
func attemptsFor(t *testing.T, code int, kind content, opts ...Option) (int, error) {
	t.Helper()
	client := answering(t, status(code), opts...)
	run, err := track(t.Context(), client, kind)
	return run.attempts, err
}

func traps(t *testing.T) {
	t.Helper()
	t.Run("01_addresses_are_not_logged", func(t *testing.T) {
		t.Parallel()
		var log bytes.Buffer
		logger := slog.New(slog.NewTextHandler(&log, &slog.HandlerOptions{Level: slog.LevelDebug}))
		_, err := attemptsFor(t, 503, contentRepeatable, WithLogger(logger))
		require.Error(t, err)
		assert.NotEmpty(t, log.String())
		assert.NotContains(t, log.String(), "127.0.0.1")
		assert.NotContains(t, log.String(), "http://")
	})
	t.Run("02_a_bad_logger_is_found_at_construction", func(t *testing.T) {
		t.Parallel()
		var missing *slog.Logger
		_, err := New(US01, testKey, WithLogger(missing))
		require.ErrorIs(t, err, ErrInvalidOption)
	})
	t.Run("03_post_is_not_retried_blindly", func(t *testing.T) {
		t.Parallel()
		for _, code := range []int{500, 502, 503, 504} {
			attempts, err := attemptsFor(t, code, contentOnce, surface)
			require.ErrorIs(t, err, ErrAmbiguous)
			assert.Equal(t, 1, attempts, code)
		}
	})
	t.Run("04_statuses_have_a_table_of_ours", func(t *testing.T) {
		t.Parallel()
		for code, want := range map[int]int{408: 5, 409: 1, 425: 1, 501: 1, 999: 5} {
			attempts, err := attemptsFor(t, code, contentRepeatable)
			require.Error(t, err)
			assert.Equal(t, want, attempts, code)
		}
	})
	t.Run("05_retry_after_is_bounded", func(t *testing.T) {
		t.Parallel()
		synctest.Test(t, func(t *testing.T) {
			var n atomic.Int64
			client := served(t, replies(&n, status(503, retryAfterName, "3600"), status(201)))
			start := time.Now()
			_, err := track(t.Context(), client, contentRepeatable)
			require.NoError(t, err)
			assert.Equal(t, time.Minute, time.Since(start))
		})
	})
	t.Run("06_an_overflow_is_no_instant_retry", func(t *testing.T) {
		t.Parallel()
		synctest.Test(t, func(t *testing.T) {
			for _, hostile := range []string{"9223372036854775807", "18446744074", "10000000000"} {
				var n atomic.Int64
				client := served(t, replies(&n, status(429, retryAfterName, hostile), status(201)))
				start := time.Now()
				_, err := track(t.Context(), client, contentOnce)
				require.NoError(t, err)
				assert.Equal(t, time.Minute, time.Since(start), hostile)
			}
		})
	})
	t.Run("07_the_headers_of_Braze_are_read", func(t *testing.T) {
		t.Parallel()
		synctest.Test(t, func(t *testing.T) {
			for _, name := range []string{brazeRetryName, resetName, retryAfterName} {
				var n atomic.Int64
				client := served(t, replies(&n, status(429, name, "40"), status(201)))
				start := time.Now()
				_, err := track(t.Context(), client, contentOnce)
				require.NoError(t, err)
				assert.GreaterOrEqual(t, time.Since(start), 40*time.Second, name)
				assert.LessOrEqual(t, time.Since(start), 44*time.Second, name)
			}
		})
	})
	t.Run("08_delays_have_jitter", func(t *testing.T) {
		t.Parallel()
		options := defaultRetry()
		assert.Equal(t, time.Second, options.backoff(1, 0))
		assert.Equal(t, 250*time.Millisecond, options.backoff(1, 0.75))
		assert.Equal(t, 15*time.Second, options.backoff(9, 0.5))
	})
	t.Run("09_giving_up_keeps_the_answer", func(t *testing.T) {
		t.Parallel()
		client := answering(t, func(w http.ResponseWriter, _ *http.Request) {
			w.Header().Set(retryAfterName, "0.001")
			w.WriteHeader(503)
			_, _ = io.WriteString(w, `{"message":"maintenance"}`)
		})
		_, err := track(t.Context(), client, contentRepeatable)
		failed := requireFate(t, err, ErrAmbiguous, classServer)
		assert.Equal(t, 503, failed.Status)
		assert.Equal(t, 5, failed.Attempts)
		assert.Equal(t, "maintenance", failed.Message)
		assert.Equal(t, time.Millisecond, failed.RetryAfter)
	})
	t.Run("10_a_5xx_is_an_error", func(t *testing.T) {
		t.Parallel()
		_, err := attemptsFor(t, 500, contentRepeatable)
		require.ErrorIs(t, err, ErrServer)
	})
	t.Run("11_a_deadline_in_the_wait_keeps_the_reason", func(t *testing.T) {
		t.Parallel()
		synctest.Test(t, func(t *testing.T) {
			var n atomic.Int64
			client := served(t, replies(&n, status(429, brazeRetryName, "20")))
			ctx, cancel := context.WithCancel(t.Context())
			time.AfterFunc(time.Second, cancel)
			_, err := track(ctx, client, contentOnce)
			require.ErrorIs(t, err, ErrRateLimited)
			require.ErrorIs(t, err, context.Canceled)
		})
	})
	t.Run("12_giving_up_closes_no_connections", func(t *testing.T) {
		t.Parallel()
		client, dials := pooled(t, 5)
		together(t, client, 5)
		require.EqualValues(t, 5, dials.Load())
		_, err := client.do(t.Context(), &client.delete, nil, contentRepeatable, Counts{})
		require.ErrorIs(t, err, ErrServer)
		together(t, client, 5)
		assert.EqualValues(t, 5, dials.Load())
	})
	t.Run("13_the_pool_fits_the_concurrency", func(t *testing.T) {
		t.Parallel()
		client, dials := pooled(t, 20)
		for range 3 {
			together(t, client, 20)
		}
		assert.EqualValues(t, 20, dials.Load())
	})
	t.Run("14_the_body_is_read_inside_the_attempt", func(t *testing.T) {
		t.Parallel()
		client := rawAnswer(t, "HTTP/1.1 503 Busy\r\nContent-Length: 50\r\n\r\n{\"mess")
		run, err := track(t.Context(), client, contentOnce)
		requireFate(t, err, ErrAmbiguous, classServer)
		assert.Equal(t, 1, run.attempts, "the status decides, cut or not")
	})
	t.Run("15_a_failure_between_attempts_is_an_error", func(t *testing.T) {
		t.Parallel()
		broken := errors.New("redis is down")
		var waits atomic.Int64
		limiter := limiterFunc(func(context.Context) error {
			if waits.Add(1) > 1 {
				return broken
			}
			return nil
		})
		attempts, err := attemptsFor(t, 503, contentRepeatable, WithLimiter(limiter))
		requireFate(t, err, ErrAmbiguous, classLimiter)
		require.ErrorIs(t, err, broken)
		assert.Equal(t, 1, attempts)
	})
	t.Run("16_every_attempt_has_the_whole_body", func(t *testing.T) {
		t.Parallel()
		var bodies atomic.Int64
		client := answering(t, func(w http.ResponseWriter, r *http.Request) {
			body, _ := io.ReadAll(r.Body)
			bodies.Add(int64(len(body)))
			w.WriteHeader(503)
		})
		run, err := track(t.Context(), client, contentRepeatable)
		require.Error(t, err)
		assert.EqualValues(t, 5*len(run.body), bodies.Load())
	})
	t.Run("17_calls_share_no_request", func(t *testing.T) {
		t.Parallel()
		client := answering(t, status(201))
		together(t, client, 10)
	})
	t.Run("18_attempts_and_calls_have_their_own_time", func(t *testing.T) {
		t.Parallel()
		synctest.Test(t, func(t *testing.T) {
			client := scripted(t, readRequestFrom, WithTimeouts(Timeouts{Attempt: 10 * time.Second}))
			ctx, cancel := context.WithTimeout(t.Context(), 15*time.Second)
			defer cancel()
			start := time.Now()
			run, err := track(ctx, client, contentRepeatable)
			require.ErrorIs(t, err, ErrAmbiguous)
			require.ErrorIs(t, err, context.DeadlineExceeded)
			assert.Equal(t, 2, run.attempts)
			assert.Equal(t, 15*time.Second, time.Since(start))
		})
	})
	t.Run("19_a_mock_without_an_answer_is_final", func(t *testing.T) {
		t.Parallel()
		mock := httpmock.NewMockTransport()
		client, err := New(US01, testKey, WithTransport(mock))
		require.NoError(t, err)
		run, err := track(t.Context(), client, contentRepeatable)
		require.ErrorIs(t, err, httpmock.NoResponderFound)
		assert.Equal(t, 1, run.attempts)
	})
}

// pooled returns a client of a server that counts its connections. It answers
// /users/track when that many requests have arrived, and 503 to all else.
func pooled(t *testing.T, size int) (*Client, *atomic.Int64) {
	t.Helper()
	var (
		mu      sync.Mutex
		arrived int
		release = make(chan struct{})
	)
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if r.URL.Path != "/"+pathTrack {
			status(503)(w, r)
			return
		}
		mu.Lock()
		wait := release
		if arrived++; arrived == size {
			close(release)
			arrived, release = 0, make(chan struct{})
		}
		mu.Unlock()
		<-wait
		status(201)(w, r)
	}))
	t.Cleanup(server.Close)
	dial, dials := counter(newDial(time.Second, reachLoopback))
	return faultClient(t, dial, WithEndpoint(server.URL), fastRetry), dials
}

// together makes calls at the same time.
func together(t *testing.T, client *Client, calls int) {
	t.Helper()
	var group sync.WaitGroup
	for range calls {
		group.Go(func() {
			_, err := track(t.Context(), client, contentOnce)
			assert.NoError(t, err)
		})
	}
	group.Wait()
}
