package braze

import (
	"context"
	"log/slog"
	"slices"
	"time"
)

// refused handles a request that Braze refused as a whole.
//
// If the answer names objects, those are rejected and the others go again. If
// it names none, the request is halved until the culprit is alone: it costs
// itself, and two further requests on each level.
func (s *Sender) refused(b *batch, items []*item, c *call, err error) {
	switch {
	case c.last.class != classBadRequest:
		s.settle(items, Outcome{State: Rejected, Err: err})
	case c.last.track != nil && len(c.last.track.Errors) > 0:
		s.deliverParts(b, s.rejectNamed(items, c.last.track.Errors), len(items))
	case len(items) == 1:
		s.refuseAlone(items[0], err)
	default:
		s.stats.bisections.Add(1)
		s.deliverParts(b, items, (len(items)+1)/2)
	}
}

// refuseAlone refuses an item that had a request of its own.
func (s *Sender) refuseAlone(it *item, err error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.refuse(it, err)
	s.announce()
}

// rejectNamed rejects the objects that an answer names and returns the others.
func (s *Sender) rejectNamed(items []*item, list []ItemError) (left []*item) {
	s.mu.Lock()
	defer s.mu.Unlock()
	for it, err := range named(items, list) {
		if err == nil {
			left = append(left, it)
			continue
		}
		s.stats.partialErrors.Add(1)
		s.refuse(it, err)
	}
	s.announce()
	return left
}

// deliverParts sends a refused request again in parts of n. They are retries,
// and paid for as such, so that a server that refuses everything causes no
// storm.
func (s *Sender) deliverParts(b *batch, items []*item, n int) {
	for part := range slices.Chunk(items, n) {
		if _, ok := s.client.quota.take(time.Now(), 0); !ok {
			s.settle(part, Outcome{State: NotSent, Err: ErrRetryQuota})
			continue
		}
		s.stats.retries.Add(1)
		s.deliver(b, part)
	}
}

// knownTotals are the caps of most accounts, worth trying before halving.
var knownTotals = [...]int{DefaultTotal, 50}

// split handles a request with too many objects or bytes: the caps are lowered
// for good, and the request goes again in parts.
func (s *Sender) split(b *batch, items []*item, c *call, err error) {
	if len(items) == 1 {
		s.refuseAlone(items[0], err)
		return
	}
	n := (len(items) + 1) / 2
	if c.last.class == classTooLarge {
		s.lower(b, Caps{BodyBytes: max(len(c.body)/2, s.opts.Caps.ObjectBytes)})
		s.deliverParts(b, items, n)
		return
	}
	for _, total := range knownTotals {
		if len(items) > total {
			n = total
			break
		}
	}
	s.lower(b, Caps{Total: n, PerArray: n})
	s.deliverParts(b, items, n)
}

// lower lowers the caps that are set in to.
func (s *Sender) lower(b *batch, to Caps) {
	s.mu.Lock()
	before := s.caps
	lowerTo(&s.caps.Total, to.Total)
	lowerTo(&s.caps.PerArray, to.PerArray)
	lowerTo(&s.caps.BodyBytes, to.BodyBytes)
	after := s.caps
	s.mu.Unlock()
	if after == before {
		return
	}
	s.stats.capsLowered.Add(1)
	s.client.log.LogAttrs(context.WithoutCancel(b.ctx), slog.LevelWarn, "request too large, caps lowered",
		slog.Int("objects", after.Total), slog.Int("bytes", after.BodyBytes))
}

func lowerTo(field *int, most int) {
	if most > 0 {
		*field = min(*field, most)
	}
}
