package mapping_test

import (
	"encoding/json"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/mpbraze/mpbraze/braze"
	"github.com/mpbraze/mpbraze/mapping"
	"github.com/mpbraze/mpbraze/mparticle"
)

// eventMS is when the events of these tests happened, 2026-11-01T08:00:00Z.
const eventMS = 1_793_520_000_000

func eventTime() time.Time { return time.UnixMilli(eventMS).UTC() }

// eventBatch is a batch of a known user with these events.
func eventBatch(events ...mparticle.Event) *mparticle.Batch {
	return &mparticle.Batch{
		Environment:         mparticle.EnvironmentProduction,
		MPID:                42,
		TimestampUnixtimeMS: eventMS,
		UserIdentities:      mparticle.Identities{{Type: mparticle.IdentityCustomerID, Value: "u1"}},
		Events:              events,
	}
}

// common are the fields of an event with these attributes.
func common(attributes mparticle.Attributes) mparticle.EventCommon {
	return mparticle.EventCommon{TimestampUnixtimeMS: eventMS, CustomAttributes: attributes}
}

// mapEvents maps a batch of these events.
func mapEvents(t *testing.T, cfg mapping.Config, events ...mparticle.Event) mapping.Result {
	t.Helper()
	return mapBatch(t, cfg, eventBatch(events...))
}

func mapBatch(t *testing.T, cfg mapping.Config, b *mparticle.Batch) mapping.Result {
	t.Helper()
	m, err := mapping.New(cfg)
	require.NoError(t, err)
	return m.Map(b)
}

// found are issues as tests compare them: path and code.
func found(result mapping.Result) []string {
	var list []string
	for _, issue := range result.Issues {
		list = append(list, issue.Path+" "+string(issue.Code))
	}
	return list
}

// mappedEvent is an event of the user of [eventBatch].
func mappedEvent(name string, properties braze.Properties) braze.Event {
	return braze.Event{
		User:       braze.UserID{ExternalID: "u1"},
		Name:       name,
		Time:       eventTime(),
		Properties: properties,
	}
}

// number is shorter for amounts.
func number(s string) json.Number { return json.Number(s) }
