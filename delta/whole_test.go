package delta_test

import (
	"fmt"
	"testing"

	"github.com/stretchr/testify/assert"

	"github.com/mpbraze/mpbraze/braze"
	"github.com/mpbraze/mpbraze/delta"
)

// With whole profiles an object is left out if it is the last one again.
func TestWholeProfiles(t *testing.T) {
	t.Parallel()
	r := newMemoryRig(t, delta.MemoryOptions{WholeProfile: true}, delta.Config{Volatile: []string{"seen"}})
	object := func(plan, seen any) braze.Attributes {
		a := user(braze.Custom{"plan": plan, "age": 3, "seen": seen})
		a.EmailSubscribe = braze.Set(braze.Subscribed)
		a.FirstName = braze.Set("Ann")
		return a
	}
	all := []string{"age", "email_subscribe", "first_name", "plan", "seen"}
	assert.Equal(t, all, r.send(object("gold", 1)))
	assert.Equal(t, []string{"email_subscribe", "seen"}, r.send(object("gold", 2)), "the rest is always sent")
	r.clock.add(minute)
	assert.Equal(t, all, r.send(object("silver", 2)))
	r.clock.add(minute)
	assert.Equal(t, []string{"age"}, r.send(user(braze.Custom{"age": 3})), "a part is another object")
	r.clock.add(minute)
	assert.Equal(t, all, r.send(object("silver", 2)))
	r.clock.add(minute)
	assert.Equal(t, []string{"seen"}, r.send(user(braze.Custom{"seen": 3})))
	assert.Equal(t, []string{"email_subscribe", "seen"}, r.send(object("silver", 3)), "volatile ones change nothing")
	assert.Equal(t, all, r.send(object(braze.Increment(1), 3)))
	r.clock.add(minute)
	assert.Equal(t, all, r.send(object("silver", 3)))
}

func TestWholeProfileRefused(t *testing.T) {
	t.Parallel()
	r := newMemoryRig(t, delta.MemoryOptions{WholeProfile: true}, delta.Config{})
	bad := user(braze.Custom{"a": 1, "b": "bad"})
	assert.Equal(t, []string{"a", "b"}, r.settle(bad, braze.Rejected))
	r.clock.add(minute)
	assert.Empty(t, r.settle(bad, braze.Rejected), "the very same object")
	assert.Equal(t, []string{"a"}, r.send(user(braze.Custom{"a": 1})))
}

// F43: what was evicted while it settled may still be applied.
func TestF43_eviction_while_settling(t *testing.T) {
	t.Parallel()
	for _, whole := range []bool{false, true} {
		r := newMemoryRig(t, delta.MemoryOptions{MaxBytes: 4 << 10, WholeProfile: whole}, delta.Config{})
		r.send(plan("gold"))
		for i := range 1000 {
			other := plan("gold")
			other.User.ExternalID = fmt.Sprint("other", i)
			r.send(other)
		}
		r.clock.add(minute / 60)
		assert.Equal(t, []string{"plan"}, r.send(plan("silver")), "evicted")
		r.clock.add(minute)
		assert.Equal(t, []string{"plan"}, r.send(plan("silver")), "gold may have been applied last")
		r.clock.add(minute)
		assert.Empty(t, r.send(plan("silver")))
	}
}
