package mapping

import "github.com/mpbraze/mpbraze/braze"

// setGroup changes a subscription group. Of two attributes for one group a
// refusal counts.
func (r *run) setGroup(p path, id string, v any) {
	yes, ok := truth(v)
	if !ok {
		r.issue(&p, CodeSubscription, Warning, "neither true nor false: the subscription group stays as it is")
		return
	}
	state := braze.Unsubscribed
	if yes {
		state = braze.Subscribed
	}
	groups := r.attrs.SubscriptionGroups
	for i := range groups {
		if groups[i].ID != id {
			continue
		}
		if groups[i].State != state {
			groups[i].State = braze.Unsubscribed
			r.issue(&p, CodeSuperseded, Warning, "two attributes disagree on a subscription group: unsubscribed")
		}
		return
	}
	r.attrs.SubscriptionGroups = append(groups, braze.SubscriptionGroup{ID: id, State: state})
	r.attributeMade("subscription_groups", p, "subscription group")
}
