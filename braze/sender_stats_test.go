package braze_test

import (
	"reflect"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/mpbraze/mpbraze/braze"
	"github.com/mpbraze/mpbraze/braze/brazetest"
)

// TestPromiseP27 lets one Sender live through all that is counted: each number
// of its statistics must move.
func TestPromiseP27(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		p := &dropping{known: map[string]bool{"known": true}}
		r := newRig(t, brazetest.Config{MaxObjects: 50}, braze.SenderOptions{Planner: p, HotUserLimit: 100}, braze.WithHooks(badHook{}))
		r.server.Script(
			brazetest.Status(503),
			brazetest.Status(400),
			answered(`{"type":"BAD","input_array":"events","index":0}, "?"`),
		)
		_, err := r.send(t, t.Context(), events(40))
		require.NoError(t, err)
		_, err = r.send(t, t.Context(), braze.TrackRequest{Attributes: []braze.Attributes{
			attributes("known", braze.Custom{"a": 1}), attributes("known", braze.Custom{"b": 1}),
		}})
		require.NoError(t, err)
		hot := braze.TrackRequest{Events: make([]braze.Event, 200)}
		for i := range hot.Events {
			hot.Events[i] = event("hot", "e")
		}
		_, err = r.send(t, t.Context(), hot)
		require.NoError(t, err)

		p.plan = func() ([]braze.Attributes, error) { panic("only Commit looks at it") }
		r.server.Script(slowAnswer, brazetest.Status(401))
		flying := r.Submit(t.Context(), mixed("u1"))
		time.Sleep(time.Second)
		now := r.Stats()
		_, _ = r.send(t, t.Context(), mixed("u2"))
		_, err = flying.Wait()
		require.NoError(t, err)
		r.Resume()
		r.server.Script(brazetest.HTML(200))
		_, err = r.send(t, t.Context(), mixed("u3"))
		require.Error(t, err)

		stats := r.Stats()
		stats.Objects, stats.Bytes, stats.InFlight = now.Objects, now.Bytes, now.InFlight
		numbers := reflect.ValueOf(stats)
		for i := range numbers.NumField() {
			assert.Positive(t, numbers.Field(i).Int(), numbers.Type().Field(i).Name)
		}
		assert.Equal(t, r.in.Load()+3, stats.Delivered+stats.Rejected+stats.NotSent+stats.Unknown)
	})
}
