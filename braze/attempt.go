package braze

import (
	"bytes"
	"context"
	"crypto/tls"
	"errors"
	"io"
	"net/http"
	"net/http/httptrace"
	"sync/atomic"
	"time"
)

// admit waits until one attempt may go. The wait does not count against the
// time of the attempt.
func (c *Client) admit(ctx context.Context, e *endpoint) error {
	before := time.Now()
	err := e.lane.wait(ctx)
	if err == nil {
		c.hooks.limiterWait(ctx, LimiterWait{Endpoint: e.path, Waited: time.Since(before)})
	}
	return err
}

// exchange makes one attempt that was admitted and says what it led to. It
// never fails: a failure is a class.
func (c *Client) exchange(req *http.Request, e *endpoint, sent Counts) outcome {
	ctx := req.Context()
	start := time.Now()
	attemptCtx, cancel := context.WithTimeout(ctx, c.timeouts.Attempt)
	defer cancel()
	var steps steps
	response, err := c.doer.Do(req.WithContext(httptrace.WithClientTrace(attemptCtx, steps.trace())))
	if err != nil {
		if response != nil && response.Body != nil {
			_ = response.Body.Close()
		}
		cause := withoutURL(err)
		return outcome{
			made:  true,
			class: classifyError(cause, steps.progress(ctx, attemptCtx)),
			cause: cause,
			took:  time.Since(start),
		}
	}
	body := readBody(response.Body, e.bound())
	o := outcome{made: true, status: response.StatusCode, header: response.Header, body: body}
	o.class, o.track = e.judge(o.status, body, sent)
	o.track.scrub(c.key)
	o.took = time.Since(start)
	return o
}

// waitOutcome is for an attempt that did not pass the limiter.
func waitOutcome(ctx context.Context, err error) outcome {
	if pause, ok := errors.AsType[*quotaError](err); ok {
		return outcome{class: classQuota, pause: pause.left}
	}
	if ctx.Err() != nil || errors.Is(err, context.DeadlineExceeded) {
		return outcome{class: classCancelled, cause: err}
	}
	return outcome{class: classLimiter, cause: err}
}

// readBody reads and closes a body. A body that is too long or breaks off comes
// back cut: the status is known then, and the parser finds it broken.
func readBody(body io.ReadCloser, bound int64) []byte {
	if body == nil {
		return nil
	}
	defer body.Close()
	buffer := bytes.NewBuffer(make([]byte, 0, bytes.MinRead*2))
	n, err := buffer.ReadFrom(io.LimitReader(body, bound+1))
	if n > bound || (err != nil && n > 0) {
		// Cut so that it cannot look whole, though it may end at a brace.
		return buffer.Bytes()[:1]
	}
	return buffer.Bytes()
}

// steps follows an attempt through the transport. The callbacks come from
// several goroutines.
type steps struct {
	traced, connected, wroteHeaders, tlsFailed atomic.Bool

	conn  atomic.Pointer[countingConn]
	start atomic.Int64
	hooks httptrace.ClientTrace
}

func (s *steps) trace() *httptrace.ClientTrace {
	s.hooks = httptrace.ClientTrace{
		GetConn: func(string) { s.traced.Store(true) },
		GotConn: func(info httptrace.GotConnInfo) {
			s.connected.Store(true)
			if conn := countingOf(info.Conn); conn != nil {
				s.start.Store(conn.written.Load())
				s.conn.Store(conn)
			}
		},
		TLSHandshakeDone: func(_ tls.ConnectionState, err error) {
			if err != nil {
				s.tlsFailed.Store(true)
			}
		},
		WroteHeaders: func() { s.wroteHeaders.Store(true) },
	}
	return &s.hooks
}

func (s *steps) progress(call, attempt context.Context) progress {
	p := progress{
		traced:      s.traced.Load(),
		connected:   s.connected.Load(),
		tlsFailed:   s.tlsFailed.Load(),
		written:     s.wroteHeaders.Load(),
		attemptOver: attempt.Err() != nil,
		callOver:    call.Err() != nil,
	}
	// Headers count as written when they are in a buffer; the connection knows
	// whether they left it.
	if conn := s.conn.Load(); conn != nil {
		p.written = conn.written.Load() > s.start.Load()
	}
	return p
}
