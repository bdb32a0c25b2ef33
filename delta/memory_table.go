package delta

import (
	"context"

	"github.com/mpbraze/mpbraze/braze"
)

// memoryTable is the table of a Tracker in memory.
type memoryTable struct {
	*Memory
	core *Core
	now  func() int64
}

func newMemoryTable(m *Memory, c *Config) *memoryTable {
	k := m.use(c.Secret)
	core := newCore(c, k)
	core.whole = m.opts.WholeProfile
	core.names = &m.names
	if core.whole {
		core.names = &core.keys
	}
	now := func() int64 { return millis(c.Now()) }
	// Values that another process sent just before may still arrive.
	m.lost.Store(now())
	return &memoryTable{Memory: m, core: core, now: now}
}

func (t *memoryTable) each(_ context.Context, users []*braze.UserID, change change) error {
	p := newPlanning()
	defer p.release()
	for i, id := range users {
		if id == nil {
			continue
		}
		if user, ok := t.core.user(id); ok {
			t.update(user, &p.state, func(s *State) bool { return change(i, t.core, user, s) })
		}
	}
	return nil
}

func (t *memoryTable) drop(_ context.Context, users []braze.UserID, trace bool) error {
	p := newPlanning()
	defer p.release()
	for i := range users {
		user, ok := t.core.user(&users[i])
		if !ok {
			continue
		}
		t.update(user, &p.state, func(s *State) bool {
			if s.born == 0 {
				return false
			}
			s.invalidate(t.now(), trace)
			return true
		})
	}
	return nil
}
