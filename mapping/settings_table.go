package mapping

import (
	"slices"

	"github.com/mpbraze/mpbraze/braze"
	"github.com/mpbraze/mpbraze/mparticle"
)

// settingsReader collects settings; finish settles those that depend on others.
type settingsReader struct {
	Settings

	bundled     bool
	recommended bool
	kitTypes    bool
	apiTypes    *TypeDetection
}

// settingParser reads the text of one setting. The caller fills in the name.
type settingParser func(r *settingsReader, text string) *SettingError

// settingParsers has each setting that has a meaning on a server.
var settingParsers = map[string]settingParser{
	"userIdentificationType": identitySetting(func(r *settingsReader, t mparticle.IdentityType) *SettingError {
		// Settings are read by name, so the other one came first.
		id := &r.Config.Identity
		if id.ExternalID != "" && id.ExternalID != t {
			return &SettingError{Detail: "differs from externalIdentityType, which sets the same"}
		}
		id.ExternalID = t
		return nil
	}),
	"externalIdentityType": identitySetting(func(r *settingsReader, t mparticle.IdentityType) *SettingError {
		r.Config.Identity.ExternalID = t
		return nil
	}),
	"emailIdentificationType": identitySetting(func(r *settingsReader, t mparticle.IdentityType) *SettingError {
		r.Config.Identity.Email = t
		return nil
	}),
	"anonymousUsers": choiceSetting(func(r *settingsReader) *AnonymousMode { return &r.Config.Identity.Anonymous },
		[]settingChoice[AnonymousMode]{{"skip", AnonymousSkip}, {"alias", AnonymousAlias}}),
	"anonymousAliasLabel": textSetting(func(c *Config) *string { return &c.Identity.AliasLabel }),
	"anonymousAliasFrom":  aliasSourceSetting,

	"includeEnrichedUserIdentities": boolSetting(func(r *settingsReader, on bool) {
		r.Config.Identity.Source = enrichedSource(on)
	}),
	"includeEnrichedUserAttributes": boolSetting(func(r *settingsReader, on bool) {
		r.Config.Attributes.Source = enrichedSource(on)
	}),
	"enableApiTypeDetection": choiceSetting(func(r *settingsReader) *TypeDetection {
		r.apiTypes = new(TypeDetection)
		return r.apiTypes
	}, []settingChoice[TypeDetection]{
		{"None", DetectNone},
		{"UserAttributes", DetectUserAttributes},
		{"EventAttributes", DetectEventAttributes},
		{"Both", DetectBoth},
	}),
	"enableTypeDetection":            boolSetting(func(r *settingsReader, on bool) { r.kitTypes = on }),
	"sendUserAttributeListsAsArrays": flagSetting(func(c *Config) *bool { return &c.Attributes.ListsAsArrays }),
	"userTagsValue": choiceSetting(func(r *settingsReader) *bool { return &r.Config.Attributes.TagsAsNull },
		[]settingChoice[bool]{{"true", false}, {"null", true}}),
	"subscriptionGroupMapping": subscriptionGroupSetting,
	"consentMappingSDK":        consentSetting,

	"forwardScreenViews":      boolSetting(func(r *settingsReader, on bool) { r.Config.Events.DropScreenViews = !on }),
	"setEventNameForPageView": flagSetting(func(c *Config) *bool { return &c.Events.ScreenNameAsIs }),
	"forwardSessionEvents":    flagSetting(func(c *Config) *bool { return &c.Events.ForwardSessionEvents }),
	"nestedEventProperties":   flagSetting(func(c *Config) *bool { return &c.Events.NestedProperties }),

	"eventAttributesAddToUser":      eventAttributeSetting(AddToArray),
	"eventAttributesRemoveFromUser": eventAttributeSetting(RemoveFromArray),
	"eventAttributesSingleItemUser": eventAttributeSetting(SetAttribute),

	"bundleCommerceEventData":       boolSetting(func(r *settingsReader, on bool) { r.bundled = on }),
	"useEcommerceRecommendedEvents": boolSetting(func(r *settingsReader, on bool) { r.recommended = on }),
	"forwardSkuAsProductName":       flagSetting(func(c *Config) *bool { return &c.Commerce.NameFromProductID }),
	"replaceSkuWithProductName":     flagSetting(func(c *Config) *bool { return &c.Commerce.ProductIDFromName }),
	"source":                        textSetting(func(c *Config) *string { return &c.Commerce.Recommended.Source }),

	"cartIdAttribute":        attributeListSetting(func(c *RecommendedConfig) *[]string { return &c.CartID }),
	"checkoutIdAttribute":    attributeListSetting(func(c *RecommendedConfig) *[]string { return &c.CheckoutID }),
	"subtotalValueAttribute": attributeListSetting(func(c *RecommendedConfig) *[]string { return &c.Subtotal }),
	"imageUrlAttribute":      attributeListSetting(func(c *RecommendedConfig) *[]string { return &c.ImageURL }),
	"productUrlAttribute":    attributeListSetting(func(c *RecommendedConfig) *[]string { return &c.ProductURL }),

	"appIdentifier": textSetting(func(c *Config) *string { return &c.Push.AppID }),
	"instance":      instanceSetting,
	"combinedTrackLimit": choiceSetting(func(r *settingsReader) *braze.Caps { return &r.Caps },
		[]settingChoice[braze.Caps]{
			{"75", braze.Caps{Total: 75}},
			{"50", braze.Caps{Total: 50}},
			{"225", braze.Caps{Total: 225, PerArray: 75}},
		}),
}

// kitSettings are settings of mParticle's Android, Apple and web kits for Braze
// that steer the SDK inside an app.
var kitSettings = map[string]struct{}{
	// All kits.
	"apiKey": {}, "host": {}, "options": {}, "push_enabled": {},
	// The Apple kit; the web kit shares the session timeout.
	"ABKCollectIDFA": {},
	"ABKDisableAutomaticLocationCollectionKey": {},
	"ABKFlushIntervalOptionKey":                {},
	"ABKMinimumTriggerTimeIntervalKey":         {},
	"ABKRequestProcessingPolicyOptionKey":      {},
	"ABKSessionTimeoutKey":                     {},
	// The web kit.
	"cluster": {}, "dataCenterLocation": {}, "doNotLoadFontAwesome": {}, "enableHtmlInAppMessages": {},
	"register_inapp": {}, "safariWebsitePushId": {}, "serviceWorkerLocation": {}, "softPushCustomEventName": {},
}

// keepsEmpty lists settings whose parsers see empty text and null.
var keepsEmpty = []string{
	"userIdentificationType", "externalIdentityType", "emailIdentificationType", "anonymousAliasFrom", "userTagsValue",
}

// set reads one setting.
func (r *settingsReader) set(name, value string) *SettingError {
	if _, ok := kitSettings[name]; ok {
		r.NoEffect = append(r.NoEffect, name)
		return nil
	}
	parse, ok := settingParsers[name]
	if !ok {
		return &SettingError{Detail: "not a setting of the Braze connection"}
	}
	if (value == "" || value == "null") && !slices.Contains(keepsEmpty, name) {
		return nil
	}
	return parse(r, value)
}

// finish settles what depends on several settings.
func (r *settingsReader) finish() []error {
	switch {
	case r.recommended:
		r.Config.Commerce.Form = CommerceRecommended
	case r.bundled:
		r.Config.Commerce.Form = CommerceBundled
	}
	switch {
	case r.apiTypes != nil:
		r.Config.Attributes.TypeDetection = *r.apiTypes
	case r.kitTypes:
		r.Config.Attributes.TypeDetection = DetectBoth
	}
	if r.Config.Identity.Anonymous == AnonymousAlias && r.Config.Identity.AliasLabel == "" {
		return []error{&SettingError{Name: "anonymousAliasLabel", Detail: "needed when anonymousUsers is alias"}}
	}
	return nil
}

// enrichedSource is the source of attributes or identities.
func enrichedSource(on bool) AttributeSource {
	if on {
		return SourceBatch
	}
	return SourceChanges
}
