package braze

import (
	"net/http"
	"time"
)

// fate says what became of what a request carried. Every object ends in
// exactly one.
type fate uint8

const (
	// fateDelivered: a 2xx of Braze for this very request.
	fateDelivered fate = iota
	// fateRejected: refused for good, sending it again is pointless.
	fateRejected
	// fateNotSent: certainly not processed, safe to send again.
	fateNotSent
	// fateUnknown: handed to the network, no trustworthy answer.
	fateUnknown
)

func (f fate) String() string {
	return [...]string{"delivered", "rejected", "not_sent", "unknown"}[f]
}

// retryRule says whether the same bytes may go again.
type retryRule uint8

const (
	// retryNever: the answer would be the same, or there is nothing to do.
	retryNever retryRule = iota
	// retrySafe: nothing was processed, any content may go again.
	retrySafe
	// retryUnsure: it may have been processed. What is safe to repeat goes
	// again, the rest by [RetryOptions.OnUnknown].
	retryUnsure
)

// class is the reason behind a fate.
type class uint8

const (
	classAccepted class = iota
	classQueued
	classOpaque

	classFatal
	classBadRequest
	classTooLarge
	classTooMany
	classUnsupported

	classAuth
	classEndpoint
	classRedirect
	classProxyAuth
	classRateLimited
	classQuota

	classServer
	classNonsense
	classForeign
	classTimeout
	classAmbiguous
	classOdd
	classCancelledSent

	classDial
	classDNS
	classNoHost
	classTLS
	classHandshake
	classAddress
	classResources
	classUnwritten
	classProxy
	classRequest
	classCancelled
	classLimiter
)

// classes is the table of everything that can happen to one attempt.
var classes = [...]struct {
	name  string // for logs and counters
	text  string // for errors
	fate  fate
	retry retryRule
	is    []error
}{
	// Braze answered 2xx.
	classAccepted: {"accepted", "accepted", fateDelivered, retryNever, nil},
	classQueued:   {"queued", "queued", fateDelivered, retryNever, nil},
	// A 2xx whose body could not be read must never be sent again.
	classOpaque: {"opaque", "accepted without details", fateDelivered, retryNever, nil},

	// The content was refused.
	classFatal:       {"fatal", "refused with a 2xx status", fateRejected, retryNever, nil},
	classBadRequest:  {"bad_request", "request refused", fateRejected, retryNever, nil},
	classTooLarge:    {"too_large", "request too large", fateNotSent, retryNever, []error{ErrTooLarge}},
	classTooMany:     {"too_many", "too many objects", fateNotSent, retryNever, []error{ErrTooMany}},
	classUnsupported: {"unsupported", "not supported by the server", fateRejected, retryNever, []error{ErrServer}},

	// The request never reached its target.
	classAuth:        {"auth", "key or permission refused", fateNotSent, retryNever, []error{ErrAuth}},
	classEndpoint:    {"endpoint", "no such endpoint", fateNotSent, retryNever, []error{ErrEndpoint}},
	classRedirect:    {"redirect", "redirect refused", fateNotSent, retryNever, []error{ErrRedirect}},
	classProxyAuth:   {"proxy_auth", "proxy wants credentials", fateNotSent, retryNever, nil},
	classRateLimited: {"rate_limited", "rate limited", fateNotSent, retrySafe, []error{ErrRateLimited}},
	classQuota:       {"quota", "quota used up", fateNotSent, retryNever, []error{ErrRateLimited, ErrQuota}},

	// It may have been processed.
	classServer:        {"server", "server error", fateUnknown, retryUnsure, []error{ErrServer}},
	classNonsense:      {"nonsense", "meaningless status", fateUnknown, retryUnsure, nil},
	classForeign:       {"foreign", "answer is not Braze's", fateUnknown, retryNever, nil},
	classTimeout:       {"timeout", "no answer in time", fateUnknown, retryUnsure, nil},
	classAmbiguous:     {"ambiguous", "connection lost", fateUnknown, retryUnsure, nil},
	classOdd:           {"odd", "transport failed", fateUnknown, retryNever, nil},
	classCancelledSent: {"cancelled_sent", "cancelled after sending", fateUnknown, retryNever, nil},

	// Nothing was written.
	classDial:      {"dial", "cannot connect", fateNotSent, retrySafe, nil},
	classDNS:       {"dns", "name lookup failed", fateNotSent, retrySafe, nil},
	classNoHost:    {"no_host", "no such host", fateNotSent, retryNever, []error{ErrEndpoint}},
	classTLS:       {"tls", "TLS refused", fateNotSent, retryNever, []error{ErrEndpoint}},
	classHandshake: {"handshake", "TLS handshake failed", fateNotSent, retrySafe, nil},
	classAddress:   {"address", "private address refused", fateNotSent, retryNever, []error{ErrEndpoint}},
	classResources: {"resources", "out of file descriptors", fateNotSent, retrySafe, nil},
	classUnwritten: {"unwritten", "connection lost before sending", fateNotSent, retrySafe, nil},
	classProxy:     {"proxy", "proxy failed", fateNotSent, retrySafe, nil},
	classRequest:   {"request", "request cannot be sent", fateNotSent, retryNever, nil},
	classCancelled: {"cancelled", "cancelled before sending", fateNotSent, retryNever, nil},
	classLimiter:   {"limiter", "limiter refused", fateNotSent, retryNever, nil},
}

func (c class) String() string { return classes[c].name }

// outcome is what is known after one attempt. Its fate is that of the whole
// body; of a delivered one, track tells which objects were refused.
type outcome struct {
	class class
	// made says that the attempt passed the limiter.
	made bool
	// status is 0 when there was no answer.
	status int
	// header of the answer, nil without one.
	header http.Header
	// body of the answer, bounded; it may be cut.
	body []byte
	// track is the parsed body; nil without an answer of Braze.
	track *TrackResponse
	// pause is how long the server asked to wait, bounded; 0 if it did not.
	pause time.Duration
	// cause is the error below, without addresses.
	cause error
	// took is the time on the network, without waiting for the limiter.
	took time.Duration
}

func (o *outcome) fate() fate { return classes[o.class].fate }

// statusClass is the class of a status outside 2xx, before its body is looked
// at.
func statusClass(status int) class {
	switch status {
	case http.StatusUnauthorized, http.StatusForbidden:
		return classAuth
	case http.StatusNotFound:
		return classEndpoint
	case http.StatusProxyAuthRequired:
		return classProxyAuth
	case http.StatusRequestTimeout:
		return classServer
	case http.StatusRequestEntityTooLarge:
		return classTooLarge
	case http.StatusTooManyRequests:
		return classRateLimited
	case http.StatusNotImplemented, http.StatusHTTPVersionNotSupported:
		return classUnsupported
	}
	switch {
	case status >= 300 && status < 400:
		return classRedirect
	case status >= 400 && status < 500:
		return classBadRequest
	case status >= 500 && status < 600:
		return classServer
	}
	return classNonsense
}
