package mparticle

import (
	"encoding/json"
	"maps"
	"slices"
)

// eventKind reads and writes the data of one event type.
type eventKind struct {
	empty func() Event
	// read reads the members of data that has begun.
	read  func(d *decoder) (Event, error)
	write func(e *encoder, event Event)
	isNil func(event Event) bool
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

// kind joins the fields of one event type to those that all events share. These
// come first in the table, so that an [EventCommon] keeps its spelling in an
// event of another type, but they are written last.
func kind[T any, P dataObject[T]](own ...field[T]) eventKind {
	common := offsetOf(func(v *T) *EventCommon { return P(v).Common() })
	fields := make([]field[T], 0, len(commonFields)+len(own))
	for _, f := range commonFields {
		f.offset += common
		fields = append(fields, field[T]{column: f.column})
	}
	t := newTable[T, P](append(fields, own...)...)
	t.head = len(fields)
	return eventKind{
		empty: func() Event { return P(new(T)) },
		read: func(d *decoder) (Event, error) {
			event := takeStruct[T](d, t.structs)
			return P(event), t.read(d, event)
		},
		write: func(e *encoder, event Event) { t.write(e, event.(P)) },
		isNil: func(event Event) bool { return event.(P) == nil },
	}
}

var eventLists = newSlot()

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
		list, kept := takeList[Event](d, eventLists)
		*v = append(list, d.events...)
		keepList(kept, *v)
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
	known := d.reported()
	d.around = envelope{}
	around := &d.around
	if err := envelopeFields.read(d, around); err != nil {
		return nil, err
	}
	if around.data && around.readAs != around.eventType && !d.settled {
		d.forget(known)
		return d.eventAs(around.eventType, tok)
	}
	if !around.valid(d) {
		return d.invalid(tok, around.eventType)
	}
	event := around.event
	if event == nil {
		kind, ok := eventKinds[around.eventType]
		if !ok {
			raw, err := d.whole(tok)
			return &UnknownEvent{EventType: around.eventType, Raw: raw}, err
		}
		event = kind.empty()
	}
	if e, ok := event.(*OptOut); ok {
		d.checkSaid("/data/is_opted_out", e.IsOptedOut, e.members(), len(commonFields))
	}
	if around.Extra != nil || !around.data {
		event.Common().envelope = &envelope{Members: around.Members, data: around.data}
	}
	return event, nil
}

// eventAs reads once more an event whose data was taken for another type's.
func (d *decoder) eventAs(t EventType, tok token) (Event, error) {
	n := d.nest(tok.from, d.pos)
	n.settled, n.eventType = true, t
	begin, err := n.next()
	if err != nil {
		return nil, err
	}
	return n.event(begin)
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

// event writes an event with its envelope.
func (e *encoder) event(event Event) {
	switch event := event.(type) {
	case nil:
		e.raw("null")
		return
	case *UnknownEvent:
		if event == nil {
			event = new(UnknownEvent)
		}
		e.message(event.Raw)
		return
	case *InvalidEvent:
		if event == nil {
			event = new(InvalidEvent)
		}
		e.message(event.Raw)
		return
	}
	kind := eventKinds[event.Type()]
	if kind.isNil(event) {
		e.raw("null")
		return
	}
	e.open('{')
	around := event.Common().envelope
	start := len(e.b)
	e.key(`"data":`)
	data := len(e.b)
	kind.write(e, event)
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
