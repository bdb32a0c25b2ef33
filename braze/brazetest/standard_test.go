package brazetest_test

import (
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/mpbraze/mpbraze/braze/brazetest"
)

// ignored says that a field keeps the value it had.
type ignored struct{}

func TestStandardFields(t *testing.T) {
	t.Parallel()
	march := time.Date(2024, 3, 1, 0, 0, 0, 0, time.UTC)
	for name, test := range map[string]struct {
		field, value string
		want         any
	}{
		"first name":                {"first_name", `"Ann"`, "Ann"},
		"first name, number":        {"first_name", `7`, ignored{}},
		"last name, 255":            {"last_name", `"` + strings.Repeat("é", 255) + `"`, strings.Repeat("é", 255)},
		"last name, 256":            {"last_name", `"` + strings.Repeat("é", 256) + `"`, ignored{}},
		"home city":                 {"home_city", `"Bern"`, "Bern"},
		"country code":              {"country", `"us"`, "US"},
		"country of three letters":  {"country", `"AUS"`, "AU"},
		"country name":              {"country", `"Australia"`, "AU"},
		"country unknown is null":   {"country", `"Atlantis"`, nil},
		"language":                  {"language", `"nb"`, "nb"},
		"language of three letters": {"language", `"haw"`, "haw"},
		"language, name":            {"language", `"English"`, ignored{}},
		"time zone":                 {"time_zone", `"Europe/Zurich"`, "Europe/Zurich"},
		"time zone of Rails":        {"time_zone", `"Eastern Time (US & Canada)"`, "Eastern Time (US & Canada)"},
		"time zone unknown":         {"time_zone", `"Mars/Base"`, ignored{}},
		"time zone of the machine":  {"time_zone", `"Local"`, ignored{}},
		"gender":                    {"gender", `"P"`, "P"},
		"gender, word":              {"gender", `"female"`, ignored{}},
		"gender, null":              {"gender", `null`, nil},
		"dob":                       {"dob", `"1980-02-29"`, "1980-02-29"},
		"dob, no date":              {"dob", `"1981-02-29"`, ignored{}},
		"dob, other form":           {"dob", `"02/29/1980"`, ignored{}},
		"image":                     {"image_url", `"https://example.com/a.png"`, "https://example.com/a.png"},
		"image, 1025":               {"image_url", `"` + strings.Repeat("x", 1025) + `"`, ignored{}},
		"first session":             {"date_of_first_session", `"2024-03-01"`, march},
		"last session, American":    {"date_of_last_session", `"03/01/2024"`, march},
		"spam, colon millis":        {"marked_email_as_spam_at", `"2024-03-01T00:00:00:000Z"`, march},
		"spam, no date":             {"marked_email_as_spam_at", `"yesterday"`, ignored{}},
		"open tracking":             {"email_open_tracking_disabled", `true`, true},
		"click tracking, text":      {"email_click_tracking_disabled", `"true"`, ignored{}},
		"twitter":                   {"twitter", `{"screen_name":"ann"}`, map[string]any{"screen_name": "ann"}},
		"facebook, text":            {"facebook", `"ann"`, ignored{}},
		"phone":                     {"phone", `"415.555.0123"`, "+14155550123"},
		"phone, invalid is kept":    {"phone", `"abc"`, "abc"},
		"location": {
			"current_location", `{"latitude":46.9,"longitude":7}`,
			map[string]any{"latitude": 46.9, "longitude": int64(7)},
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			s := brazetest.New(brazetest.Config{})
			set(t, s, `{"external_id":"u","`+test.field+`":`+test.value+`}`)
			p := profile(t, s, "u")
			if test.want == nil || test.want == any(ignored{}) {
				assert.NotContains(t, p.Fields, test.field)
			} else {
				assert.Equal(t, test.want, p.Fields[test.field])
			}
			assert.Empty(t, p.Custom, "a standard field is no custom attribute")

			set(t, s, `{"external_id":"u","`+test.field+`":null}`)
			assert.NotContains(t, profile(t, s, "u").Fields, test.field, "null removes")
		})
	}
}

func TestStandardFieldErrors(t *testing.T) {
	t.Parallel()
	group := func(members string) string { return `"subscription_groups":[{` + members + `}]` }
	const (
		id    = `"subscription_group_id":"4fa5f5b0-1b2c-4d3e-8f9a-0b1c2d3e4f5a"`
		state = `"subscription_state":"subscribed"`
	)
	for members, want := range map[string]string{
		`"email_subscribe":"yes"`:                                                        "BAD_EMAIL_SUBSCRIPTION_STATE",
		`"email_subscribe":"opted_in"`:                                                   "",
		`"push_subscribe":true`:                                                          "BAD_PUSH_SUBSCRIPTION_STATE",
		`"push_subscribe":"unsubscribed"`:                                                "",
		`"current_location":{"latitude":1}`:                                              "BAD_LOCATION_UPDATE",
		`"current_location":{"latitude":91,"longitude":0}`:                               "BAD_LOCATION_UPDATE",
		`"current_location":{"latitude":"1","longitude":"2"}`:                            "BAD_LOCATION_UPDATE",
		`"email_subscription_info":{}`:                                                   "INVALID_ATTRIBUTE_EMAIL_SUBSCRIPTION_INFO",
		`"push_tokens":{}`:                                                               "BAD_PUSH_TOKEN_VALUE",
		`"push_tokens":["t"]`:                                                            "BAD_PUSH_TOKEN_VALUE",
		`"push_tokens":[{"token":"t"}]`:                                                  "BAD_PUSH_TOKEN_APP_ID",
		`"push_tokens":[{"app_id":"web","token":"t"}]`:                                   "BAD_PUSH_TOKEN_APP_ID",
		`"push_tokens":[{"app_id":"ios"}]`:                                               "BAD_PUSH_TOKEN_STRING",
		`"push_tokens":[{"app_id":"ios","token":7}]`:                                     "BAD_PUSH_TOKEN_STRING",
		`"push_tokens":[{"app_id":"ios","token":"t"}]`:                                   "",
		`"push_tokens":[{"app_id":"ios","token":"t","device_id":"1234567"}]`:             "BAD_DEVICE_ID",
		`"push_tokens":[{"app_id":"ios","token":"t","device_id":"12345678"}]`:            "",
		`"push_token_import":true`:                                                       "BAD_PUSH_TOKEN_IMPORT",
		`"push_token_import":true,"push_tokens":[{"app_id":"ios","token":"t"}]`:          "BAD_PUSH_TOKEN_IMPORT",
		`"subscription_groups":{}`:                                                       "BAD_SUBSCRIPTION_GROUP_ARRAY",
		`"subscription_groups":["g"]`:                                                    "BAD_SUBSCRIPTION_GROUP_HASH",
		group(`"subscription_group_id":"news",` + state):                                 "BAD_SUBSCRIPTION_GROUP_ID",
		group(`"subscription_group_id":"00000000-0000-0000-0000-000000000000",` + state): "BAD_SUBSCRIPTION_GROUP_ID",
		group(id + `,"subscription_state":"opted_in"`):                                   "BAD_SUBSCRIPTION_GROUP_STATE",
		group(id):               "BAD_SUBSCRIPTION_GROUP_STATE",
		group(id + `,` + state): "",
	} {
		t.Run(members, func(t *testing.T) {
			t.Parallel()
			s := brazetest.New(brazetest.Config{
				Apps:               []string{"ios", "android"},
				SubscriptionGroups: []string{"4fa5f5b0-1b2c-4d3e-8f9a-0b1c2d3e4f5a"},
			})
			assert.Equal(t, want, refused(t, s, "attributes", `{"external_id":"u","n":1,`+members+`}`))
			assert.Len(t, s.Profiles(), map[bool]int{true: 1}[want == ""], "a refused object does nothing")
		})
	}
}

func TestNamesOfFieldsRegardCase(t *testing.T) {
	t.Parallel()
	s := brazetest.New(brazetest.Config{})
	set(t, s, `{"external_id":"u","First_Name":"Ann","email_subscribed":"yes","bio":"gone"}`)
	p := profile(t, s, "u")
	assert.Equal(t, map[string]any{"First_Name": "Ann", "email_subscribed": "yes"}, p.Custom)
	assert.NotContains(t, p.Fields, "first_name")
}

func TestEmailSubscription(t *testing.T) {
	t.Parallel()
	state := func(s *brazetest.Server, id string) any { return profile(t, s, id).Fields["email_subscribe"] }
	s := brazetest.New(brazetest.Config{})

	set(t, s, `{"external_id":"a","email":"ann@example.com"}`)
	assert.Equal(t, "subscribed", state(s, "a"), "a new profile")
	set(t, s, `{"external_id":"a","email_subscribe":"unsubscribed"}`)
	set(t, s, `{"external_id":"a","email":"ann@example.com"}`)
	assert.Equal(t, "unsubscribed", state(s, "a"), "the same address again")
	set(t, s, `{"external_id":"b","email":"ann@example.com"}`)
	assert.Equal(t, "unsubscribed", state(s, "b"), "an address that exists brings its state")
	set(t, s, `{"external_id":"b","email_subscribe":"opted_in"}`)
	assert.Equal(t, "opted_in", state(s, "a"), "a change spreads to the same address")
	set(t, s, `{"external_id":"a","email":"new@example.com"}`)
	assert.Equal(t, "subscribed", state(s, "a"), "a new address")
	set(t, s, `{"external_id":"a","email_subscribe":"unsubscribed"}`, `{"external_id":"a","email_subscribe":null}`)
	assert.Equal(t, "subscribed", state(s, "a"), "null is the state of a new profile")
	set(t, s, `{"external_id":"a","email_subscribe":"unsubscribed","email":"newer@example.com"}`)
	assert.Equal(t, "unsubscribed", state(s, "a"), "a new address with its state")
}

func TestSubscriptionGroups(t *testing.T) {
	t.Parallel()
	const id = "4fa5f5b0-1b2c-4d3e-8f9a-0b1c2d3e4f5a"
	s := brazetest.New(brazetest.Config{})
	set(t, s, `{"external_id":"a","email":"ann@example.com"}`, `{"external_id":"b","email":"ann@example.com"}`)
	set(t, s, `{"external_id":"a","subscription_groups":[
		{"subscription_group_id":"`+id+`","subscription_state":"unsubscribed"}]}`)
	for _, user := range []string{"a", "b"} {
		assert.Equal(t, map[string]string{id: "unsubscribed"}, profile(t, s, user).SubscriptionGroups)
	}
}

func TestPushTokens(t *testing.T) {
	t.Parallel()
	s := brazetest.New(brazetest.Config{})
	set(t, s, `{"external_id":"u","push_tokens":[{"app_id":"ios","token":"t1","device_id":"device-1"}]}`)
	set(t, s, `{"external_id":"u","push_tokens":[{"app_id":"ios","token":"t1"},{"app_id":"ios","token":"t2"}]}`)
	tokens := profile(t, s, "u").PushTokens
	require.Len(t, tokens, 2)
	assert.Equal(t, brazetest.PushToken{AppID: "ios", Token: "t1", DeviceID: "device-1"}, tokens[0])
	assert.NotEmpty(t, tokens[1].DeviceID, "Braze makes one up")

	const anonymous = `{"push_token_import":true,"email":"ann@example.com","push_tokens":[{"app_id":"ios","token":`
	set(t, s, anonymous+`"t1"}]}`)
	assert.Len(t, s.Profiles(), 1, "a known token is ignored")
	set(t, s, anonymous+`"t3"}]}`)
	require.Len(t, s.Profiles(), 2)
	assert.Empty(t, s.Profiles()[1].ExternalID)
	assert.Equal(t, "ann@example.com", s.Profiles()[1].Fields["email"])

	set(t, s, `{"external_id":"u","push_tokens":null}`)
	assert.Empty(t, profile(t, s, "u").PushTokens)
}
