package delta_test

import (
	"context"
	"fmt"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"github.com/mpbraze/mpbraze/braze"
	"github.com/mpbraze/mpbraze/delta"
	"github.com/mpbraze/mpbraze/segments"
)

// model is a simulated Braze with one or two processes before it. Requests are
// lost, refused, answered too late or not at all; Braze applies what it
// accepted up to 4 s later, in any order; processes die at any moment; states
// are evicted. Whatever happens: when every input has at last been accepted,
// and was repeated once after the last change had settled, the profiles hold
// the last inputs.
type model struct {
	*rapid.T
	ctx     context.Context
	clock   *clock
	start   func() *delta.Tracker
	tracker []*delta.Tracker

	profiles map[string]profile
	last     map[string]profile
	queue    []accepted
	// late are commits that have not happened yet, by process.
	late [2][]braze.Settled
}

// accepted is an object that Braze accepted and will apply.
type accepted struct {
	at     time.Time
	object braze.Attributes
}

const refusedValue = "poison"

var modelUsers = []string{"u1", "u2", "u3"}

func drawInput(t *rapid.T) braze.Attributes {
	a := braze.Attributes{User: braze.UserID{ExternalID: rapid.SampledFrom(modelUsers).Draw(t, "user")}}
	values := rapid.SampledFrom([]any{nil, 1, 2.5, "x", true, braze.Increment(1), []string{"a"}, refusedValue})
	a.Custom = rapid.MapOfN(rapid.SampledFrom([]string{"a", "b", "c"}), values, 1, 3).Draw(t, "custom")
	switch rapid.IntRange(0, 3).Draw(t, "name") {
	case 0:
		a.FirstName = braze.Set(rapid.SampledFrom([]string{"Ann", "Zoë"}).Draw(t, "first"))
	case 1:
		a.FirstName = braze.Null[string]()
	}
	return a
}

// deliver sends an input until Braze has accepted or refused it.
func (m *model) deliver(input braze.Attributes) {
	id := input.User.ExternalID
	m.last[id].apply(m, plain(input))
	for attempt := 0; ; attempt++ {
		process := rapid.IntRange(0, len(m.tracker)-1).Draw(m.T, "process")
		plans, err := m.tracker[process].Plan(m.ctx, []braze.Attributes{input})
		require.NoError(m, err)
		settled := braze.Settled{Wanted: input, Sent: plans[0]}
		done := m.attempt(&settled, attempt)
		m.answer(process, settled)
		if done {
			return
		}
	}
}

// attempt lets Braze see an object, or not, and reports whether the source is
// satisfied.
func (m *model) attempt(s *braze.Settled, attempt int) (done bool) {
	if len(s.Sent.Custom) == 0 && s.Sent.FirstName.IsZero() {
		s.State = braze.Delivered
		return true
	}
	for _, v := range s.Sent.Custom {
		if v == refusedValue {
			s.State, s.Certain = braze.Rejected, true
			return true
		}
	}
	fault := 0
	if attempt < 3 {
		fault = rapid.IntRange(0, 7).Draw(m.T, "fault")
	}
	switch fault {
	case 1: // lost on the way
		s.State = braze.NotSent
		return false
	case 2: // nobody knows, and it was lost
		s.State = braze.Unknown
		return false
	case 3: // nobody knows, and it arrived
		s.State = braze.Unknown
		m.accept(s.Sent)
		return false
	case 4: // arrived, but the answer could not be read
		s.State = braze.Delivered
	default:
		s.State, s.Certain = braze.Delivered, true
	}
	m.accept(s.Sent)
	return true
}

func (m *model) accept(a braze.Attributes) {
	delay := time.Duration(rapid.IntRange(0, 4000).Draw(m.T, "delay")) * time.Millisecond
	m.queue = append(m.queue, accepted{m.clock.Now().Add(delay), a})
}

// answer tells the tracker, now, later, or never because the process dies.
func (m *model) answer(process int, s braze.Settled) {
	switch rapid.IntRange(0, 9).Draw(m.T, "commit") {
	case 0:
		m.late[process] = append(m.late[process], s)
	case 1:
		m.crash(process)
	default:
		require.NoError(m, m.tracker[process].Commit(m.ctx, []braze.Settled{s}))
	}
}

func (m *model) crash(process int) {
	m.late[process] = nil
	m.tracker[process] = m.start()
}

func (m *model) commitLate() {
	for process, late := range m.late {
		if len(late) > 0 && rapid.Bool().Draw(m.T, "late") {
			require.NoError(m, m.tracker[process].Commit(m.ctx, late))
			m.late[process] = nil
		}
	}
}

// evict loses what is known of a user.
func (m *model) evict() {
	id := rapid.SampledFrom(modelUsers).Draw(m.T, "evicted")
	require.NoError(m, m.tracker[0].Invalidate(m.ctx, braze.UserID{ExternalID: id}))
}

// pass lets time pass, and Braze apply what is due.
func (m *model) pass(d time.Duration) {
	m.clock.add(d)
	for {
		first := -1
		for i, a := range m.queue {
			if !a.at.After(m.clock.Now()) && (first < 0 || a.at.Before(m.queue[first].at)) {
				first = i
			}
		}
		if first < 0 {
			return
		}
		object := m.queue[first].object
		m.profiles[object.User.ExternalID].apply(m, object)
		m.queue = append(m.queue[:first], m.queue[first+1:]...)
	}
}

// plain leaves out what has no place in the last input: increments, which
// depend on what was there, and what Braze refuses as a whole.
func plain(a braze.Attributes) braze.Attributes {
	custom := braze.Custom{}
	for name, v := range a.Custom {
		if v == refusedValue {
			return braze.Attributes{User: a.User}
		}
		if _, increments := v.(braze.Increment); !increments {
			custom[name] = v
		}
	}
	a.Custom = custom
	return a
}

func (m *model) run() {
	m.profiles, m.last = map[string]profile{}, map[string]profile{}
	for _, id := range modelUsers {
		m.profiles[id], m.last[id] = profile{}, profile{}
	}
	for range rapid.IntRange(1, 25).Draw(m.T, "steps") {
		switch rapid.IntRange(0, 9).Draw(m.T, "step") {
		case 0:
			m.commitLate()
		case 1:
			m.evict()
		default:
			m.deliver(drawInput(m.T))
		}
		m.pass(time.Duration(rapid.SampledFrom([]int{0, 1, 900, 3000, 6000}).Draw(m.T, "pause")) * time.Millisecond)
	}
	m.pass(10 * time.Second)
	for _, id := range modelUsers {
		m.repeat(id)
	}
}

// repeat repeats the last input of a user, without faults.
func (m *model) repeat(id string) {
	input := braze.Attributes{User: braze.UserID{ExternalID: id}, Custom: braze.Custom{}}
	for _, name := range []string{"a", "b", "c"} {
		input.Custom[name] = m.last[id][name]
	}
	if first, ok := m.last[id]["first_name"].(string); ok {
		input.FirstName = braze.Set(first)
	} else {
		input.FirstName = braze.Null[string]()
	}
	send, err := m.tracker[0].Plan(m.ctx, []braze.Attributes{input})
	require.NoError(m, err)
	m.profiles[id].apply(m, send[0])
	require.Equal(m, m.last[id], m.profiles[id], "user %s", id)
}

func TestModelInMemory(t *testing.T) {
	t.Parallel()
	for _, whole := range []bool{false, true} {
		t.Run(fmt.Sprintf("whole=%t", whole), func(t *testing.T) {
			t.Parallel()
			rapid.Check(t, func(rt *rapid.T) {
				m := &model{T: rt, ctx: t.Context(), clock: newClock()}
				m.start = func() *delta.Tracker {
					memory, err := delta.NewMemory(delta.MemoryOptions{MaxBytes: 4 << 10, WholeProfile: whole})
					require.NoError(rt, err)
					tracker, err := delta.NewInMemory(memory, delta.Config{Now: m.clock.Now})
					require.NoError(rt, err)
					return tracker
				}
				m.tracker = []*delta.Tracker{m.start()}
				m.run()
			})
		})
	}
}

func TestModelTwoProcessesOneStore(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(rt *rapid.T) {
		m := &model{T: rt, ctx: t.Context(), clock: newClock()}
		store := &segments.MemoryStore{}
		m.start = func() *delta.Tracker {
			tracker, err := delta.New(m.ctx, store, delta.Config{Now: m.clock.Now})
			require.NoError(rt, err)
			return tracker
		}
		m.tracker = []*delta.Tracker{m.start(), m.start()}
		m.run()
	})
}
