package mapping_test

import (
	"errors"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/mpbraze/mpbraze/mapping"
)

// settingErrors takes a joined error apart.
func settingErrors(t *testing.T, err error) map[string]*mapping.SettingError {
	t.Helper()
	found := map[string]*mapping.SettingError{}
	var walk func(err error)
	walk = func(err error) {
		if joined, ok := err.(interface{ Unwrap() []error }); ok {
			for _, e := range joined.Unwrap() {
				walk(e)
			}
			return
		}
		var e *mapping.SettingError
		require.ErrorAs(t, err, &e)
		found[e.Name] = e
	}
	walk(err)
	return found
}

func TestSettingsRefused(t *testing.T) {
	t.Parallel()
	const canary = "ann@example.com"
	for name, values := range map[string][]string{
		"userIdentificationType":        {"", "null", "Other1", "Other11", "other_id_1", "DeviceApplicationStamp", "mp_deviceid", canary},
		"externalIdentityType":          {"", canary},
		"emailIdentificationType":       {"", "E-Mail", canary},
		"anonymousUsers":                {"true", canary},
		"anonymousAliasFrom":            {"", canary},
		"bundleCommerceEventData":       {"yes", "1", "0", "[]", canary},
		"forwardScreenViews":            {"tru", canary},
		"includeEnrichedUserAttributes": {"None", canary},
		"enableApiTypeDetection":        {"True", canary},
		"userTagsValue":                 {"", "false", canary},
		"combinedTrackLimit":            {"0", "75.0", "100", canary},
		"instance":                      {"US", "US-1", "US-09", "rest.iad-01.braze.com", canary},
		"subscriptionGroupMapping": {
			canary, `{"` + canary + `":"g"}`, `[{"map":"` + canary + `"}]`, `[{"value":"` + canary + `"}]`,
			`[{"map":"` + canary + `","value":"g"},{"map":"` + canary + `","value":"h"}]`,
			`[{"map":"a","value":1}]`, `[{"map":"a","map":"b","value":"g"}]`, `[{"map":"a","value":"g"}`, `["` + canary + `"]`,
			`[null,3]`, "[{\"map\":\"\xff\",\"value\":\"g\"}]",
		},
		"consentMappingSDK": {
			`[{"map":"` + canary + `","value":"ad_storage"}]`, `[{"map":"p","value":"` + canary + `"}]`,
			`[{"value":"google_ad_user_data"}]`,
			`[{"map":"p","value":"google_ad_user_data"},{"map":"q","value":"google_ad_user_data"}]`,
		},
		"cartIdAttribute": {canary, `"` + canary + `"`, `[{"value":["` + canary + `"]}]`},
		"eventAttributesAddToUser": {
			canary, `[]`, `{"` + canary + `":"a"}`, `{"0":"a"}`, `{"1":""}`, `{"1":2}`, `{"1.5":"a"}`,
			`{"4294967296":"a"}`, `{"1":"a","1":"b"}`,
		},
	} {
		for _, value := range values {
			t.Run(name+"/"+value, func(t *testing.T) {
				t.Parallel()
				got, err := mapping.ParseSettings(map[string]string{name: value})
				require.Error(t, err)
				assert.Zero(t, got)
				assert.Contains(t, settingErrors(t, err), name)
				assert.Contains(t, err.Error(), name)
				assert.NotContains(t, err.Error(), canary)
			})
		}
	}
}

func TestSettingsRefuseUnknownNames(t *testing.T) {
	t.Parallel()
	_, err := mapping.ParseSettings(map[string]string{"bundleCommerceEventdata": "True"})
	assert.EqualError(t, err, `setting "bundleCommerceEventdata": not a setting of the Braze connection`)
}

func TestSettingsNameAllErrors(t *testing.T) {
	t.Parallel()
	_, err := mapping.ParseSettings(map[string]string{
		"userIdentificationType":  "nobody",
		"bundleCommerceEventData": "maybe",
		"anonymousUsers":          "alias",
		"appIdentifier":           "fine",
		"no such thing":           "",
	})
	found := settingErrors(t, err)
	assert.Len(t, found, 4)
	assert.Contains(t, found["userIdentificationType"].Accept, "Other10")
	assert.Equal(t, []string{"True", "False"}, found["bundleCommerceEventData"].Accept)
	assert.Equal(t, "needed when anonymousUsers is alias", found["anonymousAliasLabel"].Detail)
	assert.Contains(t, found, "no such thing")
}

func TestSettingsRefuseTwoExternalIDs(t *testing.T) {
	t.Parallel()
	_, err := mapping.ParseSettings(map[string]string{"externalIdentityType": "Email", "userIdentificationType": "MPID"})
	assert.EqualError(t, err,
		`setting "userIdentificationType": differs from externalIdentityType, which sets the same`)
}

func TestSettingErrorListsWhatIsAccepted(t *testing.T) {
	t.Parallel()
	err := error(&mapping.SettingError{Name: "anonymousUsers", Detail: "not one of its values", Accept: []string{"skip", "alias"}})
	require.EqualError(t, err, `setting "anonymousUsers": not one of its values; accepted: skip, alias`)
	assert.NoError(t, errors.Unwrap(err))
}
