package braze

import (
	"context"
	"crypto/tls"
	"crypto/x509"
	"errors"
	"fmt"
	"io"
	"net"
	"net/netip"
	"net/url"
	"os"
	"syscall"
	"testing"

	"github.com/stretchr/testify/assert"
)

// Stages of an attempt through a transport that reports them.
var (
	connecting = progress{traced: true}
	connected  = progress{traced: true, connected: true}
	writing    = progress{traced: true, connected: true, written: true}
	untraced   = progress{}
)

// stage changes a progress.
func (p progress) with(change func(*progress)) progress {
	change(&p)
	return p
}

func TestClassifyError(t *testing.T) {
	t.Parallel()
	dial := func(err error) error { return &net.OpError{Op: "dial", Err: err} }
	over := func(p *progress) { p.attemptOver = true }
	ended := func(p *progress) { p.callOver = true }
	handshake := connecting.with(func(p *progress) { p.tlsFailed = true })
	tests := map[string]struct {
		err  error
		at   progress
		want class
	}{
		"refused":                       {dial(syscall.ECONNREFUSED), connecting, classDial},
		"refused, no trace":             {dial(syscall.ECONNREFUSED), untraced, classDial},
		"unreachable":                   {dial(syscall.ENETUNREACH), connecting, classDial},
		"dial in time":                  {dial(os.ErrDeadlineExceeded), connecting, classDial},
		"attempt over while connecting": {context.DeadlineExceeded, connecting.with(over), classDial},
		"no such host":                  {dial(&net.DNSError{IsNotFound: true}), connecting, classNoHost},
		"no such host, perhaps":         {dial(&net.DNSError{IsNotFound: true, IsTemporary: true}), connecting, classDNS},
		"lookup in time":                {dial(&net.DNSError{IsTimeout: true}), connecting, classDNS},
		"EMFILE":                        {dial(os.NewSyscallError("socket", syscall.EMFILE)), connecting, classResources},
		"ENFILE":                        {dial(syscall.ENFILE), untraced, classResources},
		"private address":               {dial(errPrivateAddress), connecting, classAddress},
		"proxy wants credentials":       {&proxyError{407}, connecting, classProxyAuth},
		"proxy is down":                 {&proxyError{502}, connecting, classProxy},
		"proxy cannot be reached":       {&net.OpError{Op: "proxyconnect", Err: syscall.ECONNREFUSED}, connecting, classDial},
		"unknown authority":             {x509.UnknownAuthorityError{}, handshake, classTLS},
		"verification":                  {&tls.CertificateVerificationError{}, untraced, classTLS},
		"wrong name":                    {fmt.Errorf("x: %w", x509.HostnameError{}), handshake, classTLS},
		"expired":                       {x509.CertificateInvalidError{Reason: x509.Expired}, handshake, classTLS},
		"not TLS":                       {tls.RecordHeaderError{}, handshake, classTLS},
		"alert":                         {&net.OpError{Op: "remote error", Err: errors.New("tls: handshake failure")}, handshake, classTLS},
		"handshake cut":                 {io.EOF, handshake, classHandshake},
		"handshake reset":               {syscall.ECONNRESET, handshake, classHandshake},
		"handshake in time":             {os.ErrDeadlineExceeded, handshake, classHandshake},
		"malformed request":             {errors.New("net/http: invalid header"), connecting, classRequest},
		"lost before a byte":            {syscall.EPIPE, connected, classUnwritten},
		"attempt over before a byte":    {context.DeadlineExceeded, connected.with(over), classUnwritten},
		"reset":                         {syscall.ECONNRESET, writing, classAmbiguous},
		"EOF":                           {io.EOF, writing, classAmbiguous},
		"malformed answer":              {errors.New("malformed HTTP response"), writing, classAmbiguous},
		"no answer in time":             {os.ErrDeadlineExceeded, writing, classTimeout},
		"attempt over":                  {context.DeadlineExceeded, writing.with(over), classTimeout},
		"EOF, no trace":                 {io.EOF, untraced, classAmbiguous},
		"read, no trace":                {&net.OpError{Op: "read", Err: syscall.ECONNRESET}, untraced, classAmbiguous},
		"time-out, no trace":            {os.ErrDeadlineExceeded, untraced, classTimeout},
		"program error, no trace":       {errors.New("no responder"), untraced, classOdd},
		"cancelled while connecting":    {context.Canceled, connecting.with(ended), classCancelled},
		"cancelled while dialling":      {dial(context.Canceled), untraced.with(ended), classCancelled},
		"cancelled before a byte":       {context.Canceled, connected.with(ended), classCancelled},
		"cancelled after a byte":        {context.Canceled, writing.with(ended), classCancelledSent},
		"cancelled, no trace":           {context.Canceled, untraced.with(ended), classCancelledSent},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			assert.Equal(t, tt.want.String(), classifyError(tt.err, tt.at).String())
		})
	}
}

func TestWithoutURL(t *testing.T) {
	t.Parallel()
	inner := errors.New("inner")
	wrapped := &url.Error{Op: "Post", URL: "https://a/?secret", Err: fmt.Errorf("x: %w", &url.Error{URL: "https://b/?secret", Err: inner})}
	assert.Equal(t, inner, withoutURL(wrapped))
	assert.Equal(t, inner, withoutURL(inner))
	assert.NoError(t, withoutURL(nil))
}

func TestCauseText(t *testing.T) {
	t.Parallel()
	tests := map[string]error{
		"":                   errors.New("token=hunter2"),
		"context canceled":   context.Canceled,
		"connection refused": &net.OpError{Op: "dial", Addr: &net.TCPAddr{IP: net.IPv4(10, 1, 2, 3)}, Err: syscall.ECONNREFUSED},
		"unexpected end":     fmt.Errorf("x: %w", io.ErrUnexpectedEOF),
		"timeout":            &net.DNSError{IsTimeout: true, Name: "secret.example.com"},
	}
	for want, err := range tests {
		assert.Equal(t, want, causeText(err))
	}
	assert.Empty(t, causeText(nil))
}

func TestBadInputI64Addresses(t *testing.T) {
	t.Parallel()
	public := []string{"151.101.1.1", "8.8.8.8", "2a04:4e42::1", "172.32.0.1"}
	private := []string{
		"10.0.0.1", "172.16.0.1", "192.168.1.1", "169.254.169.254", "100.64.0.1", "0.0.0.0", "0.1.2.3", "224.0.0.1",
		"255.255.255.255", "198.18.0.1", "192.0.0.1", "fd00::1", "fe80::1", "ff02::1", "::", "64:ff9b::a00:1",
		"2002:a00:1::", "::ffff:10.0.0.1",
	}
	loopback := []string{"127.0.0.1", "127.8.8.8", "::1", "::ffff:127.0.0.1"}
	for _, ip := range public {
		assert.True(t, reachPublic.allows(netip.MustParseAddr(ip)), ip)
		assert.True(t, reachLoopback.allows(netip.MustParseAddr(ip)), ip)
	}
	for _, ip := range private {
		assert.False(t, reachPublic.allows(netip.MustParseAddr(ip)), ip)
		assert.False(t, reachLoopback.allows(netip.MustParseAddr(ip)), ip)
		assert.True(t, reachAny.allows(netip.MustParseAddr(ip)), ip)
	}
	for _, ip := range loopback {
		assert.False(t, reachPublic.allows(netip.MustParseAddr(ip)), ip)
		assert.True(t, reachLoopback.allows(netip.MustParseAddr(ip)), ip)
	}
	assert.ErrorIs(t, reachPublic.control(t.Context(), "tcp", "not an address", nil), errPrivateAddress)
}
