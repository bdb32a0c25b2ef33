package delta_test

import (
	"context"
	"fmt"
	"runtime"
	"strconv"
	"sync"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/mpbraze/mpbraze/braze"
	"github.com/mpbraze/mpbraze/delta"
)

// visitor returns 16 attributes: 7 standard fields and 9 custom attributes.
func visitor(user, round int) braze.Attributes {
	return braze.Attributes{
		User:      braze.UserID{ExternalID: "cust-" + strconv.Itoa(10_000_000+user)},
		FirstName: braze.Set("Zoë"),
		LastName:  braze.Set("Müller-" + strconv.Itoa(user%97)),
		HomeCity:  braze.Set("Hamburg"),
		Country:   braze.Set("DE"),
		Language:  braze.Set("de"),
		Phone:     braze.Set("+4915" + strconv.Itoa(10_000_000+user)),
		Gender:    braze.Set(braze.GenderFemale),
		Custom: braze.Custom{
			"age": 18 + user%60, "plan": "gold", "loyalty_points": user%9000 + round,
			"lifetime_value": float64(user%1_000_000) / 100, "newsletter": user%3 == 0,
			"last_store": "store-" + strconv.Itoa(user%213), "signup_date": "2023-04-17T09:30:00Z",
			"favorite_categories": []string{"shoes", "outdoor", "gold"}, "app_theme": "dark",
		},
	}
}

// filledClock is the clock of trackers that filled returns.
func filledClock() time.Time { return time.Unix(1_800_003_600, 0) }

// filled returns a tracker in memory that knows users visitors.
func filled(tb testing.TB, users int, o delta.MemoryOptions) (*delta.Tracker, *delta.Memory) {
	tb.Helper()
	return filledWith(tb, users, o, nil)
}

func filledWith(
	tb testing.TB, users int, o delta.MemoryOptions, secret []byte,
) (*delta.Tracker, *delta.Memory) {
	tb.Helper()
	m, err := delta.NewMemory(o)
	require.NoError(tb, err)
	now := filledClock().Add(-time.Hour)
	t, err := delta.NewInMemory(m, delta.Config{Now: func() time.Time { return now }, Secret: secret})
	require.NoError(tb, err)
	now = filledClock()
	for user := range users {
		deliver(tb.Context(), tb, t, visitor(user, 0))
	}
	return t, m
}

func deliver(ctx context.Context, tb testing.TB, t *delta.Tracker, wanted braze.Attributes) braze.Attributes {
	tb.Helper()
	send, err := t.PlanOne(ctx, &wanted, time.Time{})
	require.NoError(tb, err)
	require.NoError(tb, t.Commit(ctx, []braze.Settled{
		{Wanted: wanted, Sent: send, State: braze.Delivered, Certain: true},
	}))
	return send
}

const benchUsers = 1_000_000

type benchTable struct {
	tracker *delta.Tracker
	memory  *delta.Memory
}

// bench returns a table of a million users, made once for all benchmarks.
var bench = map[bool]func(testing.TB) benchTable{false: fillOnce(false), true: fillOnce(true)}

func fillOnce(whole bool) func(testing.TB) benchTable {
	var once sync.Once
	var table benchTable
	return func(tb testing.TB) benchTable {
		tb.Helper()
		once.Do(func() {
			table.tracker, table.memory = filled(tb, benchUsers, delta.MemoryOptions{MaxBytes: 1 << 30, WholeProfile: whole})
		})
		return table
	}
}

// BenchmarkB6_Plan is a plan of 16 attributes of which Braze has all, over a
// million users in memory. It is to take 1 µs and to allocate nothing.
func BenchmarkB6_Plan(b *testing.B) {
	for _, whole := range []bool{false, true} {
		b.Run(fmt.Sprintf("whole=%t", whole), func(b *testing.B) {
			t := bench[whole](b).tracker
			wanted := make([]braze.Attributes, 256)
			for i := range wanted {
				wanted[i] = visitor(i*(benchUsers/len(wanted)), 0)
			}
			before, planned := t.Stats().Suppressed, int64(0)
			b.ReportAllocs()
			for b.Loop() {
				if _, err := t.PlanOne(b.Context(), &wanted[planned%int64(len(wanted))], time.Time{}); err != nil {
					b.Fatal(err)
				}
				planned++
			}
			if got := t.Stats().Suppressed - before; got != planned {
				b.Fatalf("%d of %d suppressed", got, planned)
			}
		})
	}
}

// BenchmarkB8_Memory prints the bytes a user takes: at most 160 with 16
// attributes, at most 24 for whole profiles.
func BenchmarkB8_Memory(b *testing.B) {
	for _, whole := range []bool{false, true} {
		b.Run(fmt.Sprintf("whole=%t", whole), func(b *testing.B) {
			m := bench[whole](b).memory
			for b.Loop() {
				b.ReportMetric(float64(m.Bytes())/float64(m.Len()), "B/user")
			}
		})
	}
}

// BenchmarkB9_GC is one garbage collection beside a million users: at most 2 ms
// of CPU a million.
func BenchmarkB9_GC(b *testing.B) {
	table := bench[false](b)
	for b.Loop() {
		runtime.GC()
	}
	runtime.KeepAlive(table)
}

// BenchmarkCommit is a plan and a commit of 16 attributes, one of them changed.
func BenchmarkCommit(b *testing.B) {
	t, _ := filled(b, 1000, delta.MemoryOptions{})
	round := 0
	for b.Loop() {
		round++
		deliver(b.Context(), b, t, visitor(round%1000, round))
	}
}
