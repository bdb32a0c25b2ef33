package braze

import (
	"net/http"
	"time"
)

// UnknownPolicy says what to do with content that must not be repeated blindly
// (events, purchases, increments, additions to arrays of objects) when the
// outcome of a request is unknown. Braze has no idempotency key and counts a
// repeated event as a second one.
type UnknownPolicy uint8

const (
	// Resend sends it again: at least once. The default.
	Resend UnknownPolicy = iota
	// Surface returns [ErrAmbiguous]: at most once.
	Surface
)

// RetryOptions bound what the client does about failures. A zero field keeps
// its default.
//
// What goes again:
//
//   - what certainly was not processed: a failed lookup, connection or
//     handshake, a connection lost before the first byte, status 429
//   - after an unknown outcome (time-out, reset, 5xx, 408) content that is safe
//     to repeat, and the rest under [Resend]
//   - never: any other status, a redirect, a certificate that is not trusted, a
//     host that does not exist, and a 2xx however unreadable
//
// The wait is exponential with full jitter. What Braze asks for in its headers
// is the least wait, up to MaxPause.
type RetryOptions struct {
	// MaxAttempts of one call, 1 to 100; 1 means no retries. Default 5.
	MaxAttempts int
	// BaseDelay is the longest first wait; it doubles with each attempt up to
	// MaxDelay. Defaults 1 s and 30 s.
	BaseDelay time.Duration
	MaxDelay  time.Duration
	// MaxPause is the longest wait for Braze's rate limit; when the limit ends
	// later the call fails with [ErrQuota]. Default 60 s.
	MaxPause time.Duration
	// OnUnknown is [Resend] by default.
	OnUnknown UnknownPolicy
	// Quota bounds the retries of the whole client in an outage: this many, plus
	// a tenth of the delivered requests, plus one in eight seconds. Default 50.
	Quota int
}

func defaultRetry() RetryOptions {
	return RetryOptions{
		MaxAttempts: 5,
		BaseDelay:   time.Second,
		MaxDelay:    30 * time.Second,
		MaxPause:    time.Minute,
		Quota:       50,
	}
}

// content says what happens if the same body is applied twice.
type content uint8

const (
	// contentRepeatable ends in the same state: plain attributes, deletions.
	contentRepeatable content = iota
	// contentOnce counts twice: events, purchases, increments, $add.
	contentOnce
)

// attempt holds the facts about one attempt that the policy looks at.
type attempt struct {
	content content
	class   class
	header  http.Header
	// number is 1 for the first attempt.
	number int
	now    time.Time
	// chance in [0, 1) is the jitter.
	chance float64
}

// decision is what to do after an attempt.
type decision struct {
	class class
	// retry says whether the policy allows another attempt. Whether there is
	// one also depends on the attempts, the deadline and the quota.
	retry bool
	// delay before it, of which asked is what the server wants.
	delay time.Duration
	asked time.Duration
	// pause is what everybody on the same limit has to wait for; 0 if nothing.
	pause time.Duration
}

// decide is the whole retry policy. It is pure.
func (o *RetryOptions) decide(a attempt) decision {
	d := decision{class: a.class}
	if a.class == classAccepted {
		return d
	}
	pause := parsePause(a.header, a.now)
	if a.class == classRateLimited {
		if pause > o.MaxPause && pause <= longestWindow {
			return decision{class: classQuota, pause: pause}
		}
		// A limit that is about to end by Braze's clock is not worth a loop.
		pause = max(pause, o.BaseDelay)
		pause += time.Duration(a.chance * float64(pause) / 10)
		d.pause = min(pause, o.MaxPause)
	}
	switch classes[a.class].retry {
	case retryNever:
		return d
	case retryUnsure:
		if a.content == contentOnce && o.OnUnknown == Surface {
			return d
		}
	case retrySafe:
	}
	d.retry = true
	d.asked = d.pause
	if a.class == classServer {
		// A 503 may say how long. It binds this request only.
		d.asked = min(pause, o.MaxPause)
	}
	d.delay = max(o.backoff(a.number, a.chance), d.asked)
	return d
}

// backoff is exponential with full jitter, never 0.
func (o *RetryOptions) backoff(number int, chance float64) time.Duration {
	ceiling := o.BaseDelay
	for range number - 1 {
		if ceiling >= o.MaxDelay {
			break
		}
		ceiling *= 2
	}
	ceiling = min(ceiling, o.MaxDelay)
	return max(time.Duration((1-chance)*float64(ceiling)), time.Millisecond)
}
