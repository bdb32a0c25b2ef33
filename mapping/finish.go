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
	keep := r.admit(p, func(rule *Rule) bool { return rule.Event == nil || rule.Event(at, src) }, at.Validate)
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
	keep := r.admit(p, func(rule *Rule) bool { return rule.Purchase == nil || rule.Purchase(at, src) }, at.Validate)
	if !keep {
		r.unmade(inPurchases)
		purchases = purchases[:len(purchases)-1]
	}
	r.out.Track.Purchases = purchases
}

// admit decides on an object: not when one of its values refused it, and when
// all rules keep it. What rules changed is checked again, since what this
// package made is good by construction.
func (r *run) admit(p *path, apply func(*Rule) bool, validate func() error) bool {
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
	if len(r.cfg.Rules) > 0 && validate() != nil {
		r.issue(p, CodeObjectInvalid, Error, "Braze would refuse the object after the rules: it is left out")
		return false
	}
	return true
}

// isolated applies a rule and keeps its panic from the others. What it says is
// not passed on: it may hold values.
func isolated(rule *Rule, apply func(*Rule) bool) (keep, panicked bool) {
	defer func() { panicked = recover() != nil }()
	return apply(rule), false
}

// finish completes the attributes object, or removes it when it says nothing.
func (r *run) finish() {
	if isEmpty(r.attrs) && !r.attrsRejected {
		r.unmade(inAttributes)
		r.out.Track.Attributes = nil
		return
	}
	r.rejected = r.attrsRejected
	keep := r.admit(nil, func(rule *Rule) bool { return rule.Attributes == nil || rule.Attributes(r.attrs, r.batch) },
		r.attrs.Validate)
	if !keep {
		r.unmade(inAttributes)
		r.out.Track.Attributes = nil
	}
}

// isEmpty reports whether a says nothing but whom it is about.
func isEmpty(a *braze.Attributes) bool {
	return len(a.Custom) == 0 && len(a.PushTokens) == 0 && len(a.SubscriptionGroups) == 0 &&
		a.FirstName.IsZero() && a.LastName.IsZero() && a.Email.IsZero() && a.Phone.IsZero() &&
		a.EmailSubscribe.IsZero() && a.PushSubscribe.IsZero() &&
		a.EmailOpenTrackingDisabled.IsZero() && a.EmailClickTrackingDisabled.IsZero() &&
		a.MarkedEmailAsSpamAt.IsZero() && a.Country.IsZero() && a.Language.IsZero() &&
		a.HomeCity.IsZero() && a.TimeZone.IsZero() && a.CurrentLocation.IsZero() &&
		a.DOB.IsZero() && a.Gender.IsZero() && a.DateOfFirstSession.IsZero() &&
		a.DateOfLastSession.IsZero() && a.ImageURL.IsZero() && a.Facebook.IsZero() && a.Twitter.IsZero()
}
