package braze

import (
	"context"
	"io"
	"net"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// cancelled runs a call and cancels it after three seconds of the bubble.
func cancelled(t *testing.T, client *Client) (*call, error) {
	t.Helper()
	ctx, cancel := context.WithCancel(t.Context())
	defer cancel()
	time.AfterFunc(3*time.Second, cancel)
	start := time.Now()
	run, err := track(ctx, client, contentOnce)
	assert.Equal(t, 3*time.Second, time.Since(start), "the call ends with its context")
	return run, err
}

// never is a limiter that lets nothing go.
type never struct{}

func (never) Wait(ctx context.Context) error {
	<-ctx.Done()
	return ctx.Err()
}

func cancelFaults(t *testing.T) {
	t.Helper()
	t.Run("F37_before_the_limiter", func(t *testing.T) {
		t.Parallel()
		synctest.Test(t, func(t *testing.T) {
			ctx, cancel := context.WithCancel(t.Context())
			cancel()
			client := scripted(t, readRequestFrom)
			run, err := track(ctx, client, contentOnce)
			requireFate(t, err, ErrNotSent, classCancelled)
			require.ErrorIs(t, err, context.Canceled)
			assert.Zero(t, run.attempts)
		})
	})
	t.Run("F37_in_the_limiter", func(t *testing.T) {
		t.Parallel()
		synctest.Test(t, func(t *testing.T) {
			run, err := cancelled(t, scripted(t, readRequestFrom, WithLimiter(never{})))
			requireFate(t, err, ErrNotSent, classCancelled)
			assert.Zero(t, run.attempts)
		})
	})
	t.Run("F37_in_a_pause", func(t *testing.T) {
		t.Parallel()
		synctest.Test(t, func(t *testing.T) {
			client := scripted(t, readRequestFrom)
			client.track.lane.gate.pause(time.Now().Add(time.Minute))
			_, err := cancelled(t, client)
			requireFate(t, err, ErrNotSent, classCancelled)
		})
	})
	t.Run("F37_in_back_off", func(t *testing.T) {
		t.Parallel()
		synctest.Test(t, func(t *testing.T) {
			var n atomic.Int64
			run, err := cancelled(t, served(t, replies(&n, status(429, brazeRetryName, "20"))))
			requireFate(t, err, ErrNotSent, classRateLimited)
			require.ErrorIs(t, err, context.Canceled)
			require.ErrorIs(t, err, ErrRateLimited, "the reason of the wait is not lost")
			assert.Equal(t, 1, run.attempts)
		})
	})
	t.Run("F37_in_back_off_after_a_server_error", func(t *testing.T) {
		t.Parallel()
		synctest.Test(t, func(t *testing.T) {
			var n atomic.Int64
			_, err := cancelled(t, served(t, replies(&n, status(503, retryAfterName, "20"))))
			requireFate(t, err, ErrAmbiguous, classServer)
			require.ErrorIs(t, err, context.Canceled)
		})
	})
	t.Run("F37_in_dial", func(t *testing.T) {
		t.Parallel()
		synctest.Test(t, func(t *testing.T) {
			client := faultClient(t, func(ctx context.Context, _, _ string) (net.Conn, error) {
				<-ctx.Done()
				return nil, ctx.Err()
			})
			_, err := cancelled(t, client)
			requireFate(t, err, ErrNotSent, classCancelled)
		})
	})
	t.Run("F37_while_writing", func(t *testing.T) {
		t.Parallel()
		synctest.Test(t, func(t *testing.T) {
			// A few bytes are taken and no more.
			_, err := cancelled(t, scripted(t, func(conn net.Conn) { _, _ = io.ReadFull(conn, make([]byte, 20)) }))
			requireFate(t, err, ErrAmbiguous, classCancelledSent)
			require.ErrorIs(t, err, context.Canceled)
		})
	})
	t.Run("F37_awaiting_headers", func(t *testing.T) {
		t.Parallel()
		synctest.Test(t, func(t *testing.T) {
			_, err := cancelled(t, scripted(t, readRequestFrom))
			requireFate(t, err, ErrAmbiguous, classCancelledSent)
			require.ErrorIs(t, err, context.Canceled)
		})
	})
	t.Run("F37_reading_the_body", func(t *testing.T) {
		t.Parallel()
		synctest.Test(t, func(t *testing.T) {
			run, err := cancelled(t, scripted(t, func(conn net.Conn) {
				readRequest(conn)
				_, _ = io.WriteString(conn, created[:len(created)-5])
			}))
			require.NoError(t, err, "the status had come")
			assert.True(t, run.trackResponse().Opaque)
		})
	})
	t.Run("deadline_in_the_limiter", func(t *testing.T) {
		t.Parallel()
		synctest.Test(t, func(t *testing.T) {
			// x/time/rate refuses at once and without a context error.
			client := scripted(t, readRequestFrom, WithLimiter(NewLimiter(1, time.Hour)))
			require.NoError(t, client.track.lane.wait(t.Context()))
			ctx, cancel := context.WithTimeout(t.Context(), time.Second)
			defer cancel()
			start := time.Now()
			_, err := track(ctx, client, contentOnce)
			requireFate(t, err, ErrNotSent, classCancelled)
			require.ErrorIs(t, err, context.DeadlineExceeded)
			assert.Zero(t, time.Since(start))
		})
	})
}
