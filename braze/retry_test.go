package braze

import (
	"net/http"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"pgregory.net/rapid"
)

// TestRetryPolicy is the policy as a table: for each class, whether content
// that is safe to repeat, and content that is not, goes again.
func TestRetryPolicy(t *testing.T) {
	t.Parallel()
	const no, yes = false, true
	tests := map[class]struct{ repeatable, onceResend, onceSurface bool }{
		classAccepted:      {no, no, no},
		classQueued:        {no, no, no},
		classOpaque:        {no, no, no},
		classFatal:         {no, no, no},
		classBadRequest:    {no, no, no},
		classTooLarge:      {no, no, no},
		classTooMany:       {no, no, no},
		classUnsupported:   {no, no, no},
		classAuth:          {no, no, no},
		classEndpoint:      {no, no, no},
		classRedirect:      {no, no, no},
		classProxyAuth:     {no, no, no},
		classRateLimited:   {yes, yes, yes},
		classQuota:         {no, no, no},
		classServer:        {yes, yes, no},
		classNonsense:      {yes, yes, no},
		classForeign:       {no, no, no},
		classTimeout:       {yes, yes, no},
		classAmbiguous:     {yes, yes, no},
		classOdd:           {no, no, no},
		classCancelledSent: {no, no, no},
		classDial:          {yes, yes, yes},
		classDNS:           {yes, yes, yes},
		classNoHost:        {no, no, no},
		classTLS:           {no, no, no},
		classHandshake:     {yes, yes, yes},
		classAddress:       {no, no, no},
		classResources:     {yes, yes, yes},
		classUnwritten:     {yes, yes, yes},
		classProxy:         {yes, yes, yes},
		classRequest:       {no, no, no},
		classCancelled:     {no, no, no},
		classLimiter:       {no, no, no},
	}
	assert.Len(t, tests, len(classes), "every class has a row")
	resend, surface := defaultRetry(), defaultRetry()
	surface.OnUnknown = Surface
	for class, want := range tests {
		t.Run(class.String(), func(t *testing.T) {
			t.Parallel()
			a := attempt{class: class, number: 1, now: noon}
			assert.Equal(t, want.repeatable, resend.decide(a).retry)
			assert.Equal(t, want.repeatable, surface.decide(a).retry)
			a.content = contentOnce
			assert.Equal(t, want.onceResend, resend.decide(a).retry)
			assert.Equal(t, want.onceSurface, surface.decide(a).retry)
		})
	}
}

// TestClassTable checks the promises that follow from a fate.
func TestClassTable(t *testing.T) {
	t.Parallel()
	for c := range classes {
		row := classes[c]
		assert.NotEmpty(t, row.name)
		assert.NotEmpty(t, row.text)
		switch row.fate {
		case fateDelivered, fateRejected:
			assert.Equal(t, retryNever, row.retry, row.name)
		case fateNotSent:
			assert.NotEqual(t, retryUnsure, row.retry, row.name)
		case fateUnknown:
			assert.NotEqual(t, retrySafe, row.retry, "%s may have been processed", row.name)
		}
	}
}

func TestStatusClass(t *testing.T) {
	t.Parallel()
	tests := map[int]class{
		0: classNonsense, 99: classNonsense, 103: classNonsense, 600: classNonsense, 999: classNonsense,
		301: classRedirect, 302: classRedirect, 303: classRedirect, 304: classRedirect, 307: classRedirect, 308: classRedirect,
		400: classBadRequest, 402: classBadRequest, 405: classBadRequest, 409: classBadRequest, 422: classBadRequest,
		401: classAuth, 403: classAuth, 404: classEndpoint, 407: classProxyAuth, 408: classServer,
		413: classTooLarge, 429: classRateLimited,
		500: classServer, 502: classServer, 503: classServer, 504: classServer, 599: classServer,
		501: classUnsupported, 505: classUnsupported,
	}
	for status, want := range tests {
		assert.Equal(t, want, statusClass(status), status)
	}
}

func TestBackoffCeilings(t *testing.T) {
	t.Parallel()
	options := defaultRetry()
	for number, seconds := range []int{0, 1, 2, 4, 8, 16, 30, 30} {
		if number > 0 {
			assert.Equal(t, time.Duration(seconds)*time.Second, options.backoff(number, 0), number)
		}
	}
	assert.Equal(t, 30*time.Second, options.backoff(1_000_000, 0))
}

func TestBackoffBounds(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		options := defaultRetry()
		number := rapid.IntRange(1, 200).Draw(t, "number")
		chance := rapid.Float64Range(0, 0.9999999).Draw(t, "chance")
		delay := options.backoff(number, chance)
		if delay <= 0 || delay > options.MaxDelay {
			t.Fatalf("delay is %s", delay)
		}
	})
}

func TestRateLimitedPause(t *testing.T) {
	t.Parallel()
	options := defaultRetry()
	decide := func(header http.Header, chance float64) decision {
		return options.decide(attempt{class: classRateLimited, header: header, number: 1, now: noon, chance: chance})
	}
	t.Run("what Braze asks for is the least", func(t *testing.T) {
		t.Parallel()
		d := decide(pauseHeaders(brazeRetryName, "20"), 0)
		assert.Equal(t, 20*time.Second, d.pause)
		assert.Equal(t, 20*time.Second, d.delay)
		assert.Equal(t, 22*time.Second, decide(pauseHeaders(brazeRetryName, "20"), 1).pause)
	})
	t.Run("without a header the base delay is", func(t *testing.T) {
		t.Parallel()
		assert.Equal(t, options.BaseDelay, decide(nil, 0).pause)
		assert.Equal(t, options.BaseDelay, decide(pauseHeaders(retryAfterName, "-1"), 0).pause)
	})
	t.Run("nonsense is bounded", func(t *testing.T) {
		t.Parallel()
		assert.Equal(t, options.MaxPause, decide(pauseHeaders(retryAfterName, "9223372036854775807"), 1).pause)
	})
	t.Run("F29 the rest of an hour is a quota", func(t *testing.T) {
		t.Parallel()
		d := decide(pauseHeaders(resetName, "2880"), 0)
		assert.Equal(t, classQuota, d.class)
		assert.False(t, d.retry)
		assert.Equal(t, 48*time.Minute, d.pause)
	})
	t.Run("a 503 may name a time for itself", func(t *testing.T) {
		t.Parallel()
		d := options.decide(attempt{class: classServer, header: pauseHeaders(retryAfterName, "40"), number: 1, now: noon})
		assert.Equal(t, 40*time.Second, d.delay)
		assert.Zero(t, d.pause)
	})
}
