package braze_test

import (
	"context"
	"fmt"
	"net/http"
	"strconv"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/mpbraze/mpbraze/braze"
	"github.com/mpbraze/mpbraze/braze/brazetest"
)

// rig is a Sender on a fake Braze inside the bubble of a test, which keeps the
// books of what went in.
type rig struct {
	*braze.Sender

	server *brazetest.Server
	in     atomic.Int64
}

// newRig returns a rig. At the end of the test it is closed, and every object
// must have had one outcome.
func newRig(t *testing.T, c brazetest.Config, o braze.SenderOptions, opts ...braze.Option) *rig {
	t.Helper()
	server := brazetest.New(c)
	return &rig{Sender: newSender(t, server, o, opts...), server: server}
}

// send is Send with its accounts checked.
func (r *rig) send(t *testing.T, ctx context.Context, request braze.TrackRequest) (braze.Result, error) { //nolint:revive // t first, as everywhere here
	t.Helper()
	r.in.Add(int64(request.Len()))
	result, err := r.Send(ctx, request)
	sum := 0
	for _, state := range []braze.State{braze.Delivered, braze.Rejected, braze.NotSent, braze.Unknown} {
		sum += result.Count(state)
	}
	assert.Equal(t, request.Len(), sum, "every object has one outcome")
	assert.Equal(t, result.Final(), err == nil)
	for place, o := range result.All() {
		assert.Equal(t, o.State == braze.Delivered, o.Err == nil, "%v", place)
	}
	return result, err
}

// newSender returns a Sender on a fake Braze inside the bubble of the test.
func newSender(t *testing.T, server *brazetest.Server, o braze.SenderOptions, opts ...braze.Option) *braze.Sender {
	t.Helper()
	sender, err := braze.NewSender(server.Client(t, opts...), o)
	require.NoError(t, err)
	t.Cleanup(func() {
		_, err := sender.Close(context.Background())
		assert.NoError(t, err)
		assertEmpty(t, sender)
	})
	return sender
}

// assertEmpty checks that nothing is left behind.
func assertEmpty(t *testing.T, sender *braze.Sender) {
	t.Helper()
	stats := sender.Stats()
	assert.Zero(t, stats.Objects)
	assert.Zero(t, stats.Bytes)
	assert.Zero(t, stats.InFlight)
}

// events are n events of n users.
func events(n int) braze.TrackRequest {
	var r braze.TrackRequest
	for i := range n {
		r.Events = append(r.Events, event(fmt.Sprintf("u%d", i), fmt.Sprintf("e%d", i)))
	}
	return r
}

func event(user, name string) braze.Event {
	return braze.Event{
		User: braze.UserID{ExternalID: user},
		Name: name,
		Time: time.Date(1999, 12, 31, 12, 0, 0, 0, time.UTC),
	}
}

func attributes(user string, custom braze.Custom) braze.Attributes {
	return braze.Attributes{User: braze.UserID{ExternalID: user}, Custom: custom}
}

func TestSenderDeliversWhatManySend(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		server := brazetest.New(brazetest.Config{})
		sender := newSender(t, server, braze.SenderOptions{})
		var wg sync.WaitGroup
		for i := range 300 {
			wg.Go(func() {
				user := fmt.Sprintf("u%d", i)
				result, err := sender.Send(t.Context(), braze.TrackRequest{
					Attributes: []braze.Attributes{attributes(user, braze.Custom{"n": i})},
					Events:     []braze.Event{event(user, "visit")},
				})
				assert.NoError(t, err) //nolint:testifylint // require must not run in another goroutine
				assert.Equal(t, 2, result.Count(braze.Delivered))
			})
		}
		wg.Wait()
		assert.Len(t, server.Profiles(), 300)
		assert.Equal(t, int64(8), sender.Stats().Requests, "600 objects at 75")
	})
}

func TestSenderRejectsOnlyTheBadObject(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		server := brazetest.New(brazetest.Config{})
		sender := newSender(t, server, braze.SenderOptions{})
		result, err := sender.Send(t.Context(), braze.TrackRequest{
			Attributes: []braze.Attributes{
				attributes("u1", braze.Custom{"ok": true}),
				{User: braze.UserID{ExternalID: "u2"}, Email: braze.Set("not an address")},
			},
			Events: []braze.Event{event("u1", ""), event("u1", "fine")},
		})
		require.NoError(t, err, "a refusal is final, not an error")
		assert.Equal(t, braze.Delivered, result.Attributes[0].State)
		assert.Equal(t, braze.Rejected, result.Attributes[1].State)
		assert.Equal(t, braze.Rejected, result.Events[0].State)
		assert.Equal(t, braze.Delivered, result.Events[1].State)
	})
}

func TestSenderRetriesAnOutage(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		server := brazetest.New(brazetest.Config{})
		server.Script(brazetest.Status(503), brazetest.Status(503), brazetest.RateLimited(3*time.Second))
		sender := newSender(t, server, braze.SenderOptions{})
		result, err := sender.Send(t.Context(), braze.TrackRequest{Events: []braze.Event{event("u1", "visit")}})
		require.NoError(t, err)
		assert.Equal(t, braze.Delivered, result.Events[0].State)
		assert.Equal(t, int64(3), sender.Stats().Retries)
	})
}

func TestSenderCoalescesWaitingAttributes(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		server := brazetest.New(brazetest.Config{})
		sender := newSender(t, server, braze.SenderOptions{})
		var request braze.TrackRequest
		for i := range 10 {
			request.Attributes = append(request.Attributes, attributes("u1", braze.Custom{
				"last": i, "sum": braze.Increment(1), "tags": braze.ArrayUpdate{Add: []any{strconv.Itoa(i)}},
			}))
		}
		result, err := sender.Send(t.Context(), request)
		require.NoError(t, err)
		assert.Equal(t, 10, result.Count(braze.Delivered))
		profile, ok := server.Profile("u1")
		require.True(t, ok)
		assert.EqualValues(t, 9, profile.Custom["last"])
		assert.EqualValues(t, 10, profile.Custom["sum"])
		assert.Len(t, profile.Custom["tags"], 10)
		assert.Equal(t, int64(1), sender.Stats().Requests)
	})
}

func TestSenderStopsOnARefusedKey(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		server := brazetest.New(brazetest.Config{})
		server.Script(brazetest.Status(http.StatusUnauthorized))
		sender := newSender(t, server, braze.SenderOptions{})
		result, err := sender.Send(t.Context(), braze.TrackRequest{Events: []braze.Event{event("u1", "visit")}})
		require.ErrorIs(t, err, braze.ErrAuth)
		assert.Equal(t, 1, strings.Count(err.Error(), "401"), "the reason is told once")
		assert.Equal(t, braze.NotSent, result.Events[0].State)
		_, err = sender.Send(t.Context(), braze.TrackRequest{Events: []braze.Event{event("u2", "visit")}})
		require.ErrorIs(t, err, braze.ErrAuth)
		assert.Equal(t, int64(1), sender.Stats().Requests)
		sender.Resume()
		_, err = sender.Send(t.Context(), braze.TrackRequest{Events: []braze.Event{event("u3", "visit")}})
		assert.NoError(t, err)
	})
}

func TestSenderSettlesBeforeAnotherValue(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		server := brazetest.New(brazetest.Config{ApplyDelay: 4 * time.Second, Seed: 7})
		sender := newSender(t, server, braze.SenderOptions{})
		start := time.Now()
		for _, plan := range []string{"a", "b", "a", "b"} {
			_, err := sender.Send(t.Context(), braze.TrackRequest{
				Attributes: []braze.Attributes{attributes("u1", braze.Custom{"plan": plan})},
			})
			require.NoError(t, err)
		}
		assert.GreaterOrEqual(t, time.Since(start), 15*time.Second)
		profile, _ := server.Profile("u1")
		assert.Equal(t, "b", profile.Custom["plan"])
	})
}

func TestPlaceReadsLikeAnIndex(t *testing.T) {
	t.Parallel()
	assert.Equal(t, "events[2]", braze.Place{Array: braze.ArrayEvents, Index: 2}.String())
}
