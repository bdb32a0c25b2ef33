package mapping_test

import (
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/mpbraze/mpbraze/braze"
	"github.com/mpbraze/mpbraze/mapping"
	"github.com/mpbraze/mpbraze/mparticle"
)

func optOut(out bool, ms int64) *mparticle.OptOut {
	return &mparticle.OptOut{EventCommon: mparticle.EventCommon{TimestampUnixtimeMS: ms}, IsOptedOut: out}
}

func TestOptOut(t *testing.T) {
	t.Parallel()
	documented := mapping.Config{Events: mapping.EventConfig{OptOut: mapping.OptOutAsDocumented}}
	tests := map[string]struct {
		cfg    mapping.Config
		events []mparticle.Event
		want   braze.SubscriptionState
	}{
		"opted out":                 {mapping.Config{}, []mparticle.Event{optOut(true, eventMS)}, braze.Unsubscribed},
		"opted back in":             {mapping.Config{}, []mparticle.Event{optOut(false, eventMS)}, braze.OptedIn},
		"as documented, out":        {documented, []mparticle.Event{optOut(true, eventMS)}, braze.OptedIn},
		"as documented, in":         {documented, []mparticle.Event{optOut(false, eventMS)}, braze.Unsubscribed},
		"latest by time, not place": {mapping.Config{}, []mparticle.Event{optOut(true, eventMS), optOut(false, eventMS-1)}, braze.Unsubscribed},
		"later place, same time":    {mapping.Config{}, []mparticle.Event{optOut(true, eventMS), optOut(false, eventMS)}, braze.OptedIn},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			result := mapEvents(t, tt.cfg, tt.events...)
			require.Len(t, result.Track.Attributes, 1)
			assert.Equal(t, braze.Set(tt.want), result.Track.Attributes[0].EmailSubscribe)
			assert.Empty(t, result.Issues)
		})
	}
}

func TestOptOutBesideEmailSubscribe(t *testing.T) {
	t.Parallel()
	tests := map[string]struct {
		attribute string
		out       bool
		want      braze.SubscriptionState
		issues    int
	}{
		"both unsubscribe":          {"unsubscribed", true, braze.Unsubscribed, 0},
		"the attribute unsubscribe": {"unsubscribed", false, braze.Unsubscribed, 1},
		"the event unsubscribes":    {"subscribed", true, braze.Unsubscribed, 1},
		"the event opts in":         {"subscribed", false, braze.OptedIn, 1},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			b := eventBatch(optOut(tt.out, eventMS))
			b.UserAttributes = mparticle.Attributes{"email_subscribe": tt.attribute}
			result := mapBatch(t, mapping.Config{}, b)
			require.Len(t, result.Track.Attributes, 1)
			assert.Equal(t, braze.Set(tt.want), result.Track.Attributes[0].EmailSubscribe)
			assert.Len(t, result.Issues, tt.issues)
		})
	}
}
