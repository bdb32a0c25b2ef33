package braze

import (
	"context"
	"log/slog"
	"sync/atomic"
	"time"
)

// Hooks observe a client: give any value with one or more of these methods to
// [WithHooks]. They are called on the goroutine of the call and under no lock;
// they must be safe for use by several goroutines and should return quickly. A
// panic in a hook is logged and changes nothing else.
type (
	// AttemptHook is called after every attempt.
	AttemptHook interface {
		OnAttempt(ctx context.Context, a AttemptInfo)
	}
	// RetryHook is called before the wait for another attempt.
	RetryHook interface {
		OnRetry(ctx context.Context, r RetryInfo)
	}
	// PauseHook is called when an answer makes everybody on a limit wait.
	PauseHook interface {
		OnPause(ctx context.Context, p PauseInfo)
	}
	// LimiterWaitHook is called when an attempt had to wait for its limiter.
	LimiterWaitHook interface {
		OnLimiterWait(ctx context.Context, w LimiterWait)
	}
)

// AttemptInfo describes one attempt. Its fields are fit for metric labels.
type AttemptInfo struct {
	// Endpoint is the path, "users/track".
	Endpoint string
	// Number is 1 for the first attempt of a call.
	Number int
	// Status is 0 without an answer.
	Status int
	// Class is the reason in one word: "accepted", "server", "dial"...
	Class string
	// Fate is "delivered", "rejected", "not_sent" or "unknown".
	Fate string
	// Repeat says that an earlier attempt may already have been processed.
	Repeat bool
	// Took is the time on the network.
	Took time.Duration
}

// RetryInfo describes a coming retry.
type RetryInfo struct {
	Endpoint string
	// Number of the attempt that failed, and why.
	Number int
	Class  string
	// Delay before the next one.
	Delay time.Duration
}

// PauseInfo describes a pause of a limit.
type PauseInfo struct {
	Endpoint string
	For      time.Duration
}

// LimiterWait describes a wait for the limiter or for a pause.
type LimiterWait struct {
	Endpoint string
	Waited   time.Duration
}

// noticeable is the shortest wait that is reported.
const noticeable = time.Millisecond

// hooks calls what there is.
type hooks struct {
	all []any
	log *slog.Logger
	// panics counts those of hooks and of the logger.
	panics *atomic.Int64
}

func isHook(v any) bool {
	switch v.(type) {
	case AttemptHook, RetryHook, PauseHook, LimiterWaitHook:
		return true
	}
	return false
}

// each calls f for every hook, and keeps a panic inside.
func (h *hooks) each(ctx context.Context, f func(hook any)) {
	for _, hook := range h.all {
		func() {
			defer func() {
				if recover() != nil {
					h.panics.Add(1)
					// The value may hold anything, so it is not logged.
					h.log.LogAttrs(ctx, slog.LevelWarn, "hook panicked")
				}
			}()
			f(hook)
		}()
	}
}

func (h *hooks) limiterWait(ctx context.Context, w LimiterWait) {
	if w.Waited < noticeable {
		return
	}
	h.each(ctx, func(hook any) {
		if on, ok := hook.(LimiterWaitHook); ok {
			on.OnLimiterWait(ctx, w)
		}
	})
}

// report tells hooks and log about the last attempt of c.
func (c *call) report(ctx context.Context) {
	if !c.last.made {
		return
	}
	info := AttemptInfo{
		Endpoint: c.endpoint.path,
		Number:   c.attempts,
		Status:   c.last.status,
		Class:    c.last.class.String(),
		Fate:     c.last.fate().String(),
		Repeat:   c.repeats > 0,
		Took:     c.last.took,
	}
	c.client.log.LogAttrs(ctx, slog.LevelDebug, "attempt",
		slog.String("endpoint", info.Endpoint),
		slog.Int("attempt", info.Number),
		slog.Int("status", info.Status),
		slog.String("class", info.Class),
		slog.Duration("took", info.Took))
	c.client.hooks.each(ctx, func(hook any) {
		if on, ok := hook.(AttemptHook); ok {
			on.OnAttempt(ctx, info)
		}
	})
	if c.next.pause > 0 {
		pause := PauseInfo{Endpoint: c.endpoint.path, For: c.next.pause}
		c.client.log.LogAttrs(ctx, slog.LevelWarn, "paused by rate limit",
			slog.String("endpoint", pause.Endpoint), slog.Duration("for", pause.For))
		c.client.hooks.each(ctx, func(hook any) {
			if on, ok := hook.(PauseHook); ok {
				on.OnPause(ctx, pause)
			}
		})
	}
}

// reportRetry tells hooks and log that the call will try again.
func (c *call) reportRetry(ctx context.Context) {
	info := RetryInfo{
		Endpoint: c.endpoint.path,
		Number:   c.attempts,
		Class:    c.last.class.String(),
		Delay:    c.next.delay,
	}
	c.client.log.LogAttrs(ctx, slog.LevelWarn, "retry",
		slog.String("endpoint", info.Endpoint),
		slog.Int("attempt", info.Number),
		slog.Int("status", c.last.status),
		slog.String("class", info.Class),
		slog.Duration("delay", info.Delay))
	c.client.hooks.each(ctx, func(hook any) {
		if on, ok := hook.(RetryHook); ok {
			on.OnRetry(ctx, info)
		}
	})
}
