package braze

import (
	"crypto/x509"
	"net/http"
	"net/url"
)

// WithEndpoint replaces the address of the instance. It is https and a host of
// Braze; a bare host will do. Other hosts need [WithAllowedHost], servers of
// tests [WithInsecureLoopback].
func WithEndpoint(address string) Option {
	return func(o *options) error {
		if address == "" {
			return invalid("WithEndpoint", "is empty")
		}
		o.endpoint = address
		return nil
	}
}

// WithAllowedHost allows a host that is not on the list of Braze's instances: a
// new instance, or a gateway of your own. It gets your key and your data.
func WithAllowedHost(host string) Option {
	return func(o *options) error {
		clean, ok := cleanHost(host)
		if !ok {
			return invalid("WithAllowedHost", "must be a host name without scheme, port or path")
		}
		o.allowed[clean] = true
		return nil
	}
}

// WithPrivateNetwork allows hosts that lead to private addresses. By default
// these are refused when they are dialled, so that a name that changes its
// address cannot lead a request inside.
func WithPrivateNetwork() Option {
	return func(o *options) error {
		o.private = true
		return nil
	}
}

// WithInsecureLoopback allows servers on this machine, also without TLS. It is
// for tests.
func WithInsecureLoopback() Option {
	return func(o *options) error {
		o.loopback = true
		return nil
	}
}

// WithTransport replaces the client's transport. TLS versions, proxies, private
// addresses and dial times are then the transport's business; it is used
// without cookies and without redirects. Only a transport that supports
// [net/http/httptrace] can prove that a request did not leave.
func WithTransport(t http.RoundTripper) Option {
	return func(o *options) error {
		if t == nil {
			return invalid("WithTransport", "is nil")
		}
		return o.supply("WithTransport", roundTripDoer{t}, t)
	}
}

// WithHTTPClient replaces the HTTP stack. A [*http.Client] is copied, and the
// copy follows no redirects. Any other Doer is used as it is and must not
// follow redirects nor retry.
func WithHTTPClient(d Doer) Option {
	return func(o *options) error {
		const name = "WithHTTPClient"
		if d == nil {
			return invalid(name, "is nil")
		}
		client, ok := d.(*http.Client)
		if !ok {
			return o.supply(name, d, d)
		}
		if client == nil {
			return invalid(name, "is nil")
		}
		own := *client
		own.CheckRedirect = func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }
		return o.supply(name, &own, &own)
	}
}

func (o *options) supply(name string, d Doer, owner any) error {
	if o.supplied != "" {
		return invalid(name, "cannot be combined with %s", o.supplied)
	}
	o.doer = d
	o.supplied = name
	if idle, ok := owner.(interface{ CloseIdleConnections() }); ok {
		o.closeIdle = idle.CloseIdleConnections
	}
	return nil
}

// WithProxy sets the proxy, such as [http.ProxyURL] or
// [http.ProxyFromEnvironment]. The default is none, whatever the environment
// says. Behind a proxy the addresses of hosts are not checked.
func WithProxy(proxy func(*http.Request) (*url.URL, error)) Option {
	return func(o *options) error {
		if proxy == nil {
			return invalid("WithProxy", "is nil")
		}
		o.proxy = proxy
		return nil
	}
}

// WithRootCAs replaces the certificate authorities of the system, for a gateway
// with a certificate of its own.
func WithRootCAs(pool *x509.CertPool) Option {
	return func(o *options) error {
		if pool == nil {
			return invalid("WithRootCAs", "is nil")
		}
		o.rootCAs = pool.Clone()
		return nil
	}
}

// WithHTTP2 lets the transport use HTTP/2. Requests of this size are slower
// with it: one connection carries them all.
func WithHTTP2() Option {
	return func(o *options) error {
		o.http2 = true
		return nil
	}
}

// WithIdleConns sets how many connections are kept open, best as many as there
// are concurrent calls. Default 32.
func WithIdleConns(n int) Option {
	return func(o *options) error {
		if n < 1 || n > 10_000 {
			return invalid("WithIdleConns", "is %d, must be 1 to 10000", n)
		}
		o.idleConns = n
		return nil
	}
}
