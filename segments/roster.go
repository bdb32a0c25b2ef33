package segments

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"time"
)

// Errors of a [Roster].
var (
	// ErrNoUser is the error of a change without a user.
	ErrNoUser = errors.New("segments: change without a user")
	// ErrConflict: others kept changing the same users. Nothing is lost when the
	// same changes are given again.
	ErrConflict = errors.New("segments: too many version conflicts")
)

// maxRounds bounds how often conflicts are tried again. In each round one of
// the writers that meet gets through.
const maxRounds = 32

// Roster keeps the memberships of many users in a [Store], so that
// messages which carry only a change can be written as whole memberships. It
// starts no goroutine, keeps nothing in memory, and is safe for concurrent use,
// in several processes as well.
//
// A roster believes that it has heard of every change since the beginning. Start
// it before the audience is connected, or tell it the present with
// [Roster.Replace].
type Roster struct {
	// Store is required.
	Store Store
}

// UserChange is a change of one user.
type UserChange struct {
	// User is the key of the user in the store: what identifies the user in
	// Braze, or in mParticle.
	User string
	Change
}

// UserSnapshot is the whole membership of one user at a time.
type UserSnapshot struct {
	// User is as in [UserChange].
	User    string
	Current []Audience
	Time    time.Time
}

// UserMemberships is the memberships of one user.
type UserMemberships struct {
	User string
	Memberships
	// Err tells why the memberships are not complete: [ErrNoUser], or [ErrState]
	// when the stored state could not be read. What a change alone tells is
	// then known nevertheless, and stored; [Roster.Replace] makes it whole.
	Err error
}

// Update applies changes and returns the memberships of each user concerned, in
// the order in which changes first names them. The memberships are whole, not
// only what the changes touched; let delta send what differs.
//
// All users are read at once and written at once, and those that someone else
// wrote in between again. After an error, give the same changes again: changes
// that were stored already do no harm. That holds for a crash as well, so
// acknowledge a message after its memberships have reached Braze, never before,
// and send them whether or not they changed anything.
func (r Roster) Update(ctx context.Context, changes []UserChange) ([]UserMemberships, error) {
	var tx transaction
	for _, c := range changes {
		tx.add(c.User, func(s State) (State, bool) { return s.Apply(c.Change) })
	}
	return tx.run(ctx, r.Store)
}

// Replace stores whole memberships, as [State.Replace] does: to begin with
// users who are members already, or to mend those whose state was lost. It
// returns and repeats like [Roster.Update].
func (r Roster) Replace(ctx context.Context, snapshots []UserSnapshot) ([]UserMemberships, error) {
	var tx transaction
	for _, s := range snapshots {
		tx.add(s.User, func(old State) (State, bool) { return old.Replace(s.Current, s.Time) })
	}
	return tx.run(ctx, r.Store)
}

// Clear takes one audience off a list of users, for an audience that was
// deleted before it was emptied. It is a [Roster.Update] in which all of them
// leave.
func (r Roster) Clear(ctx context.Context, a Audience, at time.Time, users []string) ([]UserMemberships, error) {
	changes := make([]UserChange, len(users))
	for i, user := range users {
		changes[i] = UserChange{User: user, Change: Change{Audience: a, Time: at}}
	}
	return r.Update(ctx, changes)
}

// Forget deletes all that is stored of users, as an erasure demands.
func (r Roster) Forget(ctx context.Context, users []string) error {
	users = slices.Compact(slices.Sorted(slices.Values(users)))
	for range maxRounds {
		records, err := r.Store.Get(ctx, users)
		if err != nil {
			return fmt.Errorf("segments: read: %w", err)
		}
		for i := range records {
			records[i].Value = nil
		}
		conflicts, err := r.Store.Put(ctx, records)
		if err != nil {
			return fmt.Errorf("segments: delete: %w", err)
		}
		if len(conflicts) == 0 {
			return nil
		}
		again := make([]string, len(conflicts))
		for i, c := range conflicts {
			again[i] = users[c]
		}
		users = again
	}
	return fmt.Errorf("%w: %d users", ErrConflict, len(users))
}
