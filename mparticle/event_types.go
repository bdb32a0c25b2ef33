package mparticle

import "encoding/json"

// CustomEventType is the category of a [CustomEvent].
type CustomEventType string

// The categories of custom events.
const (
	CustomEventNavigation     CustomEventType = "navigation"
	CustomEventLocation       CustomEventType = "location"
	CustomEventSearch         CustomEventType = "search"
	CustomEventTransaction    CustomEventType = "transaction"
	CustomEventUserContent    CustomEventType = "user_content"
	CustomEventUserPreference CustomEventType = "user_preference"
	CustomEventSocial         CustomEventType = "social"
	CustomEventOther          CustomEventType = "other"
	CustomEventMedia          CustomEventType = "media"
	CustomEventAttribution    CustomEventType = "attribution"
	CustomEventUnknown        CustomEventType = "unknown"
)

// CustomEvent is an event that the customer named.
type CustomEvent struct {
	EventCommon

	EventName string
	// CustomEventType may be missing in outputs.
	CustomEventType CustomEventType
}

// ScreenView tells that a screen or a page was shown.
type ScreenView struct {
	EventCommon

	ScreenName string
	// ActivityType is activity_started or activity_stopped, on Android only.
	ActivityType string
}

// SessionStart opens a session.
type SessionStart struct{ EventCommon }

// SessionEnd closes a session.
type SessionEnd struct {
	EventCommon

	SessionDurationMS int64
}

// ApplicationStateTransition tells of an app's life: start, background, exit.
type ApplicationStateTransition struct {
	EventCommon

	// ApplicationTransitionType is application_initialized, application_exit,
	// application_background or application_foreground.
	ApplicationTransitionType string
	// IsFirstRun marks an installation, IsUpgrade an upgrade.
	IsFirstRun         bool
	IsUpgrade          bool
	SuccessfullyClosed bool
	// PushNotificationPayload is JSON inside text.
	PushNotificationPayload string
	LaunchReferral          string
}

// PushRegistration tells of a push token, or of its end.
type PushRegistration struct {
	EventCommon

	// Register is false when the token was unregistered.
	Register          bool
	RegistrationToken string
}

// PushMessage tells of a push message that was sent, received or acted upon.
type PushMessage struct {
	EventCommon

	// PushMessageType is sent, received or action.
	PushMessageType  string
	PushMessageToken string
	Message          string
	// Network is apn or gcm.
	Network string
	// PushNotificationPayload is JSON inside text.
	PushNotificationPayload string
	// ApplicationState is not_running, background or foreground.
	ApplicationState string
	ActionIdentifier string
	// PushMessageBehavior is a bit mask as digits or a word such as DirectOpen.
	PushMessageBehavior string
}

// OptOut tells that the user opted out of data collection, or back in.
type OptOut struct {
	EventCommon

	// IsOptedOut false means that the user opted back in. An event that was read
	// without it is among [Batch.Problems]: do not take that for consent.
	IsOptedOut bool
}

// UserAttributeChange tells of one changed user attribute.
type UserAttributeChange struct {
	EventCommon

	UserAttributeName string
	// New and Old are values as in [Attributes]; nil when there is none.
	New            any
	Old            any
	Deleted        bool
	IsNewAttribute bool
}

// UserIdentityChange tells of one changed user identity.
type UserIdentityChange struct {
	EventCommon

	// New is nil or has an empty value when the identity was removed, Old when
	// it was set for the first time.
	New *Identity
	Old *Identity
}

// CrashReport tells of a crash or a handled error.
type CrashReport struct {
	EventCommon

	ClassName               string
	Severity                string
	Message                 string
	StackTrace              string
	ExceptionHandled        bool
	TopmostContext          string
	PLCrashReportFileBase64 string
	IOSImageBaseAddress     uint64
	IOSImageSize            uint64
	SessionNumber           int64
	// Breadcrumbs is an array of events or of text, as it came.
	Breadcrumbs json.RawMessage
}

// NetworkPerformance tells how one network call went.
type NetworkPerformance struct {
	EventCommon

	HTTPVerb string
	URL      string
	// TimeElapsed in milliseconds, BytesIn and BytesOut as the SDK counts them.
	TimeElapsed  int64
	BytesIn      int64
	BytesOut     int64
	ResponseCode string
	Data         string
}

// Breadcrumb is a mark that a crash report refers to.
type Breadcrumb struct {
	EventCommon

	Label         string
	SessionNumber int64
}

// Profile tells of a sign-up, log-in, log-out, update or deletion of a profile.
type Profile struct {
	EventCommon

	PreviousMPID int64
	CurrentMPID  int64
	// ProfileEventType is signup, login, logout, update or delete.
	ProfileEventType string
}

// FirstRun tells of the first start of an app.
type FirstRun struct{ EventCommon }

// Uninstall tells that an app was removed.
type Uninstall struct{ EventCommon }

// PreAttribution has no documented body; what comes is in [Members.Extra].
type PreAttribution struct{ EventCommon }

// PushReaction has no documented body; what comes is in [Members.Extra].
type PushReaction struct{ EventCommon }

// ValidationResult is a data plan's complaint about an event.
type ValidationResult struct {
	EventCommon

	// Match and ValidationErrors are as they came.
	Match            json.RawMessage
	ValidationErrors json.RawMessage
}

// Type returns [EventCustomEvent].
func (*CustomEvent) Type() EventType { return EventCustomEvent }

// Type returns [EventScreenView].
func (*ScreenView) Type() EventType { return EventScreenView }

// Type returns [EventSessionStart].
func (*SessionStart) Type() EventType { return EventSessionStart }

// Type returns [EventSessionEnd].
func (*SessionEnd) Type() EventType { return EventSessionEnd }

// Type returns [EventApplicationStateTransition].
func (*ApplicationStateTransition) Type() EventType { return EventApplicationStateTransition }

// Type returns [EventPushRegistration].
func (*PushRegistration) Type() EventType { return EventPushRegistration }

// Type returns [EventPushMessage].
func (*PushMessage) Type() EventType { return EventPushMessage }

// Type returns [EventOptOut].
func (*OptOut) Type() EventType { return EventOptOut }

// Type returns [EventUserAttributeChange].
func (*UserAttributeChange) Type() EventType { return EventUserAttributeChange }

// Type returns [EventUserIdentityChange].
func (*UserIdentityChange) Type() EventType { return EventUserIdentityChange }

// Type returns [EventCrashReport].
func (*CrashReport) Type() EventType { return EventCrashReport }

// Type returns [EventNetworkPerformance].
func (*NetworkPerformance) Type() EventType { return EventNetworkPerformance }

// Type returns [EventBreadcrumb].
func (*Breadcrumb) Type() EventType { return EventBreadcrumb }

// Type returns [EventProfile].
func (*Profile) Type() EventType { return EventProfile }

// Type returns [EventFirstRun].
func (*FirstRun) Type() EventType { return EventFirstRun }

// Type returns [EventUninstall].
func (*Uninstall) Type() EventType { return EventUninstall }

// Type returns [EventPreAttribution].
func (*PreAttribution) Type() EventType { return EventPreAttribution }

// Type returns [EventPushReaction].
func (*PushReaction) Type() EventType { return EventPushReaction }

// Type returns [EventValidationResult].
func (*ValidationResult) Type() EventType { return EventValidationResult }
