package delta_test

import (
	"context"
	"fmt"
	"time"

	"github.com/mpbraze/mpbraze/braze"
	"github.com/mpbraze/mpbraze/delta"
	"github.com/mpbraze/mpbraze/segments"
)

// Without a Sender: plan, send what is left, and tell what became of it. Times
// of the data keep what comes late from overwriting what is newer.
func ExampleTracker_PlanOne() {
	ctx := context.Background()
	// Any Store will do, see delta/boltstore and delta/redisstore.
	tracker, err := delta.New(ctx, &segments.MemoryStore{}, delta.Config{})
	if err != nil {
		fmt.Println(err)
		return
	}
	noon := time.Date(2026, 11, 1, 12, 0, 0, 0, time.UTC)
	for _, input := range []struct {
		plan string
		at   time.Time
	}{
		{"gold", noon},
		{"gold", noon.Add(time.Hour)},
		{"silver", noon.Add(-time.Hour)},
		{"bronze", noon.Add(2 * time.Hour)},
	} {
		wanted := braze.Attributes{
			User:   braze.UserID{ExternalID: "user-1"},
			Custom: braze.Custom{"plan": input.plan},
		}
		send, err := tracker.PlanOne(ctx, &wanted, input.at)
		if err != nil {
			fmt.Println(err)
			return
		}
		fmt.Println(input.plan, len(send.Custom))
		// Here send goes to Braze, which answers that all is well.
		err = tracker.Commit(ctx, []braze.Settled{{Wanted: wanted, Sent: send, State: braze.Delivered, Certain: true}})
		if err != nil {
			fmt.Println(err)
			return
		}
	}
	// Output:
	// gold 1
	// gold 0
	// silver 0
	// bronze 1
}

// A stream processor that keeps its own states needs only a Core.
func ExampleCore() {
	core, err := delta.NewCore(delta.Config{Secret: []byte("32 random bytes of this company.")})
	if err != nil {
		fmt.Println(err)
		return
	}
	wanted := braze.Attributes{User: braze.UserID{ExternalID: "user-1"}, FirstName: braze.Set("Ada")}
	key, _ := core.RecordKey(wanted.User)
	states := map[string]delta.State{}

	for range 2 {
		state, now := states[key], time.Now()
		send, _ := core.Plan(&state, &wanted, time.Time{}, now)
		states[key] = state
		_, sends := send.FirstName.Get()
		fmt.Println(sends)
		core.Commit(&state, &braze.Settled{Wanted: wanted, Sent: send, State: braze.Delivered, Certain: true}, now)
		states[key] = state
	}
	// Output:
	// true
	// false
}
