package braze

import (
	"errors"
	"fmt"
	"log/slog"
	"slices"
	"strings"
	"time"
)

// Sentinels say what kind of failure an error is. Match them with [errors.Is];
// one error may match several: a status 503 is ErrServer and ErrAmbiguous.
var (
	// ErrInvalidOption matches every [*OptionError].
	ErrInvalidOption = errors.New("braze: invalid option")
	// ErrAuth: Braze refused the key, the plan or the permission (401, 403). A
	// key of another instance is refused the same way.
	ErrAuth = errors.New("braze: key refused")
	// ErrEndpoint: the address is wrong (404), does not exist or may not be
	// dialled.
	ErrEndpoint = errors.New("braze: wrong endpoint")
	// ErrTooLarge: the request has too many bytes (413, or 400 of that text).
	ErrTooLarge = errors.New("braze: request too large")
	// ErrTooMany: the request has too many objects ("Max Input Length
	// Exceeded").
	ErrTooMany = errors.New("braze: too many objects in one request")
	// ErrRateLimited: Braze answered 429. Nothing was processed.
	ErrRateLimited = errors.New("braze: rate limited")
	// ErrQuota: the limit ends later than [RetryOptions.MaxPause], so the call
	// does not wait for it. The error is a [*RateLimitError].
	ErrQuota = errors.New("braze: quota used up")
	// ErrRetryQuota: this client, not Braze, refuses to retry: too large a part
	// of its latest requests were retries.
	ErrRetryQuota = errors.New("braze: retry quota of this client used up")
	// ErrRedirect: the answer was a redirect. It is never followed: the key and
	// the data would go to its target.
	ErrRedirect = errors.New("braze: redirect refused")
	// ErrServer: 5xx or 408.
	ErrServer = errors.New("braze: server error")
	// ErrAmbiguous: the outcome is unknown. Braze may have processed the request.
	ErrAmbiguous = errors.New("braze: outcome unknown")
	// ErrNotSent: Braze certainly processed nothing; the same request may be
	// sent again.
	ErrNotSent = errors.New("braze: not sent")
	// ErrRejected: Braze refused the content for good.
	ErrRejected = errors.New("braze: refused")
)

// OptionError says which argument of [New] is wrong and why. It never contains
// the key. It matches [ErrInvalidOption].
type OptionError struct {
	// Option is the name of the option or argument, "WithRetry".
	Option string
	// Reason names the bound.
	Reason string
}

func (e *OptionError) Error() string { return "braze: " + e.Option + ": " + e.Reason }

// Is matches [ErrInvalidOption].
func (e *OptionError) Is(target error) bool { return target == ErrInvalidOption }

// CapError is a request that Braze would refuse for its size. Nothing was
// sent. It matches [ErrTooMany] or [ErrTooLarge], and [ErrNotSent].
type CapError struct {
	// What was counted: "attributes", "events", "purchases", "objects" for all
	// three arrays, "bytes", or the member of another endpoint.
	What string
	// Got is the number in the request, Max the cap.
	Got, Max int
}

func (e *CapError) Error() string {
	return fmt.Sprintf("braze: %d %s in one request, at most %d are allowed: split it, or use a Sender", e.Got, e.What, e.Max)
}

// Is matches [ErrNotSent], and [ErrTooLarge] for bytes, else [ErrTooMany].
func (e *CapError) Is(target error) bool {
	switch target {
	case ErrNotSent:
		return true
	case ErrTooLarge:
		return e.What == "bytes"
	case ErrTooMany:
		return e.What != "bytes"
	}
	return false
}

// APIError is a call that failed after its request was checked. Its text holds
// no address, body or key.
type APIError struct {
	// Endpoint is the path, "users/track".
	Endpoint string
	// Status of the last answer; 0 when there was none.
	Status int
	// Message is what Braze said, at most 1 KiB, for the program and not for
	// logs: it is not part of the error's text unless Braze documents it.
	Message string
	// Items are the refused objects, by their place in the request as sent.
	Items []ItemError
	// Unattributed says that some refusals name no object of the request.
	Unattributed bool
	// RetryAfter is how long Braze asked to wait; 0 when it did not.
	RetryAfter time.Duration
	// Attempts is the number of requests made.
	Attempts int

	class class
	// unsure says that an earlier attempt may have been processed.
	unsure bool
	cause  error
}

func (e *APIError) Error() string {
	var b strings.Builder
	b.WriteString("braze: ")
	b.WriteString(e.Endpoint)
	b.WriteString(": ")
	b.WriteString(classes[e.class].text)
	if e.Status != 0 {
		fmt.Fprintf(&b, " (status %d)", e.Status)
	}
	if documented(e.Message) {
		fmt.Fprintf(&b, ": %s", e.Message)
	}
	if n := len(e.Items); n > 0 {
		fmt.Fprintf(&b, ", %d refused, first: %s", n, e.Items[0].describe())
	}
	if e.Attempts > 1 {
		fmt.Fprintf(&b, ", after %d attempts", e.Attempts)
	}
	if reason := causeText(e.cause); reason != "" {
		b.WriteString(": ")
		b.WriteString(reason)
	}
	return b.String()
}

// Is matches the sentinels of the failure.
func (e *APIError) Is(target error) bool {
	fate := e.fate()
	switch target {
	case ErrAmbiguous:
		return fate == fateUnknown
	case ErrNotSent:
		return fate == fateNotSent
	case ErrRejected:
		return fate == fateRejected
	}
	return slices.Contains(classes[e.class].is, target)
}

// Unwrap returns the cause below: an ended context, an error of the network.
// It never is a [*net/url.Error].
func (e *APIError) Unwrap() error { return e.cause }

// GoString returns the text of the error, so that %#v shows no more than %v.
func (e *APIError) GoString() string { return e.Error() }

// LogValue returns what a log may show.
func (e *APIError) LogValue() slog.Value {
	return slog.GroupValue(
		slog.String("endpoint", e.Endpoint),
		slog.String("class", classes[e.class].name),
		slog.Int("status", e.Status),
		slog.Int("attempts", e.Attempts),
		slog.Int("refused", len(e.Items)),
		slog.Duration("retry_after", e.RetryAfter),
	)
}

// fate of the whole call: when an earlier attempt may have been processed, it
// does not help that the last one was not.
func (e *APIError) fate() fate {
	f := classes[e.class].fate
	if f == fateNotSent && e.unsure {
		return fateUnknown
	}
	return f
}

// RateLimitError is a limit that ends later than the client may wait. It
// matches [ErrQuota], and what Err matches.
type RateLimitError struct {
	// RetryAfter is how long Braze asked to wait, from the moment of the error.
	RetryAfter time.Duration
	// Err is the failed call.
	Err *APIError
}

func (e *RateLimitError) Error() string {
	return fmt.Sprintf("%s: free again in %s", e.Err.Error(), e.RetryAfter.Round(time.Second))
}

// Is matches [ErrQuota].
func (e *RateLimitError) Is(target error) bool { return target == ErrQuota }

// Unwrap returns Err.
func (e *RateLimitError) Unwrap() error { return e.Err }

// LogValue returns what a log may show.
func (e *RateLimitError) LogValue() slog.Value { return e.Err.LogValue() }

// GoString returns the text of the error.
func (e *RateLimitError) GoString() string { return e.Error() }
