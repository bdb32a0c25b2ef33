package braze

import (
	"crypto/x509"
	"fmt"
	"log/slog"
	"net/http"
	"net/url"
	"strings"
	"time"
)

// Option configures a [Client]. All options are checked by [New].
type Option func(*options) error

type options struct {
	endpoint string
	allowed  map[string]bool
	private  bool
	loopback bool

	doer      Doer
	closeIdle func()
	supplied  string // the option that gave doer
	proxy     func(*http.Request) (*url.URL, error)
	rootCAs   *x509.CertPool
	http2     bool
	idleConns int
	timeouts  Timeouts

	retry     RetryOptions
	caps      Caps
	limiter   Limiter
	logger    *slog.Logger
	hooks     []any
	userAgent string
}

func defaultOptions() *options {
	return &options{
		allowed:   map[string]bool{},
		idleConns: 32,
		timeouts:  defaultTimeouts(),
		retry:     defaultRetry(),
		caps:      defaultCaps(),
		limiter:   nil,
		logger:    slog.New(slog.DiscardHandler),
		userAgent: "mpbraze (+https://github.com/mpbraze/mpbraze)",
	}
}

// reach of the dialer. A proxy the caller names may be anywhere.
func (o *options) reach() reach {
	switch {
	case o.private || o.proxy != nil:
		return reachAny
	case o.loopback:
		return reachLoopback
	}
	return reachPublic
}

// check finds options that exclude each other.
func (o *options) check() error {
	if o.supplied == "" {
		return nil
	}
	for option, set := range map[string]bool{
		"WithProxy":   o.proxy != nil,
		"WithRootCAs": o.rootCAs != nil,
		"WithHTTP2":   o.http2,
	} {
		if set {
			return invalid(option, "has no effect together with %s", o.supplied)
		}
	}
	return nil
}

func invalid(option, format string, args ...any) error {
	return &OptionError{Option: option, Reason: fmt.Sprintf(format, args...)}
}

// WithRetry changes what the client does about failures. Zero fields keep their
// defaults.
func WithRetry(r RetryOptions) Option {
	return func(o *options) error {
		const name = "WithRetry"
		switch {
		case r.MaxAttempts < 0 || r.MaxAttempts > 100:
			return invalid(name, "MaxAttempts is %d, must be 1 to 100", r.MaxAttempts)
		case r.BaseDelay < 0 || r.MaxDelay < 0 || r.MaxPause < 0:
			return invalid(name, "a delay is negative")
		case r.MaxPause > longestWindow:
			return invalid(name, "MaxPause is %s, at most %s", r.MaxPause, longestWindow)
		case r.Quota < 0:
			return invalid(name, "Quota is %d, must be positive", r.Quota)
		case r.OnUnknown > Surface:
			return invalid(name, "OnUnknown must be Resend or Surface")
		}
		keep(&o.retry.MaxAttempts, r.MaxAttempts)
		keep(&o.retry.BaseDelay, r.BaseDelay)
		keep(&o.retry.MaxDelay, r.MaxDelay)
		keep(&o.retry.MaxPause, r.MaxPause)
		keep(&o.retry.Quota, r.Quota)
		o.retry.OnUnknown = r.OnUnknown
		if o.retry.BaseDelay > o.retry.MaxDelay {
			return invalid(name, "BaseDelay is %s, more than MaxDelay %s", o.retry.BaseDelay, o.retry.MaxDelay)
		}
		return nil
	}
}

// WithTimeouts bounds the steps of an attempt. Zero fields keep their defaults.
func WithTimeouts(t Timeouts) Option {
	return func(o *options) error {
		if min(t.Dial, t.TLSHandshake, t.ResponseHeader, t.Attempt, t.Idle) < 0 {
			return invalid("WithTimeouts", "a timeout is negative")
		}
		keep(&o.timeouts.Dial, t.Dial)
		keep(&o.timeouts.TLSHandshake, t.TLSHandshake)
		keep(&o.timeouts.ResponseHeader, t.ResponseHeader)
		keep(&o.timeouts.Attempt, t.Attempt)
		keep(&o.timeouts.Idle, t.Idle)
		return nil
	}
}

// keep sets a field unless the new value is zero.
func keep[T int | time.Duration](field *T, value T) {
	if value != 0 {
		*field = value
	}
}

// WithCaps sets what the account allows in one request of /users/track.
func WithCaps(caps Caps) Option {
	return func(o *options) error {
		if err := caps.bounds("WithCaps"); err != nil {
			return err
		}
		o.caps = caps.filled()
		return nil
	}
}

// WithLimiter sets the limiter of /users/track. The default stays inside 3,000
// requests in 3 seconds. Clients that share a workspace should share a limiter.
func WithLimiter(l Limiter) Option {
	return func(o *options) error {
		if l == nil {
			return invalid("WithLimiter", "is nil")
		}
		o.limiter = l
		return nil
	}
}

// WithLogger makes the client log: attempts at Debug, retries and pauses at
// Warn, in the group "braze". Neither the key nor any content is logged. The
// default is silence.
func WithLogger(l *slog.Logger) Option {
	return func(o *options) error {
		if l == nil {
			return invalid("WithLogger", "is nil")
		}
		o.logger = l
		return nil
	}
}

// WithHooks adds observers: values that implement one or more of
// [AttemptHook], [RetryHook], [PauseHook] and [LimiterWaitHook].
func WithHooks(hooks ...any) Option {
	return func(o *options) error {
		for i, hook := range hooks {
			if !isHook(hook) {
				return invalid("WithHooks", "hook %d (%T) implements none of the hook interfaces", i, hook)
			}
		}
		o.hooks = append(o.hooks, hooks...)
		return nil
	}
}

// WithUserAgent replaces the User-Agent: printable ASCII, at most 256 bytes.
func WithUserAgent(agent string) Option {
	return func(o *options) error {
		if agent == "" || len(agent) > 256 {
			return invalid("WithUserAgent", "has %d bytes, must be 1 to 256", len(agent))
		}
		if strings.ContainsFunc(agent, func(r rune) bool { return r < ' ' || r > '~' }) {
			return invalid("WithUserAgent", "is not printable ASCII")
		}
		o.userAgent = agent
		return nil
	}
}
