package mapping_test

import (
	"strconv"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/mpbraze/mpbraze/braze"
	"github.com/mpbraze/mpbraze/mapping"
	"github.com/mpbraze/mpbraze/mparticle"
)

// search is an event at ms.
func search(ms int64) *mparticle.CustomEvent {
	return &mparticle.CustomEvent{EventCommon: mparticle.EventCommon{TimestampUnixtimeMS: ms}, EventName: "Search"}
}

func TestBadInput_I47_time_falls_back_to_the_batch(t *testing.T) {
	t.Parallel()
	for _, ms := range []int64{0, -1, 1_000, eventMS / 1000, eventMS * 1000, eventMS * 1_000_000, 1<<63 - 1} {
		t.Run(strconv.FormatInt(ms, 10), func(t *testing.T) {
			t.Parallel()
			result := mapEvents(t, mapping.Config{}, search(ms))
			assert.Equal(t, []braze.Event{mappedEvent("Search", nil)}, result.Track.Events)
			assert.Equal(t, []string{"/events/0/data/timestamp_unixtime_ms time_replaced"}, found(result))
		})
	}
}

// TestBadInput_I47: how a time may be spelt in the JSON.
func TestBadInput_I47_spellings(t *testing.T) {
	t.Parallel()
	const replaced = "/events/0/data/timestamp_unixtime_ms time_replaced"
	const malformed = "/events/0/data/timestamp_unixtime_ms input_malformed"
	hourAgo := strconv.FormatInt(eventMS-3_600_000, 10)
	for spelling, c := range map[string]struct {
		want   time.Time
		issues []string
	}{
		hourAgo:                  {eventTime().Add(-time.Hour), nil},
		`"` + hourAgo + `"`:      {eventTime().Add(-time.Hour), nil},
		`"2026-11-01T07:00:00Z"`: {eventTime(), []string{malformed, replaced}},
		`1.5`:                    {eventTime(), []string{malformed, replaced}},
		`null`:                   {eventTime(), []string{replaced}},
	} {
		t.Run(spelling, func(t *testing.T) {
			t.Parallel()
			b, err := mparticle.ParseBatch([]byte(`{"environment":"production","timestamp_unixtime_ms":` + strconv.FormatInt(eventMS, 10) + `,
				"user_identities":{"customer_id":"u1"},
				"events":[{"event_type":"custom_event","data":{"event_name":"Search","timestamp_unixtime_ms":` + spelling + `}}]}`))
			require.NoError(t, err)
			result := mapped(t, mapping.Config{}, b)
			require.Len(t, result.Track.Events, 1)
			assert.Equal(t, c.want, result.Track.Events[0].Time)
			assertIssues(t, c.issues, result)
		})
	}
}

func TestBadInput_I47_other_units_when_lenient(t *testing.T) {
	t.Parallel()
	lenient := mapping.Config{Events: mapping.EventConfig{LenientTimes: true}}
	for name, ms := range map[string]int64{
		"seconds": eventMS / 1000, "milliseconds": eventMS, "microseconds": eventMS * 1000, "nanoseconds": eventMS * 1_000_000,
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			b := eventBatch(search(ms))
			b.TimestampUnixtimeMS = eventMS + 1
			result := mapBatch(t, lenient, b)
			assert.Equal(t, []braze.Event{mappedEvent("Search", nil)}, result.Track.Events)
			assert.Empty(t, result.Issues)
		})
	}
	for _, ms := range []int64{0, -1, 1<<63 - 1} {
		result := mapEvents(t, lenient, search(ms))
		assert.Equal(t, []string{"/events/0/data/timestamp_unixtime_ms time_replaced"}, found(result), ms)
	}
}

// TestBadInput_I47: the time of receipt is the last resort.
func TestBadInput_I47_time_of_receipt(t *testing.T) {
	t.Parallel()
	b := eventBatch(search(0))
	b.TimestampUnixtimeMS = 0
	received := eventTime().In(time.FixedZone("", 7200))
	result := mapper(t, mapping.Config{}).MapAt(b, received)
	assert.Equal(t, []braze.Event{mappedEvent("Search", nil)}, result.Track.Events, "in UTC")
	assert.Equal(t, []string{"/events/0/data/timestamp_unixtime_ms time_replaced"}, found(result))
}

// TestBadInput_I49: clocks of devices may be ahead, but not by days.
func TestBadInput_I49_past_and_future(t *testing.T) {
	t.Parallel()
	const minute, day = int64(60_000), int64(86_400_000)
	for name, c := range map[string]struct {
		ahead    int64
		replaced bool
	}{
		"ten minutes ahead":      {10 * minute, false},
		"a day ahead":            {day, false},
		"two days ahead":         {2 * day, true},
		"five years old":         {-5 * 365 * day, false},
		"before mParticle was":   {-20 * 365 * day, true},
		"a millisecond too much": {day + 1, true},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			m := mapper(t, mapping.Config{})
			b := eventBatch(search(eventMS + c.ahead))
			for _, result := range []mapping.Result{m.Map(b), m.MapAt(b, eventTime())} {
				require.Len(t, result.Track.Events, 1)
				if c.replaced {
					assert.Equal(t, eventTime(), result.Track.Events[0].Time)
					assert.Equal(t, []string{"/events/0/data/timestamp_unixtime_ms time_replaced"}, found(result))
					continue
				}
				assert.Equal(t, eventMS+c.ahead, result.Track.Events[0].Time.UnixMilli())
				assert.Empty(t, result.Issues)
			}
		})
	}
}

func TestBadInput_I50_times_are_UTC_with_milliseconds(t *testing.T) {
	t.Parallel()
	// In the hour that Berlin had twice: UTC has no such hours.
	const berlin = int64(1_792_891_800_001) // 2026-10-25T01:30:00.001Z
	for ms, want := range map[int64]string{
		eventMS - 1: `"2026-11-01T07:59:59.999Z"`,
		berlin:      `"2026-10-25T01:30:00.001Z"`,
	} {
		result := mapEvents(t, mapping.Config{}, search(ms))
		assert.Contains(t, encoded(t, result), `"time":`+want)
	}
}
