package mapping

import "time"

const (
	// earliestMS is 2010, before which mParticle did not exist: what lies
	// before it is another unit or a broken clock.
	earliestMS = 1_262_304_000_000
	// latestMS is the year 3000, from which Braze stores times as text.
	latestMS = 32_503_680_000_000
	// aheadMS is how far clocks of devices may be ahead.
	aheadMS = 24 * 60 * 60 * 1000
)

// eventTime returns the time of an event from its milliseconds since 1970. One
// that is missing or not plausible is replaced by the batch's, then by the time
// of receipt, with an issue at p, the path of the timestamp; without any of
// them it reports false and the event cannot be sent.
func (r *run) eventTime(p *path, ms int64) (time.Time, bool) {
	instead, known := r.batchTime()
	if t, ok := r.plausible(ms, instead); ok {
		return t, true
	}
	if !known {
		r.issue(p, CodeTimeMissing, Error, "no plausible time in the event, in the batch or from the caller")
		return time.Time{}, false
	}
	detail := "not plausible: replaced by the time of the batch"
	if ms == 0 {
		detail = "missing: replaced by the time of the batch"
	}
	r.issue(p, CodeTimeReplaced, Warning, detail)
	return instead, true
}

// batchTime returns the time of the batch, else of its receipt.
func (r *run) batchTime() (time.Time, bool) {
	if t, ok := r.plausible(r.batch.TimestampUnixtimeMS, time.Time{}); ok {
		return t, true
	}
	return r.received.UTC(), !r.received.IsZero()
}

// plausible reads ms as a time from 2010 to a day after the receipt, or after
// batch when the receipt is not known.
func (r *run) plausible(ms int64, batch time.Time) (time.Time, bool) {
	if r.cfg.Events.LenientTimes {
		ms = toMilliseconds(ms)
	}
	now := r.received
	if now.IsZero() {
		now = batch
	}
	if ms < earliestMS || ms >= latestMS || !now.IsZero() && ms > now.UnixMilli()+aheadMS {
		return time.Time{}, false
	}
	return time.UnixMilli(ms).UTC(), true
}

// toMilliseconds tells seconds, microseconds and nanoseconds by their size: the
// ranges of the four units from 2010 to 3000 do not overlap.
func toMilliseconds(t int64) int64 {
	switch {
	case t >= earliestMS/1000 && t < latestMS/1000:
		return t * 1000
	case t >= earliestMS*1000 && t < latestMS*1000:
		return t / 1000
	case t >= earliestMS*1_000_000:
		return t / 1_000_000
	}
	return t
}
