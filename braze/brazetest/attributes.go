package brazetest

import (
	"maps"
	"slices"
	"strings"
)

// attributes checks an attributes object and plans its change.
//
// See https://www.braze.com/docs/api/objects_filters/user_attributes_object.
func (t *tracking) attributes(o object) (change, string) {
	if problem := t.checkStandard(o); problem != "" {
		return change{}, problem
	}
	custom := customMembers(o)
	for _, name := range slices.Sorted(maps.Keys(custom)) {
		if isNested(custom[name]) && !validAttribute(custom[name]) {
			t.spoilt[spoiltKey(o.who, name)] = true
		}
	}
	apply := func(s *store) {
		p := s.openForAttributes(o, t.now)
		if p == nil {
			return
		}
		s.applyStandard(p, o)
		merge, _ := o.members[keyMerge].(bool)
		for _, name := range slices.Sorted(maps.Keys(custom)) {
			if isNested(custom[name]) && t.spoilt[spoiltKey(o.who, name)] {
				continue
			}
			s.applyCustom(p, name, custom[name], merge)
		}
	}
	return change{who: o.who, apply: apply}, ""
}

func spoiltKey(who identity, name string) string {
	id := who.UserID
	return strings.Join([]string{
		id.ExternalID, id.Alias.Label, id.Alias.Name, id.BrazeID, id.Email, id.Phone, name,
	}, "\x00")
}

// customMembers returns the members of o that are custom attributes: all that
// have no meaning of their own, with the spaces round their names removed.
func customMembers(o object) map[string]any {
	custom := map[string]any{}
	for name, value := range o.members {
		if !reservedNames[name] && standardFields[name].set == nil {
			custom[strings.TrimSpace(name)] = value
		}
	}
	return custom
}

// reservedNames are no custom attributes although no table of fields has them.
var reservedNames = map[string]bool{
	keyExternalID: true, keyAlias: true, keyBrazeID: true,
	keyUpdateExisting: true, keyMerge: true, keyTokenImport: true,
	fieldTokens: true, fieldGroups: true,
	"email_subscription_info": true,
	// Braze took this field out, and takes no custom attribute of the name.
	"bio": true,
}

// checkStandard returns Braze's error about the standard fields of o.
func (t *tracking) checkStandard(o object) string {
	if _, ok := o.members["email_subscription_info"]; ok {
		return "INVALID_ATTRIBUTE_EMAIL_SUBSCRIPTION_INFO"
	}
	if o.who.anonymous {
		tokens, _ := o.members[fieldTokens].([]any)
		if len(tokens) == 0 || o.who.ExternalID != "" || o.who.BrazeID != "" {
			return "BAD_PUSH_TOKEN_IMPORT"
		}
	}
	for _, name := range slices.Sorted(maps.Keys(o.members)) {
		check := standardFields[name].check
		if check != nil && o.present(name) && !check(o.members[name]) {
			return standardFields[name].problem
		}
	}
	if problem := checkTokens(o, t.server.config.Apps); problem != "" {
		return problem
	}
	return checkGroups(o, t.server.config.SubscriptionGroups)
}

// applyStandard sets the standard fields of o. The address comes first: a new
// one resets the subscription that the same object may set.
func (s *store) applyStandard(p *profile, o object) {
	names := slices.Sorted(maps.Keys(o.members))
	slices.SortStableFunc(names, func(a, b string) int {
		return compareBool(b == keyEmail, a == keyEmail)
	})
	for _, name := range names {
		field := standardFields[name]
		if field.set == nil {
			continue
		}
		if o.who.uses(name) || field.set(s, p, name, o.members[name]) {
			s.points += field.points
		}
	}
	s.applyTokens(p, o)
	s.applyGroups(p, o)
}

// setAddresses sets the email and phone of an event or a purchase that do not
// say whose it is.
func (s *store) setAddresses(p *profile, o object) {
	for _, name := range []string{keyEmail, keyPhone} {
		if o.present(name) && !o.who.uses(name) {
			standardFields[name].set(s, p, name, o.members[name])
		}
	}
}
