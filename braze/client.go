package braze

import (
	"context"
	"fmt"
	"io"
	"log/slog"
	"net/http"
	"net/url"
	"sync/atomic"
	"time"
)

// Client calls Braze's REST API. It is safe for use by many goroutines; make
// one for each workspace and keep it. It starts no goroutine of its own.
type Client struct {
	base      url.URL
	key       secret
	userAgent []string
	doer      Doer
	closeIdle func()

	timeouts Timeouts
	retry    RetryOptions
	caps     Caps
	quota    *retryQuota
	hooks    hooks
	log      *slog.Logger

	track  endpoint
	delete endpoint
	export endpoint
}

// New returns a client for an instance of Braze. The key is a REST API key with
// the permissions of the endpoints used, such as users.track.
//
// Everything is checked here; the error is an [*OptionError] and never contains
// the key. With [WithEndpoint] the instance may be empty.
func New(instance Instance, apiKey string, opts ...Option) (*Client, error) {
	key, err := newSecret(apiKey)
	if err != nil {
		return nil, err
	}
	o := defaultOptions()
	for _, option := range opts {
		if err := option(o); err != nil {
			return nil, err
		}
	}
	if err := o.check(); err != nil {
		return nil, err
	}
	address := o.endpoint
	if address == "" {
		if address = instance.Endpoint(); address == "" {
			return nil, invalid("instance", "%.16q is not an instance of Braze", string(instance))
		}
	}
	base, err := parseEndpoint(address, o)
	if err != nil {
		return nil, err
	}
	return newClient(base, key, o), nil
}

func newClient(base url.URL, key secret, o *options) *Client {
	panics := new(atomic.Int64)
	log := isolatedLogger(o.logger, panics)
	c := &Client{
		base:      base,
		key:       key,
		userAgent: []string{o.userAgent},
		doer:      o.doer,
		closeIdle: o.closeIdle,
		timeouts:  o.timeouts,
		retry:     o.retry,
		caps:      o.caps,
		quota:     newRetryQuota(o.retry.Quota),
		hooks:     hooks{all: o.hooks, log: log, panics: panics},
		log:       log,
	}
	if c.doer == nil {
		transport := newTransport(o)
		c.doer = roundTripDoer{transport}
		c.closeIdle = transport.CloseIdleConnections
	} else {
		log.LogAttrs(context.Background(), slog.LevelInfo,
			"supplied HTTP stack: TLS, proxies and addresses are not checked", slog.String("option", o.supplied))
	}
	limiter := o.limiter
	if limiter == nil {
		limiter = NewLimiter(3000, 3*time.Second)
	}
	// The limits of Braze hold for groups of endpoints.
	users := newLane(NewLimiter(20_000, time.Minute), o.retry.MaxPause)
	c.track = endpoint{path: pathTrack, lane: newLane(limiter, o.retry.MaxPause), judge: judgeTrack}
	c.delete = endpoint{path: pathDelete, lane: users, judge: judgePlain}
	c.export = endpoint{
		path:    pathExportIDs,
		lane:    newLane(NewLimiter(250, time.Minute), o.retry.MaxPause),
		judge:   judgePlain,
		maxBody: maxExportBytes,
	}
	return c
}

// do runs a call with retries and returns it with its error.
func (c *Client) do(ctx context.Context, e *endpoint, body []byte, kind content, sent Counts) (*call, error) {
	run := &call{client: c, endpoint: e, body: body, content: kind, sent: sent}
	run.withRetries(ctx)
	return run, run.err()
}

// CloseIdleConnections closes connections that no call uses. The client stays
// usable.
func (c *Client) CloseIdleConnections() {
	if c.closeIdle != nil {
		c.closeIdle()
	}
}

// String names the host. No verb of fmt shows more.
func (c *Client) String() string {
	if c == nil {
		return "braze.Client(nil)"
	}
	return "braze.Client(" + c.base.Host + ")"
}

// Format implements [fmt.Formatter] for every verb.
func (c *Client) Format(f fmt.State, _ rune) { _, _ = io.WriteString(f, c.String()) }

// LogValue is what a log shows.
func (c *Client) LogValue() slog.Value { return slog.StringValue(c.String()) }

// MarshalText is String, so that no encoder looks inside.
func (c *Client) MarshalText() ([]byte, error) { return []byte(c.String()), nil }

var _ http.RoundTripper = (*call)(nil)
