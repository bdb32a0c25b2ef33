package mapping

import (
	"strconv"

	"github.com/mpbraze/mpbraze/braze"
	"github.com/mpbraze/mpbraze/mparticle"
)

// The names of session events.
const (
	sessionStartName = "Session Start"
	sessionEndName   = "Session End"
)

func (r *run) sessionStart(p *path, e *mparticle.SessionStart) {
	if !r.cfg.Events.ForwardSessionEvents {
		r.unforwarded(p, e)
		return
	}
	r.session(p, e, sessionStartName, 0)
}

func (r *run) sessionEnd(p *path, e *mparticle.SessionEnd) {
	if !r.cfg.Events.ForwardSessionEvents {
		r.unforwarded(p, e)
		return
	}
	r.session(p, e, sessionEndName, e.SessionDurationMS)
}

// session maps the start or the end of a session; durationMS 0 is not known.
func (r *run) session(p *path, e mparticle.Event, name string, durationMS int64) {
	c := e.Common()
	when, ok := r.occurred(p, c)
	if !ok {
		return
	}
	props := r.eventProperties(len(c.CustomAttributes) + 2)
	r.sessionID(p, c, &props)
	if durationMS != 0 {
		at := p.at("session_duration_ms")
		props.put(&at, "session_duration_ms", durationMS)
	}
	r.customAttributes(p, c, &props)
	r.emit(e, p, p, braze.Event{Name: name, Time: when, Properties: props.finish(p)}, "ForwardSessionEvents")
}

// sessionID puts the session's id on events when session events are forwarded.
// It is text: a signed number of 64 bits does not survive JSON readers that use
// floating point.
func (r *run) sessionID(p *path, c *mparticle.EventCommon, props *properties) {
	if !r.cfg.Events.ForwardSessionEvents || c.SessionID == 0 {
		return
	}
	at := p.at("session_id")
	props.put(&at, "session_id", digits64(c.SessionID))
}

// digits64 writes an id as text, exact to the digit.
func digits64(id int64) string { return strconv.FormatInt(id, 10) }
