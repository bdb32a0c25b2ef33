package mapping_test

import (
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/mpbraze/mpbraze/braze"
	"github.com/mpbraze/mpbraze/mapping"
	"github.com/mpbraze/mpbraze/mparticle"
)

func toUser(rules ...mapping.EventAttributeRule) mapping.Config {
	return mapping.Config{Events: mapping.EventConfig{ToUser: rules}}
}

func destinationRule(action mapping.EventAttributeAction) mapping.EventAttributeRule {
	return mapping.EventAttributeRule{EventName: "AndroidTEST", Attribute: "destination", Action: action, To: "destinations"}
}

func trip(destination any) *mparticle.CustomEvent {
	return &mparticle.CustomEvent{
		EventCommon: common(mparticle.Attributes{"destination": destination, "seats": number("2")}),
		EventName:   "AndroidTEST", CustomEventType: mparticle.CustomEventNavigation,
	}
}

func TestEventAttributesToUser(t *testing.T) {
	t.Parallel()
	byHash := mapping.EventAttributeRule{Hash: 888169310, Action: mapping.AddToArray, To: "destinations"}
	otherCase := mapping.EventAttributeRule{EventName: "androidtest", Attribute: "DESTINATION", Action: mapping.SetAttribute, To: "destinations"}
	otherType := destinationRule(mapping.SetAttribute)
	otherType.EventType = mparticle.CustomEventSocial
	untyped := trip("Rome")
	untyped.CustomEventType = ""
	tests := map[string]struct {
		rules  []mapping.EventAttributeRule
		events []mparticle.Event
		want   any
	}{
		"set":                 {[]mapping.EventAttributeRule{destinationRule(mapping.SetAttribute)}, []mparticle.Event{trip("Rome")}, "Rome"},
		"set, later wins":     {[]mapping.EventAttributeRule{destinationRule(mapping.SetAttribute)}, []mparticle.Event{trip("Rome"), trip("Oslo")}, "Oslo"},
		"set without case":    {[]mapping.EventAttributeRule{otherCase}, []mparticle.Event{trip("Rome")}, "Rome"},
		"other type":          {[]mapping.EventAttributeRule{otherType}, []mparticle.Event{trip("Rome")}, nil},
		"by hash":             {[]mapping.EventAttributeRule{byHash}, []mparticle.Event{trip("Rome")}, braze.ArrayUpdate{Add: []any{"Rome"}}},
		"by hash, no type":    {[]mapping.EventAttributeRule{byHash}, []mparticle.Event{untyped}, braze.ArrayUpdate{Add: []any{"Rome"}}},
		"screen views do not": {[]mapping.EventAttributeRule{destinationRule(mapping.SetAttribute)}, []mparticle.Event{&mparticle.ScreenView{EventCommon: common(mparticle.Attributes{"destination": "x"}), ScreenName: "AndroidTEST"}}, nil},
		"add accumulates": {
			[]mapping.EventAttributeRule{destinationRule(mapping.AddToArray)},
			[]mparticle.Event{trip("Rome"), trip("Oslo"), trip("Rome"), trip([]any{"Bern", number("5")})},
			braze.ArrayUpdate{Add: []any{"Rome", "Oslo", "Bern", "5"}},
		},
		"remove": {
			[]mapping.EventAttributeRule{destinationRule(mapping.RemoveFromArray)},
			[]mparticle.Event{trip("Rome")},
			braze.ArrayUpdate{Remove: []any{"Rome"}},
		},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			result := mapEvents(t, toUser(tt.rules...), tt.events...)
			assert.Len(t, result.Track.Events, len(tt.events), "the events go as well")
			if tt.want == nil {
				assert.Empty(t, result.Track.Attributes)
				return
			}
			require.Len(t, result.Track.Attributes, 1)
			assert.Equal(t, braze.Custom{"destinations": tt.want}, result.Track.Attributes[0].Custom)
		})
	}
}

// TestEventAttributesLastMoveWins: in one update no value is added and removed.
func TestEventAttributesLastMoveWins(t *testing.T) {
	t.Parallel()
	add, remove := destinationRule(mapping.AddToArray), destinationRule(mapping.RemoveFromArray)
	remove.EventName = "Cancelled"
	cancelled := trip("Rome")
	cancelled.EventName = "Cancelled"
	result := mapEvents(t, toUser(add, remove), trip("Rome"), trip("Oslo"), cancelled)
	require.Len(t, result.Track.Attributes, 1)
	assert.Equal(t, braze.Custom{"destinations": braze.ArrayUpdate{Add: []any{"Oslo"}, Remove: []any{"Rome"}}}, result.Track.Attributes[0].Custom)
}

func TestEventAttributesRefused(t *testing.T) {
	t.Parallel()
	field := destinationRule(mapping.AddToArray)
	field.To = "first_name"
	tests := map[string]struct {
		rule  mapping.EventAttributeRule
		event *mparticle.CustomEvent
		attrs mparticle.Attributes
		want  []string
	}{
		"a field is no array":       {field, trip("Rome"), nil, []string{attributesPath + "destination value_unsupported"}},
		"an object is no item":      {destinationRule(mapping.AddToArray), trip(map[string]any{}), nil, []string{attributesPath + "destination json_text", attributesPath + "destination value_unsupported"}},
		"the batch sets it already": {destinationRule(mapping.SetAttribute), trip("Rome"), mparticle.Attributes{"destinations": "x"}, []string{attributesPath + "destination superseded"}},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			b := eventBatch(tt.event)
			b.UserAttributes = tt.attrs
			result := mapBatch(t, toUser(tt.rule), b)
			assert.Equal(t, tt.want, found(result))
			if tt.attrs == nil {
				assert.Empty(t, result.Track.Attributes)
			}
		})
	}
}
