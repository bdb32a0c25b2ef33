package mparticle_test

import (
	"encoding/json"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/mpbraze/mpbraze/mparticle"
)

func TestEventsThatAreNotRead(t *testing.T) {
	t.Parallel()
	tests := map[string]struct {
		event   string
		want    mparticle.Event
		problem *mparticle.Problem
	}{
		"I9_data_is_no_object": {
			event:   `{"event_type":"custom_event","data":5}`,
			want:    &mparticle.InvalidEvent{EventType: "custom_event"},
			problem: &mparticle.Problem{Pointer: "/events/1/data", Want: "object", Got: "number"},
		},
		"I9_event_type_is_no_text": {
			event:   `{"data":{"event_name":"x"},"event_type":7}`,
			want:    &mparticle.InvalidEvent{},
			problem: &mparticle.Problem{Pointer: "/events/1/event_type", Want: "text", Got: "number"},
		},
		"I51_unknown_type": {
			event: `{"data":{"event_id":"no id","session_id":{"a":[{}]}},"event_type":"alias_request"}`,
			want:  &mparticle.UnknownEvent{EventType: "alias_request"},
		},
		"I51_unknown_to_mparticle": {
			event: `{"data":{},"event_type":"unknown"}`,
			want:  &mparticle.UnknownEvent{EventType: mparticle.EventUnknown},
		},
		"I51_no_type": {
			event:   `{"data":{}}`,
			want:    &mparticle.InvalidEvent{},
			problem: &mparticle.Problem{Pointer: "/events/1", Want: "text", Got: "nothing"},
		},
		"null_type": {
			event:   `{"data":{},"event_type":null}`,
			want:    &mparticle.InvalidEvent{},
			problem: &mparticle.Problem{Pointer: "/events/1", Want: "text", Got: "null"},
		},
		"null": {
			event:   `null`,
			want:    &mparticle.InvalidEvent{},
			problem: &mparticle.Problem{Pointer: "/events/1", Want: "object", Got: "null"},
		},
		"array": {
			event:   `[{"event_type":"custom_event"}]`,
			want:    &mparticle.InvalidEvent{},
			problem: &mparticle.Problem{Pointer: "/events/1", Want: "object", Got: "array"},
		},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			const before = `{"event_type":"custom_event","data":{"event_name":"before"}}`
			const after = `{"event_type":"custom_event","data":{"event_name":"after"}}`
			batch := requireLossless(t, []byte(`{"events":[`+before+`,`+test.event+`,`+after+`]}`))

			require.Len(t, batch.Events, 3)
			switch want := test.want.(type) {
			case *mparticle.InvalidEvent:
				want.Raw = json.RawMessage(test.event)
			case *mparticle.UnknownEvent:
				want.Raw = json.RawMessage(test.event)
			}
			assert.Equal(t, test.want, batch.Events[1])
			assert.Equal(t, test.want.Type(), batch.Events[1].Type())
			assert.Nil(t, batch.Events[1].Common())
			assert.Equal(t, "after", batch.Events[2].(*mparticle.CustomEvent).EventName)
			if test.problem == nil {
				assert.Empty(t, batch.Problems)
			} else {
				assert.Equal(t, []mparticle.Problem{*test.problem}, batch.Problems)
			}
		})
	}
}

// What is missing in an event is for its user to judge.
func TestBadInput_I53_events_without_data(t *testing.T) {
	t.Parallel()
	for _, event := range []string{
		`{"event_type":"custom_event"}`,
		`{"event_type":"custom_event","data":null}`,
		`{"event_type":"custom_event","data":{}}`,
		`{"event_type":"custom_event","source":"x"}`,
	} {
		batch := requireLossless(t, []byte(`{"events":[`+event+`]}`))
		require.Len(t, batch.Events, 1)
		custom := batch.Events[0].(*mparticle.CustomEvent)
		assert.Empty(t, custom.EventName)
		assert.Empty(t, batch.Problems)

		custom.EventName = "named later"
		var written map[string]any
		require.NoError(t, json.Unmarshal([]byte(marshal(t, custom)), &written))
		assert.Equal(t, map[string]any{"event_name": "named later"}, written["data"])
	}
}

// The type may come before or after the data.
func TestEventMembersInAnyOrder(t *testing.T) {
	t.Parallel()
	const data = `"data":{"product_action":{"action":"purchase","products":[{"id":"a","price":"x"}]},"event_id":1}`
	const typ = `"event_type":"commerce_event"`
	first := parse(t, `{"events":[{`+typ+`,`+data+`}]}`)
	last := parse(t, `{"events":[{`+data+`,`+typ+`}]}`)
	assert.Equal(t, first, last)
	assert.Equal(t, []mparticle.Problem{{
		Pointer: "/events/0/data/product_action/products/0/price", Want: "number", Got: "text",
	}}, first.Problems)
}

// A false that nobody wrote must not pass for consent.
func TestOptOutThatDoesNotSay(t *testing.T) {
	t.Parallel()
	for data, got := range map[string]string{
		`{}`: "nothing", `{"is_opted_out":null}`: "null", `{"is_opted_out":""}`: "text", `{"is_opted_out":"maybe"}`: "text",
		`null`:                   "nothing",
		`{"is_opted_out":false}`: "", `{"is_opted_out":"False"}`: "", `{"is_opted_out":true}`: "",
	} {
		for _, event := range []string{`{"event_type":"opt_out","data":` + data + `}`, `{"data":` + data + `,"event_type":"opt_out"}`} {
			batch := requireLossless(t, []byte(`{"events":[`+event+`]}`))
			if got == "" {
				assert.Empty(t, batch.Problems, event)
				continue
			}
			assert.Equal(t, []mparticle.Problem{{
				Pointer: "/events/0/data/is_opted_out", Want: "boolean", Got: got,
			}}, batch.Problems, event)
		}
	}
}
