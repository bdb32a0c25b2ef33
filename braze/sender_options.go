package braze

import (
	"math"
	"time"
)

// SenderOptions tune a [Sender]. The zero value is right for most.
type SenderOptions struct {
	// Caps bound one request; the zero value means those of the client, see
	// [WithCaps]. When Braze refuses a request for its size the Sender lowers
	// them.
	Caps Caps
	// Linger is how long an object waits for others to fill its request. Default
	// 50 ms; negative: not at all.
	Linger time.Duration
	// Concurrency is the number of requests in flight, 1 to 256. Default 8.
	Concurrency int
	// MaxObjects and MaxBytes bound what waits and is in flight. Bytes are those
	// of encoded objects and 512 for the handling of each. Defaults 100,000 and
	// 64 MiB.
	MaxObjects int
	MaxBytes   int
	// FailWhenFull makes Send fail with [ErrQueueFull]; otherwise it waits for
	// room as long as its context allows.
	FailWhenFull bool
	// SettleTime is how long after an answer another value of the same
	// attribute of the same user waits. Braze may apply two requests in the
	// wrong order within some seconds. Default 5 s; negative: no wait.
	SettleTime time.Duration
	// Unordered gives up the order of a user's objects: one user may be in
	// several requests in flight, and nothing waits for SettleTime.
	Unordered bool
	// HotUserLimit is how many objects of one user may wait in strict order; a
	// user with more is sent like under Unordered until it has fewer. Default
	// 10,000. [SenderStats] counts those users, and the log tells the first.
	HotUserLimit int
	// Planner sees attributes before they leave; nil sends all of them.
	Planner Planner
}

func (o SenderOptions) withDefaults(caps Caps) (SenderOptions, error) {
	if o.Caps == (Caps{}) {
		o.Caps = caps
	}
	if err := o.Caps.bounds("SenderOptions.Caps"); err != nil {
		return o, err
	}
	o.Caps = o.Caps.filled()
	for _, d := range []struct {
		field    *time.Duration
		standard time.Duration
	}{{&o.Linger, 50 * time.Millisecond}, {&o.SettleTime, 5 * time.Second}} {
		if *d.field == 0 {
			*d.field = d.standard
		}
		*d.field = max(*d.field, 0)
	}
	for _, n := range []struct {
		name     string
		field    *int
		standard int
		most     int
	}{
		{"Concurrency", &o.Concurrency, 8, 256},
		{"MaxObjects", &o.MaxObjects, 100_000, 1 << 30},
		{"MaxBytes", &o.MaxBytes, 64 << 20, min(1<<40, math.MaxInt)},
		{"HotUserLimit", &o.HotUserLimit, 10_000, 1 << 30},
	} {
		if *n.field == 0 {
			*n.field = n.standard
		}
		if *n.field < 1 || *n.field > n.most {
			return o, invalid("SenderOptions."+n.name, "must be between 1 and %d", n.most)
		}
	}
	return o, nil
}
