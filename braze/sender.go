package braze

import (
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

	mu    sync.Mutex
	caps  Caps
	users map[UserID]*lineup
	// ready are users with objects that may leave, longest waiting first.
	ready        []*lineup
	readyObjects int
	// settling are users in the order in which their SettleTime ends.
	settling []*lineup
	timer    *time.Timer

	objects  int // waiting and in flight
	bytes    int
	inFlight int // requests
	stopped  error
	closed   bool
	// changed is closed and replaced whenever an object or a request is done.
	changed chan struct{}
	lost    TrackRequest // what Close could not deliver
}

// NewSender returns a Sender that sends through c. Close it at the end.
func NewSender(c *Client, opts SenderOptions) (*Sender, error) {
	opts, err := opts.withDefaults()
	if err != nil {
		return nil, err
	}
	s := &Sender{
		client:  c,
		opts:    opts,
		caps:    opts.Caps.filled(),
		users:   make(map[UserID]*lineup),
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
	p := &Pending{sender: s, ticket: newTicket(&r)}
	for _, e := range p.ticket.entries {
		if err := s.admit(ctx, e); err != nil {
			s.settle(e, Outcome{State: NotSent, Err: err})
		}
	}
	p.detach = context.AfterFunc(ctx, func() { s.abandon(p.ticket, ctx.Err()) })
	return p
}

// Pending is what [Sender.Submit] queued.
type Pending struct {
	sender *Sender
	ticket *ticket
	detach func() bool
	once   sync.Once
}

// Wait returns what [Sender.Send] returns. It may be called more than once.
func (p *Pending) Wait() (Result, error) {
	<-p.ticket.done
	p.once.Do(func() {
		p.detach()
		p.sender.stats.add(&p.ticket.result)
	})
	return p.ticket.result, p.ticket.err()
}

// admit queues e once there is room for it.
func (s *Sender) admit(ctx context.Context, e *entry) error {
	for {
		s.mu.Lock()
		err := s.refusal(ctx)
		room := s.objects == 0 || (s.objects < s.opts.MaxObjects && s.bytes+e.size() <= s.opts.MaxBytes)
		if err == nil && room {
			s.enqueue(e)
			s.kick() //nolint:contextcheck // a request carries the objects of many callers
		}
		changed := s.changed
		s.mu.Unlock()
		switch {
		case err != nil || room:
			return err
		case s.opts.FailWhenFull:
			return ErrQueueFull
		}
		select {
		case <-changed:
		case <-ctx.Done():
			return ctx.Err()
		}
	}
}

// refusal is why no object may come in. Called with the lock held.
func (s *Sender) refusal(ctx context.Context) error {
	switch {
	case ctx.Err() != nil:
		return ctx.Err()
	case s.closed:
		return ErrClosed
	}
	return s.stopped
}

// Resume lets a Sender go on that stopped because Braze refused its key or
// endpoint. Nothing is kept from before: every object had its outcome.
func (s *Sender) Resume() {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.stopped = nil
}

// Forget drops what waits for users, as Rejected with [ErrErased], waits for
// requests in flight that carry them, and lets the planner forget them. Call it
// before [Client.DeleteUsers], and keep the users' later data away: Braze makes
// a new profile of it.
func (s *Sender) Forget(ctx context.Context, users ...UserID) error {
	s.mu.Lock()
	for _, id := range users {
		if u := s.users[id]; u != nil {
			s.drop(u, Outcome{State: Rejected, Err: ErrErased})
		}
	}
	s.mu.Unlock()
	err := s.await(ctx, func() bool {
		for _, id := range users {
			if u := s.users[id]; u != nil && u.busy > 0 {
				return false
			}
		}
		return true
	})
	if err != nil || s.opts.Planner == nil {
		return err
	}
	return s.opts.Planner.Forget(ctx, users)
}

// Close refuses new objects, sends what waits, and waits for requests in
// flight. When ctx ends first it gives up: objects that never left are NotSent,
// those in flight Unknown. It returns every object that was not delivered, as
// the calls of Send do that wait for them. Close again does no harm.
func (s *Sender) Close(ctx context.Context) (TrackRequest, error) {
	s.mu.Lock()
	s.closed = true
	s.kick() //nolint:contextcheck // a request carries the objects of many callers
	s.mu.Unlock()
	err := s.await(ctx, func() bool { return s.objects == 0 && s.inFlight == 0 })
	s.end()
	s.mu.Lock()
	for _, u := range s.users {
		s.drop(u, Outcome{State: NotSent, Err: ErrClosed})
	}
	s.mu.Unlock()
	// Requests end promptly once their context has ended.
	_ = s.await(context.WithoutCancel(ctx), func() bool { return s.inFlight == 0 })
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.timer != nil {
		s.timer.Stop()
	}
	lost := s.lost
	s.lost = TrackRequest{}
	return lost, err
}

// await returns when done says so. It is called with the lock held.
func (s *Sender) await(ctx context.Context, done func() bool) error {
	for {
		s.mu.Lock()
		ok, changed := done(), s.changed
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
