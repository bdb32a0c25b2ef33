package brazetest

import (
	"regexp"
	"slices"
)

// maxSpread is the number of profiles that follow a change of a global email
// subscription.
//
// See https://www.braze.com/docs/user_guide/audience/subscription_preferences/subscription_status.
const maxSpread = 100

// setEmail changes the address. The subscription goes with the address: it is
// that of a profile that has it already, else "subscribed".
func setEmail(s *store, p *profile, name string, value any) bool {
	email, _ := value.(string)
	if email == p.fields[name] {
		return true
	}
	state := any(stateSubscribed)
	if others := s.byEmail[email]; len(others) > 0 {
		state = preferred(others).fields[fieldEmailSubscribe]
	}
	s.setEmail(p, email)
	if email != "" {
		p.fields[fieldEmailSubscribe] = state
	}
	return true
}

// setPhone keeps an invalid number as it is, but it identifies nobody.
func setPhone(s *store, p *profile, name string, value any) bool {
	text, _ := value.(string)
	phone, valid := normalizePhone(text)
	if text == "" || !valid {
		s.setPhone(p, "")
	}
	switch {
	case text == "":
	case valid:
		s.setPhone(p, phone)
	default:
		p.fields[name] = text
	}
	return true
}

// setState sets a subscription; null puts it back to what a new profile has.
func setState(_ *store, p *profile, name string, value any) bool {
	if value == nil {
		value = stateSubscribed
	}
	p.fields[name] = value
	return true
}

// setEmailState also changes the other profiles with the address.
func setEmailState(s *store, p *profile, name string, value any) bool {
	for _, other := range s.sameEmail(p) {
		setState(s, other, name, value)
	}
	return setState(s, p, name, value)
}

func (s *store) sameEmail(p *profile) []*profile {
	email, _ := p.fields[keyEmail].(string)
	others := s.byEmail[email]
	return others[:min(len(others), maxSpread)]
}

var uuid = regexp.MustCompile(`^[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}$`)

// checkGroups checks subscription_groups.
func checkGroups(o object, known []string) string {
	if !o.present(fieldGroups) {
		return ""
	}
	groups, ok := o.members[fieldGroups].([]any)
	if !ok {
		return "BAD_SUBSCRIPTION_GROUP_ARRAY"
	}
	for _, group := range groups {
		members, ok := group.(map[string]any)
		if !ok {
			return "BAD_SUBSCRIPTION_GROUP_HASH"
		}
		id, _ := members["subscription_group_id"].(string)
		if !uuid.MatchString(id) || len(known) > 0 && !slices.Contains(known, id) {
			return "BAD_SUBSCRIPTION_GROUP_ID"
		}
		state := members["subscription_state"]
		if state != stateSubscribed && state != stateUnsubscribed {
			return "BAD_SUBSCRIPTION_GROUP_STATE"
		}
	}
	return ""
}

// applyGroups changes groups, also of the other profiles with the address.
func (s *store) applyGroups(p *profile, o object) {
	groups, _ := o.members[fieldGroups].([]any)
	for _, group := range groups {
		members := group.(map[string]any)
		id, state := members["subscription_group_id"].(string), members["subscription_state"].(string)
		p.groups[id] = state
		for _, other := range s.sameEmail(p) {
			other.groups[id] = state
		}
	}
}
