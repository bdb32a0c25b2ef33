package braze

import "time"

// Event is a custom event.
//
// See https://www.braze.com/docs/api/objects_filters/event_object.
type Event struct {
	User UserID
	// AppID is the app identifier of Braze's dashboard.
	AppID string
	// Name is case sensitive. Never build it from ids: Braze blocks a profile
	// that passes 20,000 distinct names.
	Name string
	// Time is when it happened. Braze replaces a future time by its own.
	Time               time.Time
	Properties         Properties
	UpdateExistingOnly Opt[bool]
}

// AppendJSON checks e and appends it as JSON, its properties sorted by name.
// On error it returns dst as it was and an [*ObjectError] with all that is
// wrong.
func (e *Event) AppendJSON(dst []byte) ([]byte, error) {
	enc := newEncoder(dst)
	enc.event(e)
	return enc.finish(ArrayEvents)
}

// MarshalJSON implements [encoding/json.Marshaler].
func (e Event) MarshalJSON() ([]byte, error) { return e.AppendJSON(nil) }

// Validate reports all that AppendJSON would refuse, as an [*ObjectError].
func (e *Event) Validate() error { return validate((*encoder).event, e, ArrayEvents) }

func (e *encoder) event(ev *Event) {
	e.repeatable = false
	e.points = ev.DataPoints()
	e.buf = append(e.buf, '{')
	e.identify(ev.User)
	e.updateExistingOnly(ev.UpdateExistingOnly)
	e.optionalText("app_id", ev.AppID)
	e.requiredText("name", ev.Name, MaxEventName)
	e.time(ev.Time)
	e.properties(ev.Properties, eventRules)
	e.buf = append(e.buf, '}')
}

// requiredText appends a member that must not be blank.
func (e *encoder) requiredText(name, s string, most int) {
	if e.plainText(name, s, most) {
		return
	}
	e.enter(name)
	e.key(name)
	if blank(s) {
		e.fail(FieldRequired, "must not be blank")
	}
	e.textUpTo(s, most)
	e.leave()
}

func (e *encoder) time(t time.Time) {
	e.enter("time")
	e.key("time")
	e.moment(t)
	e.leave()
}
