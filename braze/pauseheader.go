package braze

import (
	"math"
	"net/http"
	"strconv"
	"strings"
	"time"
)

// longestWindow is Braze's longest limit, the clock hour, with some slack. A
// header that asks for more is not believed.
const longestWindow = 65 * time.Minute

// Numbers of X-RateLimit-Reset are told apart by size: seconds left are below
// 10^8 (three years), epoch seconds below 10^11 (year 5138), the rest are
// epoch milliseconds.
const (
	secondsLeftBelow = 1e8
	epochBelow       = 1e11
)

// parsePause returns how long a server asks to wait: the latest of what its
// headers say, never negative, at most one hour and some more for a value that
// can be meant. 0 means that they say nothing.
//
// Braze sends X-RateLimit-Reset with the epoch second of the reset, on newer
// contracts with the seconds left, and there, with status 429, only
// X-Ratelimit-Retry-After. Retry-After comes from whatever stands before Braze.
// Instants are compared with the Date of the answer, so that the clocks of the
// two machines do not matter.
//
// See https://www.braze.com/docs/api/api_limits#rate-limit-headers.
func parsePause(h http.Header, now time.Time) time.Duration {
	if h == nil {
		return 0
	}
	now = serverTime(h, now)
	var pause time.Duration
	for _, name := range []string{"X-Ratelimit-Retry-After", "Retry-After"} {
		for _, value := range h.Values(name) {
			pause = max(pause, retryAfter(value, now))
		}
	}
	for _, value := range h.Values("X-Ratelimit-Reset") {
		pause = max(pause, resetAfter(value, now))
	}
	return pause
}

// retryAfter reads seconds, also with a fraction, and dates in the three forms
// of HTTP. 0 for anything else.
func retryAfter(value string, now time.Time) time.Duration {
	value = strings.TrimSpace(value)
	if seconds, ok := number(value); ok {
		return wait(seconds)
	}
	if date, err := http.ParseTime(value); err == nil {
		return wait(date.Sub(now).Seconds())
	}
	return 0
}

func resetAfter(value string, now time.Time) time.Duration {
	n, ok := number(strings.TrimSpace(value))
	switch {
	case !ok:
		return 0
	case n < secondsLeftBelow:
		return wait(n)
	case n < epochBelow:
		return wait(n - float64(now.Unix()))
	}
	return wait((n - float64(now.UnixMilli())) / 1000)
}

// number reads digits with at most one point; no sign, no exponent.
func number(s string) (float64, bool) {
	if s == "" || strings.Trim(s, "0123456789.") != "" {
		return 0, false
	}
	n, err := strconv.ParseFloat(s, 64)
	return n, err == nil
}

// unbelievable stands for every wait beyond [longestWindow]; callers bound it
// by their longest pause.
const unbelievable = time.Duration(math.MaxInt64 / 4)

// wait turns seconds into a duration that cannot overflow.
func wait(seconds float64) time.Duration {
	switch {
	case seconds <= 0:
		return 0
	case seconds > longestWindow.Seconds():
		return unbelievable
	}
	return time.Duration(seconds * float64(time.Second))
}

// remaining reads the quota left in the window and the time to its reset.
// ok is false unless all three headers make sense together.
func remaining(h http.Header, now time.Time) (left, limit int, reset time.Duration, ok bool) {
	if h.Get("X-Ratelimit-Remaining") == "" {
		return 0, 0, 0, false
	}
	left, errLeft := strconv.Atoi(h.Get("X-Ratelimit-Remaining"))
	limit, errLimit := strconv.Atoi(h.Get("X-Ratelimit-Limit"))
	if errLeft != nil || errLimit != nil || limit <= 0 || left < 0 || left > limit {
		return 0, 0, 0, false
	}
	reset = resetAfter(h.Get("X-Ratelimit-Reset"), serverTime(h, now))
	return left, limit, reset, reset > 0 && reset <= longestWindow
}

// serverTime is the Date of an answer, or now without one.
func serverTime(h http.Header, now time.Time) time.Time {
	if value := h.Get("Date"); value != "" {
		if date, err := http.ParseTime(value); err == nil {
			return date
		}
	}
	return now
}
