package braze

import (
	"sync"
	"time"
)

// probeEvery is the distance of retries when the quota is used up: often
// enough to see soon that the server has recovered, too seldom to hold it down.
const probeEvery = 8 * time.Second

// refund is what a delivered request gives back.
const refund = 0.1

// outage is the number of failures in a row after which a success is the end of
// an outage.
const outage = 20

// retryQuota keeps the retries of all calls of a client together in bounds, so
// that an outage does not multiply the load. Empty, it slows retries down to
// one in [probeEvery] instead of refusing them all: nobody would ever notice
// the end of the outage. The end fills it again.
type retryQuota struct {
	mu     sync.Mutex
	max    float64
	tokens float64
	probe  time.Time

	failures int // in a row
	// recovery is closed and replaced at the end of an outage.
	recovery chan struct{}
}

func newRetryQuota(size int) *retryQuota {
	return &retryQuota{max: float64(size), tokens: float64(size), recovery: make(chan struct{})}
}

// take pays for one retry. It returns how long the retry has to wait, and false
// if that is more than limit; then nothing was taken.
func (q *retryQuota) take(now time.Time, limit time.Duration) (time.Duration, bool) {
	q.mu.Lock()
	defer q.mu.Unlock()
	if q.tokens >= 1 {
		q.tokens--
		return 0, true
	}
	slot := now.Add(probeEvery)
	if next := q.probe.Add(probeEvery); next.After(slot) {
		slot = next
	}
	if slot.Sub(now) > limit {
		return 0, false
	}
	q.probe = slot
	return slot.Sub(now), true
}

// delivered refills the quota: a little, or whole after an outage.
func (q *retryQuota) delivered() {
	q.mu.Lock()
	defer q.mu.Unlock()
	q.tokens = min(q.max, q.tokens+refund)
	if float64(q.failures) >= min(q.max, outage) {
		q.tokens = q.max
		close(q.recovery)
		q.recovery = make(chan struct{})
	}
	q.failures = 0
}

// failed counts an attempt that is worth another.
func (q *retryQuota) failed() {
	q.mu.Lock()
	q.failures++
	q.mu.Unlock()
}

// recovered is closed at the end of the next outage.
func (q *retryQuota) recovered() <-chan struct{} {
	q.mu.Lock()
	defer q.mu.Unlock()
	return q.recovery
}
