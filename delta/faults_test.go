package delta_test

import (
	"fmt"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/mpbraze/mpbraze/braze"
	"github.com/mpbraze/mpbraze/delta"
	"github.com/mpbraze/mpbraze/segments"
)

// F40: whatever happens to the store, everything is sent, and a record that
// could not be brought up to date is not believed later.
func TestF40_store_fails(t *testing.T) {
	t.Parallel()
	for name, late := range map[string]bool{"write lost": false, "write went through late": true} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			store := &faultyStore{late: late}
			r := newStoreRig(t, store, delta.Config{})
			r.send(plan("gold"))
			r.clock.add(minute)

			for _, broken := range []func(){
				func() { store.set(fail, nil) },
				func() { store.set(nil, fail) },
			} {
				broken()
				_, err := r.tracker.Plan(r.ctx, []braze.Attributes{plan("silver")})
				require.ErrorIs(t, err, errBroken, "then the sender sends everything as it is")
				store.set(nil, nil)
				assert.Equal(t, []string{"plan"}, r.send(plan("gold")), "silver is in Braze")
				r.clock.add(minute)
				r.send(plan("gold"))
				assert.Empty(t, r.send(plan("gold")))
			}

			sent := r.plan(plan("silver"))
			store.set(nil, fail)
			settled := []braze.Settled{{Wanted: plan("silver"), Sent: sent, State: braze.Delivered, Certain: true}}
			require.ErrorIs(t, r.tracker.Commit(r.ctx, settled), errBroken)
			store.set(nil, nil)
			assert.Equal(t, []string{"plan"}, r.send(plan("gold")))
			assert.Equal(t, int64(3), r.tracker.Stats().StoreErrors)
		})
	}
}

func TestF40_damaged_records(t *testing.T) {
	t.Parallel()
	store := &faultyStore{}
	r := newStoreRig(t, store, delta.Config{})
	r.send(plan("gold"))
	damages := int64(0)
	damage := func(change func(b []byte) []byte) {
		r.clock.add(minute)
		for len(r.send(plan("gold"))) > 0 {
			r.clock.add(minute)
		}
		store.set(func(records []delta.Versioned) error {
			if len(records) > 1 && len(records[1].Value) > 0 {
				records[1].Value = change(records[1].Value)
			}
			return nil
		}, nil)
		sent := r.plan(plan("gold"))
		store.set(nil, nil)
		assert.Equal(t, []string{"plan"}, names(t, sent))
		damages++
		assert.Equal(t, damages, r.tracker.Stats().Damaged)
		r.commit(plan("gold"), sent, braze.Delivered)
	}
	damage(func([]byte) []byte { return []byte{} })
	damage(func(b []byte) []byte { return b[:len(b)-1] })
	damage(func(b []byte) []byte { return append(b, 0) })
	damage(func(b []byte) []byte { b[0]++; return b })
	for bit := range 8 * 20 {
		damage(func(b []byte) []byte { b[bit/8%len(b)] ^= 1 << (bit % 8); return b })
	}
}

func TestF40_the_store_forgets_its_secret(t *testing.T) {
	t.Parallel()
	store := &segments.MemoryStore{}
	one := newStoreRig(t, store, delta.Config{})
	two := *one
	two.join(store, delta.Config{})
	one.send(plan("gold"))
	records, err := store.Get(one.ctx, []string{"delta.installation"})
	require.NoError(t, err)
	records[0].Value = nil
	_, err = store.Put(one.ctx, records)
	require.NoError(t, err)
	assert.Equal(t, []string{"plan"}, two.send(plan("silver")), "in a new epoch")
	assert.Equal(t, []string{"plan"}, one.send(plan("gold")), "which both use")
}

func TestF40_another_secret_or_version(t *testing.T) {
	t.Parallel()
	store := &segments.MemoryStore{}
	_, err := delta.New(t.Context(), store, delta.Config{Secret: []byte("0123456789abcdef")})
	require.NoError(t, err)
	_, err = delta.New(t.Context(), store, delta.Config{Secret: []byte("0123456789abcdef")})
	require.NoError(t, err)
	_, err = delta.New(t.Context(), store, delta.Config{Secret: []byte("0123456789abcdeF")})
	require.ErrorIs(t, err, delta.ErrSecret)
	_, err = delta.New(t.Context(), store, delta.Config{})
	require.ErrorIs(t, err, delta.ErrSecret)
}

// F41: an answer from long ago cannot bring back what was overwritten.
func TestF41_A_B_A(t *testing.T) {
	t.Parallel()
	store := &segments.MemoryStore{}
	one := newStoreRig(t, store, delta.Config{})
	two := *one
	two.join(store, delta.Config{})
	one.send(plan("A"))
	one.clock.add(minute)
	two.send(plan("B"))
	one.clock.add(minute)
	assert.Equal(t, []string{"plan"}, one.send(plan("A")))
}

// F42: a crash between the answer and the commit, and after the commit.
func TestF42_crash_around_the_commit(t *testing.T) {
	t.Parallel()
	store := &segments.MemoryStore{}
	r := newStoreRig(t, store, delta.Config{})
	r.send(plan("gold"))
	r.clock.add(minute)
	r.plan(plan("silver"))
	r.join(store, delta.Config{})
	assert.Equal(t, []string{"plan"}, r.send(plan("silver")), "sent again, which does no harm")
	r.clock.add(minute)
	r.send(plan("silver"))
	r.join(store, delta.Config{})
	assert.Empty(t, r.send(plan("silver")))
}

func TestF42_the_source_goes_on_without_replay(t *testing.T) {
	t.Parallel()
	store := &segments.MemoryStore{}
	r := newStoreRig(t, store, delta.Config{})
	r.send(plan("gold"))
	r.clock.add(minute)
	r.plan(plan("silver"))
	r.join(store, delta.Config{})
	assert.Equal(t, []string{"plan"}, r.send(plan("gold")), "silver may be in Braze")
}

// F43: a commit for a user who was evicted meanwhile brings nothing back.
func TestF43_eviction_of_a_user_on_the_way(t *testing.T) {
	t.Parallel()
	c := newClock()
	m, err := delta.NewMemory(delta.MemoryOptions{MaxBytes: 4 << 10})
	require.NoError(t, err)
	tracker, err := delta.NewInMemory(m, delta.Config{Now: c.Now})
	require.NoError(t, err)
	r := &rig{T: t, clock: c, tracker: tracker, ctx: t.Context()}
	sent := r.plan(plan("gold"))
	for i := range 1000 {
		other := plan("gold")
		other.User.ExternalID = fmt.Sprint("other", i)
		r.send(other)
	}
	r.commit(plan("gold"), sent, braze.Delivered)
	assert.Equal(t, []string{"plan"}, r.send(plan("gold")))
	assert.LessOrEqual(t, m.Bytes(), int64(4<<10))
	assert.Positive(t, m.Len())
}

// F44: the second of two batches is compared with what Braze acknowledged, not
// with what the first one wanted.
func TestF44_two_batches_at_once(t *testing.T) {
	t.Parallel()
	r := newRig(t, delta.Config{})
	r.send(plan("gold"))
	r.clock.add(minute)
	first, second := r.plan(plan("silver")), r.plan(plan("silver"))
	assert.Equal(t, []string{"plan"}, names(t, second))
	r.commit(plan("silver"), first, braze.Rejected)
	r.commit(plan("silver"), second, braze.Delivered)
	assert.Equal(t, []string{"plan"}, r.send(plan("gold")))
}

func TestF44_one_user_twice_in_a_call(t *testing.T) {
	t.Parallel()
	for name, r := range map[string]*rig{
		"memory": newRig(t, delta.Config{}),
		"store":  newStoreRig(t, &segments.MemoryStore{}, delta.Config{}),
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			send, err := r.tracker.Plan(r.ctx, []braze.Attributes{plan("gold"), plan(braze.Increment(1)), plan("gold")})
			require.NoError(t, err)
			for i := range send {
				assert.Len(t, send[i].Custom, 1, "all three, in this order")
			}
		})
	}
}

// F45: a value that Braze refuses is sent once, until it changes or time is up.
func TestF45_refused_for_ever(t *testing.T) {
	t.Parallel()
	r := newRig(t, delta.Config{RefusedTTL: time.Hour})
	bad := plan("bad")
	assert.Equal(t, []string{"plan"}, r.settle(bad, braze.Rejected))
	for range 59 {
		r.clock.add(minute)
		assert.Empty(t, r.settle(bad, braze.Rejected))
	}
	assert.Equal(t, int64(59), r.tracker.Stats().Refused)
	assert.Equal(t, []string{"plan"}, r.settle(plan("worse"), braze.Rejected), "another value")
	r.clock.add(time.Hour)
	assert.Equal(t, []string{"plan"}, r.settle(plan("worse"), braze.Rejected), "after its time")
}

// A value that was refused in company is kept apart, so that the others get
// through, and none of them is left out for another one's fault.
func TestF45_refused_in_company(t *testing.T) {
	t.Parallel()
	r := newRig(t, delta.Config{})
	object := func(c any) braze.Attributes { return user(braze.Custom{"a": 1, "b": "bad", "c": c}) }
	answer := func(wanted braze.Attributes) []string {
		r.clock.add(minute)
		sent := r.plan(wanted)
		state := braze.Delivered
		if sent.Custom["b"] == "bad" {
			state = braze.Rejected
		}
		r.commit(wanted, sent, state)
		return names(t, sent)
	}
	assert.Equal(t, []string{"a", "b", "c"}, answer(object(1)), "refused")
	assert.Equal(t, []string{"a", "b", "c"}, answer(object(2)), "c changed: maybe it was c")
	alone := map[string]int{}
	for range 10 {
		for _, name := range answer(object(2)) {
			alone[name]++
		}
	}
	assert.Equal(t, map[string]int{"a": 1, "b": 1, "c": 1}, alone, "each alone, or free after b was found guilty")
	assert.Empty(t, answer(object(2)))
	assert.Equal(t, []string{"c"}, answer(object(3)))
	assert.Equal(t, []string{"b"}, answer(user(braze.Custom{"a": 1, "b": "good", "c": 3})))
}

// F46: a removal counts only after its acknowledgement.
func TestF46_a_lost_removal(t *testing.T) {
	t.Parallel()
	r := newRig(t, delta.Config{})
	gone := user(nil)
	gone.FirstName = braze.Null[string]()
	for range 3 {
		assert.Equal(t, []string{"first_name"}, r.settle(gone, braze.Unknown))
	}
	r.clock.add(minute)
	assert.Equal(t, []string{"first_name"}, r.send(gone))
	r.clock.add(minute)
	assert.Empty(t, r.send(gone))
}

// F47: a clock that jumps costs traffic, and hides nothing.
func TestF47_clock_jumps(t *testing.T) {
	t.Parallel()
	for _, jump := range []time.Duration{-time.Hour, time.Hour, -30 * 24 * time.Hour, 30 * 24 * time.Hour} {
		t.Run(jump.String(), func(t *testing.T) {
			t.Parallel()
			r := newRig(t, delta.Config{})
			r.send(plan("gold"))
			r.settle(user(braze.Custom{"bad": 1}), braze.Rejected)
			r.clock.add(jump)
			assert.Equal(t, []string{"plan"}, r.send(plan("silver")))
			r.clock.add(minute)
			r.send(plan("silver"))
			assert.Empty(t, r.send(plan("silver")))
			if jump.Abs() > 24*time.Hour {
				assert.Equal(t, []string{"bad"}, r.send(user(braze.Custom{"bad": 1})))
			}
		})
	}
}

// F50: Braze applies requests of one user in the wrong order within 4 s.
func TestF50_applied_in_the_wrong_order(t *testing.T) {
	t.Parallel()
	r := newRig(t, delta.Config{})
	at := profile{}
	var queue []braze.Attributes
	for _, v := range []string{"A", "B", "A", "B"} {
		sent := r.plan(plan(v))
		queue = append(queue, sent)
		r.commit(plan(v), sent, braze.Delivered)
		r.clock.add(time.Second)
	}
	for i := range queue {
		at.apply(t, queue[len(queue)-1-i])
	}
	assert.Equal(t, profile{"plan": "A"}, at, "the order was wrong")
	r.clock.add(minute)
	at.apply(t, r.plan(plan("B")))
	assert.Equal(t, profile{"plan": "B"}, at)
}
