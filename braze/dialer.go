package braze

import (
	"context"
	"net"
	"net/http"
	"net/netip"
	"net/url"
	"strconv"
	"sync/atomic"
	"syscall"
	"time"
)

// reach says which addresses may be dialled.
type reach uint8

const (
	reachPublic   reach = iota // the internet only
	reachLoopback              // and this machine: tests
	reachAny                   // also private networks: gateways, proxies
)

// specialNets are not covered by the predicates of netip: shared, protocol,
// benchmark, reserved addresses, and the forms of IPv6 that embed an IPv4.
var specialNets = []netip.Prefix{
	netip.MustParsePrefix("0.0.0.0/8"),
	netip.MustParsePrefix("100.64.0.0/10"),
	netip.MustParsePrefix("192.0.0.0/24"),
	netip.MustParsePrefix("198.18.0.0/15"),
	netip.MustParsePrefix("240.0.0.0/4"),
	netip.MustParsePrefix("::/96"),
	netip.MustParsePrefix("64:ff9b::/96"),
	netip.MustParsePrefix("64:ff9b:1::/48"),
	netip.MustParsePrefix("2002::/16"),
}

// allows decides about one address.
func (r reach) allows(ip netip.Addr) bool {
	ip = ip.Unmap()
	switch {
	case r == reachAny:
		return true
	case ip.IsLoopback():
		return r == reachLoopback
	case ip.IsPrivate(), ip.IsUnspecified(), ip.IsMulticast(), ip.IsLinkLocalUnicast():
		return false
	}
	for _, special := range specialNets {
		if special.Contains(ip) {
			return false
		}
	}
	return true
}

// control is called with the address that is really dialled, after the lookup:
// a host name that leads inside is refused whatever it says.
func (r reach) control(_ context.Context, _, address string, _ syscall.RawConn) error {
	target, err := netip.ParseAddrPort(address)
	if err != nil || !r.allows(target.Addr()) {
		return errPrivateAddress
	}
	return nil
}

// newDial returns the dial function of the transport.
func newDial(timeout time.Duration, r reach) func(context.Context, string, string) (net.Conn, error) {
	dialer := &net.Dialer{Timeout: timeout, KeepAlive: 30 * time.Second, ControlContext: r.control}
	return func(ctx context.Context, network, address string) (net.Conn, error) {
		conn, err := dialer.DialContext(ctx, network, address)
		if err != nil {
			return nil, err
		}
		return &countingConn{Conn: conn}, nil
	}
}

// countingConn counts the bytes written, so that a failure before the first
// byte of a request can be told from one after it.
type countingConn struct {
	net.Conn

	written atomic.Int64
}

// Write counts before it writes: while it waits in the kernel a part may
// already have left.
func (c *countingConn) Write(b []byte) (int, error) {
	c.written.Add(int64(len(b)))
	n, err := c.Conn.Write(b)
	if n < len(b) {
		c.written.Add(int64(n - len(b)))
	}
	return n, err
}

// countingOf finds the countingConn below a connection, or nil.
func countingOf(conn net.Conn) *countingConn {
	for conn != nil {
		if counting, ok := conn.(*countingConn); ok {
			return counting
		}
		below, ok := conn.(interface{ NetConn() net.Conn })
		if !ok {
			return nil
		}
		conn = below.NetConn()
	}
	return nil
}

// proxyError is the refusal of a proxy to connect.
type proxyError struct{ status int }

func (e *proxyError) Error() string { return "proxy answered " + strconv.Itoa(e.status) }

func checkProxyAnswer(_ context.Context, _ *url.URL, _ *http.Request, answer *http.Response) error {
	if answer.StatusCode != http.StatusOK {
		return &proxyError{status: answer.StatusCode}
	}
	return nil
}
