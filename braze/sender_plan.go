package braze

import (
	"context"
	"fmt"
	"log/slog"
	"slices"
)

// plan lets the planner look at the attributes of a batch, and returns the
// items that have something to send.
func (s *Sender) plan(b *batch) []*item {
	if s.opts.Planner == nil {
		return b.items
	}
	var asked []*item
	var attributes []Attributes
	for _, it := range b.items {
		if it.array == ArrayAttributes && !it.wanted.PushTokenImport {
			asked = append(asked, it)
			attributes = append(attributes, it.wanted)
		}
	}
	if len(asked) == 0 {
		return b.items
	}
	plans, err := s.askPlanner(b.ctx, attributes)
	if err == nil && len(plans) != len(asked) {
		err = fmt.Errorf("planner returned %d of %d attributes", len(plans), len(asked))
	}
	switch {
	case b.ctx.Err() != nil:
		return b.items // nobody waits any more, whatever the planner made of it
	case err != nil:
		s.plannerFailed(b.ctx, err)
		return b.items
	}
	objects := make([]Object, len(plans))
	for i := range plans {
		if !plans[i].IsEmpty() {
			// A plan that cannot be encoded is not followed.
			objects[i], _ = plans[i].Encode()
		}
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	for i, it := range asked {
		s.applyPlan(it, plans[i], objects[i])
	}
	s.announce()
	return slices.DeleteFunc(slices.Clone(b.items), func(it *item) bool { return it.state != 0 })
}

// applyPlan replaces what an item sends, and settles it if that is nothing.
func (s *Sender) applyPlan(it *item, plan Attributes, object Object) {
	it.planned = true
	switch {
	case plan.IsEmpty():
		it.sent, it.suppressed = plan, true
		s.stats.suppressed.Add(1)
		s.conclude(it, Outcome{State: Delivered, Suppressed: true})
	case object.Size() > 0:
		it.sent, it.object = plan, object
	}
}

// commit tells the planner what became of what it planned.
func (s *Sender) commit(b *batch) {
	if s.opts.Planner == nil {
		return
	}
	settled := s.planned(b)
	if len(settled) == 0 {
		return
	}
	ctx := context.WithoutCancel(b.ctx)
	err := isolated(func() error { return s.opts.Planner.Commit(ctx, settled) })
	if err != nil {
		s.plannerFailed(ctx, err)
	}
}

// planned returns what became of the attributes that were planned.
func (s *Sender) planned(b *batch) []Settled {
	s.mu.Lock()
	defer s.mu.Unlock()
	var settled []Settled
	for _, it := range b.items {
		if !it.planned {
			continue
		}
		// What nobody waited for has no state of its own.
		state := it.state
		if state == 0 {
			state = it.abandoned(nil).State
		}
		settled = append(settled, Settled{Wanted: it.wanted, Sent: it.sent, State: state, Certain: it.certain})
	}
	return settled
}

func (s *Sender) askPlanner(ctx context.Context, attributes []Attributes) (plans []Attributes, err error) {
	err = isolated(func() (err error) {
		plans, err = s.opts.Planner.Plan(ctx, attributes)
		return err
	})
	return plans, err
}

// isolated turns a panic of foreign code into an error. Its value may hold
// personal data and is not shown.
func isolated(f func() error) (err error) {
	defer func() {
		if r := recover(); r != nil {
			err = fmt.Errorf("panic of type %T", r)
		}
	}()
	return f()
}

func (s *Sender) plannerFailed(ctx context.Context, err error) {
	s.stats.plannerErrors.Add(1)
	s.client.log.LogAttrs(ctx, slog.LevelWarn, "planner failed", slog.Any("error", err))
}
