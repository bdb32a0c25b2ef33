package mapping

import (
	"maps"
	"slices"
	"strings"

	"github.com/mpbraze/mpbraze/braze"
	"github.com/mpbraze/mpbraze/mparticle"
)

// updateUser writes attributes of a custom event to the user by the rules of
// [EventConfig.ToUser]. What several events of a batch say about one array
// becomes one update.
func (r *run) updateUser(p *path, e *mparticle.CustomEvent) {
	if len(r.cfg.Events.ToUser) == 0 || len(e.CustomAttributes) == 0 {
		return
	}
	attributes := p.at("custom_attributes")
	for _, name := range slices.Sorted(maps.Keys(e.CustomAttributes)) {
		at := attributes.at(name)
		for i := range r.cfg.Events.ToUser {
			rule := &r.cfg.Events.ToUser[i]
			if rule.matches(e, name) && !r.hidden(&at) {
				r.apply(&at, rule, e.CustomAttributes[name])
			}
		}
	}
}

// matches reports whether the rule is about that attribute of e.
func (rule *EventAttributeRule) matches(e *mparticle.CustomEvent, attribute string) bool {
	if rule.Hash != 0 {
		return hashMatches(rule.Hash, e, attribute)
	}
	return strings.EqualFold(rule.Attribute, attribute) &&
		strings.EqualFold(rule.EventName, e.EventName) &&
		(rule.EventType == "" || strings.EqualFold(string(rule.EventType), string(e.CustomEventType)))
}

// hashMatches compares with mParticle's filter hash. Outputs often leave the
// category out, though the hash has it: then any category will do.
func hashMatches(hash int32, e *mparticle.CustomEvent, attribute string) bool {
	if e.CustomEventType != "" && e.CustomEventType != mparticle.CustomEventUnknown {
		return FilterHash(e.CustomEventType, e.EventName, attribute) == hash
	}
	for category := range eventTypeNumbers {
		if FilterHash(category, e.EventName, attribute) == hash {
			return true
		}
	}
	return FilterHash(mparticle.CustomEventUnknown, e.EventName, attribute) == hash
}

// apply does what the rule says with the value at p.
func (r *run) apply(p *path, rule *EventAttributeRule, v any) {
	if rule.Action == SetAttribute {
		if v, ok := r.value(p, v, userAttribute); ok {
			r.setCustom(p, cleanName(rule.To), v)
		}
		return
	}
	to := cleanName(rule.To)
	if fieldOf(to) != nil {
		r.issue(p, CodeUnsupported, Warning, "a profile field of Braze is no array: left out")
		return
	}
	items, ok := plain(v).([]any)
	if !ok {
		items = []any{v}
	}
	update, _ := r.attrs.Custom[to].(braze.ArrayUpdate)
	for _, item := range items {
		s, ok := r.arrayItem(p, item)
		if !ok {
			continue
		}
		if rule.Action == AddToArray {
			update.Add, update.Remove = moved(update.Add, update.Remove, s)
		} else {
			update.Remove, update.Add = moved(update.Remove, update.Add, s)
		}
	}
	if len(update.Add)+len(update.Remove) > 0 {
		r.setCustom(p, to, update)
	}
}

// arrayItem reads an item of an array attribute, which Braze keeps as text.
func (r *run) arrayItem(p *path, v any) (string, bool) {
	s, ok := text(v)
	if !ok {
		r.issue(p, CodeUnsupported, Warning, "no item of an array attribute: left out")
		return "", false
	}
	return r.cleanText(p, s, userAttribute, braze.MaxText)
}

// moved appends s to one list, unless it is there, and removes it from the
// other: in which order Braze applies the two lists of one update is not
// documented, so that no value may be in both.
func moved(to, from []any, s string) (longer, shorter []any) {
	from = slices.DeleteFunc(from, func(v any) bool { return v == s })
	if slices.Contains(to, any(s)) {
		return to, from
	}
	return append(to, s), from
}
