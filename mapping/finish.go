package mapping

import (
	"github.com/mpbraze/mpbraze/braze"
	"github.com/mpbraze/mpbraze/mparticle"
)

// addEvent puts e into the request, after the rules and the checks. p is the
// path of the event in the batch; user and mode are set here.
func (r *run) addEvent(src mparticle.Event, p *path, e braze.Event) {
	e.User, e.UpdateExistingOnly = r.user, r.updateExisting
	events := append(r.out.Track.Events, e)
	at := &events[len(events)-1]
	keep := r.admit(p, func(rule *Rule) bool { return rule.Event == nil || rule.Event(at, src) })
	if !keep {
		r.unmade(inEvents)
		events = events[:len(events)-1]
	}
	r.out.Track.Events = events
}

// addPurchase puts x into the request, after the rules and the checks.
func (r *run) addPurchase(src *mparticle.CommerceEvent, p *path, x braze.Purchase) {
	x.User, x.UpdateExistingOnly = r.user, r.updateExisting
	purchases := append(r.out.Track.Purchases, x)
	at := &purchases[len(purchases)-1]
	keep := r.admit(p, func(rule *Rule) bool { return rule.Purchase == nil || rule.Purchase(at, src) })
	if !keep {
		r.unmade(inPurchases)
		purchases = purchases[:len(purchases)-1]
	}
	r.out.Track.Purchases = purchases
}

// admit decides on an object: not when one of its values refused it, and when
// all rules keep it.
func (r *run) admit(p *path, apply func(*Rule) bool) bool {
	rejected := r.rejected
	r.rejected = false
	if rejected {
		r.issue(p, CodeObjectRefused, Error, "a value is over a limit of Braze: the object is left out")
		return false
	}
	for i := range r.cfg.Rules {
		rule := &r.cfg.Rules[i]
		keep, panicked := isolated(rule, apply)
		switch {
		case panicked:
			r.issue(p, CodeRulePanicked, Error, "rule "+rule.Name+" panicked: the object is left out")
			return false
		case !keep:
			r.issue(p, CodeRuleDropped, Info, "rule "+rule.Name+" does not keep the object")
			return false
		}
	}
	return true
}

// isolated applies a rule and keeps its panic from the others. What it says is
// not passed on: it may hold values.
func isolated(rule *Rule, apply func(*Rule) bool) (keep, panicked bool) {
	defer func() { panicked = recover() != nil }()
	return apply(rule), false
}

// finish completes the request with the attributes object.
func (r *run) finish() {
	r.rejected = r.attrsRejected
	keep := r.admit(nil, func(rule *Rule) bool { return rule.Attributes == nil || rule.Attributes(r.attrs, r.batch) })
	if !keep {
		r.unmade(inAttributes)
		r.out.Track.Attributes = nil
	}
}
