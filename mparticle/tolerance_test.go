package mparticle_test

import (
	"encoding/json"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/mpbraze/mpbraze/mparticle"
)

// I20: the exact 64-bit id, from a number or from text, or none.
func TestMPID(t *testing.T) {
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
		{Pointer: "/system_notifications", Want: "array of object", Got: "array"},
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
