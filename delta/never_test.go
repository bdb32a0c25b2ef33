package delta_test

import (
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/mpbraze/mpbraze/braze"
	"github.com/mpbraze/mpbraze/delta"
)

// What is always sent, because an acknowledgement proves nothing about it.
func TestNeverLeftOut(t *testing.T) {
	t.Parallel()
	alias := braze.UserID{Alias: braze.UserAlias{Name: "a", Label: "l"}}
	custom := braze.Custom{"plan": "gold"}
	for name, wanted := range map[string]braze.Attributes{
		"by e-mail":              {User: braze.UserID{Email: "a@example.com"}, Custom: custom},
		"by phone":               {User: braze.UserID{Phone: "+4930901820"}, Custom: custom},
		"by the field e-mail":    {Email: braze.Set("a@example.com"), Custom: custom},
		"by Braze id":            {User: braze.UserID{BrazeID: "b"}, Custom: custom},
		"by two ids":             {User: braze.UserID{ExternalID: "u1", BrazeID: "b"}, Custom: custom},
		"alias, may be unknown":  {User: alias, Custom: custom},
		"no profile is created":  {User: plan(1).User, Custom: custom, UpdateExistingOnly: braze.Set(true)},
		"import of a push token": {User: alias, PushTokenImport: true, Custom: custom},
		"e-mail subscription":    {User: plan(1).User, EmailSubscribe: braze.Set(braze.Subscribed)},
		"groups": {User: plan(1).User, SubscriptionGroups: []braze.SubscriptionGroup{
			{ID: "7bf8c9a0-0000-4000-8000-000000000000", State: braze.Subscribed},
		}},
		"push tokens":           {User: plan(1).User, PushTokens: []braze.PushToken{{AppID: "app", Token: "t"}}},
		"operation":             {User: plan(1).User, Custom: braze.Custom{"tags": braze.ArrayUpdate{Add: []any{"a"}}}},
		"names with spaces":     {User: plan(1).User, Custom: braze.Custom{" plan": "gold", "plan": "gold"}},
		"address contradictory": {User: braze.UserID{ExternalID: "u1", Email: "a@x.de"}, Email: braze.Set("b@x.de")},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			for _, whole := range []bool{false, true} {
				r := newMemoryRig(t, delta.MemoryOptions{WholeProfile: whole}, delta.Config{})
				for range 3 {
					send := r.plan(wanted)
					assert.Equal(t, wanted, send)
					r.commit(wanted, send, braze.Delivered)
					r.clock.add(minute)
				}
			}
		})
	}
}

// What is always sent makes unknown what it may have changed.
func TestNeverLeftOutMakesUnknown(t *testing.T) {
	t.Parallel()
	for name, other := range map[string]braze.Attributes{
		"no profile is created": {
			User: plan(1).User, Custom: braze.Custom{"plan": "silver"}, UpdateExistingOnly: braze.Set(true),
		},
		"name with spaces": plan(0),
		"operation":        plan(braze.Increment(1)),
	} {
		if name == "name with spaces" {
			other.Custom = braze.Custom{"plan ": "silver"}
		}
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			r := newRig(t, delta.Config{})
			r.send(plan("gold"))
			r.clock.add(minute)
			r.commit(other, r.plan(other), braze.Delivered)
			r.clock.add(minute)
			assert.Equal(t, []string{"plan"}, r.send(plan("gold")))
		})
	}
}

func TestAliasThatCreatesProfiles(t *testing.T) {
	t.Parallel()
	r := newRig(t, delta.Config{})
	wanted := braze.Attributes{
		User:               braze.UserID{Alias: braze.UserAlias{Name: "a", Label: "l"}},
		UpdateExistingOnly: braze.Set(false),
		Custom:             braze.Custom{"plan": "gold"},
	}
	r.commit(wanted, r.plan(wanted), braze.Delivered)
	assert.Empty(t, r.plan(wanted).Custom)
	wanted.User.Alias.Label = "other"
	assert.Len(t, r.plan(wanted).Custom, 1)
}

// Beside an external id, the address in User is a value like others.
func TestAddressBesideAnIdentifier(t *testing.T) {
	t.Parallel()
	r := newRig(t, delta.Config{})
	wanted := plan("gold")
	wanted.User.Email, wanted.User.Phone = "a@example.com", "+4930901820"
	assert.Equal(t, []string{"email", "phone", "plan"}, r.send(wanted))
	assert.Empty(t, r.send(wanted))
	assert.Equal(t, plan(nil).User, r.plan(wanted).User, "nothing is set by the identifiers either")
	wanted.User.Email, wanted.Email = "", braze.Set("a@example.com")
	assert.Empty(t, r.send(wanted))
	wanted.Email = braze.Set("b@example.com")
	r.clock.add(minute)
	assert.Equal(t, []string{"email"}, r.send(wanted))
}

func TestPlanChangesNothingOfWhatItIsGiven(t *testing.T) {
	t.Parallel()
	r := newRig(t, delta.Config{})
	r.send(plan("gold"))
	wanted := user(braze.Custom{"plan": "gold", "city": "Kiel"})
	wanted.User.Email = "a@example.com"
	r.send(wanted)
	assert.Equal(t, braze.Custom{"plan": "gold", "city": "Kiel"}, wanted.Custom)
	assert.Equal(t, "a@example.com", wanted.User.Email)
}

// A value that never got an answer may still arrive after the next one.
func TestP17_without_an_answer(t *testing.T) {
	t.Parallel()
	r := newRig(t, delta.Config{})
	r.plan(plan("silver"))
	r.clock.add(minute)
	assert.Equal(t, []string{"plan"}, r.send(plan("gold")))
	assert.Empty(t, r.send(plan("gold")))
	r.clock.add(minute)
	assert.Equal(t, []string{"plan"}, r.send(plan("gold")), "once more")
	assert.Empty(t, r.send(plan("gold")))
}

func TestP17_without_an_answer_before_a_refusal(t *testing.T) {
	t.Parallel()
	r := newRig(t, delta.Config{})
	r.plan(plan("silver"))
	r.clock.add(minute)
	r.settle(plan("bad"), braze.Rejected)
	r.clock.add(minute)
	r.send(plan("gold"))
	r.clock.add(minute)
	assert.Equal(t, []string{"plan"}, r.send(plan("gold")), "silver may have arrived last")
}

// An answer makes known only the value it is about.
func TestP18_an_answer_for_another_value(t *testing.T) {
	t.Parallel()
	r := newRig(t, delta.Config{})
	first, second := r.plan(plan("silver")), r.plan(plan("gold"))
	r.commit(plan("silver"), first, braze.Delivered)
	assert.Equal(t, []string{"plan"}, names(t, r.plan(plan("gold"))))
	r.commit(plan("gold"), second, braze.NotSent)
	assert.Equal(t, []string{"plan"}, names(t, r.plan(plan("silver"))))
}

func TestP18_two_answers_for_one_value(t *testing.T) {
	t.Parallel()
	r := newRig(t, delta.Config{})
	first, second := r.plan(plan("gold")), r.plan(plan("gold"))
	r.commit(plan("gold"), first, braze.Delivered)
	r.commit(plan("gold"), second, braze.Delivered)
	r.clock.add(minute)
	assert.Equal(t, []string{"plan"}, r.send(plan("gold")), "the first was unanswered when the second left")
	r.clock.add(minute)
	assert.Empty(t, r.send(plan("gold")))
}

// P19: erasure leaves nothing behind.
func TestForgetLeavesNothing(t *testing.T) {
	t.Parallel()
	m, err := delta.NewMemory(delta.MemoryOptions{})
	require.NoError(t, err)
	tracker, err := delta.NewInMemory(m, delta.Config{})
	require.NoError(t, err)
	wanted := plan("gold")
	deliver(t.Context(), t, tracker, wanted)
	require.Equal(t, 1, m.Len())
	sent, err := tracker.PlanOne(t.Context(), &braze.Attributes{User: wanted.User, Custom: braze.Custom{"a": 1}}, time.Time{})
	require.NoError(t, err)
	require.NoError(t, tracker.Forget(t.Context(), []braze.UserID{wanted.User, {Email: "a@example.com"}}))
	assert.Zero(t, m.Len())
	require.NoError(t, tracker.Commit(t.Context(), []braze.Settled{{Sent: sent, State: braze.Delivered, Certain: true}}))
	assert.Zero(t, m.Len(), "F54: no resurrection")

	store := &faultyStore{}
	shared, err := delta.New(t.Context(), store, delta.Config{})
	require.NoError(t, err)
	deliver(t.Context(), t, shared, wanted)
	require.Equal(t, 2, store.Len(), "the user's record and that of the installation")
	store.set(nil, fail)
	require.ErrorIs(t, shared.Forget(t.Context(), []braze.UserID{wanted.User}), errBroken)
	store.set(nil, nil)
	require.NoError(t, shared.Forget(t.Context(), []braze.UserID{wanted.User}))
	assert.Equal(t, 1, store.Len())
}
