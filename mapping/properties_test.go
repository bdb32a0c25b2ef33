package mapping_test

import (
	"strconv"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/mpbraze/mpbraze/braze"
	"github.com/mpbraze/mpbraze/mapping"
	"github.com/mpbraze/mpbraze/mparticle"
)

const attributesPath = "/events/0/data/custom_attributes/"

// TestProperties covers what becomes of the custom attributes of an event.
func TestProperties(t *testing.T) {
	t.Parallel()
	long := strings.Repeat("x", 256)
	tests := map[string]struct {
		cfg    mapping.Config
		in     mparticle.Attributes
		want   braze.Properties
		issues []string
	}{
		"leading $ goes": {
			in: mparticle.Attributes{"$Amount": number("5")}, want: braze.Properties{"Amount": number("5")},
			issues: []string{attributesPath + "$Amount name_changed"},
		},
		"I36_the_name_without_$_wins": {
			in: mparticle.Attributes{"$Age": "1", "Age": "2"}, want: braze.Properties{"Age": "2"},
			issues: []string{attributesPath + "$Age name_changed", attributesPath + "$Age name_taken"},
		},
		"I36_both_lose_a_$": {
			in: mparticle.Attributes{"$$Age": "1", "$Age": "2"}, want: braze.Properties{"Age": "1"},
			issues: []string{attributesPath + "$$Age name_changed", attributesPath + "$Age name_changed", attributesPath + "$Age name_taken"},
		},
		"I37_reserved names go": {
			in:   mparticle.Attributes{"time": "now", "event_name": "x", "price": number("1"), "$time": "now"},
			want: braze.Properties{"price": number("1")},
			issues: []string{
				attributesPath + "event_name property_reserved", attributesPath + "time property_reserved",
				attributesPath + "$time name_changed", attributesPath + "$time property_reserved",
			},
		},
		"I35_empty name": {
			in: mparticle.Attributes{"": "x", "  ": "y", "ok": "z"}, want: braze.Properties{"ok": "z"},
			issues: []string{attributesPath + " name_empty", attributesPath + "   name_empty"},
		},
		"I35_long name": {
			in: mparticle.Attributes{long: "x"}, issues: []string{attributesPath + long + " name_too_long"},
		},
		"I35_long name, cut": {
			cfg: mapping.Config{Limits: mapping.LimitConfig{Over: mapping.LimitCut}},
			in:  mparticle.Attributes{long: "x"}, want: braze.Properties{long[:255]: "x"},
			issues: []string{attributesPath + long + " name_too_long"},
		},
		"I35_long names, cut to one": {
			cfg: mapping.Config{Limits: mapping.LimitConfig{Over: mapping.LimitCut}},
			in:  mparticle.Attributes{long[1:]: "own", long + "a": "cut"}, want: braze.Properties{long[1:]: "own"},
			issues: []string{attributesPath + long + "a name_too_long", attributesPath + long + "a name_taken"},
		},
		"I35_control characters": {
			in: mparticle.Attributes{"a\x00\tb": "x"}, want: braze.Properties{"ab": "x"},
			issues: []string{attributesPath + "a\x00\tb name_changed"},
		},
		"I39_long text": {
			in: mparticle.Attributes{"a": long, "b": "c"}, want: braze.Properties{"b": "c"},
			issues: []string{attributesPath + "a text_too_long"},
		},
		"I43_NUL": {
			in: mparticle.Attributes{"a": "b\x00c"}, want: braze.Properties{"a": "bc"},
			issues: []string{attributesPath + "a text_repaired"},
		},
		"null": {
			in: mparticle.Attributes{"a": nil}, issues: []string{attributesPath + "a null_dropped"},
		},
		"zero and empty are values": {
			in:   mparticle.Attributes{"a": number("0"), "b": "", "c": false},
			want: braze.Properties{"a": number("0"), "b": "", "c": false},
		},
		"Go's own numbers": {
			in: mparticle.Attributes{"a": 3, "b": 1.5}, want: braze.Properties{"a": number("3"), "b": number("1.5")},
		},
		"I38_operators_stay_data": {
			in: mparticle.Attributes{"a": map[string]any{"inc": number("5")}}, want: braze.Properties{"a": `{"inc":5}`},
			issues: []string{attributesPath + "a json_text"},
		},
		"array as JSON text": {
			in: mparticle.Attributes{"a": []any{"x", "y"}}, want: braze.Properties{"a": `["x","y"]`},
			issues: []string{attributesPath + "a json_text"},
		},
		"NestedProperties": {
			cfg:  mapping.Config{Events: mapping.EventConfig{NestedProperties: true}},
			in:   mparticle.Attributes{"a": []any{"x", "y"}, "o": map[string]any{"k": "v"}},
			want: braze.Properties{"a": []any{"x", "y"}, "o": map[string]any{"k": "v"}},
		},
		"type detection of user attributes does not count": {
			cfg: mapping.Config{Attributes: mapping.AttributeConfig{TypeDetection: mapping.DetectUserAttributes}},
			in:  mparticle.Attributes{"a": "5"}, want: braze.Properties{"a": "5"},
		},
		"type detection": {
			cfg:  mapping.Config{Attributes: mapping.AttributeConfig{TypeDetection: mapping.DetectEventAttributes}},
			in:   mparticle.Attributes{"a": "5", "b": "True", "c": "007"},
			want: braze.Properties{"a": number("5"), "b": true, "c": "007"},
		},
		"Liquid": {
			cfg: mapping.Config{Limits: mapping.LimitConfig{NeutralizeLiquid: true}},
			in:  mparticle.Attributes{"a": "{{x}}"}, want: braze.Properties{"a": "{ { x}}"},
			issues: []string{attributesPath + "a liquid_neutralized"},
		},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			result := mapEvents(t, tt.cfg, &mparticle.CustomEvent{EventCommon: common(tt.in), EventName: "Search"})
			assert.Equal(t, []braze.Event{mappedEvent("Search", tt.want)}, result.Track.Events)
			assert.Equal(t, tt.issues, found(result))
		})
	}
}

func TestPropertiesLimitOf256(t *testing.T) {
	t.Parallel()
	in := mparticle.Attributes{}
	for i := range 300 {
		in["a"+strconv.Itoa(1000+i)] = "x"
	}
	result := mapEvents(t, mapping.Config{}, &mparticle.CustomEvent{EventCommon: common(in), EventName: "Search"})
	require.Len(t, result.Track.Events, 1)
	got := result.Track.Events[0].Properties
	assert.Len(t, got, braze.MaxProperties)
	assert.Contains(t, got, "a1255")
	assert.NotContains(t, got, "a1256")
	assert.Len(t, result.Issues, 300-braze.MaxProperties)
	assert.Equal(t, mapping.CodeTooManyProperties, result.Issues[0].Code)
}

func TestPropertiesTotalSize(t *testing.T) {
	t.Parallel()
	var list []any
	for range 600 {
		list = append(list, strings.Repeat("x", 250))
	}
	tests := map[string]struct {
		over  mapping.LimitAction
		event bool
		items int
	}{
		"drop":   {mapping.LimitDrop, true, 0},
		"cut":    {mapping.LimitCut, true, 404},
		"reject": {mapping.LimitReject, false, 0},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			cfg := mapping.Config{Events: mapping.EventConfig{NestedProperties: true}, Limits: mapping.LimitConfig{Over: tt.over}}
			result := mapEvents(t, cfg, &mparticle.CustomEvent{
				EventCommon: common(mparticle.Attributes{"big": list, "small": "x"}), EventName: "Search",
			})
			require.NotEmpty(t, result.Issues)
			assert.Equal(t, "/events/0/data properties_too_large", found(result)[0])
			if !tt.event {
				assert.Empty(t, result.Track.Events)
				return
			}
			require.Len(t, result.Track.Events, 1)
			got := result.Track.Events[0].Properties
			assert.Equal(t, "x", got["small"])
			kept, _ := got["big"].([]any)
			assert.Len(t, kept, tt.items)
		})
	}
}

func TestRejectedPropertyCostsItsEventAlone(t *testing.T) {
	t.Parallel()
	cfg := mapping.Config{Limits: mapping.LimitConfig{Over: mapping.LimitReject}}
	result := mapEvents(
		t, cfg,
		&mparticle.CustomEvent{EventCommon: common(nil), EventName: strings.Repeat("n", 256)},
		&mparticle.CustomEvent{EventCommon: common(mparticle.Attributes{"a": strings.Repeat("x", 256)}), EventName: "Bad"},
		&mparticle.CustomEvent{EventCommon: common(nil), EventName: "Good"},
	)
	assert.Equal(t, []braze.Event{mappedEvent("Good", nil)}, result.Track.Events)
}
