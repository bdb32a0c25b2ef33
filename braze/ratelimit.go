package braze

import (
	"context"
	"strings"
	"time"

	"golang.org/x/time/rate"
)

// Limiter lets requests go, one at each return of Wait. A
// [*golang.org/x/time/rate.Limiter] is one. Wait is called from many
// goroutines, once for each attempt, and must return when the context ends.
type Limiter interface {
	Wait(ctx context.Context) error
}

// NewLimiter returns a Limiter that stays inside a quota of requests in any
// fixed window of that length, wherever the window begins: 95 % of the rate,
// bursts of 3 %, and the rest for what the network shifts from one window into
// the next. It panics if either is not positive.
//
// Braze's windows: https://www.braze.com/docs/api/api_limits. Limits hold for a
// whole workspace: several processes have to share them out.
func NewLimiter(requests int, window time.Duration) Limiter {
	if requests <= 0 || window <= 0 {
		panic("braze: NewLimiter needs a positive quota and window")
	}
	// A bucket of rate r and size b lets b + r·W through in a window W, not r·W.
	perSecond := 0.95 * float64(requests) / window.Seconds()
	return rate.NewLimiter(rate.Limit(perSecond), max(1, requests/30))
}

// lane is a group of endpoints that share a limit of Braze.
type lane struct {
	limiter  Limiter
	gate     gate
	maxPause time.Duration
}

func newLane(l Limiter, maxPause time.Duration) *lane {
	return &lane{limiter: l, maxPause: maxPause}
}

// wait returns when one request may go. Every attempt waits, retries too.
//
// The gate is looked at again after the limiter: a pause does not reach those
// who already wait there, and they all would slip through it.
func (l *lane) wait(ctx context.Context) error {
	for {
		if err := l.gate.wait(ctx, l.maxPause); err != nil {
			return err
		}
		if err := l.limiter.Wait(ctx); err != nil {
			return limiterError(ctx, err)
		}
		delay, granted := l.gate.slot(time.Now())
		if err := sleep(ctx, delay); err != nil {
			return err
		}
		if granted && l.gate.remaining(time.Now()) <= 0 {
			return nil
		}
	}
}

// limiterError gives an early refusal of x/time/rate the meaning it has: the
// package exports no error for "would exceed context deadline".
func limiterError(ctx context.Context, err error) error {
	if ctx.Err() != nil {
		return ctx.Err()
	}
	if strings.Contains(err.Error(), "would exceed context deadline") {
		return context.DeadlineExceeded
	}
	return err
}

// sleep waits for d or the end of ctx. If ctx ends before d it returns at once.
func sleep(ctx context.Context, d time.Duration) error {
	if d <= 0 {
		return ctx.Err()
	}
	if deadline, ok := ctx.Deadline(); ok && time.Until(deadline) < d {
		return context.DeadlineExceeded
	}
	timer := time.NewTimer(d)
	defer timer.Stop()
	select {
	case <-ctx.Done():
		return ctx.Err()
	case <-timer.C:
		return nil
	}
}
