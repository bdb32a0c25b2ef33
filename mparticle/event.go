package mparticle

import "encoding/json"

// EventType is the discriminator of [Event].
type EventType string

// The event types of mParticle.
const (
	EventSessionStart               EventType = "session_start"
	EventSessionEnd                 EventType = "session_end"
	EventScreenView                 EventType = "screen_view"
	EventCustomEvent                EventType = "custom_event"
	EventCrashReport                EventType = "crash_report"
	EventOptOut                     EventType = "opt_out"
	EventFirstRun                   EventType = "first_run"
	EventPreAttribution             EventType = "pre_attribution"
	EventPushRegistration           EventType = "push_registration"
	EventApplicationStateTransition EventType = "application_state_transition"
	EventPushMessage                EventType = "push_message"
	EventNetworkPerformance         EventType = "network_performance"
	EventBreadcrumb                 EventType = "breadcrumb"
	EventProfile                    EventType = "profile"
	EventPushReaction               EventType = "push_reaction"
	EventCommerceEvent              EventType = "commerce_event"
	EventUserAttributeChange        EventType = "user_attribute_change"
	EventUserIdentityChange         EventType = "user_identity_change"
	EventUninstall                  EventType = "uninstall"
	EventValidationResult           EventType = "validation_result"
	// EventUnknown is what mParticle itself writes for a type it does not know.
	// It is read as an [UnknownEvent].
	EventUnknown EventType = "unknown"
)

// Event is one event of a batch: one of the pointer types of this package.
// The sum is closed; new event types of mParticle arrive as [UnknownEvent].
type Event interface {
	// Type returns the event type as it stands in the JSON.
	Type() EventType
	// Common returns the fields that all events share. It is nil for
	// [*UnknownEvent] and [*InvalidEvent], which are not read.
	Common() *EventCommon

	isEvent()
}

// EventCommon holds the fields that every known event may have. Times are
// milliseconds since 1970, ids signed 64-bit; 0 means none.
type EventCommon struct {
	Members

	TimestampUnixtimeMS int64
	// EventID is set by mParticle and unique: the best key against duplicates.
	EventID int64
	// SourceMessageID is the sender's id.
	SourceMessageID        string
	SessionID              int64
	SessionUUID            string
	SessionStartUnixtimeMS int64
	EventStartUnixtimeMS   int64
	// EventNum is the event's position in its session, from zero.
	EventNum int64

	CustomAttributes Attributes
	// CustomFlags are meant for one integration, yet all outputs get them.
	CustomFlags Attributes

	Location           *Location
	DeviceCurrentState *DeviceState

	IsGoalDefined bool
	// LifetimeValueChange is by how much the user's lifetime value grows. The
	// boolean that some SDKs send instead stays in Extra.
	LifetimeValueChange         json.Number
	LifetimeValueAttributeName  string
	DataConnectionType          string
	ViewController              string
	CanonicalName               string
	IsMainThread                bool
	EventSystemNotificationInfo json.RawMessage
	PageURL                     string
	ActiveTimeOnSiteMS          int64

	// envelope keeps what is odd about the object around the data, if anything.
	envelope *envelope
}

// Common returns c itself, so that every event that embeds it has it.
func (c *EventCommon) Common() *EventCommon { return c }

func (*EventCommon) isEvent() {}

// UnknownEvent is an event of a type this package does not know. It keeps the
// whole event as it came and is written back unchanged.
type UnknownEvent struct {
	// EventType is the type as it came.
	EventType EventType
	// Raw is the event, {"event_type": ..., "data": ...}, compact.
	Raw json.RawMessage
}

// Type returns the event type as it came.
func (e *UnknownEvent) Type() EventType { return e.EventType }

// Common returns nil: the event was not read.
func (*UnknownEvent) Common() *EventCommon { return nil }

func (*UnknownEvent) isEvent() {}

// InvalidEvent is an event that cannot be read: its envelope or its data is
// not an object (null among the events, for one), or it has no type in text. It
// is written back unchanged. [Batch.Problems] says what is wrong.
type InvalidEvent struct {
	// EventType is the type, empty when it could not be read.
	EventType EventType
	// Raw is the event as it came, compact.
	Raw json.RawMessage
}

// Type returns the event type, empty when it could not be read.
func (e *InvalidEvent) Type() EventType { return e.EventType }

// Common returns nil: the event was not read.
func (*InvalidEvent) Common() *EventCommon { return nil }

func (*InvalidEvent) isEvent() {}
