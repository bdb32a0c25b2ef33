package braze_test

import (
	"context"
	"fmt"
	"io"
	"net/http"
	"strconv"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/mpbraze/mpbraze/braze"
)

// fixedWindow is a server with a quota in windows aligned to the clock, and
// nothing else: the counters are all that is looked at.
type fixedWindow struct {
	quota  int
	window time.Duration
	took   time.Duration

	mu       sync.Mutex
	current  time.Time
	used     int
	requests int
	refused  int
	// granted counts by second since the start.
	start   time.Time
	granted map[int]int
	// refuse makes the server answer 429 until that instant.
	refuse time.Time
}

// RoundTrip implements [http.RoundTripper].
func (w *fixedWindow) RoundTrip(r *http.Request) (*http.Response, error) {
	_, _ = io.Copy(io.Discard, r.Body)
	status, header := w.count(time.Now())
	select {
	case <-time.After(w.took):
	case <-r.Context().Done():
		return nil, r.Context().Err()
	}
	body := io.NopCloser(strings.NewReader(`{"message":"success"}`))
	return &http.Response{StatusCode: status, Header: header, Body: body, Request: r}, nil
}

func (w *fixedWindow) count(now time.Time) (int, http.Header) {
	w.mu.Lock()
	defer w.mu.Unlock()
	if window := now.Truncate(w.window); !window.Equal(w.current) {
		w.current, w.used = window, 0
	}
	w.requests++
	header := http.Header{}
	header.Set("X-Ratelimit-Limit", strconv.Itoa(w.quota))
	header.Set("X-Ratelimit-Reset", strconv.FormatInt(w.current.Add(w.window).Unix(), 10))
	if w.used >= w.quota || now.Before(w.refuse) {
		w.refused++
		header.Set("X-Ratelimit-Remaining", "0")
		return http.StatusTooManyRequests, header
	}
	w.used++
	w.granted[int(now.Sub(w.start)/time.Second)]++
	header.Set("X-Ratelimit-Remaining", strconv.Itoa(w.quota-w.used))
	return http.StatusCreated, header
}

// full keeps a Sender busy for a time.
func (w *fixedWindow) full(t *testing.T, length time.Duration) {
	t.Helper()
	client, err := braze.New(braze.US01, "key", braze.WithTransport(w))
	require.NoError(t, err)
	sender, err := braze.NewSender(client, braze.SenderOptions{
		Caps: braze.Caps{Total: 1}, Concurrency: 256, MaxObjects: 2000, Linger: -1,
	})
	require.NoError(t, err)
	w.start, w.granted = time.Now(), map[int]int{}
	ctx, cancel := context.WithTimeout(t.Context(), length)
	defer cancel()
	var group sync.WaitGroup
	for worker := range 4 {
		group.Go(func() {
			for i := 0; ctx.Err() == nil; i++ {
				request := braze.TrackRequest{Events: make([]braze.Event, 250)}
				for j := range request.Events {
					request.Events[j] = event(fmt.Sprintf("u%d-%d", worker, j), "e")
				}
				_, _ = sender.Send(ctx, request)
			}
		})
	}
	group.Wait()
	_, err = sender.Close(t.Context())
	require.NoError(t, err)
}

// TestB12_FixedWindow: at full load, whatever the phase of Braze's windows, no
// request is refused and nearly all of the quota is used.
func TestB12_FixedWindow(t *testing.T) {
	t.Parallel()
	for _, phase := range []time.Duration{0, 1300 * time.Millisecond, 2900 * time.Millisecond} {
		t.Run(phase.String(), func(t *testing.T) {
			t.Parallel()
			synctest.Test(t, func(t *testing.T) {
				time.Sleep(phase)
				server := &fixedWindow{quota: 3000, window: 3 * time.Second, took: 80 * time.Millisecond}
				server.full(t, time.Minute)
				assert.Zero(t, server.refused)
				assert.GreaterOrEqual(t, server.requests, 60_000*95/100)
			})
		})
	}
}

// TestB12_After429: ten seconds after a 429 nine tenths of the rate are back.
func TestB12_After429(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		server := &fixedWindow{quota: 3000, window: 3 * time.Second, took: 80 * time.Millisecond}
		time.AfterFunc(5*time.Second, func() {
			server.mu.Lock()
			defer server.mu.Unlock()
			server.refuse = time.Now().Add(500 * time.Millisecond)
		})
		server.full(t, 30*time.Second)
		assert.Positive(t, server.refused)
		assert.LessOrEqual(t, server.refused, 256, "once for each that was in flight")
		later := 0
		for second := 15; second < 21; second++ {
			later += server.granted[second]
		}
		assert.GreaterOrEqual(t, later, 6_000*90/100)
	})
}
