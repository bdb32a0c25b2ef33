package brazetest

import (
	"bytes"
	"compress/gzip"
	"context"
	"errors"
	"io"
	"net"
	"net/http"
	"net/http/httptrace"
	"os"
	"strconv"
	"syscall"
	"time"
)

// Transport returns an [http.RoundTripper] that reaches s without a socket,
// whatever the host of the request. It works inside testing/synctest bubbles,
// ends with the context of the request, and calls the hooks of
// [httptrace.ClientTrace] that tell whether a request was written.
func (s *Server) Transport() http.RoundTripper { return transport{s} }

type transport struct{ server *Server }

func (t transport) RoundTrip(r *http.Request) (*http.Response, error) {
	ctx := r.Context()
	body := &requestBody{ReadCloser: r.Body, ctx: ctx, trace: clientTrace(ctx)}
	if r.Body == nil {
		body.ReadCloser = http.NoBody
	}
	defer body.Close()
	if ctx.Err() != nil {
		return nil, context.Cause(ctx)
	}
	body.trace.GetConn(r.URL.Host)
	in := r.Clone(ctx)
	in.Body = body
	a := t.server.serve(in)

	switch {
	case body.err != nil:
		return nil, body.err
	case a.err != nil:
		return nil, a.err
	case a.cut == CutDial:
		return nil, netError("dial", syscall.ECONNREFUSED)
	case a.cut == CutBeforeWrite:
		body.trace.GotConn(httptrace.GotConnInfo{})
		return nil, netError("write", syscall.ECONNRESET)
	case a.cut != CutNone:
		body.start()
		return nil, netError("read", syscall.ECONNRESET)
	}
	body.trace.GotFirstResponseByte()
	return a.response(r), nil
}

// clientTrace returns the hooks of ctx with none missing.
func clientTrace(ctx context.Context) *httptrace.ClientTrace {
	trace := &httptrace.ClientTrace{}
	if asked := httptrace.ContextClientTrace(ctx); asked != nil {
		*trace = *asked
	}
	if trace.GetConn == nil {
		trace.GetConn = func(string) {}
	}
	if trace.GotConn == nil {
		trace.GotConn = func(httptrace.GotConnInfo) {}
	}
	if trace.WroteHeaders == nil {
		trace.WroteHeaders = func() {}
	}
	if trace.WroteRequest == nil {
		trace.WroteRequest = func(httptrace.WroteRequestInfo) {}
	}
	if trace.GotFirstResponseByte == nil {
		trace.GotFirstResponseByte = func() {}
	}
	return trace
}

// requestBody is the caller's body on its way to the server, which plays the
// part of the connection: it calls the hooks and stops with the context.
type requestBody struct {
	io.ReadCloser

	ctx     context.Context
	trace   *httptrace.ClientTrace
	started bool
	err     error
}

// start is the moment the headers are written.
func (b *requestBody) start() {
	if !b.started {
		b.started = true
		b.trace.GotConn(httptrace.GotConnInfo{})
		b.trace.WroteHeaders()
	}
}

func (b *requestBody) Read(p []byte) (int, error) {
	b.start()
	if b.ctx.Err() != nil {
		b.err = context.Cause(b.ctx)
		return 0, b.err
	}
	n, err := b.ReadCloser.Read(p)
	switch {
	case err == nil:
	case errors.Is(err, io.EOF):
		b.trace.WroteRequest(httptrace.WroteRequestInfo{})
	default:
		b.err = err
		b.trace.WroteRequest(httptrace.WroteRequestInfo{Err: err})
	}
	return n, err
}

func netError(op string, errno syscall.Errno) error {
	return &net.OpError{Op: op, Net: "tcp", Err: os.NewSyscallError(op, errno)}
}

func (a answer) response(r *http.Request) *http.Response {
	response := &http.Response{
		Status:        strconv.Itoa(a.status) + " " + http.StatusText(a.status),
		StatusCode:    a.status,
		Proto:         "HTTP/1.1",
		ProtoMajor:    1,
		ProtoMinor:    1,
		Header:        a.header.Clone(),
		ContentLength: int64(len(a.body)),
		Body: &responseBody{
			ctx:   r.Context(),
			data:  bytes.NewReader(a.body[:len(a.body)-a.missing]),
			short: a.missing > 0,
			drip:  a.drip,
		},
		Request: r,
	}
	response.Header.Set("Content-Length", strconv.Itoa(len(a.body)))
	// Like net/http: what the caller did not ask for is decompressed unseen.
	if a.header.Get("Content-Encoding") == "gzip" && r.Header.Get("Accept-Encoding") == "" {
		response.Body = &gunzipBody{raw: response.Body}
		response.Header.Del("Content-Encoding")
		response.Header.Del("Content-Length")
		response.ContentLength = -1
		response.Uncompressed = true
	}
	return response
}

// responseBody is a body that may be slow and may end too early.
type responseBody struct {
	ctx   context.Context
	data  *bytes.Reader
	short bool
	drip  time.Duration
}

func (b *responseBody) Read(p []byte) (int, error) {
	if b.ctx.Err() != nil {
		return 0, context.Cause(b.ctx)
	}
	if b.drip > 0 && len(p) > 0 && b.data.Len() > 0 {
		if err := sleep(b.ctx, b.drip); err != nil {
			return 0, err
		}
		p = p[:1]
	}
	n, err := b.data.Read(p)
	if errors.Is(err, io.EOF) && b.short {
		err = io.ErrUnexpectedEOF
	}
	return n, err
}

func (b *responseBody) Close() error { return nil }

// gunzipBody starts to decompress with the first read.
type gunzipBody struct {
	raw    io.ReadCloser
	reader *gzip.Reader
}

func (b *gunzipBody) Read(p []byte) (int, error) {
	if b.reader == nil {
		reader, err := gzip.NewReader(b.raw)
		if err != nil {
			return 0, err
		}
		b.reader = reader
	}
	return b.reader.Read(p)
}

func (b *gunzipBody) Close() error { return b.raw.Close() }
