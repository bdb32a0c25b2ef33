package braze

import (
	"container/list"
	"context"
	"errors"
	"sync"
	"time"
)

// Errors of a [Sender].
var (
	// ErrClosed is the reason of objects that came after Close, or that Close
	// had no time for.
	ErrClosed = errors.New("braze: sender is closed")
	// ErrQueueFull is the reason of objects that found no room under
	// [SenderOptions.FailWhenFull].
	ErrQueueFull = errors.New("braze: sender's queue is full")
	// ErrErased is the reason of objects dropped by [Sender.Forget].
	ErrErased = errors.New("braze: user was erased")
	// ErrNotFinal is what Send's error wraps: some objects may have to be sent
	// again.
	ErrNotFinal = errors.New("braze: some objects were not settled")
)

// Sender sends the objects of many callers in as few requests as the caps
// allow, inside Braze's limits, and gives every object exactly one outcome.
//
// # Order
//
// The objects of one user leave in the order given, and no two requests in
// flight carry the same user. What waits for a user goes into one request when
// it fits; waiting attributes become one object in which the last value counts.
// Inside a request Braze applies attributes first, then events, then purchases.
// Braze may apply two requests out of order within some seconds, so another
// value of an attribute waits for [SenderOptions.SettleTime].
//
// # Failures
//
// The Sender retries until the callers' contexts end: what was certainly not
// processed, and after an unknown outcome what may be repeated; see
// [RetryOptions]. A refused object costs itself, never its neighbours: a
// refused request is halved until the culprit is found. A request that Braze
// finds too large is split and the caps are lowered. A refused key or endpoint
// stops the Sender, see [Sender.Resume].
//
// # Lifetime
//
// There is no queue on disk: durability is the source's, so Send returns only
// when each object is final. The Sender runs a goroutine for each request in
// flight and none while it is idle.
type Sender struct {
	client *Client
	opts   SenderOptions
	stats  senderCounters

	// life ends when Close gives up waiting.
	life context.Context //nolint:containedctx // it is the lifetime of requests that belong to no single caller
	end  context.CancelFunc
	// door lets one caller in at a time: those who find no room wait in order.
	door chan struct{}
	// hotTold is used up when the log knows of a hot user.
	hotTold sync.Once

	mu    sync.Mutex
	caps  Caps
	users map[UserID]*lineup
	// ready are the users with objects that may leave, the longest waiting
	// first, and readyCounts what waits for them.
	ready       list.List
	readyCounts Counts
	// settling are users in the order in which their SettleTime ends.
	settling []settling
	timer    *time.Timer

	// crowded says that the last to come found no room for all.
	crowded bool
	objects int // waiting and in flight
	bytes   int
	flights map[*batch]struct{}
	stopped error
	closed  bool
	// changed is closed and replaced whenever an object or a request is done.
	changed chan struct{}
	lost    TrackRequest // what Close could not deliver
}

// NewSender returns a Sender that sends through c. Close it at the end.
func NewSender(c *Client, opts SenderOptions) (*Sender, error) {
	opts, err := opts.withDefaults(c.caps)
	if err != nil {
		return nil, err
	}
	s := &Sender{
		client:  c,
		opts:    opts,
		door:    make(chan struct{}, 1),
		caps:    opts.Caps,
		users:   make(map[UserID]*lineup),
		flights: make(map[*batch]struct{}),
		changed: make(chan struct{}),
	}
	s.life, s.end = context.WithCancel(context.Background())
	return s, nil
}

// Send sends the objects of r and returns when each has its outcome, or when
// ctx ends. It may be called from any number of goroutines; r must not be
// changed until it returns.
//
// The error is nil if every object is Delivered or Rejected. Otherwise some are
// NotSent or Unknown and the source should deliver them again; the error wraps
// [ErrNotFinal] and the reasons. The Result is complete in any case.
func (s *Sender) Send(ctx context.Context, r TrackRequest) (Result, error) {
	return s.Submit(ctx, r).Wait()
}

// Submit is the first half of Send: it returns once the objects of r have
// their place in the queue, so that a caller who reads one source keeps its
// order without waiting for Braze. ctx holds until the outcome.
func (s *Sender) Submit(ctx context.Context, r TrackRequest) *Pending {
	t := s.newTicket(&r)
	s.admit(ctx, t.entries)
	stop := context.AfterFunc(ctx, func() { s.abandon(t, ctx.Err()) })
	return &Pending{ticket: t, detach: stop}
}

// Pending is what [Sender.Submit] queued.
type Pending struct {
	ticket *ticket
	detach func() bool
}

// Wait returns what [Sender.Send] returns. It may be called more than once.
func (p *Pending) Wait() (Result, error) {
	<-p.ticket.done
	p.detach()
	return p.ticket.result, p.ticket.err()
}

// Resume lets a Sender go on that stopped because Braze refused its key or
// endpoint. Nothing is kept from before: every object had its outcome.
func (s *Sender) Resume() {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.stopped = nil
}

// await returns when done says so. It calls done with the lock held.
func (s *Sender) await(ctx context.Context, done func() bool) error {
	for {
		s.mu.Lock()
		ok := done()
		changed := s.changed
		s.mu.Unlock()
		if ok {
			return nil
		}
		select {
		case <-changed:
		case <-ctx.Done():
			return ctx.Err()
		}
	}
}

// announce wakes whoever waits for room, for Forget or for Close. Called with
// the lock held.
func (s *Sender) announce() {
	close(s.changed)
	s.changed = make(chan struct{})
}
