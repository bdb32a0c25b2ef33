package braze

import (
	"context"
	"log/slog"
	"time"
)

// admit queues entries as room is found for them. What finds none has its
// outcome then: once an object is turned away, so are those behind it.
func (s *Sender) admit(ctx context.Context, entries []*entry) {
	if len(entries) == 0 {
		return
	}
	entries, err := s.enter(ctx, entries)
	if err == nil {
		return
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	for _, e := range entries {
		s.finish(e, Outcome{State: NotSent, Err: err})
	}
}

// enter queues entries and returns those that are left when it fails.
func (s *Sender) enter(ctx context.Context, entries []*entry) ([]*entry, error) {
	select {
	case s.door <- struct{}{}:
		defer func() { <-s.door }()
	case <-ctx.Done():
		return entries, ctx.Err()
	}
	for {
		n, changed, err := s.queue(ctx, entries)
		entries = entries[n:]
		s.tellHot(ctx)
		switch {
		case err != nil || len(entries) == 0:
			return entries, err
		case s.opts.FailWhenFull:
			return entries, ErrQueueFull
		}
		select {
		case <-changed:
		case <-ctx.Done():
			return entries, ctx.Err()
		}
	}
}

// queue takes in as many entries as there is room for. For the others it
// returns what to wait for.
func (s *Sender) queue(ctx context.Context, entries []*entry) (n int, changed <-chan struct{}, err error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if err := s.refusal(ctx); err != nil {
		return 0, nil, err
	}
	now := time.Now()
	for n < len(entries) && s.room(entries[n]) {
		s.enqueue(entries[n], now)
		n++
	}
	s.crowded = n < len(entries)
	s.kick(now) //nolint:contextcheck // a request carries the objects of many callers
	return n, s.changed, nil
}

// tellHot logs once that the order of a user was given up.
func (s *Sender) tellHot(ctx context.Context) {
	if s.stats.hotUsers.Load() == 0 {
		return
	}
	s.hotTold.Do(func() {
		s.client.log.LogAttrs(ctx, slog.LevelWarn, "a user has too many objects to keep their order",
			slog.Int("limit", s.opts.HotUserLimit))
	})
}

// refusal is why no object may come in.
func (s *Sender) refusal(ctx context.Context) error {
	switch {
	case ctx.Err() != nil:
		return ctx.Err()
	case s.closed:
		return ErrClosed
	}
	return s.stopped
}

// room reports whether e fits. An object larger than the whole bound has to
// fit somewhere: alone.
func (s *Sender) room(e *entry) bool {
	return s.objects == 0 || (s.objects < s.opts.MaxObjects && s.bytes+e.size() <= s.opts.MaxBytes)
}
