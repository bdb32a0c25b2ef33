package braze

import (
	"context"
	"fmt"
	"log/slog"
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
	if err != nil {
		s.plannerFailed(b.ctx, err)
		return b.items
	}
	for i, it := range asked {
		s.applyPlan(it, plans[i])
	}
	return s.leaving(b)
}

// applyPlan replaces what an item sends. A plan that cannot be encoded is not
// followed.
func (s *Sender) applyPlan(it *item, plan Attributes) {
	it.planned = true
	if !plan.sets() {
		it.sent = plan
		it.state = Delivered
		return
	}
	if object, err := plan.Encode(); err == nil {
		it.sent, it.object = plan, object
	}
}

// leaving settles the items that planning left nothing of and returns the
// others.
func (s *Sender) leaving(b *batch) []*item {
	left := make([]*item, 0, len(b.items))
	s.mu.Lock()
	defer s.mu.Unlock()
	for _, it := range b.items {
		if it.state == 0 {
			left = append(left, it)
			continue
		}
		s.stats.suppressed.Add(1)
		for _, e := range it.entries {
			s.finish(e, Outcome{State: Delivered, Suppressed: true})
		}
	}
	s.announce()
	return left
}

// commit tells the planner what became of what it planned.
func (s *Sender) commit(b *batch) {
	if s.opts.Planner == nil {
		return
	}
	var settled []Settled
	for _, it := range b.items {
		if it.planned {
			settled = append(settled, Settled{Wanted: it.wanted, Sent: it.sent, State: it.final(), Certain: it.certain})
		}
	}
	if len(settled) == 0 {
		return
	}
	ctx := context.WithoutCancel(b.ctx)
	err := isolated(func() error { return s.opts.Planner.Commit(ctx, settled) })
	if err != nil {
		s.plannerFailed(ctx, err)
	}
}

// final is the state for the planner. An item that everybody gave up in the
// middle of an attempt has none of its own.
func (it *item) final() State {
	if it.state != 0 {
		return it.state
	}
	if it.exposed {
		return Unknown
	}
	return NotSent
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

// sets reports whether a changes anything in a profile.
func (a *Attributes) sets() bool {
	for i := range profileFields {
		if profileFields[i].state(a) != optAbsent {
			return true
		}
	}
	return len(a.Custom) > 0 || len(a.PushTokens) > 0 || len(a.SubscriptionGroups) > 0
}
