package braze

import "context"

// Planner decides which of a user's attributes need to leave, and learns what
// Braze answered. The package delta has one that sends only what changed.
//
// A Sender calls Plan just before attributes leave, and Commit once after the
// answer, in that order for each user and never for one user twice at a time.
// Both are called without locks held, and may block.
type Planner interface {
	// Plan returns what to send of each of attributes, by index. An element
	// that [Attributes.IsEmpty] is not sent. After an error everything is sent as
	// it is: losing the state costs requests, never an update.
	Plan(ctx context.Context, attributes []Attributes) ([]Attributes, error)
	// Commit tells what became of planned attributes.
	Commit(ctx context.Context, settled []Settled) error
	// Forget drops what is known of users, after their erasure.
	Forget(ctx context.Context, users []UserID) error
}

// Settled is what became of attributes that a [Planner] planned.
type Settled struct {
	// Wanted are the attributes as they were given to Plan, Sent those that
	// left: as Plan returned them, or without it those of the callers that
	// still waited.
	Wanted Attributes
	Sent   Attributes
	State  State
	// Certain says that the answer speaks of this very object. Without it
	// Delivered is right as to sending again, but proves no value.
	Certain bool
}
