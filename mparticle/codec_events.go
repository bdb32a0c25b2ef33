package mparticle

import (
	"encoding/json"
	"maps"
	"slices"
)

// eventKind reads and writes the data of one event type.
type eventKind struct {
	// read makes an event of the common fields and held members of d.
	read  func(d *decoder) (Event, error)
	write func(e *encoder, event Event)
}

var eventKinds = map[EventType]eventKind{
	EventSessionStart:               kind[SessionStart](),
	EventSessionEnd:                 sessionEndKind,
	EventScreenView:                 screenViewKind,
	EventCustomEvent:                customEventKind,
	EventCrashReport:                crashReportKind,
	EventOptOut:                     optOutKind,
	EventFirstRun:                   kind[FirstRun](),
	EventPreAttribution:             kind[PreAttribution](),
	EventPushRegistration:           pushRegistrationKind,
	EventApplicationStateTransition: stateTransitionKind,
	EventPushMessage:                pushMessageKind,
	EventNetworkPerformance:         networkPerformanceKind,
	EventBreadcrumb:                 breadcrumbKind,
	EventProfile:                    profileKind,
	EventPushReaction:               kind[PushReaction](),
	EventCommerceEvent:              commerceEventKind,
	EventUserAttributeChange:        userAttributeChangeKind,
	EventUserIdentityChange:         userIdentityChangeKind,
	EventUninstall:                  kind[Uninstall](),
	EventValidationResult:           validationResultKind,
}

// EventTypes returns the event types that have a concrete type here, in
// alphabetical order: all but [EventUnknown].
func EventTypes() []EventType { return slices.Sorted(maps.Keys(eventKinds)) }

// dataObject is a pointer to an event that embeds [EventCommon].
type dataObject[T any] interface {
	object[T]
	Event
}

// kind joins the fields of one event type to those that all events share.
func kind[T any, P dataObject[T]](fields ...field[T]) eventKind {
	own := newTableAt[T, P](len(commonFields.fields), fields...)
	return eventKind{
		read: func(d *decoder) (Event, error) {
			event := P(new(T))
			*event.Common() = d.common
			return event, own.readHeld(d, event)
		},
		write: func(e *encoder, event Event) {
			v := event.(P)
			e.open('{')
			written := own.writeFields(e, v) | commonFields.writeFields(e, v.Common())
			e.extra(v.members(), func(name string) bool {
				return own.wrote(written, name) || commonFields.wrote(written, name)
			})
			e.close('}')
		},
	}
}

func holding[T any, P object[T]](t *table[T, P]) *table[T, P] {
	t.hold = true
	return t
}

// envelope is the object around an event's data.
type envelope struct {
	Members

	eventType EventType
	data      bool
}

var envelopeFields = newTable(
	member("data", func(v *envelope) *bool { return &v.data }, codec[bool]{
		want: "object",
		read: func(d *decoder, tok token, v *bool) (spelling, error) {
			if d.lenient { // the last of several counts
				d.common, d.held = EventCommon{}, d.held[:0]
			}
			if *v = tok.kind == '{'; !*v {
				return misfit, nil
			}
			return plain, commonFields.read(d, &d.common)
		},
		zero: func(v *bool) bool { return !*v },
	}),
	member("event_type", func(v *envelope) *EventType { return &v.eventType }, codec[EventType]{
		want: "text",
		read: func(d *decoder, tok token, v *EventType) (spelling, error) {
			if tok.kind != '"' {
				return misfit, nil
			}
			*v = EventType(d.unquote(tok.raw))
			return plain, nil
		},
		zero: func(v *EventType) bool { return *v == "" },
	}),
)

// The places of the fields in the table above.
const (
	envelopeData = iota
	envelopeType
)

var eventsCodec = codec[[]Event]{
	want: "array of objects",
	read: func(d *decoder, _ token, v *[]Event) (spelling, error) {
		d.events = d.events[:0]
		for {
			tok, more, err := d.element()
			if err != nil {
				return misfit, err
			}
			if !more {
				break
			}
			event, err := d.event(tok)
			if err != nil {
				return misfit, err
			}
			d.events = append(d.events, event)
		}
		*v = append([]Event{}, d.events...)
		return plain, nil
	},
	write: func(e *encoder, v *[]Event, _ spelling) { list(e, *v, e.event) },
	zero:  func(v *[]Event) bool { return len(*v) == 0 },
}

// event reads the event that tok is or begins.
func (d *decoder) event(tok token) (Event, error) {
	if tok.kind != '{' {
		event, err := d.invalid(tok, "")
		d.report("object", tok.kind)
		return event, err
	}
	known := len(d.problems)
	d.common, d.held = EventCommon{}, d.held[:0]
	var around envelope
	if err := envelopeFields.read(d, &around); err != nil {
		return nil, err
	}
	if !around.valid(d) {
		return d.invalid(tok, around.eventType)
	}
	kind, ok := eventKinds[around.eventType]
	if !ok {
		d.forget(known)
		raw, err := d.whole(tok)
		return &UnknownEvent{EventType: around.eventType, Raw: raw}, err
	}
	if around.Extra != nil || !around.data {
		d.common.envelope = &around
	}
	return kind.read(d)
}

func (d *decoder) invalid(tok token, t EventType) (*InvalidEvent, error) {
	raw, err := d.whole(tok)
	return &InvalidEvent{EventType: t, Raw: raw}, err
}

// whole returns the value that is or began with tok, compact.
func (d *decoder) whole(tok token) (json.RawMessage, error) {
	raw, err := d.leave(tok)
	if err != nil {
		return nil, err
	}
	return d.compact(raw)
}

// valid reports whether there is a type, and data if any is an object.
func (v *envelope) valid(d *decoder) bool {
	_, badType := v.Extra["event_type"]
	_, badData := v.Extra["data"]
	if badType || badData {
		return false // reported already
	}
	switch form := v.form.get(envelopeType); {
	case form == null|explicit:
		d.report("text", 'n')
	case form == plain && v.eventType == "":
		d.report("text", 0)
	default:
		return true
	}
	return false
}

// event writes an event with its envelope.
func (e *encoder) event(event Event) {
	switch event := event.(type) {
	case nil:
		e.raw("null")
		return
	case *UnknownEvent:
		e.message(event.Raw)
		return
	case *InvalidEvent:
		e.message(event.Raw)
		return
	}
	e.open('{')
	around := event.Common().envelope
	start := len(e.b)
	e.key(`"data":`)
	data := len(e.b)
	eventKinds[event.Type()].write(e, event)
	if around != nil && string(e.b[data:]) == "{}" {
		switch {
		case around.form.get(envelopeData) == null|explicit:
			e.b = append(e.b[:data], "null"...)
		case !around.data:
			e.b = e.b[:start]
		}
	}
	e.key(`"event_type":`)
	e.text(string(event.Type()))
	if around != nil {
		e.extra(&around.Members, func(string) bool { return false })
	}
	e.close('}')
}
