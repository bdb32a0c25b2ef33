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
	mparticle.EventUserAttributeChange: (*run).stateChange,
	mparticle.EventUserIdentityChange:  (*run).stateChange,

	mparticle.EventApplicationStateTransition: (*run).unforwarded,
	mparticle.EventBreadcrumb:                 (*run).unforwarded,
	mparticle.EventCrashReport:                (*run).unforwarded,
	mparticle.EventFirstRun:                   (*run).unforwarded,
	mparticle.EventNetworkPerformance:         (*run).unforwarded,
	mparticle.EventPreAttribution:             (*run).unforwarded,
	mparticle.EventProfile:                    (*run).unforwarded,
	mparticle.EventPushReaction:               (*run).unforwarded,
	mparticle.EventUninstall:                  (*run).unforwarded,
	mparticle.EventValidationResult:           (*run).unforwarded,
}

// handler maps one event; p is the path of its data.
type handler func(r *run, p *path, e mparticle.Event)

// on makes a handler of one for a concrete type. An [mparticle.UnknownEvent]
// built with the name of a known type was not read and counts as unknown.
func on[E mparticle.Event](f func(*run, *path, E)) handler {
	return func(r *run, p *path, e mparticle.Event) {
		if typed, ok := e.(E); ok {
			f(r, p, typed)
			return
		}
		r.unknownEvent()
	}
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
	case *mparticle.UnknownEvent:
		r.unknownEvent()
		return
	}
	h, ok := handlers[e.Type()]
	if !ok {
		r.unknownEvent()
		return
	}
	r.common = e.Common()
	if r.blockedEvent(&r.here, r.common) {
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
