package braze

import (
	"context"
	"math/rand/v2"
	"time"
)

// recoverySpread is the time over which those who waited for the end of an
// outage start again.
const recoverySpread = time.Second

// awaitRetry waits for the next attempt of a caller that never gives up. It
// waits as long as Braze asked, then for the back-off and its turn in the retry
// quota; the latter end when the server answers again after an outage. The
// back-off stays short, so that the end is noticed soon: the quota sees to it
// that the attempts are few.
func (c *call) awaitRetry(ctx context.Context) error {
	recovered := c.client.quota.recovered()
	if err := sleep(ctx, c.next.asked); err != nil {
		return err
	}
	// The first time the limit is at fault, not the server: its pause is enough.
	if c.last.class == classRateLimited && c.attempts == 1 {
		return nil
	}
	for {
		wait, paid := c.turn()
		timer := time.NewTimer(wait)
		select {
		case <-ctx.Done():
			timer.Stop()
			return ctx.Err()
		case <-recovered:
			timer.Stop()
			return sleep(ctx, rand.N(recoverySpread))
		case <-timer.C:
			if paid {
				return nil
			}
		}
	}
}

// turn returns how long to wait, and whether there is an attempt after it. If
// not, so many wait in line already that they will see the end of the outage.
func (c *call) turn() (time.Duration, bool) {
	longest := max(c.client.retry.MaxPause, 2*probeEvery)
	wait, paid := c.client.quota.take(time.Now(), longest)
	if !paid {
		return longest, false
	}
	return max(wait, min(c.next.delay-c.next.asked, probeEvery)), true
}
