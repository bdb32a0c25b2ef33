package mapping

import (
	"strings"

	"github.com/mpbraze/mpbraze/braze"
	"github.com/mpbraze/mpbraze/mparticle"
)

var attributesPath = rootPath("user_attributes")

// attributes maps the identities that are profile fields, the user attributes,
// the consent and the deleted attributes of the batch.
func (r *run) attributes() {
	r.identities()
	src := r.chosenAttributes()
	var scratch [48]string
	names := sortedNames(scratch[:0], src.values)
	if len(names) > 0 {
		r.attrs.Custom = make(braze.Custom, len(names))
	}
	late := r.pass(&src, names, false)
	if late {
		r.pass(&src, names, true)
	}
	r.consent()
	r.deleted(&src)
}

// source is the user attributes that go along.
type source struct {
	values mparticle.Attributes
	// from is the path of a value that is not in user_attributes.
	from map[string]*path
	// removed is the path of the events that removed an attribute, by name.
	removed map[string]*path
}

// path returns the path of the value of a user attribute.
func (s *source) path(name string) path {
	if p := s.from[name]; p != nil {
		return *p
	}
	return attributesPath.at(name)
}

// chosenAttributes applies [AttributeConfig.Source].
func (r *run) chosenAttributes() source {
	switch r.cfg.Attributes.Source {
	case SourceChanges:
		return r.changedAttributes()
	case SourceNone:
		r.notSelected(0)
		return source{}
	case SourceBatch:
	}
	return source{values: r.batch.UserAttributes}
}

// changedAttributes returns the attributes that change events name: with the
// value the user has, which is the latest one, else with the event's.
func (r *run) changedAttributes() source {
	s := source{values: mparticle.Attributes{}, from: map[string]*path{}, removed: map[string]*path{}}
	events := rootPath("events")
	for i, e := range r.batch.Events {
		c, ok := e.(*mparticle.UserAttributeChange)
		if !ok || c == nil {
			continue
		}
		event := events.item(i)
		data := event.at("data")
		name := c.UserAttributeName
		v, has := r.batch.UserAttributes[name]
		switch {
		case has:
			s.values[name] = v
		case c.Deleted:
			delete(s.values, name)
			s.removed[name] = &data
		default:
			at := data.at("new")
			s.values[name], s.from[name] = c.New, &at
			delete(s.removed, name)
		}
	}
	r.notSelected(len(s.values) - len(s.from))
	return s
}

// notSelected says that user attributes stay behind when more than n are there.
func (r *run) notSelected(n int) {
	if len(r.batch.UserAttributes) > n {
		r.issue(&attributesPath, CodeNotSelected, Info, "attributes that the settings do not forward")
	}
}

// pass maps the user attributes whose field is late, or the others, and reports
// whether some were left for the other pass.
func (r *run) pass(src *source, names []string, late bool) (others bool) {
	for _, name := range names {
		f := fieldOf(name)
		if late != (f != nil && f.late) {
			others = true
			continue
		}
		p := src.path(name)
		if !r.blockedAttribute(&p, name) {
			r.setAttribute(p, src, name, f)
		}
	}
	return others
}

// fieldOf returns the standard field that a user attribute becomes.
func fieldOf(name string) *field {
	if isCleanName(name) {
		return plainFields[name]
	}
	if bare, ok := strings.CutPrefix(name, "$"); ok {
		var buf [longestName]byte
		if f := dollarFields[string(lower(&buf, bare))]; f != nil {
			return f
		}
	}
	return plainFields[cleanName(name)]
}

// setAttribute sets what the user attribute name becomes: f, or else a
// subscription group or a custom attribute.
func (r *run) setAttribute(p path, src *source, name string, f *field) {
	v := src.values[name]
	if group, ok := r.cfg.Attributes.SubscriptionGroups[name]; ok {
		r.setGroup(p, group, v)
		return
	}
	if f != nil {
		r.setField(p, f, v)
		return
	}
	custom, ok := r.customName(&p, name)
	if !ok {
		return
	}
	_, taken := r.attrs.Custom[custom]
	if !taken && custom != name {
		_, taken = src.values[custom]
	}
	if taken {
		r.issue(&p, CodeNameTaken, Warning, "another attribute has this name: left out")
		return
	}
	r.setCustomValue(p, custom, v)
}

// setField sets a standard field unless a stronger input has.
func (r *run) setField(p path, f *field, v any) {
	switch {
	case f.isSet(r.attrs):
		r.issue(&p, CodeSuperseded, Info, "another input sets "+f.name)
	case v != nil:
		f.set(r, p, v)
		if r.explain != nil && f.isSet(r.attrs) {
			r.attributeMade(f.name, p, "standard field")
		}
	case r.cfg.Attributes.TagsAsNull && f.clear != nil:
		f.clear(r.attrs)
		r.attributeMade(f.name, p, "user tag as null")
	default:
		r.issue(&p, CodeNullDropped, Info, "a user tag says nothing to a standard field: left out")
	}
}

// customName returns the name of the custom attribute that a user attribute
// becomes. It reports false for what must not be set from data.
func (r *run) customName(p *path, name string) (string, bool) {
	if strings.EqualFold(name, "$zip") {
		return "Zip", true
	}
	custom, ok := r.name(p, name, userAttribute)
	if !ok {
		return "", false
	}
	var buf [longestName]byte
	if _, ok := reservedNames[string(lower(&buf, custom))]; ok {
		r.issue(p, CodeReserved, Warning, "a name that steers Braze is never set from data: left out")
		return "", false
	}
	return custom, true
}

func (r *run) setCustomValue(p path, custom string, v any) {
	rule := "custom attribute"
	if strings.EqualFold(custom, "zip") {
		if s, ok := text(v); ok { // never typed: it has leading zeros
			if s, ok = r.cleanText(&p, s, userAttribute, braze.MaxText); ok {
				r.attrs.Custom[custom] = s
				r.attributeMade(custom, p, "text")
			}
			return
		}
	}
	if value, ok := r.value(&p, v, userAttribute); ok {
		r.attrs.Custom[custom] = value
		r.attributeMade(custom, p, rule)
	}
}

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

// attributeMade notes for Explain that the attributes object has a field from p.
func (r *run) attributeMade(name string, p path, rule string) {
	if r.explain != nil {
		r.made(string(appendToken([]byte(inAttributes), name)), &p, rule)
	}
}
