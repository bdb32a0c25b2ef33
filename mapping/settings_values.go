package mapping

import (
	"cmp"
	"maps"
	"slices"
	"strconv"
	"strings"

	"github.com/go-json-experiment/json/jsontext"

	"github.com/mpbraze/mpbraze/braze"
	"github.com/mpbraze/mpbraze/mparticle"
)

// boolSetting reads True and False.
func boolSetting(set func(r *settingsReader, on bool)) settingParser {
	return func(r *settingsReader, text string) *SettingError {
		switch {
		case strings.EqualFold(text, "true"):
			set(r, true)
		case strings.EqualFold(text, "false"):
			set(r, false)
		default:
			return &SettingError{Detail: "not a boolean", Accept: []string{"True", "False"}}
		}
		return nil
	}
}

// flagSetting reads True and False into a field of the configuration.
func flagSetting(field func(c *Config) *bool) settingParser {
	return boolSetting(func(r *settingsReader, on bool) { *field(&r.Config) = on })
}

// textSetting reads any text but a JSON object or array.
func textSetting(field func(c *Config) *string) settingParser {
	return func(r *settingsReader, text string) *SettingError {
		if kind := jsontext.Value(text).Kind(); kind == '{' || kind == '[' {
			return &SettingError{Detail: "not text"}
		}
		*field(&r.Config) = text
		return nil
	}
}

// settingChoice is one value of a setting that has few.
type settingChoice[T any] struct {
	text  string
	value T
}

// choiceSetting reads one of a few words.
func choiceSetting[T any](field func(r *settingsReader) *T, choices []settingChoice[T]) settingParser {
	return func(r *settingsReader, text string) *SettingError {
		accept := make([]string, 0, len(choices))
		for _, c := range choices {
			if strings.EqualFold(text, c.text) {
				*field(r) = c.value
				return nil
			}
			accept = append(accept, c.text)
		}
		return &SettingError{Detail: "not one of its values", Accept: accept}
	}
}

// identityNames are the identity types as kits and dashboard spell them, in the
// order in which errors list them. Each is also known by its name in batches,
// and the dashboard writes Customer ID and Other 4.
var identityNames = []settingChoice[mparticle.IdentityType]{
	{"CustomerId", mparticle.IdentityCustomerID},
	{"MPID", MPID},
	{"Email", mparticle.IdentityEmail},
	{"Other", mparticle.IdentityOther},
	{"Other2", mparticle.IdentityOtherID2},
	{"Other3", mparticle.IdentityOtherID3},
	{"Other4", mparticle.IdentityOtherID4},
	{"Other5", mparticle.IdentityOtherID5},
	{"Other6", mparticle.IdentityOtherID6},
	{"Other7", mparticle.IdentityOtherID7},
	{"Other8", mparticle.IdentityOtherID8},
	{"Other9", mparticle.IdentityOtherID9},
	{"Other10", mparticle.IdentityOtherID10},
	{"Facebook", mparticle.IdentityFacebook},
	{"Twitter", mparticle.IdentityTwitter},
	{"Google", mparticle.IdentityGoogle},
	{"Microsoft", mparticle.IdentityMicrosoft},
	{"Yahoo", mparticle.IdentityYahoo},
	{"Alias", mparticle.IdentityAlias},
	{"FacebookCustomAudienceId", mparticle.IdentityFacebookCustomAudienceID},
	{"MobileNumber", mparticle.IdentityMobileNumber},
	{"PhoneNumber2", mparticle.IdentityPhoneNumber2},
	{"PhoneNumber3", mparticle.IdentityPhoneNumber3},
}

// parseIdentity finds an identity type by one of its names.
func parseIdentity(name string) (mparticle.IdentityType, *SettingError) {
	name = strings.ReplaceAll(name, " ", "")
	accept := make([]string, 0, len(identityNames))
	for _, c := range identityNames {
		if strings.EqualFold(name, c.text) || strings.EqualFold(name, string(c.value)) {
			return c.value, nil
		}
		accept = append(accept, c.text)
	}
	return "", &SettingError{Detail: "not an identity type", Accept: accept}
}

// identitySetting reads the name of an identity type.
func identitySetting(set func(r *settingsReader, t mparticle.IdentityType) *SettingError) settingParser {
	return func(r *settingsReader, text string) *SettingError {
		t, err := parseIdentity(text)
		if err != nil {
			return err
		}
		return set(r, t)
	}
}

// aliasSourceSetting reads an identity type or mp_deviceid.
func aliasSourceSetting(r *settingsReader, text string) *SettingError {
	if strings.EqualFold(text, string(DeviceID)) {
		r.Config.Identity.AliasFrom = DeviceID
		return nil
	}
	t, err := parseIdentity(text)
	if err != nil {
		err.Accept = append(err.Accept, string(DeviceID))
		return err
	}
	r.Config.Identity.AliasFrom = t
	return nil
}

// instanceSetting reads the name of a Braze instance.
func instanceSetting(r *settingsReader, text string) *SettingError {
	instance, err := braze.ParseInstance(text)
	if err != nil {
		return &SettingError{Detail: "not an instance of Braze, such as US-01"}
	}
	r.Instance = string(instance)
	return nil
}

// mappingEntry is an entry of the mappings that mParticle's dashboard makes.
type mappingEntry struct {
	Map   string `json:"map"`
	Value string `json:"value"`
}

// mappingSetting reads a mapping and calls add for each of its entries.
func mappingSetting(shape string, add func(r *settingsReader, e mappingEntry) *SettingError) settingParser {
	return func(r *settingsReader, text string) *SettingError {
		var list []mappingEntry
		if !decodeSetting(text, &list) {
			return &SettingError{Detail: "not JSON of the form " + shape}
		}
		for _, e := range list {
			if err := add(r, e); err != nil {
				return err
			}
		}
		return nil
	}
}

var subscriptionGroupSetting = mappingSetting(`[{"map": attribute, "value": group id}]`,
	func(r *settingsReader, e mappingEntry) *SettingError {
		groups := &r.Config.Attributes.SubscriptionGroups
		if e.Map == "" || e.Value == "" {
			return &SettingError{Detail: "an entry lacks its attribute or its group id"}
		}
		if _, ok := (*groups)[e.Map]; ok {
			return &SettingError{Detail: "two entries have the same attribute"}
		}
		if *groups == nil {
			*groups = make(map[string]string)
		}
		(*groups)[e.Map] = e.Value
		return nil
	})

var consentSetting = mappingSetting(`[{"map": purpose, "value": signal}]`,
	func(r *settingsReader, e mappingEntry) *SettingError {
		consent := &r.Config.Attributes.Consent
		signal := ConsentSignal("$" + strings.TrimPrefix(e.Value, "$"))
		switch {
		case e.Map == "":
			return &SettingError{Detail: "an entry lacks its purpose"}
		case signal != GoogleAdUserData && signal != GoogleAdPersonalization:
			return &SettingError{
				Detail: "an entry has no known signal",
				Accept: []string{string(GoogleAdUserData[1:]), string(GoogleAdPersonalization[1:])},
			}
		}
		if _, ok := (*consent)[signal]; ok {
			return &SettingError{Detail: "two entries have the same signal"}
		}
		if *consent == nil {
			*consent = make(map[ConsentSignal]string)
		}
		(*consent)[signal] = e.Map
		return nil
	})

// attributeListSetting reads the values of a mapping in their order.
func attributeListSetting(field func(c *RecommendedConfig) *[]string) settingParser {
	return mappingSetting(`[{"map": any, "value": attribute}]`, func(r *settingsReader, e mappingEntry) *SettingError {
		if e.Value != "" {
			names := field(&r.Config.Commerce.Recommended)
			*names = append(*names, e.Value)
		}
		return nil
	})
}

// eventAttributeSetting reads rules by filter hash, and sorts them, since a JSON
// object has no order.
func eventAttributeSetting(action EventAttributeAction) settingParser {
	return func(r *settingsReader, text string) *SettingError {
		var byHash map[string]string
		if !decodeSetting(text, &byHash) {
			return &SettingError{Detail: "not JSON of the form {filter hash: Braze attribute}"}
		}
		rules := make([]EventAttributeRule, 0, len(byHash))
		for _, key := range slices.Sorted(maps.Keys(byHash)) {
			hash, err := strconv.ParseInt(strings.TrimSpace(key), 10, 32)
			if err != nil || hash == 0 {
				return &SettingError{Detail: "a rule is not a filter hash, which is a whole number of 32 bits"}
			}
			if byHash[key] == "" {
				return &SettingError{Detail: "a rule lacks its Braze attribute"}
			}
			rules = append(rules, EventAttributeRule{Hash: int32(hash), Action: action, To: byHash[key]})
		}
		slices.SortStableFunc(rules, func(a, b EventAttributeRule) int { return cmp.Compare(a.Hash, b.Hash) })
		r.Config.Events.ToUser = append(r.Config.Events.ToUser, rules...)
		return nil
	}
}
