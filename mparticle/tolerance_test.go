package mparticle_test

import (
	"encoding/json"
	"fmt"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/mpbraze/mpbraze/mparticle"
)

// The exact 64-bit id, from a number or from text, or none.
func TestBadInput_I20_mpid(t *testing.T) {
	t.Parallel()
	for input, want := range map[string]int64{
		`7346244611012968789`:    7346244611012968789,
		`"7346244611012968789"`:  7346244611012968789,
		`-196509116834317511`:    -196509116834317511,
		`"-9223372036854775808"`: -9223372036854775808,
		`0`:                      0, `"0"`: 0, `""`: 0, `null`: 0,
	} {
		batch := requireLossless(t, []byte(`{"mpid":`+input+`}`))
		assert.Equal(t, want, batch.MPID, input)
		assert.Empty(t, batch.Problems, input)
	}
	for input, got := range map[string]string{
		`9223372036854775808`: "number", `7.3e18`: "number", `1.5`: "number", `1.0`: "number", `true`: "boolean",
		`"7.3e18"`: "text", `"x"`: "text", `" 1"`: "text", `"007"`: "text", `"1_000"`: "text", `[1]`: "array", `{"a":1}`: "object",
	} {
		batch := requireLossless(t, []byte(`{"mpid":`+input+`,"user_identities":{"customer_id":"c"}}`))
		assert.Zero(t, batch.MPID, input)
		assert.Equal(t, []mparticle.Problem{{Pointer: "/mpid", Want: "integer", Got: got}}, batch.Problems)
		assert.JSONEq(t, input, string(batch.Extra["mpid"]))
	}
}

func TestTolerances(t *testing.T) {
	t.Parallel()
	event := func(b *mparticle.Batch) mparticle.Event { return b.Events[0] }
	tests := map[string]struct {
		input string
		want  any
		got   func(*mparticle.Batch) any
	}{
		"boolean": {
			`{"modified":true}`, true,
			func(b *mparticle.Batch) any { return b.Modified },
		},
		"boolean_True": {
			`{"modified":"True"}`, true,
			func(b *mparticle.Batch) any { return b.Modified },
		},
		"boolean_False": {
			`{"modified":"False"}`, false,
			func(b *mparticle.Batch) any { return b.Modified },
		},
		"boolean_text": {
			`{"modified":"true"}`, true,
			func(b *mparticle.Batch) any { return b.Modified },
		},
		"boolean_blank": {
			`{"device_info":{"supports_telephony":""}}`, false,
			func(b *mparticle.Batch) any { return b.DeviceInfo.SupportsTelephony },
		},
		"number_blank": {
			`{"context":{"location":{"latitude":""}}}`, json.Number(""),
			func(b *mparticle.Batch) any { return b.Context.Location.Latitude },
		},
		"number_as_text": {
			`{"context":{"location":{"latitude":"53.50"}}}`, json.Number("53.50"),
			func(b *mparticle.Batch) any { return b.Context.Location.Latitude },
		},
		"I29_number_as_identity": {
			`{"user_identities":{"customer_id":1234567890123456789}}`, "1234567890123456789",
			func(b *mparticle.Batch) any { return b.UserIdentities[0].Value },
		},
		"boolean_as_text": {
			`{"unique_id":false}`, "false",
			func(b *mparticle.Batch) any { return b.UniqueID },
		},
		"orientation_number": {
			`{"events":[{"event_type":"first_run","data":{"device_current_state":{"device_orientation":6}}}]}`, "6",
			func(b *mparticle.Batch) any { return event(b).Common().DeviceCurrentState.DeviceOrientation },
		},
		"gps_state_boolean": {
			`{"events":[{"event_type":"first_run","data":{"device_current_state":{"gps_state":true}}}]}`, "true",
			func(b *mparticle.Batch) any { return event(b).Common().DeviceCurrentState.GPSState },
		},
		"lifetime_value_number": {
			`{"events":[{"event_type":"first_run","data":{"lifetime_value_change":0.0}}]}`, json.Number("0.0"),
			func(b *mparticle.Batch) any { return event(b).Common().LifetimeValueChange },
		},
		"lifetime_value_boolean": {
			`{"events":[{"event_type":"first_run","data":{"lifetime_value_change":true}}]}`, json.Number(""),
			func(b *mparticle.Batch) any { return event(b).Common().LifetimeValueChange },
		},
		"response_code_number": {
			`{"events":[{"event_type":"network_performance","data":{"response_code":404}}]}`, "404",
			func(b *mparticle.Batch) any { return event(b).(*mparticle.NetworkPerformance).ResponseCode },
		},
		"push_behavior_number": {
			`{"events":[{"event_type":"push_message","data":{"push_message_behavior":18}}]}`, "18",
			func(b *mparticle.Batch) any { return event(b).(*mparticle.PushMessage).PushMessageBehavior },
		},
		"unsigned": {
			`{"events":[{"event_type":"crash_report","data":{"ios_image_size":18446744073709551615}}]}`, uint64(1<<64 - 1),
			func(b *mparticle.Batch) any { return event(b).(*mparticle.CrashReport).IOSImageSize },
		},
		"list_of_numbers": {
			`{"context":{"data_plan":{"block_metadata":{"blocked_event_ids":[1,-2]}}}}`,
			[]string{"1", "-2"},
			func(b *mparticle.Batch) any { return b.Context.DataPlan.BlockMetadata.BlockedEventIDs },
		},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			batch := requireLossless(t, []byte(test.input))
			assert.Equal(t, test.want, test.got(batch))
			assert.Empty(t, batch.Problems)
		})
	}
}

// A value that was read stays as it was spelt only until it is replaced.
func TestReplacedValues(t *testing.T) {
	t.Parallel()
	batch := parse(t, `{"mpid":"5","batch_id":"6","modified":"True","unique_id":12,"ip":null,"job_id":"","schema_version":[],
		"user_identities":[],"timestamp_unixtime_ms":"0"}`)
	batch.MPID = 0
	batch.BatchID = -7
	batch.Modified = false
	batch.UniqueID = "text"
	batch.IP = "192.0.2.1"
	batch.JobID = "j"
	batch.SchemaVersion = 3
	batch.UserIdentities = mparticle.Identities{{Type: mparticle.IdentityEmail, Value: "zoe@example.com"}}
	assert.JSONEq(t, `{"batch_id":"-7","unique_id":"text","ip":"192.0.2.1","job_id":"j","schema_version":3,
		"user_identities":{"email":"zoe@example.com"},"timestamp_unixtime_ms":"0"}`,
		marshal(t, batch))
}

func TestProblemsDoNotReachNeighbours(t *testing.T) {
	t.Parallel()
	batch := requireLossless(t, []byte(`{"device_info":{"screen_height":"tall","brand":"B"},
		"partner_identities":{"a":"b","c":null},"system_notifications":[{"type":"x"},null],
		"user_identities":{"email":["x"],"other":"o"},
		"events":[{"event_type":"commerce_event","data":{"custom_attributes":[],"product_action":{"products":[{"price":{}}]}}}]}`))
	assert.Equal(t, []mparticle.Problem{
		{Pointer: "/device_info/screen_height", Want: "integer", Got: "text"},
		{Pointer: "/partner_identities", Want: "object of text", Got: "object"},
		{Pointer: "/system_notifications/1", Want: "object", Got: "null"},
		{Pointer: "/user_identities/email", Want: "text", Got: "array"},
		{Pointer: "/events/0/data/custom_attributes", Want: "object", Got: "array"},
		{Pointer: "/events/0/data/product_action/products/0/price", Want: "number", Got: "object"},
	}, batch.Problems)
	assert.Equal(t, "B", batch.DeviceInfo.Brand)
	assert.Nil(t, batch.PartnerIdentities)
	value, ok := batch.UserIdentities.Get(mparticle.IdentityOther)
	require.True(t, ok)
	assert.Equal(t, "o", value)
	_, ok = batch.UserIdentities.Get(mparticle.IdentityEmail)
	assert.False(t, ok)
}

// An element that is no object costs itself and is written back as it came,
// until somebody sets a field of what stands in for it.
func TestElementsThatAreNoObjects(t *testing.T) {
	t.Parallel()
	batch := requireLossless(t, []byte(`{"user_identities":[{"identity_type":"email","identity":"a@b.example"},null,"x"],
		"events":[{"event_type":"commerce_event","data":{"product_action":{"action":"purchase",
			"products":[{"id":"a"},null,"text",[1],{"id":"b"}]}}}]}`))
	assert.Equal(t, []mparticle.Problem{
		{Pointer: "/user_identities/1", Want: "object", Got: "null"},
		{Pointer: "/user_identities/2", Want: "object", Got: "text"},
		{Pointer: "/events/0/data/product_action/products/1", Want: "object", Got: "null"},
		{Pointer: "/events/0/data/product_action/products/2", Want: "object", Got: "text"},
		{Pointer: "/events/0/data/product_action/products/3", Want: "object", Got: "array"},
	}, batch.Problems)
	email, _ := batch.UserIdentities.Get(mparticle.IdentityEmail)
	assert.Equal(t, "a@b.example", email)
	products := batch.Events[0].(*mparticle.CommerceEvent).ProductAction.Products
	require.Len(t, products, 5)
	assert.Equal(t, "b", products[4].ID)

	products[2].ID = "c"
	assert.JSONEq(t, `{"id":"c"}`, marshal(t, products[2]))
	assert.JSONEq(t, `[1]`, marshal(t, products[3]))
}

// The type of an event decides how its data is read, wherever it stands and
// whatever looks like one before it.
func TestEventTypeAfterData(t *testing.T) {
	t.Parallel()
	const flags = `{"event_type":"opt_out"}`
	for _, input := range []string{
		`{"event_type":"custom_event","data":{"event_name":"n","custom_flags":` + flags + `}}`,
		`{"data":{"event_name":"n","custom_flags":` + flags + `},"event_type":"custom_event"}`,
		`{"data":{"custom_flags":` + flags + `,"event_name":"n"},"event_type" : "custom_event"}`,
		`{"data":{"custom_flags":{"event_type":"new"},"event_name":"n"},"event\u005ftype":"custom_event"}`,
	} {
		for _, around := range []string{`{"events":[%s]}`, `{"events":[{"data":{}},%s,{"data":{},"event_type":"opt_out"}]}`} {
			batch := requireLossless(t, fmt.Appendf(nil, around, input))
			event, ok := batch.Events[len(batch.Events)/2].(*mparticle.CustomEvent)
			require.True(t, ok, input)
			assert.Equal(t, "n", event.EventName)
		}
	}
}

// What is wrong in an event that is read a second time is reported once, and
// with its place in the batch.
func TestProblemsOfEventsReadTwice(t *testing.T) {
	t.Parallel()
	const before, event = `{"events":[{"data":{"custom_flags":{"event_type":"opt_out"},`, `},"event_type":"screen_view"}]}`
	batch := requireLossless(t, []byte(before+`"event_id":"x","screen_name":[]`+event))
	assert.Equal(t, []mparticle.Problem{
		{Pointer: "/events/0/data/event_id", Want: "integer", Got: "text"},
		{Pointer: "/events/0/data/screen_name", Want: "text", Got: "array"},
	}, batch.Problems)

	_, err := mparticle.ParseBatch([]byte(before + `"screen_name":"a","x":{"y":1,"y":2}` + event))
	require.ErrorIs(t, err, mparticle.ErrDuplicateName)
}
