package mapping_test

import (
	"encoding/json"
	"strconv"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/mpbraze/mpbraze/braze"
	"github.com/mpbraze/mpbraze/mapping"
	"github.com/mpbraze/mpbraze/mparticle"
)

// TestBadInputEvents covers the rows of bad input that are about events.
func TestBadInputEvents(t *testing.T) {
	t.Parallel()
	good := &mparticle.CustomEvent{EventCommon: common(nil), EventName: "Good"}
	tests := map[string]struct {
		event mparticle.Event
		want  []string
	}{
		"I9_invalid_event_costs_itself": {&mparticle.InvalidEvent{Raw: json.RawMessage(`{"event_type":7}`)}, []string{"/events/0 event_invalid"}},
		"I51_unknown_event_type":        {&mparticle.UnknownEvent{EventType: "new_type"}, []string{"/events/0 event_unknown"}},
		"I51_known_type_not_read":       {&mparticle.UnknownEvent{EventType: "custom_event"}, []string{"/events/0 event_unknown"}},
		"I51_null_is_skipped":           {nil, nil},
		"I9_nil_pointer_in_a_literal":   {(*mparticle.CustomEvent)(nil), []string{"/events/0 event_invalid"}},
		"I9_nil_pointer_not_forwarded":  {(*mparticle.Breadcrumb)(nil), []string{"/events/0 event_invalid"}},
		"I9_nil_pointer_unknown":        {(*mparticle.UnknownEvent)(nil), []string{"/events/0 event_unknown"}},
		"I53_custom_event_no_name":      {&mparticle.CustomEvent{EventCommon: common(nil)}, []string{"/events/0/data/event_name event_name_missing"}},
		"I53_custom_event_blank_name":   {&mparticle.CustomEvent{EventCommon: common(nil), EventName: " \t"}, []string{"/events/0/data/event_name event_name_missing"}},
		"I53_screen_view_no_name":       {&mparticle.ScreenView{EventCommon: common(nil)}, []string{"/events/0/data/screen_name event_name_missing"}},
		"I53_commerce_event_no_action":  {&mparticle.CommerceEvent{EventCommon: common(nil)}, []string{"/events/0/data commerce_action_unknown"}},
		"I35_name_too_long": {
			&mparticle.CustomEvent{EventCommon: common(nil), EventName: strings.Repeat("n", 256)},
			[]string{"/events/0/data/event_name name_too_long"},
		},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			result := mapEvents(t, mapping.Config{}, tt.event, good)
			assert.Equal(t, tt.want, found(result))
			assert.Equal(t, []braze.Event{mappedEvent("Good", nil)}, result.Track.Events)
		})
	}
}

func TestBadInput_I54_screen_views_take_all_types(t *testing.T) {
	t.Parallel()
	result := mapEvents(t, mapping.Config{}, &mparticle.ScreenView{
		EventCommon: common(mparticle.Attributes{"n": number("1.50"), "b": false, "o": map[string]any{"k": number("1")}}),
		ScreenName:  "Home",
	})
	assert.Equal(t, []braze.Event{mappedEvent("Viewed Home", braze.Properties{
		"n": number("1.50"), "b": false, "o": `{"k":1}`,
	})}, result.Track.Events)
	assert.Equal(t, []string{"/events/0/data/custom_attributes/o json_text"}, found(result))
}

func TestBadInput_I55_a_thousand_events_keep_their_order(t *testing.T) {
	t.Parallel()
	var events []mparticle.Event
	for i := range 1000 {
		events = append(events, &mparticle.CustomEvent{
			EventCommon: common(mparticle.Attributes{"n": number(strconv.Itoa(i))}), EventName: "Search",
		})
	}
	result := mapEvents(t, mapping.Config{}, events...)
	require.Len(t, result.Track.Events, len(events))
	for i, e := range result.Track.Events {
		require.Equal(t, number(strconv.Itoa(i)), e.Properties["n"])
	}
	assert.Empty(t, result.Issues)
}

func TestEventsAreNeverModified(t *testing.T) {
	t.Parallel()
	attributes := mparticle.Attributes{"$size": "xl", "time": "now", "list": []any{"a", nil, "a"}}
	e := &mparticle.CustomEvent{EventCommon: common(attributes), EventName: "Search"}
	cfg := mapping.Config{
		Events: mapping.EventConfig{NestedProperties: true},
		Rules: []mapping.Rule{{Event: func(e *braze.Event, _ mparticle.Event) bool {
			e.Properties["size"] = "changed"
			return true
		}}},
	}
	result := mapEvents(t, cfg, e)
	require.Len(t, result.Track.Events, 1)
	assert.Equal(t, "changed", result.Track.Events[0].Properties["size"])
	assert.Equal(t, mparticle.Attributes{"$size": "xl", "time": "now", "list": []any{"a", nil, "a"}}, e.CustomAttributes)
}
