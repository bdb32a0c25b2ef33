package brazetest_test

import (
	"net/http"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/mpbraze/mpbraze/braze"
	"github.com/mpbraze/mpbraze/braze/brazetest"
)

const success = `"message":"success"`

// family returns a server with two users of one address, one of them without
// an external id, and a user of another.
func family(t *testing.T) *brazetest.Server {
	t.Helper()
	s := brazetest.New(brazetest.Config{Now: fixed})
	set(t, s, `{"email":"ann@example.com","anonymous":true}`)
	set(t, s, `{"external_id":"a","email":"ann@example.com","push_tokens":[
		{"app_id":"ios","token":"t","device_id":"device-1"}]}`)
	set(t, s, `{"external_id":"b","phone":"+14155550123"}`)
	set(t, s, `{"user_alias":{"alias_name":"n","alias_label":"l"},"_update_existing_only":false,"plan":"gold"}`)
	return s
}

// ids names the profiles that are there by their order of creation.
func ids(s *brazetest.Server) string {
	var all strings.Builder
	for _, p := range s.Profiles() {
		all.WriteString(p.BrazeID[23:])
	}
	return all.String()
}

func TestDeleteUsers(t *testing.T) {
	t.Parallel()
	email := func(priorities string) string {
		return `{"email_addresses":[{"email":"ann@example.com","prioritization":[` + priorities + `]}]}`
	}
	for name, test := range map[string]struct {
		body   string
		status int
		answer string
		left   string
	}{
		"external ids":          {`{"external_ids":["a","b","nobody"]}`, 200, `{"deleted":2}`, "14"},
		"the same twice":        {`{"external_ids":["a","a"]}`, 200, `{"deleted":1}`, "134"},
		"alias":                 {`{"user_aliases":[{"alias_name":"n","alias_label":"l"}]}`, 200, `{"deleted":1}`, "123"},
		"Braze id":              {`{"braze_ids":["000000000000000000000003"]}`, 200, `{"deleted":1}`, "124"},
		"email of two":          {email(``), 200, `{"deleted":0}`, "1234"},
		"email, identified":     {email(`"identified"`), 200, `{"deleted":1}`, "134"},
		"email, unidentified":   {email(`"unidentified"`), 200, `{"deleted":1}`, "234"},
		"email, most recent":    {email(`"most_recently_updated"`), 200, `{"deleted":1}`, "134"},
		"email, two priorities": {email(`"unidentified","most_recently_updated"`), 200, `{"deleted":1}`, "234"},
		"email, least recent":   {email(`"least_recently_updated"`), 200, `{"deleted":1}`, "234"},
		"email, not a priority": {email(`"oldest"`), 200, `{"deleted":0}`, "1234"},
		"email, unknown":        {`{"email_addresses":[{"email":"x@example.com","prioritization":["identified"]}]}`, 200, `{"deleted":0}`, "1234"},
		"phone":                 {`{"phone_numbers":[{"phone":"+14155550123"}]}`, 200, `{"deleted":1}`, "124"},
		"two kinds":             {`{"external_ids":["a"],"braze_ids":["b"]}`, 400, `{"message":"exactly one kind of identifier must be provided"}`, "1234"},
		"nothing":               {`{}`, 400, `{"message":"exactly one kind of identifier must be provided"}`, "1234"},
		"51":                    {`{"external_ids":[` + repeat(`"a"`, 51) + `]}`, 400, `{"message":"The max number of ids per request was exceeded"}`, "1234"},
		"50":                    {`{"external_ids":[` + repeat(`"a"`, 50) + `]}`, 200, `{"deleted":1}`, "134"},
		"no JSON":               {`external_ids`, 400, `{"message":"Bad Request"}`, "1234"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			s := family(t)
			status, answer := call(t, s, "/users/delete", test.body)
			assert.Equal(t, test.status, status)
			assert.JSONEq(t, test.answer, answer)
			assert.Equal(t, test.left, ids(s))
		})
	}
}

func TestDeletedUsersAreGone(t *testing.T) {
	t.Parallel()
	s := family(t)
	require.Empty(t, refused(t, s, "events", `{"external_id":"a","name":"e","time":"2024-01-01"}`))
	status, _ := call(t, s, "/users/delete", `{"external_ids":["a"]}`)
	require.Equal(t, http.StatusOK, status)
	assert.Empty(t, s.Events())
	p, found := s.ProfileByEmail("ann@example.com")
	require.True(t, found)
	assert.Empty(t, p.ExternalID, "the other one with the address")

	set(t, s, `{"external_id":"a","n":1}`)
	assert.Equal(t, "000000000000000000000005", profile(t, s, "a").BrazeID, "a new profile")
}

func TestNewAliases(t *testing.T) {
	t.Parallel()
	s := family(t)
	status, answer := call(t, s, "/users/alias/new", `{"user_aliases":[
		{"external_id":"a","alias_name":"n1","alias_label":"l1"},
		{"external_id":"a","alias_name":"n2","alias_label":"l1"},
		{"external_id":"b","alias_name":"n","alias_label":"l"},
		{"external_id":"nobody","alias_name":"n4","alias_label":"l1"},
		{"alias_name":"n5","alias_label":"l1"}]}`)
	assert.Equal(t, http.StatusCreated, status)
	assert.JSONEq(t, `{"aliases_processed":5,`+success+`}`, answer)
	assert.Equal(t, []brazetest.Alias{{Name: "n1", Label: "l1"}}, profile(t, s, "a").Aliases, "one name per label")
	assert.Empty(t, profile(t, s, "b").Aliases, "an alias belongs to one user")
	_, found := s.ProfileByAlias(braze.UserAlias{Name: "n4", Label: "l1"})
	assert.False(t, found, "the external id is unknown")
	_, found = s.ProfileByAlias(braze.UserAlias{Name: "n5", Label: "l1"})
	assert.True(t, found, "an alias-only user")

	for body, want := range map[string]string{
		`{}`: "'user_aliases' must be an array of objects",
		`{"user_aliases":[` + repeat(`{"alias_name":"n","alias_label":"l"}`, 51) + `]}`: "The max number of ids per request was exceeded",
	} {
		status, answer := call(t, s, "/users/alias/new", body)
		assert.Equal(t, http.StatusBadRequest, status)
		assert.JSONEq(t, `{"message":"`+want+`"}`, answer)
	}
}

func TestIdentifyUsers(t *testing.T) {
	t.Parallel()
	identify := func(id string) string {
		return `{"aliases_to_identify":[{"external_id":"` + id + `","user_alias":{"alias_name":"n","alias_label":"l"}}]}`
	}
	for name, test := range map[string]struct {
		body string
		left string
		plan any
	}{
		"new external id":       {identify("new"), "1234", "gold"},
		"known external id":     {identify("b"), "123", "gold"},
		"alias in another case": {strings.Replace(identify("b"), `"n"`, `"N"`, 1), "1234", nil},
		"email":                 {`{"emails_to_identify":[{"external_id":"b","email":"ann@example.com","prioritization":["unidentified"]}]}`, "234", nil},
		"email, already known":  {`{"emails_to_identify":[{"external_id":"b","email":"ann@example.com","prioritization":["identified"]}]}`, "1234", nil},
		"email of two":          {`{"emails_to_identify":[{"external_id":"b","email":"ann@example.com","prioritization":[]}]}`, "1234", nil},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			s := family(t)
			status, answer := call(t, s, "/users/identify", test.body)
			assert.Equal(t, http.StatusCreated, status)
			assert.Contains(t, answer, success)
			assert.Equal(t, test.left, ids(s))
			id := "b"
			if strings.Contains(test.body, "new") {
				id = "new"
			}
			assert.Equal(t, test.plan, profile(t, s, id).Custom["plan"])
		})
	}
}

func TestIdentifyKeepsAliasOfSameLabel(t *testing.T) {
	t.Parallel()
	s := family(t)
	status, _ := call(t, s, "/users/alias/new", `{"user_aliases":[{"external_id":"b","alias_name":"own","alias_label":"l"}]}`)
	require.Equal(t, http.StatusCreated, status)
	status, _ = call(t, s, "/users/identify", `{"aliases_to_identify":[
		{"external_id":"b","user_alias":{"alias_name":"n","alias_label":"l"}}]}`)
	assert.Equal(t, http.StatusCreated, status)
	assert.Equal(t, "1234", ids(s), "not combined")
}

func TestRefusedIdentify(t *testing.T) {
	t.Parallel()
	const item = `{"external_id":"b","user_alias":{"alias_name":"n","alias_label":"l"}}`
	for body, want := range map[string]string{
		`[`:  "Bad Request",
		`{}`: "'aliases_to_identify' must be an array of objects",
		`{"aliases_to_identify":[` + repeat(item, 51) + `]}`: "The max number of ids per request was exceeded",
	} {
		status, answer := call(t, family(t), "/users/identify", body)
		assert.Equal(t, http.StatusBadRequest, status)
		assert.JSONEq(t, `{"message":"`+want+`"}`, answer)
	}
}

func TestMergeOnIdentify(t *testing.T) {
	t.Parallel()
	s := brazetest.New(brazetest.Config{})
	const alias = `"user_alias":{"alias_name":"n","alias_label":"l"},"_update_existing_only":false`
	set(t, s, `{`+alias+`,"plan":"silver","visits":3,"email":"ann@example.com","push_tokens":[{"app_id":"ios","token":"t"}],
		"subscription_groups":[{"subscription_group_id":"4fa5f5b0-1b2c-4d3e-8f9a-0b1c2d3e4f5a","subscription_state":"subscribed"}]}`)
	require.Empty(t, refused(t, s, "events", `{`+alias+`,"name":"e","time":"2024-01-01"}`))
	require.Empty(t, refused(t, s, "purchases", `{`+alias+`,"product_id":"p","currency":"USD","price":1,"time":"2024-01-01"}`))
	set(t, s, `{"external_id":"a","plan":"gold","first_name":"Ann"}`)
	status, _ := call(t, s, "/users/identify", `{"aliases_to_identify":[
		{"external_id":"a","user_alias":{"alias_name":"n","alias_label":"l"}}]}`)
	require.Equal(t, http.StatusCreated, status)

	p := profile(t, s, "a")
	assert.Equal(t, m{"plan": "gold", "visits": int64(3)}, p.Custom, "the kept profile wins")
	assert.Equal(t, "ann@example.com", p.Fields["email"])
	assert.Len(t, p.PushTokens, 1)
	assert.Equal(t, []brazetest.Alias{{Name: "n", Label: "l"}}, p.Aliases)
	require.Len(t, s.Events(), 1)
	assert.Equal(t, p.BrazeID, s.Events()[0].BrazeID)
	require.Len(t, s.Purchases(), 1)
	assert.Equal(t, p.BrazeID, s.Purchases()[0].BrazeID)
	assert.Len(t, p.SubscriptionGroups, 1)
	set(t, s, `{"email":"ann@example.com","hit":1}`)
	assert.Contains(t, profile(t, s, "a").Custom, "hit", "the address leads to the kept profile")
}

func TestExportUsers(t *testing.T) {
	t.Parallel()
	const fields = `"fields_to_export":["external_id"]`
	for name, test := range map[string]struct {
		body   string
		status int
		answer string
	}{
		"external ids": {`{"external_ids":["a","nobody"],` + fields + `}`, 200, `{` + success + `,"users":[{"external_id":"a"}],"invalid_user_ids":["nobody"]}`},
		"nobody":       {`{"external_ids":["nobody"],` + fields + `}`, 200, `{` + success + `,"users":[],"invalid_user_ids":["nobody"]}`},
		"alias":        {`{"user_aliases":[{"alias_name":"n","alias_label":"l"}],` + fields + `}`, 200, `{` + success + `,"users":[{}]}`},
		"Braze id":     {`{"braze_id":"000000000000000000000002",` + fields + `}`, 200, `{` + success + `,"users":[{"external_id":"a"}]}`},
		"email of two": {`{"email_address":"ann@example.com",` + fields + `}`, 200, `{` + success + `,"users":[{},{"external_id":"a"}]}`},
		"phone":        {`{"phone":"+14155550123",` + fields + `}`, 200, `{` + success + `,"users":[{"external_id":"b"}]}`},
		"device":       {`{"device_id":"device-1",` + fields + `}`, 200, `{` + success + `,"users":[{"external_id":"a"}]}`},
		"no fields":    {`{"external_ids":["a"]}`, 400, `{"message":"'fields_to_export' is required"}`},
		"51":           {`{"external_ids":[` + repeat(`"a"`, 51) + `],` + fields + `}`, 400, `{"message":"The max number of ids per request was exceeded"}`},
		"no JSON":      {`[`, 400, `{"message":"Bad Request"}`},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			status, answer := call(t, family(t), "/users/export/ids", test.body)
			assert.Equal(t, test.status, status)
			assert.JSONEq(t, test.answer, answer)
		})
	}
}

func TestExportedFields(t *testing.T) {
	t.Parallel()
	s := brazetest.New(brazetest.Config{Now: fixed})
	set(t, s, `{"external_id":"a","first_name":"Ann","plan":"gold","push_tokens":[{"app_id":"ios","token":"t","device_id":"device-1"}]}`)
	_, answer := track(t, s, `{"events":[
		{"external_id":"a","name":"e","time":"2024-02-01"},{"external_id":"a","name":"e","time":"2024-01-01"}],
		"purchases":[{"external_id":"a","product_id":"p","currency":"USD","price":2.5,"quantity":2,"time":"2024-01-01"}]}`)
	require.Contains(t, answer, success)
	_, answer = call(t, s, "/users/export/ids", `{"external_ids":["a"],"fields_to_export":["created_at","first_name",
		"last_name","custom_attributes","custom_events","purchases","total_revenue","push_tokens","email_subscribe"]}`)
	assert.JSONEq(t, `{`+success+`,"users":[{
		"created_at":"2024-03-01 12:00:01.000 UTC","first_name":"Ann","email_subscribe":"subscribed",
		"custom_attributes":{"plan":"gold"},
		"custom_events":[{"name":"e","first":"2024-01-01T00:00:00Z","last":"2024-02-01T00:00:00Z","count":2}],
		"purchases":[{"name":"p","first":"2024-01-01T00:00:00Z","last":"2024-01-01T00:00:00Z","count":2}],
		"total_revenue":5,
		"push_tokens":[{"app":"ios","token":"t","device_id":"device-1","notifications_enabled":true}]}]}`, answer)
}
