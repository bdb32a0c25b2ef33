package braze_test

import (
	"context"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/mpbraze/mpbraze/braze"
	"github.com/mpbraze/mpbraze/braze/brazetest"
)

// dropping is a planner that leaves nothing of the users it knows.
type dropping struct {
	brokenPlanner

	known map[string]bool
}

func (p *dropping) Plan(_ context.Context, attributes []braze.Attributes) ([]braze.Attributes, error) {
	plans := make([]braze.Attributes, len(attributes))
	for i, a := range attributes {
		plans[i].User = a.User
		if !p.known[a.User.ExternalID] {
			plans[i] = a
		}
	}
	return plans, nil
}

func TestSenderPlanner(t *testing.T) {
	t.Parallel()
	for name, row := range map[string]func(*testing.T){
		"sends only what is left":     plannerDrops,
		"hears of an answer after it": plannerHearsAnswers,
		"hears of what nobody awaits": plannerHearsCancelled,
		"hears of each refusal":       plannerHearsRefusals,
		"sees no imports":             plannerSeesNoImports,
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			synctest.Test(t, row)
		})
	}
}

func plannerDrops(t *testing.T) {
	p := &dropping{known: map[string]bool{"u1": true, "u3": true}}
	r := newRig(t, brazetest.Config{}, braze.SenderOptions{Planner: p})
	request := mixed("u1")
	request.Attributes = append(request.Attributes, attributes("u2", braze.Custom{"n": 2}), attributes("u3", braze.Custom{"n": 3}))
	result, err := r.send(t, t.Context(), request)
	require.NoError(t, err)
	assert.Equal(t, 5, result.Count(braze.Delivered))
	assert.True(t, result.Attributes[0].Suppressed)
	assert.False(t, result.Attributes[1].Suppressed)
	assert.EqualValues(t, 2, r.Stats().Suppressed)
	sent := sentEvents(t, r.server, 0)
	require.Len(t, sent.Attributes, 1)
	assert.Equal(t, "u2", sent.Attributes[0].User.ExternalID)

	result, err = r.send(t, t.Context(), braze.TrackRequest{Attributes: []braze.Attributes{attributes("u1", braze.Custom{"n": 1})}})
	require.NoError(t, err)
	assert.True(t, result.Attributes[0].Suppressed)
	assert.EqualValues(t, 1, r.Stats().Requests, "nothing left, no request")
}

// planned sends one attributes object into faults and returns what the planner
// had heard before the answer and after it.
func planned(t *testing.T, patience time.Duration, faults ...brazetest.Fault) (before, after []braze.Settled) {
	t.Helper()
	p := &brokenPlanner{}
	r := newRig(t, brazetest.Config{}, braze.SenderOptions{Planner: p})
	r.server.Script(faults...)
	r.server.ScriptFunc(func(brazetest.Request) brazetest.Fault { return brazetest.OK() })
	ctx, cancel := context.WithTimeout(t.Context(), patience)
	defer cancel()
	pending := r.Submit(ctx, braze.TrackRequest{Attributes: []braze.Attributes{attributes("u1", braze.Custom{"n": 1})}})
	time.Sleep(5 * time.Second)
	before = p.told()
	_, _ = pending.Wait()
	time.Sleep(time.Minute)
	return before, p.told()
}

func plannerHearsAnswers(t *testing.T) {
	for _, test := range []struct {
		name    string
		fault   brazetest.Fault
		state   braze.State
		certain bool
	}{
		{"delivered", brazetest.Fault{Delay: 10 * time.Second}, braze.Delivered, true},
		{"opaque", brazetest.Fault{Delay: 10 * time.Second, Truncate: 5}, braze.Delivered, false},
		{"unattributed", brazetest.Fault{Delay: 10 * time.Second, Status: 201, Body: []byte(`{"message":"success","errors":["?"]}`)}, braze.Delivered, false},
		{"refused", brazetest.Fault{Delay: 10 * time.Second, Status: 400}, braze.Rejected, false},
		{"stopped", brazetest.Fault{Delay: 10 * time.Second, Status: 401}, braze.NotSent, false},
		{"foreign", brazetest.Fault{Delay: 10 * time.Second, Status: 200, Body: []byte("<html>")}, braze.Unknown, false},
	} {
		before, after := planned(t, time.Hour, test.fault)
		assert.Empty(t, before, "%s: nothing before the answer", test.name)
		require.Len(t, after, 1, test.name)
		assert.Equal(t, test.state, after[0].State, test.name)
		assert.Equal(t, test.certain, after[0].Certain, test.name)
		assert.Equal(t, "u1", after[0].Sent.User.ExternalID)
	}
}

func plannerHearsCancelled(t *testing.T) {
	_, after := planned(t, time.Second, brazetest.Fault{Delay: 10 * time.Second})
	require.Len(t, after, 1)
	assert.Equal(t, braze.Unknown, after[0].State)
	_, after = planned(t, time.Second, longPause)
	require.Len(t, after, 1)
	assert.Equal(t, braze.NotSent, after[0].State)
}

// plannerHearsRefusals: attributes that were merged and refused are planned
// again one by one.
func plannerHearsRefusals(t *testing.T) {
	p := &brokenPlanner{}
	r := newRig(t, brazetest.Config{}, braze.SenderOptions{Planner: p})
	r.server.Script(brazetest.Status(400))
	_, err := r.send(t, t.Context(), braze.TrackRequest{Attributes: []braze.Attributes{
		attributes("u1", braze.Custom{"a": 1}), attributes("u1", braze.Custom{"b": 2}),
	}})
	require.NoError(t, err)
	synctest.Wait()
	told := p.told()
	require.Len(t, told, 3)
	assert.Equal(t, braze.NotSent, told[0].State)
	assert.Equal(t, braze.Delivered, told[1].State)
	assert.Equal(t, braze.Custom{"b": 2}, told[2].Sent.Custom)
}

func plannerSeesNoImports(t *testing.T) {
	p := &brokenPlanner{}
	r := newRig(t, brazetest.Config{}, braze.SenderOptions{Planner: p})
	_, err := r.send(t, t.Context(), braze.TrackRequest{Attributes: []braze.Attributes{{
		PushTokenImport: true, PushTokens: []braze.PushToken{{AppID: "app", Token: "token"}},
	}}})
	require.NoError(t, err)
	synctest.Wait()
	assert.Empty(t, p.told())
}
