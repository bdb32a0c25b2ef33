package braze

import (
	"sync"
	"time"
)

// probeEvery is the distance of retries when the quota is used up: often
// enough to see that the server has recovered, too seldom to hold it down.
const probeEvery = 10 * time.Second

// refund is what a delivered request gives back.
const refund = 0.1

// retryQuota keeps the retries of all calls of a client together in bounds, so
// that an outage does not multiply the load. Empty, it slows retries down to
// one in [probeEvery] instead of refusing them all: nobody would ever notice
// the end of the outage.
type retryQuota struct {
	mu     sync.Mutex
	max    float64
	tokens float64
	probe  time.Time
}

func newRetryQuota(size int) *retryQuota {
	return &retryQuota{max: float64(size), tokens: float64(size)}
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

// delivered refills the quota.
func (q *retryQuota) delivered() {
	q.mu.Lock()
	q.tokens = min(q.max, q.tokens+refund)
	q.mu.Unlock()
}
