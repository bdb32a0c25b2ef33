package brazetest

import (
	"slices"
	"time"
)

// event checks an event object and plans its record.
//
// See https://www.braze.com/docs/api/objects_filters/event_object.
func (t *tracking) event(o object) (change, string) {
	name, ok := o.text("name")
	if !ok {
		return change{}, "'name' is required"
	}
	when, problem := t.readTime(o)
	if problem != "" {
		return change{}, problem
	}
	properties, problem := readProperties(o, eventProperties)
	if problem != "" {
		return change{}, problem
	}
	app, _ := o.text("app_id")
	return change{who: o.who, apply: func(s *store) {
		p := s.open(o.who, t.now)
		if p == nil {
			return
		}
		s.setAddresses(p, o)
		if slices.Contains(s.config.Blocklist, name) {
			return
		}
		s.records++
		s.points += eventPoints(name)
		p.eventNames[name] = true
		p.events = append(p.events, Event{
			ID: s.records, BrazeID: p.brazeID, AppID: app,
			Name: name, Time: when, Properties: properties,
		})
	}}, ""
}

// readTime reads the time of an event or a purchase. Braze puts now in place
// of a time in the future.
func (t *tracking) readTime(o object) (time.Time, string) {
	if !o.present("time") {
		return time.Time{}, "'time' is required"
	}
	text, _ := o.text("time")
	when, ok := parseISO(text)
	if !ok {
		return time.Time{}, "'time' is not valid"
	}
	if when.After(t.now) {
		when = t.now.UTC()
	}
	return when, ""
}
