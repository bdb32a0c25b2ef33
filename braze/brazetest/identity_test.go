package brazetest_test

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/mpbraze/mpbraze/braze"
	"github.com/mpbraze/mpbraze/braze/brazetest"
)

func TestRefusedIdentifiers(t *testing.T) {
	t.Parallel()
	const (
		required = "'external_id', 'braze_id', 'user_alias', 'email' or 'phone' is required"
		several  = "only one of 'external_id', 'braze_id' or 'user_alias' is allowed"
		alias    = `"user_alias":{"alias_name":"n","alias_label":"l"}`
	)
	for name, test := range map[string]struct{ members, want string }{
		"none":                    {`"plan":"gold"`, required},
		"null":                    {`"external_id":null`, required},
		"empty":                   {`"external_id":""`, required},
		"external id":             {`"external_id":"u"`, ""},
		"no text":                 {`"external_id":7`, "'external_id' is not valid"},
		"987 bytes":               {`"external_id":"` + strings.Repeat("x", 987) + `"`, ""},
		"988 bytes":               {`"external_id":"` + strings.Repeat("x", 988) + `"`, "EXTERNAL_USER_ID_TOO_LARGE"},
		"bytes, not characters":   {`"external_id":"` + strings.Repeat("é", 494) + `"`, "EXTERNAL_USER_ID_TOO_LARGE"},
		"external id and alias":   {`"external_id":"u",` + alias, several},
		"external and Braze id":   {`"external_id":"u","braze_id":"b"`, several},
		"Braze id and alias":      {`"braze_id":"b",` + alias, several},
		"alias":                   {alias, ""},
		"alias without label":     {`"user_alias":{"alias_name":"n"}`, "'user_alias' is not valid"},
		"alias with empty name":   {`"user_alias":{"alias_name":"","alias_label":"l"}`, "'user_alias' is not valid"},
		"alias too long":          {`"user_alias":{"alias_name":"` + strings.Repeat("n", 237) + `","alias_label":"l"}`, "'user_alias' is not valid"},
		"alias is text":           {`"user_alias":"n"`, "'user_alias' is not valid"},
		"email":                   {`"email":"ann@example.com"`, ""},
		"bad email":               {`"email":"ann@"`, "EMAIL_BAD_FORMAT"},
		"email without dot":       {`"email":"ann@example"`, "EMAIL_BAD_FORMAT"},
		"email with name":         {`"email":"Ann <ann@example.com>"`, "EMAIL_BAD_FORMAT"},
		"bad email, not used":     {`"external_id":"u","email":"ann@"`, "EMAIL_BAD_FORMAT"},
		"phone":                   {`"phone":"+14155550123"`, ""},
		"bad phone as identifier": {`"phone":"123"`, "'phone' is not valid"},
		"bad phone as a value":    {`"external_id":"u","phone":"123"`, ""},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			s := brazetest.New(brazetest.Config{})
			assert.Equal(t, test.want, refused(t, s, "attributes", `{`+test.members+`}`))
			common := `,"name":"e","time":"2024-01-01"}`
			assert.Equal(t, test.want, refused(t, s, "events", `{`+test.members+common))
		})
	}
}

func TestUnknownUsers(t *testing.T) {
	t.Parallel()
	const alias = `{"user_alias":{"alias_name":"n","alias_label":"l"},"n":1`
	for name, test := range map[string]struct {
		object  string
		created bool
	}{
		"external id":                   {`{"external_id":"u"`, true},
		"external id, existing only":    {`{"external_id":"u","_update_existing_only":true`, false},
		"alias":                         {alias, false},
		"alias, existing only":          {alias + `,"_update_existing_only":true`, false},
		"alias, not existing only":      {alias + `,"_update_existing_only":false`, true},
		"Braze id":                      {`{"braze_id":"000000000000000000000001"`, false},
		"Braze id, not existing only":   {`{"braze_id":"b","_update_existing_only":false`, false},
		"email":                         {`{"email":"ann@example.com"`, true},
		"email, existing only":          {`{"email":"ann@example.com","_update_existing_only":true`, false},
		"phone":                         {`{"phone":"+14155550123"`, true},
		"existing only is no text":      {`{"external_id":"u","_update_existing_only":"true"`, true},
		"external id, explicitly false": {`{"external_id":"u","_update_existing_only":false`, true},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			for _, array := range []string{"attributes", "events"} {
				s := brazetest.New(brazetest.Config{})
				require.Empty(t, refused(t, s, array, test.object+`,"name":"e","time":"2024-01-01"}`))
				assert.Len(t, s.Profiles(), map[bool]int{true: 1}[test.created], array)
				assert.Len(t, s.Events(), map[bool]int{true: 1}[test.created && array == "events"])
			}
		})
	}
}

func TestEmailFindsProfile(t *testing.T) {
	t.Parallel()
	s := brazetest.New(brazetest.Config{})
	set(t, s,
		`{"external_id":"a","email":"ann@example.com"}`,
		`{"external_id":"b","email":"ann@example.com"}`,
		`{"external_id":"a","n":1}`,
	)
	set(t, s, `{"email":"ann@example.com","hit":1}`)
	assert.Contains(t, profile(t, s, "a").Custom, "hit", "the most recently updated one")

	set(t, s, `{"email":"bob@example.com","n":1}`, `{"external_id":"c","email":"bob@example.com"}`)
	set(t, s, `{"external_id":"d","n":1}`, `{"email":"bob@example.com","phone":"+14155550123","hit":1}`)
	c := profile(t, s, "c")
	assert.Contains(t, c.Custom, "hit", "one with an external id comes before one without")
	assert.Equal(t, "+14155550123", c.Fields["phone"], "email identifies, phone is a value")
}

func TestPhoneFindsProfile(t *testing.T) {
	t.Parallel()
	s := brazetest.New(brazetest.Config{})
	set(t, s, `{"external_id":"a","phone":"(415) 555-0123"}`, `{"phone":"+1 415 555 0123","hit":1}`)
	a := profile(t, s, "a")
	assert.Equal(t, "+14155550123", a.Fields["phone"], "ten digits are a number of the US")
	assert.Contains(t, a.Custom, "hit")
}

func TestBesideAPrimaryIdentifier(t *testing.T) {
	t.Parallel()
	s := brazetest.New(brazetest.Config{})
	set(t, s, `{"external_id":"a","email":"ann@example.com"}`, `{"external_id":"b","email":"ann@example.com"}`)
	assert.Len(t, s.Profiles(), 2, "an email beside an external id finds nobody")

	require.Empty(t, refused(t, s, "events",
		`{"external_id":"a","email":"new@example.com","name":"e","time":"2024-01-01"}`))
	assert.Equal(t, "new@example.com", profile(t, s, "a").Fields["email"], "an event sets it")
}

func TestBrazeIDFindsProfile(t *testing.T) {
	t.Parallel()
	s := brazetest.New(brazetest.Config{})
	set(t, s, `{"external_id":"a"}`)
	set(t, s, `{"braze_id":"`+profile(t, s, "a").BrazeID+`","hit":1}`)
	assert.Contains(t, profile(t, s, "a").Custom, "hit")
}

func TestAliasesRegardCase(t *testing.T) {
	t.Parallel()
	s := brazetest.New(brazetest.Config{})
	set(t, s, `{"user_alias":{"alias_name":"Ann","alias_label":"l"},"_update_existing_only":false}`)
	_, found := s.ProfileByAlias(braze.UserAlias{Name: "ann", Label: "l"})
	assert.False(t, found)
	p, found := s.ProfileByAlias(braze.UserAlias{Name: "Ann", Label: "l"})
	require.True(t, found)
	assert.Equal(t, []brazetest.Alias{{Name: "Ann", Label: "l"}}, p.Aliases)
	assert.Empty(t, p.ExternalID)
}

func TestDummyUsersAreBlocked(t *testing.T) {
	t.Parallel()
	s := brazetest.New(brazetest.Config{MaxNames: 2})
	for _, name := range []string{"a", "b", "a", "c"} {
		require.Empty(t, refused(t, s, "events", `{"external_id":"u","name":"`+name+`","time":"2024-01-01"}`))
	}
	assert.Equal(t, "BLACKLISTED_EXTERNAL_USER_ID", refused(t, s, "attributes", `{"external_id":"u","n":1}`))
	assert.Empty(t, refused(t, s, "attributes", `{"external_id":"v","n":1}`))
}
