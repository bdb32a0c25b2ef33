package mparticle

import "encoding/json"

// commonFields are the fields of an event's data that all types share.
var commonFields = []field[EventCommon]{
	integer("timestamp_unixtime_ms", func(c *EventCommon) *int64 { return &c.TimestampUnixtimeMS }),
	integer("event_id", func(c *EventCommon) *int64 { return &c.EventID }),
	text("source_message_id", func(c *EventCommon) *string { return &c.SourceMessageID }),
	integer("session_id", func(c *EventCommon) *int64 { return &c.SessionID }),
	text("session_uuid", func(c *EventCommon) *string { return &c.SessionUUID }),
	integer("session_start_unixtime_ms", func(c *EventCommon) *int64 { return &c.SessionStartUnixtimeMS }),
	integer("event_start_unixtime_ms", func(c *EventCommon) *int64 { return &c.EventStartUnixtimeMS }),
	attributes("custom_attributes", func(c *EventCommon) *Attributes { return &c.CustomAttributes }),
	attributes("custom_flags", func(c *EventCommon) *Attributes { return &c.CustomFlags }),
	child("location", func(c *EventCommon) **Location { return &c.Location }, locationFields),
	child("device_current_state", func(c *EventCommon) **DeviceState { return &c.DeviceCurrentState }, deviceStateFields),
	boolean("is_goal_defined", func(c *EventCommon) *bool { return &c.IsGoalDefined }),
	numberOrBoolean("lifetime_value_change", func(c *EventCommon) *json.Number { return &c.LifetimeValueChange }),
	text("lifetime_value_attribute_name", func(c *EventCommon) *string { return &c.LifetimeValueAttributeName }),
	text("data_connection_type", func(c *EventCommon) *string { return &c.DataConnectionType }),
	integer("event_num", func(c *EventCommon) *int64 { return &c.EventNum }),
	text("view_controller", func(c *EventCommon) *string { return &c.ViewController }),
	boolean("is_main_thread", func(c *EventCommon) *bool { return &c.IsMainThread }),
	text("canonical_name", func(c *EventCommon) *string { return &c.CanonicalName }),
	raw("event_system_notification_info", func(c *EventCommon) *json.RawMessage { return &c.EventSystemNotificationInfo }),
	text("page_url", func(c *EventCommon) *string { return &c.PageURL }),
	integer("active_time_on_site_ms", func(c *EventCommon) *int64 { return &c.ActiveTimeOnSiteMS }),
}

var customEventKind = kind(
	text("event_name", func(e *CustomEvent) *string { return &e.EventName }),
	word("custom_event_type", func(e *CustomEvent) *CustomEventType { return &e.CustomEventType }),
)

var screenViewKind = kind(
	text("screen_name", func(e *ScreenView) *string { return &e.ScreenName }),
	text("activity_type", func(e *ScreenView) *string { return &e.ActivityType }),
)

var commerceEventKind = kind(
	child("product_action", func(e *CommerceEvent) **ProductAction { return &e.ProductAction }, productActionFields),
	child("promotion_action", func(e *CommerceEvent) **PromotionAction { return &e.PromotionAction }, promotionActionFields),
	children("product_impressions",
		func(e *CommerceEvent) *[]ProductImpression { return &e.ProductImpressions }, productImpressionFields),
	child("shopping_cart", func(e *CommerceEvent) **ShoppingCart { return &e.ShoppingCart }, shoppingCartFields),
	text("currency_code", func(e *CommerceEvent) *string { return &e.CurrencyCode }),
	text("screen_name", func(e *CommerceEvent) *string { return &e.ScreenName }),
	boolean("is_non_interactive", func(e *CommerceEvent) *bool { return &e.IsNonInteractive }),
	text("event_name", func(e *CommerceEvent) *string { return &e.EventName }),
	text("custom_event_type", func(e *CommerceEvent) *string { return &e.CustomEventType }),
)

var sessionEndKind = kind(
	integer("session_duration_ms", func(e *SessionEnd) *int64 { return &e.SessionDurationMS }),
)

var stateTransitionKind = kind(
	boolean("successfully_closed", func(e *ApplicationStateTransition) *bool { return &e.SuccessfullyClosed }),
	boolean("is_first_run", func(e *ApplicationStateTransition) *bool { return &e.IsFirstRun }),
	boolean("is_upgrade", func(e *ApplicationStateTransition) *bool { return &e.IsUpgrade }),
	text("push_notification_payload", func(e *ApplicationStateTransition) *string { return &e.PushNotificationPayload }),
	text("launch_referral", func(e *ApplicationStateTransition) *string { return &e.LaunchReferral }),
	text("application_transition_type", func(e *ApplicationStateTransition) *string { return &e.ApplicationTransitionType }),
)

var pushRegistrationKind = kind(
	boolean("register", func(e *PushRegistration) *bool { return &e.Register }),
	text("registration_token", func(e *PushRegistration) *string { return &e.RegistrationToken }),
)

var pushMessageKind = kind(
	text("push_message_type", func(e *PushMessage) *string { return &e.PushMessageType }),
	text("push_message_token", func(e *PushMessage) *string { return &e.PushMessageToken }),
	text("message", func(e *PushMessage) *string { return &e.Message }),
	text("network", func(e *PushMessage) *string { return &e.Network }),
	text("push_notification_payload", func(e *PushMessage) *string { return &e.PushNotificationPayload }),
	text("application_state", func(e *PushMessage) *string { return &e.ApplicationState }),
	text("action_identifier", func(e *PushMessage) *string { return &e.ActionIdentifier }),
	text("push_message_behavior", func(e *PushMessage) *string { return &e.PushMessageBehavior }),
)

var optOutKind = kind(
	boolean("is_opted_out", func(e *OptOut) *bool { return &e.IsOptedOut }),
)

var userAttributeChangeKind = kind(
	text("user_attribute_name", func(e *UserAttributeChange) *string { return &e.UserAttributeName }),
	anything("new", func(e *UserAttributeChange) *any { return &e.New }),
	anything("old", func(e *UserAttributeChange) *any { return &e.Old }),
	boolean("deleted", func(e *UserAttributeChange) *bool { return &e.Deleted }),
	boolean("is_new_attribute", func(e *UserAttributeChange) *bool { return &e.IsNewAttribute }),
)

var userIdentityChangeKind = kind(
	child("new", func(e *UserIdentityChange) **Identity { return &e.New }, identityFields),
	child("old", func(e *UserIdentityChange) **Identity { return &e.Old }, identityFields),
)

var crashReportKind = kind(
	raw("breadcrumbs", func(e *CrashReport) *json.RawMessage { return &e.Breadcrumbs }),
	text("class_name", func(e *CrashReport) *string { return &e.ClassName }),
	text("severity", func(e *CrashReport) *string { return &e.Severity }),
	text("message", func(e *CrashReport) *string { return &e.Message }),
	text("stack_trace", func(e *CrashReport) *string { return &e.StackTrace }),
	boolean("exception_handled", func(e *CrashReport) *bool { return &e.ExceptionHandled }),
	text("topmost_context", func(e *CrashReport) *string { return &e.TopmostContext }),
	text("pl_crash_report_file_base64", func(e *CrashReport) *string { return &e.PLCrashReportFileBase64 }),
	unsigned("ios_image_base_address", func(e *CrashReport) *uint64 { return &e.IOSImageBaseAddress }),
	unsigned("ios_image_size", func(e *CrashReport) *uint64 { return &e.IOSImageSize }),
	integer("session_number", func(e *CrashReport) *int64 { return &e.SessionNumber }),
)

var networkPerformanceKind = kind(
	text("http_verb", func(e *NetworkPerformance) *string { return &e.HTTPVerb }),
	text("url", func(e *NetworkPerformance) *string { return &e.URL }),
	integer("time_elapsed", func(e *NetworkPerformance) *int64 { return &e.TimeElapsed }),
	integer("bytes_in", func(e *NetworkPerformance) *int64 { return &e.BytesIn }),
	integer("bytes_out", func(e *NetworkPerformance) *int64 { return &e.BytesOut }),
	text("response_code", func(e *NetworkPerformance) *string { return &e.ResponseCode }),
	text("data", func(e *NetworkPerformance) *string { return &e.Data }),
)

var breadcrumbKind = kind(
	text("label", func(e *Breadcrumb) *string { return &e.Label }),
	integer("session_number", func(e *Breadcrumb) *int64 { return &e.SessionNumber }),
)

var profileKind = kind(
	integer("previous_mpid", func(e *Profile) *int64 { return &e.PreviousMPID }),
	integer("current_mpid", func(e *Profile) *int64 { return &e.CurrentMPID }),
	text("profile_event_type", func(e *Profile) *string { return &e.ProfileEventType }),
)

var validationResultKind = kind(
	raw("match", func(e *ValidationResult) *json.RawMessage { return &e.Match }),
	raw("validation_errors", func(e *ValidationResult) *json.RawMessage { return &e.ValidationErrors }),
)
