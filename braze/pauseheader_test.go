package braze

import (
	"net/http"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
)

// noon is the server's and, unless a test says otherwise, our own clock.
var noon = time.Date(2026, 3, 2, 12, 0, 0, 0, time.UTC)

func pauseHeaders(pairs ...string) http.Header {
	h := http.Header{}
	for i := 0; i < len(pairs); i += 2 {
		h.Add(pairs[i], pairs[i+1])
	}
	return h
}

const (
	retryAfterName   = "Retry-After"
	brazeRetryName   = "X-Ratelimit-Retry-After"
	resetName        = "X-RateLimit-Reset"
	beyondBelief     = unbelievable
	limitHeader      = "X-RateLimit-Limit"
	remainingHeader  = "X-RateLimit-Remaining"
	dateHeader       = "Date"
	asctimeIn90s     = "Mon Mar  2 12:01:30 2026"
	rfc850In90s      = "Monday, 02-Mar-26 12:01:30 GMT"
	rfc1123In90s     = "Mon, 02 Mar 2026 12:01:30 GMT"
	rfc1123LongAgo   = "Fri, 31 Dec 1999 23:59:59 GMT"
	rfc1123Year2999  = "Fri, 31 Dec 2999 23:59:59 GMT"
	serverTwoMinsOff = "Mon, 02 Mar 2026 12:02:00 GMT"
)

func TestPauseHeaderF25(t *testing.T) {
	t.Parallel()
	tests := map[string]struct {
		header http.Header
		want   time.Duration
	}{
		"none":                 {pauseHeaders(), 0},
		"seconds":              {pauseHeaders(retryAfterName, "7"), 7 * time.Second},
		"Braze's own name":     {pauseHeaders(brazeRetryName, "7"), 7 * time.Second},
		"spaces":               {pauseHeaders(retryAfterName, " 5 "), 5 * time.Second},
		"fraction":             {pauseHeaders(retryAfterName, "1.5"), 1500 * time.Millisecond},
		"RFC 1123":             {pauseHeaders(retryAfterName, rfc1123In90s), 90 * time.Second},
		"RFC 850":              {pauseHeaders(retryAfterName, rfc850In90s), 90 * time.Second},
		"asctime":              {pauseHeaders(retryAfterName, asctimeIn90s), 90 * time.Second},
		"date in the past":     {pauseHeaders(retryAfterName, rfc1123LongAgo), 0},
		"date in 2999":         {pauseHeaders(retryAfterName, rfc1123Year2999), beyondBelief},
		"negative":             {pauseHeaders(retryAfterName, "-3"), 0},
		"zero":                 {pauseHeaders(retryAfterName, "0"), 0},
		"2^63-1":               {pauseHeaders(retryAfterName, "9223372036854775807"), beyondBelief},
		"10^10":                {pauseHeaders(retryAfterName, "10000000000"), beyondBelief},
		"wraps to 0.29 s":      {pauseHeaders(retryAfterName, "18446744074"), beyondBelief},
		"400 digits":           {pauseHeaders(retryAfterName, manyNines(400)), 0},
		"two values":           {pauseHeaders(retryAfterName, "2", retryAfterName, "9"), 9 * time.Second},
		"both names":           {pauseHeaders(retryAfterName, "2", brazeRetryName, "9"), 9 * time.Second},
		"exponent":             {pauseHeaders(retryAfterName, "1e3"), 0},
		"hexadecimal":          {pauseHeaders(retryAfterName, "0x10"), 0},
		"infinity":             {pauseHeaders(retryAfterName, "Inf"), 0},
		"words":                {pauseHeaders(retryAfterName, "soon"), 0},
		"date by server clock": {pauseHeaders(retryAfterName, "Mon, 02 Mar 2026 12:02:10 GMT", dateHeader, serverTwoMinsOff), 10 * time.Second},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			assert.Equal(t, tt.want, parsePause(tt.header, noon))
		})
	}
}

func manyNines(n int) string {
	digits := make([]byte, n)
	for i := range digits {
		digits[i] = '9'
	}
	return string(digits)
}

func TestPauseHeaderF26(t *testing.T) {
	t.Parallel()
	tests := map[string]struct {
		header http.Header
		want   time.Duration
	}{
		"epoch seconds":     {pauseHeaders(resetName, "1772452803"), 3 * time.Second},
		"seconds left":      {pauseHeaders(resetName, "3"), 3 * time.Second},
		"epoch millis":      {pauseHeaders(resetName, "1772452803500"), 3500 * time.Millisecond},
		"in the past":       {pauseHeaders(resetName, "1772452700"), 0},
		"in 2999":           {pauseHeaders(resetName, "32503679999"), beyondBelief},
		"a whole hour left": {pauseHeaders(resetName, "3600"), time.Hour},
		"negative":          {pauseHeaders(resetName, "-5"), 0},
		"empty":             {pauseHeaders(resetName, ""), 0},
		"server clock two minutes ahead": {
			pauseHeaders(resetName, "1772452923", dateHeader, serverTwoMinsOff), 3 * time.Second,
		},
		"the later of two wins": {pauseHeaders(resetName, "3", brazeRetryName, "8"), 8 * time.Second},
		"lower case names":      {http.Header{http.CanonicalHeaderKey("x-ratelimit-reset"): {"4"}}, 4 * time.Second},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			assert.Equal(t, tt.want, parsePause(tt.header, noon))
		})
	}
}

func TestRemaining(t *testing.T) {
	t.Parallel()
	h := pauseHeaders(limitHeader, "3000", remainingHeader, "20", resetName, "2")
	left, limit, reset, ok := remaining(h, noon)
	assert.True(t, ok)
	assert.Equal(t, 20, left)
	assert.Equal(t, 3000, limit)
	assert.Equal(t, 2*time.Second, reset)
	for name, bad := range map[string]http.Header{
		"nothing":         pauseHeaders(),
		"no limit":        pauseHeaders(remainingHeader, "20", resetName, "2"),
		"more than limit": pauseHeaders(limitHeader, "10", remainingHeader, "20", resetName, "2"),
		"negative":        pauseHeaders(limitHeader, "10", remainingHeader, "-1", resetName, "2"),
		"no reset":        pauseHeaders(limitHeader, "10", remainingHeader, "1"),
		"reset in 2999":   pauseHeaders(limitHeader, "10", remainingHeader, "1", resetName, "32503679999"),
	} {
		_, _, _, ok := remaining(bad, noon)
		assert.False(t, ok, name)
	}
}

func FuzzRetryAfter(f *testing.F) {
	for _, seed := range []string{"", "3", "1.5", "-1", "9223372036854775807", "1772452803", rfc850In90s, rfc1123Year2999, ".", "0x1"} {
		f.Add(seed, seed, seed, rfc1123In90s)
	}
	options := defaultRetry()
	f.Fuzz(func(t *testing.T, retry, own, reset, date string) {
		h := pauseHeaders(retryAfterName, retry, brazeRetryName, own, resetName, reset, dateHeader, date)
		pause := parsePause(h, noon)
		if pause < 0 || (pause > longestWindow && pause != unbelievable) {
			t.Fatalf("pause is %s", pause)
		}
		for _, class := range []class{classRateLimited, classServer} {
			d := options.decide(attempt{class: class, header: h, number: 1, now: noon, chance: 0.5})
			if d.class == classQuota {
				continue
			}
			if !d.retry || d.delay <= 0 || d.delay > options.MaxPause || d.pause > options.MaxPause {
				t.Fatalf("decision is %+v", d)
			}
			if class == classRateLimited && d.delay < options.BaseDelay {
				t.Fatalf("a loop of %s", d.delay)
			}
		}
	})
}
