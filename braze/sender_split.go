package braze

import (
	"context"
	"log/slog"
	"time"
)

// refused handles a request that Braze refused as a whole.
//
// If the answer names objects, those are rejected and the others go again.
// If it names none, the request is halved until the culprit is alone: it costs
// itself, and two further requests on each level. They are retries, and paid
// for as such, so that a server that refuses everything causes no storm.
func (s *Sender) refused(b *batch, items []*item, c *call, err error) {
	if c.last.class != classBadRequest {
		s.settleItems(items, Outcome{State: Rejected, Err: err})
		return
	}
	if left, named := s.rejectNamed(items, c.last.track); named {
		s.deliver(b, left)
		return
	}
	if len(items) == 1 {
		s.refuse(items[0], err)
		return
	}
	s.stats.bisections.Add(1)
	for _, half := range [][]*item{items[:len(items)/2], items[len(items)/2:]} {
		if _, ok := s.client.quota.take(time.Now(), 0); !ok {
			s.settleItems(half, Outcome{State: NotSent, Err: ErrRetryQuota})
			continue
		}
		s.deliver(b, half)
	}
}

// rejectNamed rejects the objects that the answer names and returns the others.
func (s *Sender) rejectNamed(items []*item, answer *TrackResponse) (left []*item, named bool) {
	if answer == nil || len(answer.Errors) == 0 {
		return items, false
	}
	errs := itemErrors(answer.Errors)
	var seen Counts
	for _, it := range items {
		n := countOf(&seen, it.array)
		err, bad := errs[Place{it.array, *n}]
		*n++
		if bad {
			s.stats.partialErrors.Add(1)
			s.refuse(it, err)
		} else {
			left = append(left, it)
		}
	}
	return left, true
}

// knownTotal is a cap of some accounts, worth trying before halving.
const knownTotal = 50

// split handles a request with too many objects or bytes: the caps are lowered
// for good, and the request goes again in parts.
func (s *Sender) split(b *batch, items []*item, c *call, err error) {
	if len(items) == 1 {
		s.settleItems(items, Outcome{State: Rejected, Err: err})
		return
	}
	n := len(items) / 2
	s.mu.Lock()
	before := s.caps
	if c.last.class == classTooMany {
		if len(items) > knownTotal {
			n = knownTotal
		}
		s.caps.Total = min(s.caps.Total, n)
		s.caps.PerArray = min(s.caps.PerArray, n)
	} else {
		s.caps.BodyBytes = max(min(s.caps.BodyBytes, len(c.body)/2), s.caps.ObjectBytes)
	}
	after := s.caps
	s.mu.Unlock()
	if after != before {
		s.stats.capsLowered.Add(1)
		s.client.log.LogAttrs(context.WithoutCancel(b.ctx), slog.LevelWarn, "request too large, caps lowered",
			slog.Int("objects", after.Total), slog.Int("bytes", after.BodyBytes))
	}
	for len(items) > 0 {
		n = min(n, len(items))
		s.deliver(b, items[:n])
		items = items[n:]
	}
}
