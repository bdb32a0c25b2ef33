package braze

import (
	"crypto/tls"
	"net/http"
	"time"
)

// Bounds of what is read of an answer.
const (
	maxResponseBytes       = 1 << 20  // after decompression
	maxResponseHeaderBytes = 64 << 10 // net/http allows 10 MB
)

// Timeouts bound the steps of one attempt. A zero field keeps its default.
// The context of a call bounds all its attempts and waits together.
type Timeouts struct {
	// Dial and TLSHandshake, 10 s each.
	Dial         time.Duration
	TLSHandshake time.Duration
	// ResponseHeader from the last byte written to the answer, 30 s.
	ResponseHeader time.Duration
	// Attempt bounds everything after the limiter, 30 s.
	Attempt time.Duration
	// Idle is how long an unused connection is kept, 90 s.
	Idle time.Duration
}

func defaultTimeouts() Timeouts {
	return Timeouts{
		Dial:           10 * time.Second,
		TLSHandshake:   10 * time.Second,
		ResponseHeader: 30 * time.Second,
		Attempt:        30 * time.Second,
		Idle:           90 * time.Second,
	}
}

// Doer makes one request. [*http.Client] is one.
type Doer interface {
	Do(req *http.Request) (*http.Response, error)
}

// roundTripDoer uses a RoundTripper without the [http.Client] above it: no
// redirects, no cookies.
type roundTripDoer struct{ http.RoundTripper }

func (d roundTripDoer) Do(req *http.Request) (*http.Response, error) { return d.RoundTrip(req) }

// newTransport builds the client's own transport.
func newTransport(o *options) *http.Transport {
	t := &http.Transport{
		// A proxy of the environment would see who talks to Braze: only one
		// that the caller names is used.
		Proxy:                  o.proxy,
		OnProxyConnectResponse: checkProxyAnswer,
		DialContext:            newDial(o.timeouts.Dial, o.reach()),
		TLSClientConfig:        &tls.Config{MinVersion: tls.VersionTLS12},
		TLSHandshakeTimeout:    o.timeouts.TLSHandshake,
		ResponseHeaderTimeout:  o.timeouts.ResponseHeader,
		IdleConnTimeout:        o.timeouts.Idle,
		MaxIdleConns:           o.idleConns,
		MaxIdleConnsPerHost:    o.idleConns,
		MaxResponseHeaderBytes: maxResponseHeaderBytes,
		WriteBufferSize:        32 << 10,
		ForceAttemptHTTP2:      o.http2,
	}
	if o.rootCAs != nil {
		t.TLSClientConfig.RootCAs = o.rootCAs
	}
	return t
}
