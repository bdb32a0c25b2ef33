package mapping

import (
	"strings"
	"time"

	"github.com/mpbraze/mpbraze/braze"
	"github.com/mpbraze/mpbraze/mparticle"
)

// screenPrefix is what mParticle's server side puts before screen names.
const screenPrefix = "Viewed "

// customEvent maps a custom event to one of the same name.
func (r *run) customEvent(p *path, e *mparticle.CustomEvent) {
	name, ok := r.eventName(p, "event_name", "", e.EventName)
	if !ok {
		return
	}
	when, ok := r.occurred(p, &e.EventCommon)
	if !ok {
		return
	}
	props := r.ownProperties(p, &e.EventCommon)
	from := p.at("event_name")
	r.emit(e, p, &from, braze.Event{Name: name, Time: when, Properties: props.finish(p)}, "custom_event")
	r.updateUser(p, e)
}

// screenView maps a screen view to a custom event, "Viewed Home".
func (r *run) screenView(p *path, e *mparticle.ScreenView) {
	if r.cfg.Events.DropScreenViews {
		r.issue(&r.here, CodeEventNotForwarded, Info, string(mparticle.EventScreenView))
		return
	}
	prefix := screenPrefix
	if r.cfg.Events.ScreenNameAsIs {
		prefix = ""
	}
	name, ok := r.eventName(p, "screen_name", prefix, e.ScreenName)
	if !ok {
		return
	}
	when, ok := r.occurred(p, &e.EventCommon)
	if !ok {
		return
	}
	props := r.ownProperties(p, &e.EventCommon)
	from := p.at("screen_name")
	r.emit(e, p, &from, braze.Event{Name: name, Time: when, Properties: props.finish(p)}, "screen_view")
}

// eventName returns the name of an event: what the member key holds, after a
// prefix. Braze needs a name.
func (r *run) eventName(p *path, key, prefix, name string) (string, bool) {
	if prefixed := prefix + name; name != "" && fastName(prefixed) {
		return prefixed, true
	}
	at := p.at(key)
	if strings.TrimSpace(name) == "" {
		r.issue(&at, CodeMissingName, Error, "the event has no name")
		return "", false
	}
	return r.propertyName(&at, prefix+name)
}

// occurred returns when the event happened.
func (r *run) occurred(p *path, c *mparticle.EventCommon) (time.Time, bool) {
	at := p.at("timestamp_unixtime_ms")
	return r.eventTime(&at, c.TimestampUnixtimeMS)
}

// ownProperties are the custom attributes of the event, and its session.
func (r *run) ownProperties(p *path, c *mparticle.EventCommon) properties {
	if props, ok := r.attributesAsTheyAre(c.CustomAttributes); ok {
		return props
	}
	// The map has just the size for them: one more than eight costs it a table.
	n := len(c.CustomAttributes)
	if r.cfg.Events.ForwardSessionEvents {
		n++
	}
	props := r.eventProperties(n)
	r.sessionID(p, c, &props)
	r.customAttributes(p, c, &props)
	return props
}

// attributesAsTheyAre returns properties in the very map of the attributes, when
// all of them go through unchanged and nothing is added: there is no need of a
// copy then. Rules may change what they are given, so they get copies.
func (r *run) attributesAsTheyAre(attrs mparticle.Attributes) (properties, bool) {
	props := r.propertiesIn(braze.Properties(attrs), ofEvent)
	if !props.fast || len(attrs) > braze.MaxProperties ||
		len(r.cfg.Rules) > 0 || r.cfg.Events.ForwardSessionEvents {
		return properties{}, false
	}
	for name, v := range attrs {
		if !fastName(name) || !fastValue(v) || props.kind.reserved(name) {
			return properties{}, false
		}
		props.bound += sizeBound(name, v)
	}
	return props, props.bound <= props.limit()
}

// customAttributes makes properties of the event's custom attributes.
func (r *run) customAttributes(p *path, c *mparticle.EventCommon, props *properties) {
	at := p.at("custom_attributes")
	props.attributes(&at, c.CustomAttributes)
}

// emit adds one mapped event, which the rule named made of what is at p and
// named by what is at from.
func (r *run) emit(src mparticle.Event, p, from *path, e braze.Event, rule string) {
	if r.explain != nil {
		at := r.data.at("timestamp_unixtime_ms")
		r.made(inEvents+"name", from, rule)
		r.made(inEvents+"time", &at, "event time")
	}
	e.AppID = r.appID()
	r.addEvent(src, p, e)
}
