package mapping_test

import (
	"testing"

	"github.com/stretchr/testify/assert"

	"github.com/mpbraze/mpbraze/braze"
	"github.com/mpbraze/mpbraze/mapping"
	"github.com/mpbraze/mpbraze/mparticle"
)

// TestBlockedEvents: what a data plan blocked stays here, and nothing else.
func TestBlockedEvents(t *testing.T) {
	t.Parallel()
	search := func(id int64) *mparticle.CustomEvent {
		c := common(mparticle.Attributes{"size": "xl", "color": "red"})
		c.EventID = id
		return &mparticle.CustomEvent{EventCommon: c, EventName: "Search"}
	}
	b := eventBatch(search(-1), search(2), search(3))
	b.Context = &mparticle.Context{DataPlan: &mparticle.DataPlan{BlockMetadata: &mparticle.BlockMetadata{
		BlockedEventIDs:        []string{"-1"},
		BlockedEventAttributes: []mparticle.BlockedEventAttributes{{EventID: 2, EventAttributes: []string{"./data/custom_attributes/size"}}},
	}}}
	cfg := toUser(mapping.EventAttributeRule{EventName: "Search", Attribute: "size", To: "last_size"})

	result := mapBatch(t, cfg, b)
	assert.Equal(t, []braze.Event{
		mappedEvent("Search", braze.Properties{"color": "red"}),
		mappedEvent("Search", braze.Properties{"color": "red", "size": "xl"}),
	}, result.Track.Events)
	assert.Equal(t, []string{
		"/events/0 blocked",
		"/events/1/data/custom_attributes/size blocked",
		"/events/1/data/custom_attributes/size blocked",
	}, found(result), "once for the event, once for the user")

	cfg.Batch.ForwardBlocked = true
	assert.Len(t, mapBatch(t, cfg, b).Track.Events, 3)
}
