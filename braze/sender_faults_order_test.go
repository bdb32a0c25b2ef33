package braze_test

import (
	"bytes"
	"context"
	"fmt"
	"sync"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/mpbraze/mpbraze/braze"
	"github.com/mpbraze/mpbraze/braze/brazetest"
)

var senderOrderFaults = map[string]func(*testing.T){
	"F31_outage_of_30_minutes":         senderOutage,
	"F31_outage_with_one_worker":       senderOutageAlone,
	"F49_many_users":                   senderManyUsers,
	"F49_one_user_with_many_events":    senderHotUser,
	"F49_one_user_with_many_changes":   senderHotAttributes,
	"F49_a_hot_user_starves_nobody":    senderFair,
	"F50_values_back_and_forth":        senderBackAndForth,
	"F50_settling_holds_merged_values": senderSettlesMerged,
	"F50_cancelled_value_settles_too":  senderSettlesCancelled,
	"F51_one_user_is_slow":             senderSlowUser,
	"imports_without_a_user":           senderImports,
}

// outage returns how long the Sender took, after the server healed, for 10,000
// objects that waited through 30 minutes of 503.
func senderOutages(t *testing.T, o braze.SenderOptions) {
	t.Helper()
	const length = 30 * time.Minute
	r := newRig(t, brazetest.Config{}, o)
	start := time.Now()
	r.server.ScriptFunc(func(brazetest.Request) brazetest.Fault {
		if time.Since(start) < length {
			return brazetest.Status(503)
		}
		return brazetest.OK()
	})
	var group sync.WaitGroup
	for i := range 100 {
		group.Go(func() {
			var request braze.TrackRequest
			for j := range 100 {
				request.Attributes = append(request.Attributes, attributes(fmt.Sprintf("u%d-%d", i, j), braze.Custom{"n": j}))
			}
			_, err := r.send(t, t.Context(), request)
			assert.NoError(t, err)
		})
	}
	group.Wait()
	assert.LessOrEqual(t, time.Since(start)-length, 10*time.Second, "back at full rate")
	needed := (10_000 + 74) / 75
	probes := int(length / (8 * time.Second))
	assert.LessOrEqual(t, int(r.Stats().Requests), needed*11/10+50+probes)
}

func senderOutage(t *testing.T)      { senderOutages(t, braze.SenderOptions{}) }
func senderOutageAlone(t *testing.T) { senderOutages(t, one) }

func senderManyUsers(t *testing.T) {
	const users = 100_000
	r := newRig(t, brazetest.Config{KeepRequests: -1}, braze.SenderOptions{MaxObjects: 1000})
	var group sync.WaitGroup
	for i := range 10 {
		group.Go(func() {
			request := braze.TrackRequest{Events: make([]braze.Event, 0, users/10)}
			for j := range users / 10 {
				request.Events = append(request.Events, event(fmt.Sprintf("u%d-%d", i, j), "e"))
			}
			_, err := r.send(t, t.Context(), request)
			assert.NoError(t, err)
		})
	}
	stop := make(chan struct{})
	most := 0
	for done := false; !done; {
		select {
		case <-stop:
			done = true
		default:
			most = max(most, r.Stats().Objects)
			if r.Stats().Delivered == users {
				close(stop)
			}
			time.Sleep(time.Millisecond)
		}
	}
	group.Wait()
	assert.LessOrEqual(t, most, 1000)
	assert.LessOrEqual(t, r.Stats().Requests, int64(users/75*11/10))
}

func senderHotUser(t *testing.T) {
	const n = 100_000
	r := newRig(t, brazetest.Config{KeepRequests: -1}, braze.SenderOptions{MaxObjects: n / 2})
	request := braze.TrackRequest{Events: make([]braze.Event, n)}
	for i := range request.Events {
		request.Events[i] = event("hot", "e")
	}
	_, err := r.send(t, t.Context(), request)
	require.NoError(t, err)
	assert.Positive(t, r.Stats().HotUsers)
	assert.LessOrEqual(t, r.Stats().Requests, int64(n/75*11/10))
	assert.Len(t, r.server.Events(), n)
}

func senderHotAttributes(t *testing.T) {
	const n = 100_000
	r := newRig(t, brazetest.Config{KeepRequests: -1}, braze.SenderOptions{})
	request := braze.TrackRequest{Attributes: make([]braze.Attributes, n)}
	for i := range request.Attributes {
		request.Attributes[i] = attributes("hot", braze.Custom{"n": i, "sum": braze.Increment(1)})
	}
	start := time.Now()
	_, err := r.send(t, t.Context(), request)
	require.NoError(t, err)
	profile, _ := r.server.Profile("hot")
	assert.EqualValues(t, n, profile.Custom["sum"])
	assert.Positive(t, r.Stats().HotUsers, "which value is the last is not promised then")
	assert.Less(t, time.Since(start), 5*time.Minute)
}

// senderFair: others get their turn beside a user with far too much.
func senderFair(t *testing.T) {
	r := newRig(t, brazetest.Config{}, braze.SenderOptions{Concurrency: 2, HotUserLimit: 100})
	r.server.ScriptFunc(func(brazetest.Request) brazetest.Fault { return brazetest.Fault{Delay: time.Second} })
	var request braze.TrackRequest
	for range 10_000 {
		request.Events = append(request.Events, event("hot", "e"))
	}
	hot := r.Submit(t.Context(), request)
	time.Sleep(time.Second)
	start := time.Now()
	_, err := r.send(t, t.Context(), events(10))
	require.NoError(t, err)
	assert.Less(t, time.Since(start), 5*time.Second)
	_, err = hot.Wait()
	require.NoError(t, err)
}

func senderBackAndForth(t *testing.T) {
	for seed := range uint64(20) {
		r := newRig(t, brazetest.Config{ApplyDelay: 4 * time.Second, Seed: seed}, braze.SenderOptions{})
		var all []*braze.Pending
		for i := range 9 {
			plan := braze.Custom{"plan": string('A' + rune(i%2))}
			all = append(all, r.Submit(t.Context(), braze.TrackRequest{Attributes: []braze.Attributes{attributes("u1", plan)}}))
			time.Sleep(time.Duration(i) * 700 * time.Millisecond)
		}
		for _, pending := range all {
			_, err := pending.Wait()
			require.NoError(t, err)
		}
		profile, _ := r.server.Profile("u1")
		assert.Equal(t, "A", profile.Custom["plan"], "seed %d", seed)
	}
}

// senderSettlesMerged: a value may not slip through behind another attribute.
func senderSettlesMerged(t *testing.T) {
	r := newRig(t, brazetest.Config{ApplyDelay: 4 * time.Second, Seed: 1}, braze.SenderOptions{})
	send := func(c ...braze.Custom) {
		var request braze.TrackRequest
		for _, custom := range c {
			request.Attributes = append(request.Attributes, attributes("u1", custom))
		}
		_, err := r.send(t, t.Context(), request)
		require.NoError(t, err)
	}
	send(braze.Custom{"plan": "a"})
	start := time.Now()
	send(braze.Custom{"city": "x"}, braze.Custom{"plan": "b"})
	assert.GreaterOrEqual(t, time.Since(start), 4900*time.Millisecond)
	requests := r.server.Requests()
	require.Len(t, requests, 3)
	assert.Less(t, requests[1].Time.Sub(requests[0].Time), time.Second, "the other attribute need not wait")
}

// senderSettlesCancelled: a value whose callers went away may still be applied,
// so that the next one waits too.
func senderSettlesCancelled(t *testing.T) {
	r := newRig(t, brazetest.Config{ApplyDelay: 4 * time.Second, Seed: 2}, braze.SenderOptions{})
	r.server.Script(slowAnswer)
	ctx, cancel := context.WithTimeout(t.Context(), 10*time.Second)
	defer cancel()
	result, _ := r.send(t, ctx, braze.TrackRequest{Attributes: []braze.Attributes{attributes("u1", braze.Custom{"plan": "a"})}})
	assert.Equal(t, braze.Unknown, result.Attributes[0].State)
	start := time.Now()
	_, err := r.send(t, t.Context(), braze.TrackRequest{Attributes: []braze.Attributes{attributes("u1", braze.Custom{"plan": "b"})}})
	require.NoError(t, err)
	assert.GreaterOrEqual(t, time.Since(start), 4900*time.Millisecond)
}

func senderSlowUser(t *testing.T) {
	r := newRig(t, brazetest.Config{}, braze.SenderOptions{Caps: braze.Caps{Total: 1}})
	r.server.ScriptFunc(func(request brazetest.Request) brazetest.Fault {
		if bytes.Contains(request.Body, []byte(`"first"`)) {
			return brazetest.Fault{Delay: 29 * time.Second}
		}
		return brazetest.OK()
	})
	slow := r.Submit(t.Context(), braze.TrackRequest{Events: []braze.Event{event("slow", "first"), event("slow", "second")}})
	time.Sleep(time.Second)
	start := time.Now()
	_, err := r.send(t, t.Context(), events(100))
	require.NoError(t, err)
	assert.Less(t, time.Since(start), time.Second, "the others go on")
	assert.Zero(t, r.carried("second"), "its own next one waits")
	_, err = slow.Wait()
	require.NoError(t, err)
	recorded := r.server.Events()
	assert.Equal(t, "second", recorded[len(recorded)-1].Name)
}

// senderImports: push tokens of nobody have no order to keep.
func senderImports(t *testing.T) {
	r := newRig(t, brazetest.Config{}, braze.SenderOptions{})
	var request braze.TrackRequest
	for i := range 300 {
		request.Attributes = append(request.Attributes, braze.Attributes{
			PushTokenImport: true,
			PushTokens:      []braze.PushToken{{AppID: "app", Token: fmt.Sprintf("token-%d", i), DeviceID: fmt.Sprintf("device-%d", i)}},
		})
	}
	start := time.Now()
	_, err := r.send(t, t.Context(), request)
	require.NoError(t, err)
	assert.Less(t, time.Since(start), time.Second)
	assert.EqualValues(t, 4, r.Stats().Requests)
}
