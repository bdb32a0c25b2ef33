package braze

import "sync/atomic"

// SenderStats are the counters of a [Sender] since it was made.
type SenderStats struct {
	// Delivered + Rejected + NotSent + Unknown are all objects that have their
	// outcome.
	Delivered, Rejected, NotSent, Unknown int64
	// Requests made, retries among them.
	Requests, Retries int64
	// AmbiguousResends counts events, purchases and increments that were sent
	// again although Braze may have processed them: possible duplicates.
	AmbiguousResends int64
	// Coalesced counts attributes objects merged into another one, Suppressed
	// those a [Planner] left nothing of.
	Coalesced, Suppressed int64
	// PartialErrors counts objects that Braze named as refused, Unattributed
	// answers that name none.
	PartialErrors, Unattributed int64
	// Bisections counts refused requests that were halved, CapsLowered how often
	// Braze found a request too large.
	Bisections, CapsLowered int64
	// HotUsers counts how often a user passed [SenderOptions.HotUserLimit].
	HotUsers int64
	// PlannerErrors counts failures of the [Planner].
	PlannerErrors int64
	// Panics counts those of the client's hooks and logger; they are isolated.
	Panics int64

	// Objects and Bytes are in the Sender now, InFlight requests are on their
	// way. Bytes are counted as in [SenderOptions.MaxBytes], with what it costs
	// to remember values until they have settled.
	Objects, Bytes, InFlight int
}

// Stats returns the counters.
func (s *Sender) Stats() SenderStats {
	c := &s.stats
	stats := SenderStats{
		Delivered:        c.states[Delivered].Load(),
		Rejected:         c.states[Rejected].Load(),
		NotSent:          c.states[NotSent].Load(),
		Unknown:          c.states[Unknown].Load(),
		Requests:         c.requests.Load(),
		Retries:          c.retries.Load(),
		AmbiguousResends: c.ambiguousResends.Load(),
		Coalesced:        c.coalesced.Load(),
		Suppressed:       c.suppressed.Load(),
		PartialErrors:    c.partialErrors.Load(),
		Unattributed:     c.unattributed.Load(),
		Bisections:       c.bisections.Load(),
		CapsLowered:      c.capsLowered.Load(),
		HotUsers:         c.hotUsers.Load(),
		PlannerErrors:    c.plannerErrors.Load(),
		Panics:           s.client.hooks.panics.Load(),
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	stats.Objects, stats.Bytes, stats.InFlight = s.objects, s.bytes, len(s.flights)
	return stats
}

type senderCounters struct {
	states [Unknown + 1]atomic.Int64

	requests, retries, ambiguousResends atomic.Int64
	coalesced, suppressed               atomic.Int64
	partialErrors, unattributed         atomic.Int64
	bisections, capsLowered             atomic.Int64
	hotUsers, plannerErrors             atomic.Int64
}
