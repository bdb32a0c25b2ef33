package braze

import (
	"context"
	"crypto/tls"
	"crypto/x509"
	"errors"
	"io"
	"net"
	"net/url"
	"syscall"
)

// errPrivateAddress is returned by the dialer.
var errPrivateAddress = errors.New("braze: the host leads to a private address")

// progress is how far an attempt came before it failed.
type progress struct {
	// traced says that the transport reports its steps. One that does not may
	// have written anything.
	traced bool
	// connected says that a connection was ready for the request.
	connected bool
	// written says that bytes of the request may have left.
	written bool
	// tlsFailed says that the handshake itself failed.
	tlsFailed bool
	// attemptOver and callOver say whose time ended: that of the attempt or
	// that of the caller's context.
	attemptOver bool
	callOver    bool
}

// unwritten says that the request certainly did not leave.
func (p progress) unwritten() bool { return p.traced && (!p.connected || !p.written) }

// classifyError says what a failure of the transport means. It is pure.
//
// What matters most is whether anything of the request can have reached Braze:
// where that is not certainly excluded the class is one of fateUnknown.
func classifyError(err error, p progress) class {
	beforeSending, known := dialClass(err, p)
	switch {
	case p.callOver:
		if p.unwritten() || known {
			return classCancelled
		}
		return classCancelledSent
	case known:
		return beforeSending
	case p.unwritten() && p.connected:
		return classUnwritten
	case p.unwritten():
		return stageClass(err, p)
	case p.attemptOver || isTimeout(err):
		return classTimeout
	case isNetwork(err), p.traced:
		return classAmbiguous
	}
	return classOdd
}

// dialClass recognises errors that by their type come before any byte of the
// request.
func dialClass(err error, p progress) (class, bool) {
	if errors.Is(err, errPrivateAddress) {
		return classAddress, true
	}
	if refusal, ok := errors.AsType[*proxyError](err); ok {
		if refusal.status == 407 {
			return classProxyAuth, true
		}
		return classProxy, true
	}
	if lookup, ok := errors.AsType[*net.DNSError](err); ok {
		if lookup.IsNotFound && !lookup.IsTemporary {
			return classNoHost, true
		}
		return classDNS, true
	}
	if isCertificate(err) {
		return classTLS, true
	}
	op, ok := errors.AsType[*net.OpError](err)
	dialled := ok && (op.Op == "dial" || op.Op == "proxyconnect" || op.Op == "socks connect")
	if (dialled || p.unwritten()) && (errors.Is(err, syscall.EMFILE) || errors.Is(err, syscall.ENFILE)) {
		return classResources, true
	}
	if dialled && op.Op == "dial" {
		return classDial, true
	}
	return 0, false
}

// stageClass is for an attempt that never had a connection.
func stageClass(err error, p progress) class {
	switch {
	case p.tlsFailed && !isTimeout(err) && !isLost(err) && !p.attemptOver:
		// An alert, a version, plain HTTP on the port: it will not change.
		return classTLS
	case p.tlsFailed:
		return classHandshake
	case p.attemptOver, isNetwork(err):
		return classDial
	}
	// net/http refuses a malformed request before it looks for a connection.
	return classRequest
}

func isCertificate(err error) bool {
	if _, ok := errors.AsType[*tls.CertificateVerificationError](err); ok {
		return true
	}
	if _, ok := errors.AsType[x509.UnknownAuthorityError](err); ok {
		return true
	}
	if _, ok := errors.AsType[x509.HostnameError](err); ok {
		return true
	}
	if _, ok := errors.AsType[x509.CertificateInvalidError](err); ok {
		return true
	}
	_, ok := errors.AsType[tls.RecordHeaderError](err)
	return ok
}

func isTimeout(err error) bool {
	if errors.Is(err, context.DeadlineExceeded) {
		return true
	}
	timeout, ok := errors.AsType[net.Error](err)
	return ok && timeout.Timeout()
}

// isLost recognises a connection that broke.
func isLost(err error) bool {
	for _, lost := range []error{
		io.EOF, io.ErrUnexpectedEOF, io.ErrClosedPipe, net.ErrClosed,
		syscall.ECONNRESET, syscall.EPIPE, syscall.ECONNABORTED, syscall.ETIMEDOUT,
	} {
		if errors.Is(err, lost) {
			return true
		}
	}
	return false
}

// isNetwork tells failures of the network from those of a program. A transport
// that is broken or a mock without an answer is not worth a retry.
func isNetwork(err error) bool {
	if isTimeout(err) || isLost(err) {
		return true
	}
	if _, ok := errors.AsType[*net.OpError](err); ok {
		return true
	}
	_, ok := errors.AsType[syscall.Errno](err)
	return ok
}

// withoutURL drops the wrapper of net/http, whose text is the address.
func withoutURL(err error) error {
	for {
		wrapper, ok := errors.AsType[*url.Error](err)
		if !ok {
			return err
		}
		err = wrapper.Err
	}
}

// causeText describes a cause for an error's text, in words of ours: the text
// of a transport may hold anything.
func causeText(err error) string {
	switch {
	case err == nil:
		return ""
	case errors.Is(err, ErrRetryQuota):
		return "the retry quota of this client is used up"
	case errors.Is(err, context.Canceled):
		return context.Canceled.Error()
	case errors.Is(err, context.DeadlineExceeded):
		return context.DeadlineExceeded.Error()
	}
	if number, ok := errors.AsType[syscall.Errno](err); ok {
		return number.Error()
	}
	switch {
	case errors.Is(err, io.EOF), errors.Is(err, io.ErrUnexpectedEOF):
		return "unexpected end"
	case isTimeout(err):
		return "timeout"
	}
	return ""
}
