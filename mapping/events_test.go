package mapping_test

import (
	"strconv"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/mpbraze/mpbraze/braze"
	"github.com/mpbraze/mpbraze/mapping"
	"github.com/mpbraze/mpbraze/mparticle"
)

// TestEvents covers the rules for events, one row each.
func TestEvents(t *testing.T) {
	t.Parallel()
	attributes := mparticle.Attributes{"size": "xl", "count": number("3"), "gift": true}
	properties := braze.Properties{"size": "xl", "count": number("3"), "gift": true}
	withSession := braze.Properties{"size": "xl", "count": number("3"), "gift": true, "session_id": "-9007199254740993"}
	inSession := common(attributes)
	inSession.SessionID = -9007199254740993
	sessions := mapping.EventConfig{ForwardSessionEvents: true}
	tests := map[string]struct {
		cfg   mapping.EventConfig
		event mparticle.Event
		want  braze.Event
	}{
		"custom event": {
			event: &mparticle.CustomEvent{EventCommon: inSession, EventName: "Search"},
			want:  mappedEvent("Search", properties),
		},
		"custom event with session": {
			cfg:   sessions,
			event: &mparticle.CustomEvent{EventCommon: inSession, EventName: "Search"},
			want:  mappedEvent("Search", withSession),
		},
		"custom event without attributes": {
			event: &mparticle.CustomEvent{EventCommon: common(nil), EventName: "Search"},
			want:  mappedEvent("Search", nil),
		},
		"screen view": {
			event: &mparticle.ScreenView{EventCommon: inSession, ScreenName: "Home"},
			want:  mappedEvent("Viewed Home", properties),
		},
		"screen view, name as is, with session": {
			cfg:   mapping.EventConfig{ScreenNameAsIs: true, ForwardSessionEvents: true},
			event: &mparticle.ScreenView{EventCommon: inSession, ScreenName: "Home"},
			want:  mappedEvent("Home", withSession),
		},
		"session start": {
			cfg:   sessions,
			event: &mparticle.SessionStart{EventCommon: inSession},
			want:  mappedEvent("Session Start", withSession),
		},
		"session end": {
			cfg:   sessions,
			event: &mparticle.SessionEnd{EventCommon: mparticle.EventCommon{TimestampUnixtimeMS: eventMS, SessionID: 7}, SessionDurationMS: 1500},
			want:  mappedEvent("Session End", braze.Properties{"session_id": "7", "session_duration_ms": int64(1500)}),
		},
		"push message": {
			cfg: mapping.EventConfig{ForwardPushMessages: true},
			event: &mparticle.PushMessage{
				EventCommon: common(nil), PushMessageType: "action", Message: "Hi", Network: "apn",
				ApplicationState: "background", ActionIdentifier: "open", PushMessageBehavior: "DirectOpen",
			},
			want: mappedEvent("Push Message", braze.Properties{
				"push_message_type": "action", "message": "Hi", "network": "apn",
				"application_state": "background", "action_identifier": "open", "push_message_behavior": "DirectOpen",
			}),
		},
		"opted in type": {
			cfg: mapping.EventConfig{Forward: map[mparticle.EventType]string{mparticle.EventApplicationStateTransition: "App State"}},
			event: &mparticle.ApplicationStateTransition{
				EventCommon: common(mparticle.Attributes{"size": "xl"}), ApplicationTransitionType: "application_initialized", IsFirstRun: true,
			},
			want: mappedEvent("App State", braze.Properties{
				"application_transition_type": "application_initialized", "is_first_run": true, "is_upgrade": false,
				"successfully_closed": false, "size": "xl",
			}),
		},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			result := mapEvents(t, mapping.Config{Events: tt.cfg}, tt.event)
			assert.Equal(t, []braze.Event{tt.want}, result.Track.Events)
			assert.Empty(t, result.Issues)
		})
	}
}

// TestEventsNotForwarded covers what counts as an issue and makes no event.
func TestEventsNotForwarded(t *testing.T) {
	t.Parallel()
	tests := map[string]struct {
		cfg    mapping.EventConfig
		event  mparticle.Event
		code   mapping.Code
		detail string
	}{
		"session start":             {event: &mparticle.SessionStart{}, detail: "session_start"},
		"session end":               {event: &mparticle.SessionEnd{}, detail: "session_end"},
		"push message":              {event: &mparticle.PushMessage{}, detail: "push_message"},
		"screen view":               {cfg: mapping.EventConfig{DropScreenViews: true}, event: &mparticle.ScreenView{ScreenName: "Home"}, detail: "screen_view"},
		"application state":         {event: &mparticle.ApplicationStateTransition{}, detail: "application_state_transition"},
		"crash report":              {event: &mparticle.CrashReport{}, detail: "crash_report"},
		"first run":                 {event: &mparticle.FirstRun{}, detail: "first_run"},
		"uninstall":                 {event: &mparticle.Uninstall{}, detail: "uninstall"},
		"profile":                   {event: &mparticle.Profile{}, detail: "profile"},
		"breadcrumb":                {event: &mparticle.Breadcrumb{}, detail: "breadcrumb"},
		"network performance":       {event: &mparticle.NetworkPerformance{}, detail: "network_performance"},
		"pre-attribution":           {event: &mparticle.PreAttribution{}, detail: "pre_attribution"},
		"push reaction":             {event: &mparticle.PushReaction{}, detail: "push_reaction"},
		"validation result":         {event: &mparticle.ValidationResult{}, detail: "validation_result"},
		"opt out, ignored":          {cfg: mapping.EventConfig{OptOut: mapping.OptOutIgnore}, event: &mparticle.OptOut{}, detail: "opt_out"},
		"opt out, ignored, skipped": {cfg: mapping.EventConfig{OptOut: mapping.OptOutIgnore}, event: &mparticle.OptOut{IsOptedOut: true}, detail: "opt_out"},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			result := mapEvents(t, mapping.Config{Events: tt.cfg}, tt.event)
			assert.Zero(t, result.Track.Len())
			assert.Equal(t, []mapping.Issue{{
				Path: "/events/0", Code: mapping.CodeEventNotForwarded, Severity: mapping.Info, Detail: tt.detail,
			}}, result.Issues)
		})
	}
}

// TestBadInput_I52 walks all event types: each is mapped or listed.
func TestBadInput_I52_every_event_type_is_mapped_or_listed(t *testing.T) {
	t.Parallel()
	types := mparticle.EventTypes()
	require.NotEmpty(t, types)
	for _, eventType := range types {
		t.Run(string(eventType), func(t *testing.T) {
			t.Parallel()
			data := `{"events":[{"event_type":"` + string(eventType) + `","data":{"timestamp_unixtime_ms":` +
				strconv.FormatInt(eventMS, 10) + `}}],"user_identities":{"customer_id":"u1"},"environment":"production"}`
			b, err := mparticle.ParseBatch([]byte(data))
			require.NoError(t, err)
			for _, issue := range mapBatch(t, mapping.Config{}, b).Issues {
				assert.NotEqual(t, mapping.CodeUnknownEvent, issue.Code)
				assert.NotEqual(t, mapping.CodeInvalidEvent, issue.Code)
			}
		})
	}
}

func TestStateChangesAreNoEvents(t *testing.T) {
	t.Parallel()
	result := mapEvents(
		t, mapping.Config{},
		&mparticle.UserAttributeChange{EventCommon: common(nil), UserAttributeName: "plan", New: "gold"},
		&mparticle.UserIdentityChange{EventCommon: common(nil)},
	)
	assert.Zero(t, result.Track.Len())
	assert.Empty(t, result.Issues)
}

func TestForwardTakesStateChanges(t *testing.T) {
	t.Parallel()
	cfg := mapping.Config{Events: mapping.EventConfig{
		Forward: map[mparticle.EventType]string{mparticle.EventUserAttributeChange: "Attribute Changed"},
	}}
	result := mapEvents(t, cfg, &mparticle.UserAttributeChange{EventCommon: common(nil), UserAttributeName: "plan", New: "gold"})
	assert.Equal(t, []braze.Event{mappedEvent("Attribute Changed", braze.Properties{
		"user_attribute_name": "plan", "deleted": false, "is_new_attribute": false,
	})}, result.Track.Events)
}
