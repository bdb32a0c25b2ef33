package braze

import (
	"iter"
	"strconv"
)

// State is what became of one object. Every object given to [Sender.Send] ends
// in exactly one.
type State uint8

// The states.
const (
	// Delivered: Braze answered 2xx for the very request that carried the
	// object, and did not refuse it. Braze has queued it and applies it later.
	Delivered State = iota + 1
	// Rejected: refused for good, by Braze or by our validation. Sending it
	// again is pointless.
	Rejected
	// NotSent: certainly not processed. Safe to send again.
	NotSent
	// Unknown: handed to the network, without a trustworthy answer.
	Unknown
)

// String returns delivered, rejected, not_sent or unknown.
func (s State) String() string {
	switch s {
	case Delivered:
		return "delivered"
	case Rejected:
		return "rejected"
	case NotSent:
		return "not_sent"
	case Unknown:
		return "unknown"
	}
	return "pending"
}

// Outcome is what became of one object, and why.
type Outcome struct {
	State State
	// Suppressed says that a [Planner] found nothing in the attributes that
	// Braze does not have. The state is Delivered.
	Suppressed bool
	// Err is nil for Delivered. Otherwise it says why, without any value:
	// an [*APIError], an [ItemError], an [*ObjectError], a context's error, or
	// one of this package's sentinels.
	Err error
}

// Result holds an outcome for each object of a [TrackRequest], by index.
type Result struct {
	Attributes []Outcome
	Events     []Outcome
	Purchases  []Outcome
	// Unattributed says that Braze reported errors that name no object: one of
	// the delivered objects may have been refused.
	Unattributed bool
}

func newResult(c Counts) Result {
	all := make([]Outcome, c.Attributes+c.Events+c.Purchases)
	events, purchases := c.Attributes, c.Attributes+c.Events
	return Result{
		Attributes: all[:events:events],
		Events:     all[events:purchases:purchases],
		Purchases:  all[purchases:],
	}
}

func (r *Result) at(a Array, index int) *Outcome {
	switch a {
	case ArrayAttributes:
		return &r.Attributes[index]
	case ArrayEvents:
		return &r.Events[index]
	case ArrayPurchases:
		return &r.Purchases[index]
	}
	panic("braze: no such array")
}

// All ranges over the outcomes of the three arrays with the place of each.
func (r *Result) All() iter.Seq2[Place, Outcome] {
	return func(yield func(Place, Outcome) bool) {
		for _, array := range []struct {
			name     Array
			outcomes []Outcome
		}{
			{ArrayAttributes, r.Attributes}, {ArrayEvents, r.Events}, {ArrayPurchases, r.Purchases},
		} {
			for i, o := range array.outcomes {
				if !yield(Place{array.name, i}, o) {
					return
				}
			}
		}
	}
}

// Place is the position of an object in a [TrackRequest].
type Place struct {
	Array Array
	Index int
}

// String returns the place as "events[2]".
func (p Place) String() string { return string(p.Array) + "[" + strconv.Itoa(p.Index) + "]" }

// Count returns how many objects ended in state s.
func (r *Result) Count(s State) int {
	n := 0
	for _, o := range r.All() {
		if o.State == s {
			n++
		}
	}
	return n
}

// Final reports whether no object is left to send again: each is Delivered or
// Rejected. A webhook answers 2xx then.
func (r *Result) Final() bool {
	for _, o := range r.All() {
		if o.State == NotSent || o.State == Unknown {
			return false
		}
	}
	return true
}
