package braze

import (
	"bytes"
	"context"
	"errors"
	"io"
	"math/rand/v2"
	"net/http"
	"time"

	"github.com/hashicorp/go-retryablehttp"
)

// endpoint is one address of Braze and how to read its answers.
type endpoint struct {
	// path without the leading slash, "users/track".
	path string
	lane *lane
	// judge decides what an answer means.
	judge func(status int, body []byte, sent Counts) (class, *TrackResponse)
	// maxBody of an answer; 0 means [maxResponseBytes].
	maxBody int64
}

func (e *endpoint) bound() int64 {
	if e.maxBody != 0 {
		return e.maxBody
	}
	return maxResponseBytes
}

// call is one use of an endpoint: one or more attempts with the same body.
//
// go-retryablehttp gives its callbacks nothing but a context. So each call has
// a retryable client of its own, made of its own methods, and no state travels
// through contexts. Nothing of the library's policies is left in use: they
// retry POST blindly, trust Retry-After, log addresses, and throw answers away.
type call struct {
	client   *Client
	endpoint *endpoint
	body     []byte
	content  content
	sent     Counts

	attempts int
	// repeats counts attempts after one that may have been processed.
	repeats int
	unsure  bool
	last    outcome
	next    decision
	// stopped is why there is no further attempt though the policy allows one.
	stopped error
}

// once makes one attempt, after the caller was admitted.
func (c *call) once(ctx context.Context) {
	req := c.request(ctx)
	req.ContentLength = int64(len(c.body))
	req.Body, _ = c.open()
	req.GetBody = c.open
	c.exchange(req)
	c.decide()
	c.report(ctx)
}

// open reads the body from its beginning.
func (c *call) open() (io.ReadCloser, error) {
	return io.NopCloser(bytes.NewReader(c.body)), nil
}

func (c *call) exchange(req *http.Request) {
	c.last = c.client.exchange(req, c.endpoint, c.sent)
	c.attempts++
	if c.unsure {
		c.repeats++
	}
}

// withRetries makes attempts until the policy, the deadline or the quota ends
// them.
func (c *call) withRetries(ctx context.Context) {
	retrying := retryablehttp.Client{
		HTTPClient: &http.Client{
			// call has no CloseIdleConnections, so that one call that gives up
			// does not cost every other its connection.
			Transport:     c,
			CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse },
		},
		Logger:       nil,
		RetryMax:     c.client.retry.MaxAttempts - 1,
		CheckRetry:   c.checkRetry,
		Backoff:      func(_, _ time.Duration, _ int, _ *http.Response) time.Duration { return c.next.delay },
		ErrorHandler: retryablehttp.PassthroughErrorHandler,
	}
	req := &retryablehttp.Request{Request: c.request(ctx)}
	// A plain slice is read anew for each attempt. It must not be changed or
	// reused afterwards: the transport may read on after a cancelled attempt.
	if err := req.SetBody(c.body); err != nil {
		c.last = outcome{class: classRequest, cause: err}
		return
	}
	response, err := retrying.Do(req)
	if err == nil && response != nil {
		_ = response.Body.Close()
	}
	if err != nil && ctx.Err() != nil && c.next.retry {
		// The wait was cut short. The last answer is the reason, and stays.
		c.stopped = ctx.Err()
	}
}

// request builds an attempt without its body. It never carries an Idempotency-Key: Braze knows
// none, and net/http would repeat the request by itself.
func (c *call) request(ctx context.Context) *http.Request {
	target := c.client.base
	target.Path = "/" + c.endpoint.path
	req := &http.Request{
		Method: http.MethodPost,
		URL:    &target,
		Host:   target.Host,
		Header: http.Header{
			"Accept":        jsonType[:1:1],
			"Authorization": c.client.key.authorization(),
			"Content-Type":  jsonType[:1:1],
			"User-Agent":    c.client.userAgent[:1:1],
		},
		ProtoMajor: 1,
		ProtoMinor: 1,
	}
	return req.WithContext(ctx)
}

var jsonType = []string{"application/json"}

// RoundTrip makes one attempt for the retryable client. The answer is read
// whole before it returns.
func (c *call) RoundTrip(req *http.Request) (*http.Response, error) {
	if err := c.client.admit(req.Context(), c.endpoint); err != nil {
		c.last = waitOutcome(req.Context(), err)
	} else {
		c.exchange(req)
	}
	if req.Body != nil {
		_ = req.Body.Close()
	}
	if c.last.status == 0 {
		return nil, errNoAnswer
	}
	return &http.Response{
		StatusCode: c.last.status,
		Header:     c.last.header,
		Body:       http.NoBody,
		Request:    req,
	}, nil
}

var errNoAnswer = errors.New("braze: no answer")

// decide applies the policy to the last attempt and tells everybody on the same
// limit about it.
func (c *call) decide() {
	now := time.Now()
	lane := c.endpoint.lane
	if c.last.fate() == fateUnknown {
		c.unsure = true
	}
	c.next = c.client.retry.decide(attempt{
		content: c.content,
		class:   c.last.class,
		header:  c.last.header,
		number:  c.attempts,
		now:     now,
		chance:  rand.Float64(),
	})
	c.last.class = c.next.class
	if c.next.pause > 0 {
		c.last.pause = c.next.pause
		lane.gate.pause(now.Add(c.next.pause))
	} else if c.last.header != nil {
		lane.gate.observe(c.last.header, now, lane.maxPause)
	}
	switch {
	case c.last.fate() == fateDelivered:
		c.client.quota.delivered()
	case classes[c.last.class].retry != retryNever:
		c.client.quota.failed()
	}
}

// checkRetry is the CheckRetry of the retryable client.
func (c *call) checkRetry(ctx context.Context, _ *http.Response, _ error) (bool, error) {
	c.decide()
	c.report(ctx)
	if !c.next.retry || c.attempts >= c.client.retry.MaxAttempts {
		c.next.retry = false
		return false, nil
	}
	c.stopped = c.payForRetry(ctx)
	c.next.retry = c.stopped == nil
	if c.next.retry {
		c.reportRetry(ctx)
	}
	return c.next.retry, nil
}

// payForRetry says why there is no time or quota for another attempt, or nil.
// It does not start a wait that the context would cut short.
func (c *call) payForRetry(ctx context.Context) error {
	if ctx.Err() != nil {
		return ctx.Err()
	}
	limit := c.client.retry.MaxPause
	if deadline, ok := ctx.Deadline(); ok {
		left := time.Until(deadline)
		if c.next.delay > left {
			return context.DeadlineExceeded
		}
		limit = min(limit, left)
	}
	probe, ok := c.client.quota.take(time.Now(), limit)
	if !ok {
		return ErrRetryQuota
	}
	c.next.delay = max(c.next.delay, probe)
	return nil
}

// err is the error of the call; nil if it was delivered.
func (c *call) err() error {
	if c.last.fate() == fateDelivered {
		return nil
	}
	failed := &APIError{
		Endpoint:   c.endpoint.path,
		Status:     c.last.status,
		RetryAfter: min(parsePause(c.last.header, time.Now()), longestWindow),
		Attempts:   c.attempts,
		class:      c.last.class,
		unsure:     c.unsure,
		cause:      c.client.key.scrubError(c.last.cause),
	}
	if c.stopped != nil {
		failed.cause = errors.Join(c.stopped, failed.cause)
	}
	if t := c.last.track; t != nil {
		failed.Message, failed.Items, failed.Unattributed = t.Message, t.Errors, t.Unattributed
	}
	if c.last.class == classQuota {
		return &RateLimitError{RetryAfter: c.last.pause, Err: failed}
	}
	return failed
}
