package mapping

import (
	"github.com/mpbraze/mpbraze/braze"
	"github.com/mpbraze/mpbraze/mparticle"
)

// forwarded maps an event of a type that an application opted in to a custom
// event: the fields of its type under their names in the JSON, then the custom
// attributes.
func (r *run) forwarded(p *path, e mparticle.Event, name string) {
	c := e.Common()
	when, ok := r.occurred(p, c)
	if !ok {
		return
	}
	props := r.eventProperties(len(c.CustomAttributes) + 8)
	props.ownFields(p, e)
	r.customAttributes(p, c, &props)
	r.emit(e, p, p, braze.Event{Name: name, Time: when, Properties: props.finish(p)}, "forwarded event type")
}

// ownFields makes properties of the scalar fields of the event's own type. What
// is missing is not in the properties. Identities are personal and stay out,
// as do stack traces and file contents.
func (b *properties) ownFields(p *path, e mparticle.Event) {
	switch e := e.(type) {
	case *mparticle.ApplicationStateTransition:
		b.own(p, "application_transition_type", e.ApplicationTransitionType)
		b.flag(p, "is_first_run", e.IsFirstRun)
		b.flag(p, "is_upgrade", e.IsUpgrade)
		b.flag(p, "successfully_closed", e.SuccessfullyClosed)
		b.own(p, "launch_referral", e.LaunchReferral)
	case *mparticle.PushMessage:
		b.own(p, "push_message_type", e.PushMessageType)
		b.own(p, "push_message_token", e.PushMessageToken)
		b.own(p, "message", e.Message)
		b.own(p, "network", e.Network)
		b.own(p, "push_notification_payload", e.PushNotificationPayload)
		b.own(p, "application_state", e.ApplicationState)
		b.own(p, "action_identifier", e.ActionIdentifier)
		b.own(p, "push_message_behavior", e.PushMessageBehavior)
	case *mparticle.CrashReport:
		b.own(p, "class_name", e.ClassName)
		b.own(p, "severity", e.Severity)
		b.own(p, "message", e.Message)
		b.own(p, "topmost_context", e.TopmostContext)
		b.flag(p, "exception_handled", e.ExceptionHandled)
	case *mparticle.NetworkPerformance:
		b.own(p, "http_verb", e.HTTPVerb)
		b.own(p, "url", e.URL)
		b.own(p, "response_code", e.ResponseCode)
		b.count(p, "time_elapsed", e.TimeElapsed)
		b.count(p, "bytes_in", e.BytesIn)
		b.count(p, "bytes_out", e.BytesOut)
	case *mparticle.Breadcrumb:
		b.own(p, "label", e.Label)
		b.count(p, "session_number", e.SessionNumber)
	case *mparticle.Profile:
		b.own(p, "profile_event_type", e.ProfileEventType)
		b.mpid(p, "previous_mpid", e.PreviousMPID)
		b.mpid(p, "current_mpid", e.CurrentMPID)
	case *mparticle.SessionEnd:
		b.count(p, "session_duration_ms", e.SessionDurationMS)
	case *mparticle.OptOut:
		b.flag(p, "is_opted_out", e.IsOptedOut)
	case *mparticle.UserAttributeChange:
		b.own(p, "user_attribute_name", e.UserAttributeName)
		b.flag(p, "deleted", e.Deleted)
		b.flag(p, "is_new_attribute", e.IsNewAttribute)
	}
}

// own sets a property that has the name of the field.
func (b *properties) own(p *path, name, s string) { b.text(p, name, name, s) }

func (b *properties) flag(p *path, name string, v bool) {
	at := p.at(name)
	b.put(&at, name, v)
}

func (b *properties) count(p *path, name string, n int64) {
	if n == 0 {
		return
	}
	at := p.at(name)
	b.put(&at, name, n)
}

// mpid sets an id as text, exact to the digit.
func (b *properties) mpid(p *path, name string, id int64) {
	if id == 0 {
		return
	}
	at := p.at(name)
	b.put(&at, name, digits64(id))
}
