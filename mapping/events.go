package mapping

import (
	"strings"

	"github.com/mpbraze/mpbraze/mparticle"
)

// handlers says what becomes of each event type of mParticle. A type that is
// not in it is new to this package and not forwarded.
//
// See https://docs.mparticle.com/integrations/braze/event/.
var handlers = map[mparticle.EventType]handler{
	mparticle.EventCustomEvent:      on((*run).customEvent),
	mparticle.EventScreenView:       on((*run).screenView),
	mparticle.EventCommerceEvent:    on((*run).commerceEvent),
	mparticle.EventSessionStart:     on((*run).sessionStart),
	mparticle.EventSessionEnd:       on((*run).sessionEnd),
	mparticle.EventOptOut:           on((*run).optOut),
	mparticle.EventPushRegistration: on((*run).pushRegistration),
	mparticle.EventPushMessage:      on((*run).pushMessage),

	// Changes steer which attributes and identities go along.
	mparticle.EventUserAttributeChange: onAny[mparticle.UserAttributeChange]((*run).stateChange),
	mparticle.EventUserIdentityChange:  onAny[mparticle.UserIdentityChange]((*run).stateChange),

	mparticle.EventApplicationStateTransition: onAny[mparticle.ApplicationStateTransition]((*run).unforwarded),
	mparticle.EventBreadcrumb:                 onAny[mparticle.Breadcrumb]((*run).unforwarded),
	mparticle.EventCrashReport:                onAny[mparticle.CrashReport]((*run).unforwarded),
	mparticle.EventFirstRun:                   onAny[mparticle.FirstRun]((*run).unforwarded),
	mparticle.EventNetworkPerformance:         onAny[mparticle.NetworkPerformance]((*run).unforwarded),
	mparticle.EventPreAttribution:             onAny[mparticle.PreAttribution]((*run).unforwarded),
	mparticle.EventProfile:                    onAny[mparticle.Profile]((*run).unforwarded),
	mparticle.EventPushReaction:               onAny[mparticle.PushReaction]((*run).unforwarded),
	mparticle.EventUninstall:                  onAny[mparticle.Uninstall]((*run).unforwarded),
	mparticle.EventValidationResult:           onAny[mparticle.ValidationResult]((*run).unforwarded),
}

// handler maps one event; p is the path of its data.
type handler func(r *run, p *path, e mparticle.Event)

// pointer is a pointer to an event of type T.
type pointer[T any] interface {
	*T
	mparticle.Event
}

// on makes a handler of one for a concrete type. An [mparticle.UnknownEvent]
// built with the name of a known type was not read and counts as unknown. In a
// literal the pointer may be nil.
func on[T any, P pointer[T]](f func(*run, *path, P)) handler {
	return func(r *run, p *path, e mparticle.Event) {
		event, ok := e.(P)
		switch {
		case !ok:
			r.unknownEvent()
		case event == nil:
			r.issue(&r.here, CodeInvalidEvent, Error, "a nil pointer is no event")
		default:
			r.common = event.Common()
			if !r.blockedEvent(&r.here, r.common) {
				f(r, p, event)
			}
		}
	}
}

// onAny is on for a function that takes events of several types.
func onAny[T any, P pointer[T]](f func(*run, *path, mparticle.Event)) handler {
	return on(func(r *run, p *path, e P) { f(r, p, e) })
}

var eventsPath = path{key: "events", index: noIndex}

// events maps the events in the order of the batch, and then what several of
// them decide together.
func (r *run) events() {
	for i, e := range r.batch.Events {
		if e == nil {
			continue
		}
		r.enter(i)
		r.mapEvent(e)
	}
	r.settleOptOut()
	r.settleTokens()
}

// eventState is what mapping events remembers.
type eventState struct {
	// index is that of the event being mapped, here its path and data that of
	// its data. They live in the run, because handlers are called through a
	// table and would move them to the heap for each event.
	index  int
	here   path
	data   path
	common *mparticle.EventCommon

	optOutEvent optOutState
	tokens      []tokenState
	app         appState
}

// enter makes event i the one being mapped.
func (r *run) enter(i int) {
	r.index = i
	r.here = eventsPath.item(i)
	r.data = r.here.at("data")
	r.rejected = false
}

func (r *run) mapEvent(e mparticle.Event) {
	switch e.(type) {
	case *mparticle.InvalidEvent:
		r.issue(&r.here, CodeInvalidEvent, Error, "the event cannot be read")
		return
	case *mparticle.UnknownEvent: // which may be nil
		r.unknownEvent()
		return
	}
	h, ok := handlers[e.Type()]
	if !ok {
		r.unknownEvent()
		return
	}
	h(r, &r.data, e)
}

// hidden reports whether a data plan blocked the member of the event at p, and
// says so.
func (r *run) hidden(p *path) bool {
	return r.blocked != nil &&
		r.blockedMember(p, r.common, strings.TrimPrefix(p.String(), r.data.String()+"/"))
}

func (r *run) unknownEvent() {
	r.issue(&r.here, CodeUnknownEvent, Warning, "an event type that this version does not know")
}

// unforwarded takes the events that mParticle's own connector does not forward:
// they are counted, unless [EventConfig.Forward] names their type.
func (r *run) unforwarded(p *path, e mparticle.Event) {
	if name, ok := r.cfg.Events.Forward[e.Type()]; ok {
		r.forwarded(p, e, name)
		return
	}
	r.issue(&r.here, CodeEventNotForwarded, Info, string(e.Type()))
}

// stateChange takes the events that say what changed in the user's state. They
// are no issue: the state itself is in the batch.
func (r *run) stateChange(p *path, e mparticle.Event) {
	if name, ok := r.cfg.Events.Forward[e.Type()]; ok {
		r.forwarded(p, e, name)
	}
}
