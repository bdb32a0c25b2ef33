package braze

import (
	"context"
	"net/http"
	"sync"
	"time"
)

// lowQuota is the part of a window's quota below which the gate spreads what
// is left over the rest of the window.
const lowQuota = 50 // one in fifty: a limiter at 95 % never gets there by itself

// quotaError is the end of a limit that is too far away to wait for.
type quotaError struct{ left time.Duration }

func (*quotaError) Error() string { return ErrQuota.Error() }

// gate holds back everybody on one limit until an instant that Braze named.
type gate struct {
	mu sync.Mutex
	// until is when the next request may go.
	until time.Time
	// While the quota is low: one request in each gap until lowUntil; next is
	// the first free slot.
	lowUntil time.Time
	gap      time.Duration
	next     time.Time
}

// pause closes the gate until t at least. It never opens it earlier: the
// latest answer to say so wins.
func (g *gate) pause(t time.Time) {
	g.mu.Lock()
	defer g.mu.Unlock()
	if t.After(g.until) {
		g.until = t
	}
}

// remaining is the time until the gate opens.
func (g *gate) remaining(now time.Time) time.Duration {
	g.mu.Lock()
	defer g.mu.Unlock()
	return g.until.Sub(now)
}

// wait returns when the gate is open, or at once with a [*quotaError] if that
// is later than the longest pause.
func (g *gate) wait(ctx context.Context, longest time.Duration) error {
	for {
		left := g.remaining(time.Now())
		switch {
		case left <= 0:
			return ctx.Err()
		case left > longest:
			return &quotaError{left}
		}
		if err := sleep(ctx, left); err != nil {
			return err
		}
	}
}

// observe slows down when an answer says that little of the quota is left. The
// numbers are approximate on some contracts, so none left pauses for no more
// than longest.
func (g *gate) observe(h http.Header, now time.Time, longest time.Duration) {
	left, limit, reset, ok := remaining(h, now)
	if !ok || left*lowQuota >= limit {
		return
	}
	if left == 0 {
		g.pause(now.Add(min(reset, longest)))
		return
	}
	g.mu.Lock()
	defer g.mu.Unlock()
	g.lowUntil = now.Add(reset)
	g.gap = min(reset/time.Duration(left+1), longest)
}

// slot takes a place in the slow lane and returns how long to wait for it; 0 if
// there is enough quota. Without a place before the window ends it returns
// false and the time to that end: whoever waited then has to queue again, or
// all would start together.
func (g *gate) slot(now time.Time) (time.Duration, bool) {
	g.mu.Lock()
	defer g.mu.Unlock()
	if !now.Before(g.lowUntil) {
		return 0, true
	}
	slot := now
	if g.next.After(now) {
		slot = g.next
	}
	if slot.After(g.lowUntil) {
		return g.lowUntil.Sub(now), false
	}
	g.next = slot.Add(g.gap)
	return slot.Sub(now), true
}
