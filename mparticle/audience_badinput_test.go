package mparticle_test

import (
	"encoding/base64"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/mpbraze/mpbraze/mparticle"
)

func TestAudienceMessageRefused(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		data    string
		reason  error
		pointer string
	}{
		"not JSON":          {`{"type"`, mparticle.ErrSyntax, "/type"},
		"two values":        {`{} {}`, mparticle.ErrSyntax, ""},
		"duplicate name":    {`{"isadd":true,"isadd":false}`, mparticle.ErrDuplicateName, ""},
		"too deep":          {strings.Repeat("[", 65), mparticle.ErrDepth, strings.Repeat("/0", 64)},
		"array":             {`[]`, mparticle.ErrNotAudience, ""},
		"null":              {`null`, mparticle.ErrNotAudience, ""},
		"a batch":           {`{"mpid":1,"user_identities":{},"events":[]}`, mparticle.ErrNotAudience, ""},
		"another message":   {`{"type":"event_processing_request"}`, mparticle.ErrNotAudience, ""},
		"line of a file":    {`{"IsAddRequest":true}`, mparticle.ErrFileName, ""},
		"not base64":        {`{"Record":{"Data":"%"}}`, mparticle.ErrSyntax, "/Record/Data"},
		"broken in base64":  {`{"Record":{"Data":"` + base64.StdEncoding.EncodeToString([]byte(`{"a"`)) + `"}}`, mparticle.ErrSyntax, "/Record/Data"},
		"batch in a record": {`{"Record":{"Data":{"events":[]}}}`, mparticle.ErrNotAudience, "/Record/Data"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			_, err := mparticle.ParseAudienceMessage([]byte(c.data))
			require.ErrorIs(t, err, c.reason)
			var refusal *mparticle.DecodeError
			require.ErrorAs(t, err, &refusal)
			assert.Equal(t, c.pointer, refusal.Pointer)
		})
	}
}

func TestGCSAudienceRefused(t *testing.T) {
	t.Parallel()
	const file = "A_1_2026-03-01_12-00-00_721e1d63.txt"
	for name, c := range map[string]struct {
		file, line string
		reason     error
	}{
		"validation file": {"mparticle-validation-1772366400.txt", `{}`, mparticle.ErrFileName},
		"no id":           {"A_x_2026-03-01_12-00-00_721e1d63.txt", `{}`, mparticle.ErrFileName},
		"id 0":            {"A_0_2026-03-01_12-00-00_721e1d63.txt", `{}`, mparticle.ErrFileName},
		"another record":  {file, `{"IsMember":true}`, mparticle.ErrNotAudience},
		"empty line":      {file, ``, mparticle.ErrSyntax},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			_, err := mparticle.ParseGCSAudience(c.file, []byte(c.line))
			require.ErrorIs(t, err, c.reason)
		})
	}
}

// One bad change costs that change.
func TestAudienceProblems(t *testing.T) {
	t.Parallel()
	profile := func(audiences string) string {
		return `{"type":"audience_membership_change_request","user_profiles":[{"audiences":[` + audiences +
			`,{"audience_id":1,"action":"add"}]}]}`
	}
	for name, c := range map[string]struct {
		data    string
		pointer string
		changes int
	}{
		"unknown action":       {profile(`{"audience_id":2,"action":"maybe"}`), "/user_profiles/0/audiences/0/action", 1},
		"no action":            {profile(`{"audience_id":2}`), "/user_profiles/0/audiences/0/action", 1},
		"no audience":          {profile(`{"action":"add"}`), "/user_profiles/0/audiences/0", 1},
		"id that is a decimal": {profile(`{"audience_id":1.5,"action":"add"}`), "/user_profiles/0/audiences/0/audience_id", 1},
		"id over 64 bits":      {profile(`{"audience_id":9223372036854775808,"action":"add"}`), "/user_profiles/0/audiences/0/audience_id", 1},
		"audience that is text": {
			profile(`"2"`), "/user_profiles/0/audiences/0", 1,
		},
		"attribute without value": {
			profile(`{"audience_id":2,"action":"add","user_attributes":[{"key":"a","action":"upsert"}]}`),
			"/user_profiles/0/audiences/0/user_attributes/0", 2,
		},
		"attribute without key": {
			profile(`{"audience_id":2,"action":"add","user_attributes":[{"action":"delete"}]}`),
			"/user_profiles/0/audiences/0/user_attributes/0/key", 2,
		},
		"attribute with another action": {
			profile(`{"audience_id":2,"action":"add","user_attributes":[{"key":"a","action":"x"}]}`),
			"/user_profiles/0/audiences/0/user_attributes/0/action", 2,
		},
		"identity that is an object": {
			`{"type":"audience_membership_change_request","user_profiles":[{"user_identities":[{"type":"email","value":{}}]}]}`,
			"/user_profiles/0/user_identities/0/value", 0,
		},
		"profiles that are no array": {
			`{"type":"audience_membership_change_request","user_profiles":{}}`, "/user_profiles", 0,
		},
		"settings that are no object": {
			`{"type":"audience_membership_change_request","account":{"account_settings":[]}}`, "/account/account_settings", 0,
		},
		"subscription without audience": {`{"type":"audience_subscription_request","action":"add"}`, "", 0},
		"member perhaps":                {`{"IsMember":"perhaps","AudienceId":1}`, "/IsMember", 0},
		"time that is none":             {`{"IsMember":true,"AudienceId":1,"MembershipChangedTimestamp":"noon"}`, "/MembershipChangedTimestamp", 1},
		"time that is an object":        {`{"IsMember":true,"AudienceId":1,"MembershipChangedTimestamp":{}}`, "/MembershipChangedTimestamp", 1},
		"in a record":                   {`{"Record":{"Data":{"IsMember":1,"AudienceId":1}}}`, "/Record/Data/IsMember", 0},
		"row with a nameless attribute": {`{"isadd":true,"audienceid":1,"userattributes":[{"attributevalue":"x"}]}`, "/userattributes/0/attributename", 1},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			m := audienceMessage(t, c.data)
			require.NotEmpty(t, m.Problems)
			assert.Equal(t, c.pointer, m.Problems[0].Pointer)
			assert.Len(t, m.Changes, c.changes)
		})
	}
}

func TestAudienceTimes(t *testing.T) {
	t.Parallel()
	noon := time.Date(2026, 3, 1, 12, 0, 0, 0, time.UTC)
	for given, want := range map[string]time.Time{
		`"1772366400"`:                noon,
		`1772366400`:                  noon,
		`"1772366400.5"`:              noon.Add(500 * time.Millisecond),
		`1772366400123`:               noon.Add(123 * time.Millisecond),
		`"1772366400123"`:             noon.Add(123 * time.Millisecond),
		`1772366400123456`:            noon.Add(123456 * time.Microsecond),
		`1772366400123456789`:         noon.Add(123456789),
		`"2026-03-01T13:00:00+01:00"`: noon,
		`null`:                        {},
		`""`:                          {},
	} {
		t.Run(given, func(t *testing.T) {
			t.Parallel()
			m := audienceMessage(t, `{"IsMember":true,"AudienceId":1,"MembershipChangedTimestamp":`+given+`}`)
			assert.Empty(t, m.Problems)
			assert.Equal(t, want, m.Changes[0].Time)
		})
	}
}
