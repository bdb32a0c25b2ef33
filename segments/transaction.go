package segments

import (
	"context"
	"fmt"
)

// operation changes the state of one user. It must be safe to repeat.
type operation func(State) (next State, changed bool)

// transaction applies operations to the users of a store. The zero value has
// none.
type transaction struct {
	users  []userOperations
	index  map[string]int
	result []UserMemberships
}

// userOperations are the operations of one user, in order.
type userOperations struct {
	user string
	ops  []operation
}

func (t *transaction) add(user string, op operation) {
	if t.index == nil {
		t.index = map[string]int{}
	}
	i, ok := t.index[user]
	if !ok {
		i = len(t.users)
		t.index[user] = i
		t.users = append(t.users, userOperations{user: user})
	}
	t.users[i].ops = append(t.users[i].ops, op)
}

// run reads, applies and writes, until every user got through.
func (t *transaction) run(ctx context.Context, store Store) ([]UserMemberships, error) {
	t.result = make([]UserMemberships, len(t.users))
	waiting := make([]int, 0, len(t.users))
	for i, u := range t.users {
		if u.user == "" {
			// Its own fault, which must not stop the others.
			t.result[i].Err = ErrNoUser
			continue
		}
		waiting = append(waiting, i)
	}
	for round := 0; len(waiting) > 0; round++ {
		if round == maxRounds {
			return nil, fmt.Errorf("%w: %d users", ErrConflict, len(waiting))
		}
		var err error
		if waiting, err = t.round(ctx, store, waiting); err != nil {
			return nil, err
		}
	}
	return t.result, nil
}

// round does one read and at most one write for the users waiting, and returns
// those who met a conflict.
func (t *transaction) round(ctx context.Context, store Store, waiting []int) (conflicted []int, err error) {
	keys := make([]string, len(waiting))
	for i, w := range waiting {
		keys[i] = t.users[w].user
	}
	records, err := store.Get(ctx, keys)
	if err != nil {
		return nil, fmt.Errorf("segments: read: %w", err)
	}
	if len(records) != len(keys) {
		return nil, fmt.Errorf("segments: store returned %d records for %d keys", len(records), len(keys))
	}
	var puts []Versioned
	var writers []int
	for i, w := range waiting {
		if value, write := t.apply(w, records[i]); write {
			puts = append(puts, Versioned{Key: keys[i], Value: value, Version: records[i].Version})
			writers = append(writers, w)
		}
	}
	if len(puts) == 0 {
		return nil, nil
	}
	conflicts, err := store.Put(ctx, puts)
	if err != nil {
		return nil, fmt.Errorf("segments: write: %w", err)
	}
	for _, c := range conflicts {
		conflicted = append(conflicted, writers[c])
	}
	return conflicted, nil
}

// apply applies one user's operations to a record, sets the result, and
// returns what to write.
func (t *transaction) apply(i int, record Versioned) (value []byte, write bool) {
	u := t.users[i]
	var s State
	var err error
	if record.Version != 0 {
		if s, err = ParseState(record.Value); err != nil {
			s, write = UnknownState(), true
		}
	}
	for _, op := range u.ops {
		var changed bool
		s, changed = op(s)
		write = write || changed
	}
	m := s.Memberships()
	if m.Complete {
		// A snapshot has made good what was lost.
		err = nil
	}
	t.result[i] = UserMemberships{User: u.user, Memberships: m, Err: err}
	if !write {
		return nil, false
	}
	return s.Append(nil), true
}
