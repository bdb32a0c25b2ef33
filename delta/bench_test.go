package delta_test

import (
	"context"
	"fmt"
	"runtime"
	"strconv"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/mpbraze/mpbraze/braze"
	"github.com/mpbraze/mpbraze/delta"
)

// visitor returns 16 attributes: 6 standard fields and 10 custom attributes.
func visitor(user, round int) braze.Attributes {
	return braze.Attributes{
		User:      braze.UserID{ExternalID: "cust-" + strconv.Itoa(10_000_000+user)},
		FirstName: braze.Set("Zoë"),
		LastName:  braze.Set("Müller-" + strconv.Itoa(user%97)),
		HomeCity:  braze.Set("Hamburg"),
		Country:   braze.Set("DE"),
		Phone:     braze.Set("+4915" + strconv.Itoa(10_000_000+user)),
		Gender:    braze.Set(braze.GenderFemale),
		Custom: braze.Custom{
			"age": 18 + user%60, "plan": "gold", "language": "de", "loyalty_points": user%9000 + round,
			"lifetime_value": float64(user%1_000_000) / 100, "newsletter": user%3 == 0,
			"last_store": "store-" + strconv.Itoa(user%213), "signup_date": "2023-04-17T09:30:00Z",
			"favorite_categories": []string{"shoes", "outdoor", "gold"}, "app_theme": "dark",
		},
	}
}

// filled returns a tracker in memory that knows users visitors.
func filled(tb testing.TB, users int, o delta.MemoryOptions) (*delta.Tracker, *delta.Memory) {
	tb.Helper()
	m, err := delta.NewMemory(o)
	require.NoError(tb, err)
	now := time.Unix(1_800_000_000, 0)
	t, err := delta.NewInMemory(m, delta.Config{Now: func() time.Time { return now }})
	require.NoError(tb, err)
	now = now.Add(time.Hour)
	ctx := context.Background()
	for user := range users {
		wanted := visitor(user, 0)
		deliver(ctx, tb, t, wanted)
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

const benchUsers = 100_000

// BenchmarkB6_Plan is a plan of 16 attributes of which Braze has all, over a
// million users in memory. It is to take 1 µs and to allocate nothing.
func BenchmarkB6_Plan(b *testing.B) {
	for _, whole := range []bool{false, true} {
		b.Run(fmt.Sprintf("whole=%t", whole), func(b *testing.B) {
			t, _ := filled(b, benchUsers, delta.MemoryOptions{MaxBytes: 1 << 30, WholeProfile: whole})
			wanted := make([]braze.Attributes, 256)
			for i := range wanted {
				wanted[i] = visitor(i*(benchUsers/len(wanted)), 0)
			}
			ctx := context.Background()
			runtime.GC()
			b.ReportAllocs()
			i := 0
			for b.Loop() {
				if _, err := t.PlanOne(ctx, &wanted[i%len(wanted)], time.Time{}); err != nil {
					b.Fatal(err)
				}
				i++
			}
			if s := t.Stats(); s.Suppressed < int64(i) {
				b.Fatalf("%d of %d suppressed", s.Suppressed, i)
			}
		})
	}
}

// BenchmarkB8_Memory prints bytes a user: at most 160 with 16 attributes, at
// most 24 for whole profiles. BenchmarkB9_GC prints what a garbage collection
// costs beside them.
func BenchmarkB8_Memory(b *testing.B) {
	for _, whole := range []bool{false, true} {
		b.Run(fmt.Sprintf("whole=%t", whole), func(b *testing.B) {
			for b.Loop() {
				_, m := filled(b, benchUsers, delta.MemoryOptions{MaxBytes: 1 << 30, WholeProfile: whole})
				b.ReportMetric(float64(m.Bytes())/float64(m.Len()), "B/user")
			}
		})
	}
}
