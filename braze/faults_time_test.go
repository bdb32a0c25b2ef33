package braze

import (
	"context"
	"io"
	"maps"
	"net"
	"net/http"
	"strconv"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

var surfaceOnly = WithRetry(RetryOptions{OnUnknown: Surface})

// tooSlow checks an answer that begins and does not end.
func tooSlow(t *testing.T, drip func(conn net.Conn)) {
	t.Helper()
	synctest.Test(t, func(t *testing.T) {
		client := scripted(t, func(conn net.Conn) {
			readRequest(conn)
			_, _ = io.WriteString(conn, "HTTP/1.1 201 Created\r\nContent-Length: 1000\r\n\r\n{")
			drip(conn)
		})
		start := time.Now()
		run, err := track(t.Context(), client, contentRepeatable)
		require.NoError(t, err, "a 2xx is delivered")
		assert.Equal(t, 1, run.attempts)
		assert.True(t, run.trackResponse().Opaque)
		assert.Equal(t, 30*time.Second, time.Since(start))
		time.Sleep(time.Minute) // the server notices
	})
}

// replies answers requests in turn, the last one for ever.
func replies(count *atomic.Int64, answers ...http.HandlerFunc) http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) {
		n := int(count.Add(1))
		answers[min(n, len(answers))-1](w, r)
	}
}

func status(code int, headers ...string) http.HandlerFunc {
	return func(w http.ResponseWriter, _ *http.Request) {
		maps.Copy(w.Header(), pauseHeaders(headers...))
		w.WriteHeader(code)
		if code == http.StatusCreated {
			_, _ = io.WriteString(w, `{"message":"success"}`)
		}
	}
}

func timeFaults(t *testing.T) {
	t.Helper()
	t.Run("F11_black_hole", func(t *testing.T) {
		t.Parallel()
		synctest.Test(t, func(t *testing.T) {
			client := scripted(t, readRequestFrom, surfaceOnly)
			start := time.Now()
			_, err := track(t.Context(), client, contentOnce)
			requireFate(t, err, ErrAmbiguous, classTimeout)
			assert.Equal(t, 30*time.Second, time.Since(start))
		})
	})
	t.Run("F12_body_never_ends", func(t *testing.T) {
		t.Parallel()
		tooSlow(t, func(net.Conn) {})
	})
	t.Run("F13_slow_drip", func(t *testing.T) {
		t.Parallel()
		tooSlow(t, func(conn net.Conn) {
			for {
				if _, err := conn.Write([]byte(" ")); err != nil {
					return
				}
				time.Sleep(time.Second)
			}
		})
	})
	t.Run("F25_waits_what_Braze_asks", func(t *testing.T) {
		t.Parallel()
		synctest.Test(t, func(t *testing.T) {
			var n atomic.Int64
			client := served(t, replies(&n, status(429, brazeRetryName, "17"), status(201)))
			start := time.Now()
			run, err := track(t.Context(), client, contentOnce)
			require.NoError(t, err)
			assert.Equal(t, 2, run.attempts)
			assert.GreaterOrEqual(t, time.Since(start), 17*time.Second)
			assert.Less(t, time.Since(start), 19*time.Second)
			assert.Zero(t, run.trackResponse().Repeats, "429 means nothing was processed")
		})
	})
	t.Run("F25_hostile_header", func(t *testing.T) {
		t.Parallel()
		synctest.Test(t, func(t *testing.T) {
			var n atomic.Int64
			client := served(t, replies(&n, status(429, retryAfterName, "9223372036854775807"), status(201)))
			start := time.Now()
			_, err := track(t.Context(), client, contentOnce)
			require.NoError(t, err)
			assert.Equal(t, time.Minute, time.Since(start))
		})
	})
	t.Run("F26_reset_in_the_past_is_no_loop", func(t *testing.T) {
		t.Parallel()
		synctest.Test(t, func(t *testing.T) {
			var n atomic.Int64
			client := served(t, replies(&n, status(429, resetName, "5")))
			start := time.Now()
			_, err := track(t.Context(), client, contentOnce)
			requireFate(t, err, ErrNotSent, classRateLimited)
			require.ErrorIs(t, err, ErrRateLimited)
			assert.GreaterOrEqual(t, time.Since(start), 20*time.Second)
			assert.EqualValues(t, 5, n.Load())
		})
	})
	t.Run("F29_hourly_quota", func(t *testing.T) {
		t.Parallel()
		synctest.Test(t, func(t *testing.T) {
			var n atomic.Int64
			client := served(t, replies(&n, status(429, resetName, "2880"), status(201)))
			start := time.Now()
			_, err := track(t.Context(), client, contentOnce)
			requireFate(t, err, ErrNotSent, classQuota)
			require.ErrorIs(t, err, ErrQuota)
			require.ErrorIs(t, err, ErrRateLimited)
			var limited *RateLimitError
			require.ErrorAs(t, err, &limited)
			assert.Equal(t, 48*time.Minute, limited.RetryAfter)
			_, err = track(t.Context(), client, contentOnce)
			require.ErrorIs(t, err, ErrQuota)
			assert.Zero(t, time.Since(start), "no silent hour")
			assert.EqualValues(t, 1, n.Load(), "and no request while it lasts")
			time.Sleep(48 * time.Minute)
			_, err = track(t.Context(), client, contentOnce)
			require.NoError(t, err)
		})
	})
	t.Run("F30_500_three_times", func(t *testing.T) {
		t.Parallel()
		synctest.Test(t, func(t *testing.T) {
			var n atomic.Int64
			client := served(t, replies(&n, status(500), status(500), status(500), status(201)))
			start := time.Now()
			run, err := track(t.Context(), client, contentRepeatable)
			require.NoError(t, err)
			assert.Equal(t, 4, run.attempts)
			assert.Equal(t, 3, run.trackResponse().Repeats)
			assert.Positive(t, time.Since(start))
			assert.LessOrEqual(t, time.Since(start), 7*time.Second)
		})
	})
	t.Run("F38_deadline_before_the_next_attempt", func(t *testing.T) {
		t.Parallel()
		synctest.Test(t, func(t *testing.T) {
			var n atomic.Int64
			client := served(t, replies(&n, status(503, retryAfterName, "20")))
			ctx, cancel := context.WithTimeout(t.Context(), 5*time.Second)
			defer cancel()
			start := time.Now()
			_, err := track(ctx, client, contentRepeatable)
			requireFate(t, err, ErrAmbiguous, classServer)
			require.ErrorIs(t, err, ErrServer, "the reason of the wait is not lost")
			require.ErrorIs(t, err, context.DeadlineExceeded)
			assert.Zero(t, time.Since(start))
		})
	})
	t.Run("slows_down_when_the_quota_is_low", func(t *testing.T) {
		t.Parallel()
		synctest.Test(t, func(t *testing.T) {
			var n atomic.Int64
			low := func(w http.ResponseWriter, r *http.Request) {
				left := strconv.FormatInt(max(0, 10-n.Load()), 10)
				status(201, limitHeader, "1000", remainingHeader, left, resetName, "55")(w, r)
			}
			client := served(t, replies(&n, low))
			start := time.Now()
			for range 4 {
				_, err := track(t.Context(), client, contentOnce)
				require.NoError(t, err)
			}
			assert.Greater(t, time.Since(start), 10*time.Second)
			assert.Less(t, time.Since(start), 30*time.Second)
		})
	})
}

func readRequestFrom(conn net.Conn) { readRequest(conn) }
