package mapping_test

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/mpbraze/mpbraze/braze"
	"github.com/mpbraze/mpbraze/mapping"
	"github.com/mpbraze/mpbraze/mparticle"
)

// settingsOf makes settings whose configuration is changed by set.
func settingsOf(set func(c *mapping.Config)) mapping.Settings {
	var s mapping.Settings
	set(&s.Config)
	return s
}

func TestConfigSettingsTable(t *testing.T) {
	t.Parallel()
	type setting map[string]string
	tests := map[string]struct {
		in   setting
		want mapping.Settings
	}{
		"none": {setting{}, mapping.Settings{}},

		"external id MPID": {
			setting{"userIdentificationType": "MPID"},
			settingsOf(func(c *mapping.Config) { c.Identity.ExternalID = mapping.MPID }),
		},
		"external id by the other name": {
			setting{"externalIdentityType": "Other4"},
			settingsOf(func(c *mapping.Config) { c.Identity.ExternalID = mparticle.IdentityOtherID4 }),
		},
		"external id by both names": {
			setting{"externalIdentityType": "Email", "userIdentificationType": "email"},
			settingsOf(func(c *mapping.Config) { c.Identity.ExternalID = mparticle.IdentityEmail }),
		},
		"email": {
			setting{"emailIdentificationType": "Other2"},
			settingsOf(func(c *mapping.Config) { c.Identity.Email = mparticle.IdentityOtherID2 }),
		},
		"anonymous users skipped": {
			setting{"anonymousUsers": "Skip"},
			mapping.Settings{},
		},
		"anonymous users under an alias": {
			setting{"anonymousUsers": "alias", "anonymousAliasLabel": " device ", "anonymousAliasFrom": "mp_deviceid"},
			settingsOf(func(c *mapping.Config) {
				c.Identity.Anonymous = mapping.AnonymousAlias
				c.Identity.AliasLabel = "device"
				c.Identity.AliasFrom = mapping.DeviceID
			}),
		},
		"alias from an identity": {
			setting{"anonymousAliasFrom": "Other"},
			settingsOf(func(c *mapping.Config) { c.Identity.AliasFrom = mparticle.IdentityOther }),
		},
		"enriched off": {
			setting{"includeEnrichedUserAttributes": "False", "includeEnrichedUserIdentities": "false"},
			settingsOf(func(c *mapping.Config) {
				c.Attributes.Source = mapping.SourceChanges
				c.Identity.Source = mapping.SourceChanges
			}),
		},
		"enriched on": {
			setting{"includeEnrichedUserAttributes": "True", "includeEnrichedUserIdentities": "TRUE"},
			mapping.Settings{},
		},

		"types of user attributes": {
			setting{"enableApiTypeDetection": "UserAttributes"},
			settingsOf(func(c *mapping.Config) { c.Attributes.TypeDetection = mapping.DetectUserAttributes }),
		},
		"types of event attributes": {
			setting{"enableApiTypeDetection": "eventattributes"},
			settingsOf(func(c *mapping.Config) { c.Attributes.TypeDetection = mapping.DetectEventAttributes }),
		},
		"types of both": {
			setting{"enableApiTypeDetection": "Both"},
			settingsOf(func(c *mapping.Config) { c.Attributes.TypeDetection = mapping.DetectBoth }),
		},
		"types as a kit says": {
			setting{"enableTypeDetection": "True"},
			settingsOf(func(c *mapping.Config) { c.Attributes.TypeDetection = mapping.DetectBoth }),
		},
		"types: the server's setting goes before the kit's": {
			setting{"enableTypeDetection": "True", "enableApiTypeDetection": "None"},
			mapping.Settings{},
		},
		"lists": {
			setting{"sendUserAttributeListsAsArrays": "True"},
			settingsOf(func(c *mapping.Config) { c.Attributes.ListsAsArrays = true }),
		},
		"tags as null": {
			setting{"userTagsValue": "null"},
			settingsOf(func(c *mapping.Config) { c.Attributes.TagsAsNull = true }),
		},
		"tags as text": {setting{"userTagsValue": "true"}, mapping.Settings{}},
		"subscription groups": {
			setting{"subscriptionGroupMapping": `[{"jsmap":null,"map":"news","maptype":"UserAttributeClass.Name","value":"g-1"},` +
				`{"map":"sms","value":"g-2"}]`},
			settingsOf(func(c *mapping.Config) {
				c.Attributes.SubscriptionGroups = map[string]string{"news": "g-1", "sms": "g-2"}
			}),
		},
		"consent": {
			setting{"consentMappingSDK": `[{"map":"Ads","value":"google_ad_user_data"},` +
				`{"map":"data_sale_opt_out","value":"google_ad_personalization"}]`},
			settingsOf(func(c *mapping.Config) {
				c.Attributes.Consent = map[mapping.ConsentSignal]string{
					mapping.GoogleAdUserData:        "Ads",
					mapping.GoogleAdPersonalization: "data_sale_opt_out",
				}
			}),
		},
		"consent: one purpose for both": {
			setting{"consentMappingSDK": `[{"map":"Ads","value":"google_ad_user_data"},` +
				`{"map":"Ads","value":"google_ad_personalization"}]`},
			settingsOf(func(c *mapping.Config) {
				c.Attributes.Consent = map[mapping.ConsentSignal]string{
					mapping.GoogleAdUserData:        "Ads",
					mapping.GoogleAdPersonalization: "Ads",
				}
			}),
		},

		"screen views off": {
			setting{"forwardScreenViews": "False"},
			settingsOf(func(c *mapping.Config) { c.Events.DropScreenViews = true }),
		},
		"screen views on": {setting{"forwardScreenViews": "True"}, mapping.Settings{}},
		"events": {
			setting{"setEventNameForPageView": "True", "forwardSessionEvents": "True", "nestedEventProperties": "True"},
			settingsOf(func(c *mapping.Config) {
				c.Events.ScreenNameAsIs = true
				c.Events.ForwardSessionEvents = true
				c.Events.NestedProperties = true
			}),
		},
		"event attributes": {
			setting{
				"eventAttributesAddToUser":      `{"888169310":"places","-5":"codes"}`,
				"eventAttributesRemoveFromUser": `{"7":"places"}`,
				"eventAttributesSingleItemUser": `{"10":"last","9":"first"}`,
			},
			settingsOf(func(c *mapping.Config) {
				c.Events.ToUser = []mapping.EventAttributeRule{
					{Hash: -5, Action: mapping.AddToArray, To: "codes"},
					{Hash: 888169310, Action: mapping.AddToArray, To: "places"},
					{Hash: 7, Action: mapping.RemoveFromArray, To: "places"},
					{Hash: 9, Action: mapping.SetAttribute, To: "first"},
					{Hash: 10, Action: mapping.SetAttribute, To: "last"},
				}
			}),
		},

		"bundled": {
			setting{"bundleCommerceEventData": "True"},
			settingsOf(func(c *mapping.Config) { c.Commerce.Form = mapping.CommerceBundled }),
		},
		"recommended": {
			setting{"useEcommerceRecommendedEvents": "True"},
			settingsOf(func(c *mapping.Config) { c.Commerce.Form = mapping.CommerceRecommended }),
		},
		"recommended goes before bundled": {
			setting{"bundleCommerceEventData": "True", "useEcommerceRecommendedEvents": "True"},
			settingsOf(func(c *mapping.Config) { c.Commerce.Form = mapping.CommerceRecommended }),
		},
		"product names": {
			setting{"forwardSkuAsProductName": "True", "replaceSkuWithProductName": "True"},
			settingsOf(func(c *mapping.Config) {
				c.Commerce.NameFromProductID = true
				c.Commerce.ProductIDFromName = true
			}),
		},
		"sources of recommended events": {
			setting{
				"source":                 "web",
				"cartIdAttribute":        `[{"map":"1","value":"cart_id"},{"map":"2","value":""},{"value":"basket"}]`,
				"checkoutIdAttribute":    `[{"value":"checkout_id"}]`,
				"subtotalValueAttribute": `[{"value":"subtotal"}]`,
				"imageUrlAttribute":      `[{"value":"image"}]`,
				"productUrlAttribute":    `[{"value":"url"}]`,
			},
			settingsOf(func(c *mapping.Config) {
				c.Commerce.Recommended = mapping.RecommendedConfig{
					Source:     "web",
					CartID:     []string{"cart_id", "basket"},
					CheckoutID: []string{"checkout_id"},
					Subtotal:   []string{"subtotal"},
					ImageURL:   []string{"image"},
					ProductURL: []string{"url"},
				}
			}),
		},

		"app": {
			setting{"appIdentifier": "app-1"},
			settingsOf(func(c *mapping.Config) { c.Push.AppID = "app-1" }),
		},
		"instance":                {setting{"instance": " us-01\n"}, mapping.Settings{Instance: "US-01"}},
		"instance without hyphen": {setting{"instance": "eu02"}, mapping.Settings{Instance: "EU-02"}},
		"75 together":             {setting{"combinedTrackLimit": "75"}, mapping.Settings{Caps: braze.Caps{Total: 75}}},
		"50 together":             {setting{"combinedTrackLimit": "50"}, mapping.Settings{Caps: braze.Caps{Total: 50}}},
		"75 in each array":        {setting{"combinedTrackLimit": "225"}, mapping.Settings{Caps: braze.Caps{Total: 225, PerArray: 75}}},
		"without a meaning":       {setting{"host": "h", "ABKCollectIDFA": "True"}, mapping.Settings{NoEffect: []string{"ABKCollectIDFA", "host"}}},
		"empty is not given":      {setting{"bundleCommerceEventData": "", "instance": " ", "source": ""}, mapping.Settings{}},
		"null is not given":       {setting{"bundleCommerceEventData": "null", "cartIdAttribute": "null", "instance": "null"}, mapping.Settings{}},
		"empty mappings":          {setting{"cartIdAttribute": "[]", "eventAttributesAddToUser": "{}", "consentMappingSDK": " [] "}, mapping.Settings{}},
		"False is the default":    {setting{"bundleCommerceEventData": "False", "enableTypeDetection": "FALSE"}, mapping.Settings{}},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			got, err := mapping.ParseSettings(tt.in)
			require.NoError(t, err)
			assert.Equal(t, tt.want, got)
		})
	}
}

func TestSettingsIdentityTypes(t *testing.T) {
	t.Parallel()
	tests := map[mparticle.IdentityType]string{
		mapping.MPID:                               "MPID mpid Mpid",
		mparticle.IdentityCustomerID:               "CustomerId customerid CUSTOMER_ID customer_id",
		mparticle.IdentityEmail:                    "Email email",
		mparticle.IdentityOther:                    "Other other",
		mparticle.IdentityOtherID2:                 "Other2 other_id_2",
		mparticle.IdentityOtherID3:                 "Other3 other_id_3",
		mparticle.IdentityOtherID4:                 "Other4 other_id_4",
		mparticle.IdentityOtherID5:                 "Other5 other_id_5",
		mparticle.IdentityOtherID6:                 "Other6 other_id_6",
		mparticle.IdentityOtherID7:                 "Other7 other_id_7",
		mparticle.IdentityOtherID8:                 "Other8 other_id_8",
		mparticle.IdentityOtherID9:                 "Other9 other_id_9",
		mparticle.IdentityOtherID10:                "Other10 other10 Other_ID_10",
		mparticle.IdentityFacebook:                 "Facebook facebook",
		mparticle.IdentityTwitter:                  "Twitter",
		mparticle.IdentityGoogle:                   "Google",
		mparticle.IdentityMicrosoft:                "Microsoft",
		mparticle.IdentityYahoo:                    "Yahoo",
		mparticle.IdentityAlias:                    "Alias",
		mparticle.IdentityFacebookCustomAudienceID: "FacebookCustomAudienceId facebook_custom_audience_id",
		mparticle.IdentityMobileNumber:             "MobileNumber mobile_number",
		mparticle.IdentityPhoneNumber2:             "PhoneNumber2 phone_number_2",
		mparticle.IdentityPhoneNumber3:             "PhoneNumber3 phone_number_3",
	}
	for want, names := range tests {
		for name := range strings.FieldsSeq(names) {
			got, err := mapping.ParseSettings(map[string]string{
				"userIdentificationType": name, "emailIdentificationType": name, "anonymousAliasFrom": name,
			})
			require.NoError(t, err, name)
			assert.Equal(t, mapping.IdentityConfig{ExternalID: want, Email: want, AliasFrom: want}, got.Config.Identity, name)
		}
	}
	got, err := mapping.ParseSettings(map[string]string{"userIdentificationType": "Customer ID"})
	require.NoError(t, err)
	assert.Equal(t, mparticle.IdentityCustomerID, got.Config.Identity.ExternalID, "as the dashboard writes it")
}

// The web kit's settings are escaped for HTML, the Android kit's once more.
func TestSettingsEscapedJSON(t *testing.T) {
	t.Parallel()
	want := map[string]string{"R&D news": "g-1"}
	for name, text := range map[string]string{
		"plain":       `[{"jsmap":null,"map":"R&D news","value":"g-1"}]`,
		"HTML":        `[{&quot;jsmap&quot;:null,&quot;map&quot;:&quot;R&amp;D news&quot;,&quot;value&quot;:&quot;g-1&quot;}]`,
		"numbered":    `[{&#34;map&#34;:&#34;R&#38;D news&#34;,&#34;value&#34;:&#34;g-1&#34;}]`,
		"backslashes": `[{\"map\":\"R&D news\",\"value\":\"g-1\"}]`,
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			got, err := mapping.ParseSettings(map[string]string{"subscriptionGroupMapping": text})
			require.NoError(t, err)
			assert.Equal(t, want, got.Config.Attributes.SubscriptionGroups)
		})
	}
}
