package mparticle_test

import (
	"encoding/json"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/mpbraze/mpbraze/mparticle"
)

// Plain encoding/json reads and writes batches as ParseBatch does.
func TestEncodingJSONBatch(t *testing.T) {
	t.Parallel()
	for name, data := range batchFiles(t) {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			var decoded struct {
				Batch mparticle.Batch `json:"batch"`
			}
			require.NoError(t, json.Unmarshal([]byte(`{"batch":`+string(data)+`}`), &decoded))
			assert.Equal(t, parse(t, string(data)), &decoded.Batch)
			assert.Equal(t, tree(t, data), tree(t, []byte(marshal(t, decoded.Batch))), "by value")
			assert.Equal(t, tree(t, data), tree(t, []byte(marshal(t, &decoded.Batch))), "by pointer")
		})
	}
}

// Every part of a batch is written alone as it is within the batch, and reads
// as the same again.
func TestEncodingJSONParts(t *testing.T) {
	t.Parallel()
	batch := parse(t, string(batchFiles(t)["inbound.json"]))
	outbound := parse(t, string(batchFiles(t)["outbound.json"]))
	raw := parse(t, string(batchFiles(t)["raw.json"]))

	same(t, *batch.ApplicationInfo)
	same(t, *batch.DeviceInfo)
	same(t, *batch.AttributionInfo)
	same(t, *batch.ConsentState)
	same(t, *batch.ConsentState.GDPR["location 1"])
	same(t, *batch.Context)
	same(t, *batch.Context.DataPlan)
	same(t, *batch.Context.Location)
	same(t, *batch.Context.Batching)
	same(t, batch.UserAttributes)
	same(t, batch.UserIdentities)
	same(t, batch.UserIdentities[0])
	same(t, *outbound.SourceInfo)
	same(t, outbound.SystemNotifications[0])
	same(t, outbound.UserIdentities)
	same(t, *raw.Context.DataPlan.BlockMetadata)
	same(t, raw.Context.DataPlan.BlockMetadata.BlockedEventAttributes[0])

	for _, event := range batch.Events {
		sameEvent(t, event)
		if state := event.Common().DeviceCurrentState; state != nil {
			same(t, *state)
		}
		if commerce, ok := event.(*mparticle.CommerceEvent); ok {
			sameCommerce(t, commerce)
		}
	}
	for _, event := range raw.Events {
		sameEvent(t, event)
	}
}

func sameCommerce(t *testing.T, event *mparticle.CommerceEvent) {
	t.Helper()
	if action := event.ProductAction; action != nil {
		same(t, *action)
		same(t, action.Products[0])
		same(t, *event.ShoppingCart)
	}
	if action := event.PromotionAction; action != nil {
		same(t, *action)
		same(t, action.Promotions[0])
	}
	for _, impression := range event.ProductImpressions {
		same(t, impression)
	}
}

func same[T any](t *testing.T, value T) {
	t.Helper()
	var again T
	require.NoError(t, json.Unmarshal([]byte(marshal(t, value)), &again))
	assert.Equal(t, value, again)
	assert.Equal(t, marshal(t, value), marshal(t, &value))

	require.NoError(t, json.Unmarshal([]byte("null"), &again))
	assert.Equal(t, value, again, "null changes nothing")
	assert.Error(t, json.Unmarshal([]byte("7"), &again))
}

func sameEvent(t *testing.T, event mparticle.Event) {
	t.Helper()
	switch e := event.(type) {
	case *mparticle.CustomEvent:
		same(t, *e)
	case *mparticle.ScreenView:
		same(t, *e)
	case *mparticle.CommerceEvent:
		same(t, *e)
	case *mparticle.SessionStart:
		same(t, *e)
	case *mparticle.SessionEnd:
		same(t, *e)
	case *mparticle.ApplicationStateTransition:
		same(t, *e)
	case *mparticle.PushRegistration:
		same(t, *e)
	case *mparticle.PushMessage:
		same(t, *e)
	case *mparticle.OptOut:
		same(t, *e)
	case *mparticle.UserAttributeChange:
		same(t, *e)
	case *mparticle.UserIdentityChange:
		same(t, *e)
	case *mparticle.CrashReport:
		same(t, *e)
	case *mparticle.NetworkPerformance:
		same(t, *e)
	case *mparticle.Breadcrumb:
		same(t, *e)
	case *mparticle.Profile:
		same(t, *e)
	case *mparticle.FirstRun:
		same(t, *e)
	case *mparticle.Uninstall:
		same(t, *e)
	case *mparticle.PreAttribution:
		same(t, *e)
	case *mparticle.PushReaction:
		same(t, *e)
	case *mparticle.ValidationResult:
		same(t, *e)
	case *mparticle.UnknownEvent:
		same(t, *e)
	case *mparticle.InvalidEvent:
		assert.JSONEq(t, string(e.Raw), marshal(t, e))
	default:
		require.Fail(t, "no test for this type", "%T", event)
	}
}

// An event does not become one of another type.
func TestEncodingJSONOtherType(t *testing.T) {
	t.Parallel()
	event := mparticle.OptOut{IsOptedOut: true}
	err := json.Unmarshal([]byte(`{"event_type":"custom_event","data":{}}`), &event)
	require.ErrorIs(t, err, mparticle.ErrContainer)
	assert.True(t, event.IsOptedOut)
}

func TestMarshalErrors(t *testing.T) {
	t.Parallel()
	for name, batch := range map[string]mparticle.Batch{
		"extra":  {Members: mparticle.Members{Extra: map[string]json.RawMessage{"x": json.RawMessage(`{"secret`)}}},
		"number": {Events: []mparticle.Event{&mparticle.CustomEvent{EventCommon: mparticle.EventCommon{LifetimeValueChange: "secret"}}}},
		"value":  {UserAttributes: mparticle.Attributes{"x": func() {}}},
		"event":  {Events: []mparticle.Event{&mparticle.UnknownEvent{Raw: json.RawMessage(`secret`)}}},
	} {
		_, err := json.Marshal(batch)
		require.Error(t, err, name)
		assert.NotContains(t, err.Error(), "secret", name)
	}
}
