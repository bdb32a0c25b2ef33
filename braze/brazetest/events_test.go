package brazetest_test

import (
	"encoding/json"
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/mpbraze/mpbraze/braze/brazetest"
)

func TestRefusedEvents(t *testing.T) {
	t.Parallel()
	const time = `"time":"2024-01-01T00:00:00Z"`
	for members, want := range map[string]string{
		`"name":"e",` + time:                                       "",
		`"name":"e","app_id":"a",` + time:                          "",
		time:                                                       "'name' is required",
		`"name":"",` + time:                                        "'name' is required",
		`"name":7,` + time:                                         "'name' is required",
		`"name":"e"`:                                               "'time' is required",
		`"name":"e","time":null`:                                   "'time' is required",
		`"name":"e","time":1700000000`:                             "'time' is not valid",
		`"name":"e","time":"yesterday"`:                            "'time' is not valid",
		`"name":"e","time":"2024-01-01 00:00:00"`:                  "'time' is not valid",
		`"name":"e","time":"2024-01-01T00:00:00.123Z"`:             "",
		`"name":"e","time":"2024-01-01T00:00:00:123+0200"`:         "",
		`"name":"e","time":"2024-01-01T00:00:00"`:                  "",
		`"name":"e","time":"2024-01-01"`:                           "",
		`"name":"e","properties":[],` + time:                       "Invalid 'properties' field",
		`"name":"e","properties":{"time":1},` + time:               "Invalid 'properties' field",
		`"name":"e","properties":{"event_name":1},` + time:         "Invalid 'properties' field",
		`"name":"e","properties":{"price":1},` + time:              "",
		`"name":"e","properties":{"":1},` + time:                   "Invalid 'properties' field",
		`"name":"e","properties":{"$a":1},` + time:                 "Invalid 'properties' field",
		`"name":"e","properties":null,` + time:                     "",
		`"name":"e","properties":{"o":` + large(399) + `},` + time: "Invalid 'properties' field",
		`"name":"e","properties":{"o":` + large(300) + `},` + time: "",
	} {
		t.Run(members[:min(80, len(members))], func(t *testing.T) {
			t.Parallel()
			s := brazetest.New(brazetest.Config{})
			assert.Equal(t, want, refused(t, s, "events", `{"external_id":"u",`+members+`}`))
			assert.Len(t, s.Events(), map[bool]int{true: 1}[want == ""])
		})
	}
}

func TestRefusedPurchases(t *testing.T) {
	t.Parallel()
	good := map[string]string{
		"product_id": `"p"`, "currency": `"USD"`, "price": `1.5`, "time": `"2024-01-01"`,
	}
	for _, test := range []struct{ member, value, want string }{
		{"quantity", `100`, ""},
		{"quantity", `null`, ""},
		{"quantity", `101`, "'quantity' is not valid"},
		{"quantity", `0`, "'quantity' is not valid"},
		{"quantity", `-1`, "'quantity' is not valid"},
		{"quantity", `1.5`, "'quantity' is not valid"},
		{"quantity", `"1"`, "'quantity' is not valid"},
		{"price", `-19.99`, ""},
		{"price", `0`, ""},
		{"price", `"1.5"`, "'price' is not valid"},
		{"price", `null`, "'price' is required"},
		{"currency", `null`, "'currency' is required"},
		{"currency", `"usd"`, "'currency' is not valid"},
		{"currency", `"Dollar"`, "'currency' is not valid"},
		{"product_id", `null`, "'product_id' is required"},
		{"product_id", `7`, "'product_id' is required"},
		{"product_id", `"` + strings.Repeat("é", 255) + `"`, ""},
		{"product_id", `"` + strings.Repeat("é", 256) + `"`, "'product_id' is not valid"},
		{"time", `null`, "'time' is required"},
		{"properties", `{"currency":1}`, "Invalid 'properties' field"},
		{"properties", `{"product_id":1}`, "Invalid 'properties' field"},
		{"properties", `{"color":"red"}`, ""},
		{"properties", `{"o":` + large(250) + `}`, "Invalid 'properties' field"},
	} {
		t.Run(test.member+" "+test.value[:min(40, len(test.value))], func(t *testing.T) {
			t.Parallel()
			members := []string{`"external_id":"u"`, fmt.Sprintf("%q:%s", test.member, test.value)}
			for name, value := range good {
				if name != test.member {
					members = append(members, fmt.Sprintf("%q:%s", name, value))
				}
			}
			s := brazetest.New(brazetest.Config{})
			assert.Equal(t, test.want, refused(t, s, "purchases", `{`+strings.Join(members, ",")+`}`))
			assert.Len(t, s.Purchases(), map[bool]int{true: 1}[test.want == ""])
		})
	}
}

func TestRecordedEvents(t *testing.T) {
	t.Parallel()
	s := brazetest.New(brazetest.Config{Now: fixed, Blocklist: []string{"secret"}})
	const object = `{"external_id":"u","app_id":"a","name":"e","time":"2024-02-01T01:00:00+01:00",` +
		`"properties":{"n":1,"day":"2024-01-02","gone":null,"long":"` + "%s" + `"}}`
	event := fmt.Sprintf(object, strings.Repeat("x", 256))
	future := `{"external_id":"u","name":"f","time":"2999-01-01"}`
	secret := `{"external_id":"u","name":"secret","time":"2024-01-01"}`
	_, answer := track(t, s, `{"events":[`+event+`,`+event+`,`+future+`,`+secret+`]}`)
	require.JSONEq(t, `{"message":"success","events_processed":4}`, answer)

	want := brazetest.Event{
		ID: 1, BrazeID: "000000000000000000000001", ExternalID: "u", AppID: "a", Name: "e",
		Time:       time.Date(2024, 2, 1, 0, 0, 0, 0, time.UTC),
		Properties: m{"n": int64(1), "day": time.Date(2024, 1, 2, 0, 0, 0, 0, time.UTC)},
	}
	twin := want
	twin.ID = 2
	events := s.Events()
	require.Len(t, events, 3, "duplicates are kept, blocked names are not")
	assert.Equal(t, want, events[0])
	assert.Equal(t, twin, events[1])
	assert.Equal(t, now, events[2].Time, "now in place of the future")
}

func TestOnly256PropertiesAreKept(t *testing.T) {
	t.Parallel()
	var members []string
	for i := range 300 {
		members = append(members, fmt.Sprintf(`"p%03d":%d`, 299-i, i))
	}
	s := brazetest.New(brazetest.Config{})
	require.Empty(t, refused(t, s, "events",
		`{"external_id":"u","name":"e","time":"2024-01-01","properties":{`+strings.Join(members, ",")+`}}`))
	properties := s.Events()[0].Properties
	assert.Len(t, properties, 256)
	assert.Contains(t, properties, "p299", "the first sent")
	assert.NotContains(t, properties, "p000", "the last sent")
}

func TestRecordedPurchase(t *testing.T) {
	t.Parallel()
	s := brazetest.New(brazetest.Config{})
	require.Empty(t, refused(t, s, "purchases", `{"external_id":"u","product_id":"p","currency":"CHF",
		"price":19.99,"quantity":3,"time":"2024-01-01","properties":{"color":"red"}}`))
	assert.Equal(t, []brazetest.Purchase{{
		ID: 1, BrazeID: "000000000000000000000001", ExternalID: "u", ProductID: "p", Currency: "CHF",
		Price: 19.99, Quantity: 3, Time: time.Date(2024, 1, 1, 0, 0, 0, 0, time.UTC),
		Properties: m{"color": "red"},
	}}, s.Purchases())
}

func TestBlockedAndUnknownPurchases(t *testing.T) {
	t.Parallel()
	s := brazetest.New(brazetest.Config{Blocklist: []string{"secret"}})
	const rest = `,"currency":"USD","price":1,"time":"2024-01-01"}`
	require.Empty(t, refused(t, s, "purchases", `{"external_id":"u","product_id":"secret"`+rest))
	require.Empty(t, refused(t, s, "purchases", `{"user_alias":{"alias_name":"n","alias_label":"l"},"product_id":"p"`+rest))
	assert.Empty(t, s.Purchases())
}

func TestAttributesComeBeforeEvents(t *testing.T) {
	t.Parallel()
	s := brazetest.New(brazetest.Config{})
	_, answer := track(t, s, `{"events":[{"user_alias":{"alias_name":"n","alias_label":"l"},"name":"e","time":"2024-01-01"}],
		"attributes":[{"user_alias":{"alias_name":"n","alias_label":"l"},"_update_existing_only":false,"n":1}]}`)
	require.JSONEq(t, `{"message":"success","attributes_processed":1,"events_processed":1}`, answer)
	assert.Len(t, s.Events(), 1, "the attributes object made the profile")
}

func TestProfilesAsJSON(t *testing.T) {
	t.Parallel()
	var dumps [2]string
	for i := range dumps {
		s := brazetest.New(brazetest.Config{Now: fixed})
		set(t, s, `{"external_id":"b","z":1,"a":["x"],"since":"2024-01-01"}`, `{"external_id":"a"}`)
		require.Empty(t, refused(t, s, "events", `{"external_id":"b","name":"e","time":"2999-01-01"}`))
		dump, err := json.Marshal(s.Profiles())
		require.NoError(t, err)
		dumps[i] = string(dump)
	}
	const fields = `"fields":{"email_subscribe":"subscribed","push_subscribe":"subscribed"}`
	const id = `"braze_id":"00000000000000000000000`
	assert.Equal(t, dumps[0], dumps[1])
	assert.JSONEq(t, `[{`+id+`1","external_id":"b",`+fields+`,
		"custom_attributes":{"a":["x"],"since":"2024-01-01T00:00:00Z","z":1},
		"custom_events":[{"id":1,`+id+`1","external_id":"b","name":"e","time":"2024-03-01T12:00:01Z"}]},
		{`+id+`2","external_id":"a",`+fields+`}]`, dumps[0])
}

func TestProfilesAreCopies(t *testing.T) {
	t.Parallel()
	s := brazetest.New(brazetest.Config{})
	set(t, s, `{"external_id":"u","o":{"in":[1]}}`)
	p := profile(t, s, "u")
	p.Custom["o"].(m)["in"].([]any)[0] = "changed"
	p.Fields["email_subscribe"] = "changed"
	p = profile(t, s, "u")
	assert.Equal(t, m{"o": m{"in": array(int64(1))}}, p.Custom)
	assert.Equal(t, "subscribed", p.Fields["email_subscribe"])
}
