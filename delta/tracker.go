package delta

import (
	"context"
	"errors"
	"time"

	"github.com/mpbraze/mpbraze/braze"
)

// Tracker remembers what Braze has, and leaves it out. It is a [braze.Planner]
// for a [braze.Sender], and can be used by hand: Plan, send, Commit. It is safe
// for concurrent use, but a user should not be planned again before the commit;
// a Sender sees to that. If it happens nothing is lost, only sent again.
type Tracker struct {
	table  table
	now    func() time.Time
	counts counters
}

var _ braze.Planner = (*Tracker)(nil)

// table keeps states.
type table interface {
	// each changes the states of users, in order. After an error nothing is
	// believed of them until a change went through.
	each(ctx context.Context, users []*braze.UserID, change change) error
	// drop forgets users: without a trace, or that anything was ever known.
	drop(ctx context.Context, users []braze.UserID, trace bool) error
}

// change changes the state of the i-th user, and reports whether it did. It may
// be called again for the same user, when somebody else was faster; then what
// it did before does not count.
type change func(i int, c *Core, user userKey, s *State) (changed bool)

// NewInMemory returns a Tracker that keeps its states in m. When the process
// ends they are lost, and everything is sent once more; see [Memory.WriteTo].
func NewInMemory(m *Memory, c Config) (*Tracker, error) {
	c, err := c.withDefaults()
	if err != nil {
		return nil, err
	}
	return &Tracker{table: newMemoryTable(m, &c), now: c.Now}, nil
}

// New returns a Tracker that keeps its states in a store, which several
// processes may share. It reads the store's secret, or leaves one there.
func New(ctx context.Context, store Store, c Config) (*Tracker, error) {
	c, err := c.withDefaults()
	if err != nil {
		return nil, err
	}
	t := &Tracker{now: c.Now}
	table, err := openStore(ctx, store, c, &t.counts)
	if err != nil {
		return nil, err
	}
	t.table = table
	return t, nil
}

// Plan implements [braze.Planner]. It takes the order in which attributes come
// for their order in time; see [Tracker.PlanOne] for data that comes late.
func (t *Tracker) Plan(ctx context.Context, attributes []braze.Attributes) ([]braze.Attributes, error) {
	send := make([]braze.Attributes, len(attributes))
	if err := t.plan(ctx, attributes, send, 0); err != nil {
		return nil, err
	}
	return send, nil
}

// PlanOne is Plan for one user, with the time of the data, at. Values older
// than those Braze acknowledged are left out then, unless
// [Config.OverwriteNewer]; of equal times the later arrival counts. A zero time
// means that the data is as new as can be.
//
// After an error send everything as it is, without Commit.
func (t *Tracker) PlanOne(ctx context.Context, wanted *braze.Attributes, at time.Time) (braze.Attributes, error) {
	if m, ok := t.table.(*memoryTable); ok {
		// The short way allocates nothing when there is nothing to send.
		return t.planInMemory(m, wanted, millis(at)), nil
	}
	send := make([]braze.Attributes, 1)
	if err := t.plan(ctx, []braze.Attributes{*wanted}, send, millis(at)); err != nil {
		return *wanted, err
	}
	return send[0], nil
}

func (t *Tracker) planInMemory(m *memoryTable, wanted *braze.Attributes, at int64) braze.Attributes {
	p := newPlanning()
	defer p.release()
	if user, ok := m.core.tracked(wanted); ok {
		now := millis(t.now())
		m.update(user, &p.state, func(s *State) bool {
			return m.core.plan(p, s, user, wanted, &p.send, at, now)
		})
		t.counts.plan(&p.outcome, &p.send)
		return p.send
	}
	t.counts.objects.Add(1)
	return *wanted
}

func (t *Tracker) plan(ctx context.Context, wanted, send []braze.Attributes, at int64) error {
	users := make([]*braze.UserID, len(wanted))
	for i := range wanted {
		send[i] = wanted[i]
		if !wanted[i].PushTokenImport {
			users[i] = &wanted[i].User
		}
	}
	now := millis(t.now())
	outcomes := make([]planned, len(wanted))
	err := t.table.each(ctx, users, func(i int, c *Core, user userKey, s *State) bool {
		p := newPlanning()
		defer p.release()
		changed := c.plan(p, s, user, &wanted[i], &send[i], at, now)
		outcomes[i] = p.outcome
		return changed
	})
	if err != nil {
		t.counts.storeErrors.Add(1)
		return err
	}
	for i := range outcomes {
		t.counts.plan(&outcomes[i], &send[i])
	}
	return nil
}

// Commit implements [braze.Planner]. By hand, set Wanted, Sent, State, and
// Certain when the answer speaks of this very object.
func (t *Tracker) Commit(ctx context.Context, settled []braze.Settled) error {
	users := make([]*braze.UserID, len(settled))
	for i := range settled {
		if sent := &settled[i].Sent; !sent.PushTokenImport && !nothing(sent) {
			users[i] = &sent.User
		}
	}
	now := millis(t.now())
	err := t.table.each(ctx, users, func(i int, c *Core, _ userKey, s *State) bool {
		p := newPlanning()
		defer p.release()
		return c.commit(p, s, &settled[i], now)
	})
	if err != nil {
		t.counts.storeErrors.Add(1)
	}
	return err
}

// Forget implements [braze.Planner]: it deletes what is known of users, also
// the keyed hashes of their ids, after their erasure. When it returns an error,
// call it again.
func (t *Tracker) Forget(ctx context.Context, users []braze.UserID) error {
	return t.table.drop(ctx, users, false)
}

// Invalidate says that nobody knows what Braze has of users: everything is sent
// again. Call it with both profiles after a merge, an identification, a rename
// of an external id or a new alias, and with the users of an import.
func (t *Tracker) Invalidate(ctx context.Context, users ...braze.UserID) error {
	return t.table.drop(ctx, users, true)
}

// nothing reports whether there is nothing in a to remember.
func nothing(a *braze.Attributes) bool {
	if len(a.Custom) > 0 || a.User.Email != "" || a.User.Phone != "" {
		return false
	}
	var p printer
	for i := range profileFields {
		if profileFields[i].print(&p, a) {
			return false
		}
	}
	return true
}

// errStore wraps errors of a Store.
var errStore = errors.New("delta: store")
