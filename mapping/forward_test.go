package mapping_test

import (
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/mpbraze/mpbraze/braze"
	"github.com/mpbraze/mpbraze/mapping"
	"github.com/mpbraze/mpbraze/mparticle"
)

// TestForward covers the properties of event types that are opted in.
func TestForward(t *testing.T) {
	t.Parallel()
	tests := map[string]struct {
		event mparticle.Event
		want  braze.Properties
	}{
		"crash report": {
			&mparticle.CrashReport{EventCommon: common(nil), ClassName: "E", Severity: "fatal", Message: "m", TopmostContext: "c", StackTrace: "secret", ExceptionHandled: true},
			braze.Properties{"class_name": "E", "severity": "fatal", "message": "m", "topmost_context": "c", "exception_handled": true},
		},
		"network performance": {
			&mparticle.NetworkPerformance{EventCommon: common(nil), HTTPVerb: "GET", URL: "https://a.example", ResponseCode: "200", TimeElapsed: 5, BytesIn: 1, BytesOut: 2},
			braze.Properties{"http_verb": "GET", "url": "https://a.example", "response_code": "200", "time_elapsed": int64(5), "bytes_in": int64(1), "bytes_out": int64(2)},
		},
		"breadcrumb": {
			&mparticle.Breadcrumb{EventCommon: common(nil), Label: "l", SessionNumber: 3},
			braze.Properties{"label": "l", "session_number": int64(3)},
		},
		"profile": {
			&mparticle.Profile{EventCommon: common(nil), PreviousMPID: -9007199254740993, ProfileEventType: "login"},
			braze.Properties{"previous_mpid": "-9007199254740993", "profile_event_type": "login"},
		},
		"session end": {
			&mparticle.SessionEnd{EventCommon: common(nil), SessionDurationMS: 9},
			braze.Properties{"session_duration_ms": int64(9)},
		},
		"first run":        {&mparticle.FirstRun{EventCommon: common(mparticle.Attributes{"a": "b"})}, braze.Properties{"a": "b"}},
		"identity change":  {&mparticle.UserIdentityChange{EventCommon: common(nil), New: &mparticle.Identity{Value: "secret"}}, nil},
		"own fields first": {&mparticle.Breadcrumb{EventCommon: common(mparticle.Attributes{"label": "l"}), Label: "l"}, braze.Properties{"label": "l"}},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			cfg := mapping.Config{Events: mapping.EventConfig{Forward: map[mparticle.EventType]string{tt.event.Type(): "Opted In"}}}
			result := mapEvents(t, cfg, tt.event)
			assert.Equal(t, []braze.Event{mappedEvent("Opted In", tt.want)}, result.Track.Events)
			assert.Empty(t, result.Issues)
		})
	}
	t.Run("opt out when ignored", func(t *testing.T) {
		t.Parallel()
		cfg := mapping.Config{Events: mapping.EventConfig{
			OptOut: mapping.OptOutIgnore, Forward: map[mparticle.EventType]string{mparticle.EventOptOut: "Opted Out"},
		}}
		result := mapEvents(t, cfg, optOut(true, eventMS))
		assert.Equal(t, []braze.Event{mappedEvent("Opted Out", braze.Properties{"is_opted_out": true})}, result.Track.Events)
	})
}

// TestForwardTakesAllTypes: each type without a rule of its own can be opted in.
func TestForwardTakesAllTypes(t *testing.T) {
	t.Parallel()
	for _, event := range []mparticle.Event{
		&mparticle.ApplicationStateTransition{}, &mparticle.Breadcrumb{}, &mparticle.CrashReport{}, &mparticle.FirstRun{},
		&mparticle.NetworkPerformance{}, &mparticle.PreAttribution{}, &mparticle.Profile{}, &mparticle.PushReaction{},
		&mparticle.Uninstall{}, &mparticle.ValidationResult{},
	} {
		cfg := mapping.Config{Events: mapping.EventConfig{Forward: map[mparticle.EventType]string{event.Type(): "Opted In"}}}
		*event.Common() = common(mparticle.Attributes{"a": "b"})
		result := mapEvents(t, cfg, event)
		require.Len(t, result.Track.Events, 1, event.Type())
		assert.Equal(t, "Opted In", result.Track.Events[0].Name)
		assert.Equal(t, "b", result.Track.Events[0].Properties["a"])
		assert.Empty(t, result.Issues)
	}
}

// TestBadInput_I47 with no time anywhere: nothing is sent with a made-up time.
func TestBadInput_I47_no_time_at_all(t *testing.T) {
	t.Parallel()
	b := pushBatch(
		"iOS",
		&mparticle.CustomEvent{EventName: "Search"}, &mparticle.ScreenView{ScreenName: "Home"},
		&mparticle.SessionStart{}, &mparticle.Breadcrumb{Label: "l"}, &mparticle.OptOut{},
		&mparticle.PushRegistration{Register: true, RegistrationToken: "t"},
		&mparticle.CommerceEvent{ProductAction: &mparticle.ProductAction{Action: "purchase", Products: []mparticle.Product{lace()}}},
	)
	b.TimestampUnixtimeMS = 0
	cfg := pushConfig(nil)
	cfg.Events.ForwardSessionEvents = true
	cfg.Events.Forward = map[mparticle.EventType]string{mparticle.EventBreadcrumb: "Breadcrumb"}
	result := mapBatch(t, cfg, b)
	assert.Zero(t, result.Track.Len())
	assert.Len(t, result.Issues, len(b.Events))
	for _, issue := range result.Issues {
		assert.Equal(t, mapping.CodeTimeMissing, issue.Code)
	}
}
