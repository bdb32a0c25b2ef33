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
	quota := c.client.quota
	recovered := quota.recovered()
	if err := sleep(ctx, c.next.asked); err != nil {
		return err
	}
	// The first time the limit is at fault, not the server: its pause is enough.
	if c.last.class == classRateLimited && c.attempts == 1 {
		return nil
	}
	delay := min(c.next.delay-c.next.asked, probeEvery)
	for {
		wait, paid := quota.take(time.Now(), c.client.retry.MaxPause)
		if !paid {
			wait = c.client.retry.MaxPause
		}
		timer := time.NewTimer(max(wait, delay))
		defer timer.Stop()
		select {
		case <-ctx.Done():
			return ctx.Err()
		case <-recovered:
			return sleep(ctx, rand.N(recoverySpread))
		case <-timer.C:
			if paid {
				return nil
			}
		}
	}
}
