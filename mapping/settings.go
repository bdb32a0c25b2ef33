package mapping

import (
	"errors"
	"fmt"
	"maps"
	"slices"
	"strings"

	"github.com/mpbraze/mpbraze/braze"
)

// Settings is a connection of mParticle, as [ParseSettings] reads it.
type Settings struct {
	// Config is for [New].
	Config Config
	// Instance is the Braze instance in upper case, such as US-01; empty when
	// the settings do not name one.
	Instance string
	// Caps is what one request to /users/track may hold, for the sender. 225
	// stands for accounts that may fill each of the three arrays. Zero when the
	// settings do not say, which means Braze's default.
	Caps braze.Caps
	// NoEffect lists, sorted, the settings that were given and steer only a kit
	// inside an app.
	NoEffect []string
}

// SettingError is one setting that cannot be read.
type SettingError struct {
	// Name of the setting; empty when the settings as a whole are meant.
	Name string
	// Detail says what is wrong, without the value, which may be personal.
	Detail string
	// Accept lists the values that are accepted, when they are few.
	Accept []string
}

// Error names the setting, what is wrong with it and what is accepted.
func (e *SettingError) Error() string {
	text := "settings: " + e.Detail
	if e.Name != "" {
		text = fmt.Sprintf("setting %q: %s", e.Name, e.Detail)
	}
	if len(e.Accept) > 0 {
		text += "; accepted: " + strings.Join(e.Accept, ", ")
	}
	return text
}

// ParseSettings reads the settings of a Braze connection under the names that
// mParticle's kits and dashboard give them. No settings give the zero [Config].
//
//	setting                        values                             field of Config
//	userIdentificationType         CustomerId, MPID, Email, Other,    Identity.ExternalID
//	                               Other2 to Other10, Facebook...;
//	                               or customer_id, other_id_4...
//	externalIdentityType           the same setting by another name   Identity.ExternalID
//	emailIdentificationType        the same values                    Identity.Email
//	anonymousUsers                 skip, alias                        Identity.Anonymous
//	anonymousAliasLabel            text; needed with alias            Identity.AliasLabel
//	anonymousAliasFrom             mpid, mp_deviceid, an identity     Identity.AliasFrom
//	includeEnrichedUserIdentities  False means changes only           Identity.Source
//	includeEnrichedUserAttributes  False means changes only           Attributes.Source
//	enableApiTypeDetection         None, UserAttributes,              Attributes.TypeDetection
//	                               EventAttributes, Both
//	enableTypeDetection            True means Both; yields to         Attributes.TypeDetection
//	                               enableApiTypeDetection
//	sendUserAttributeListsAsArrays True, False                        Attributes.ListsAsArrays
//	userTagsValue                  true, null                         Attributes.TagsAsNull
//	subscriptionGroupMapping       [{"map": attribute,                Attributes.SubscriptionGroups
//	                               "value": group id}]
//	consentMappingSDK              [{"map": purpose, "value":         Attributes.Consent
//	                               google_ad_user_data or
//	                               google_ad_personalization}]
//	forwardScreenViews             False drops them                   Events.DropScreenViews
//	setEventNameForPageView        True, False                        Events.ScreenNameAsIs
//	forwardSessionEvents           True, False                        Events.ForwardSessionEvents
//	nestedEventProperties          True, False                        Events.NestedProperties
//	eventAttributesAddToUser       {filter hash: Braze attribute}     Events.ToUser, AddToArray
//	eventAttributesRemoveFromUser  {filter hash: Braze attribute}     Events.ToUser, RemoveFromArray
//	eventAttributesSingleItemUser  {filter hash: Braze attribute}     Events.ToUser, SetAttribute
//	bundleCommerceEventData        True, False                        Commerce.Form
//	useEcommerceRecommendedEvents  True, False; goes before bundling  Commerce.Form
//	forwardSkuAsProductName        True, False                        Commerce.NameFromProductID
//	replaceSkuWithProductName      True, False                        Commerce.ProductIDFromName
//	source                         text                               Commerce.Recommended.Source
//	cartIdAttribute                [{"value": attribute}]             Commerce.Recommended.CartID
//	checkoutIdAttribute            [{"value": attribute}]             Commerce.Recommended.CheckoutID
//	subtotalValueAttribute         [{"value": attribute}]             Commerce.Recommended.Subtotal
//	imageUrlAttribute              [{"value": attribute}]             Commerce.Recommended.ImageURL
//	productUrlAttribute            [{"value": attribute}]             Commerce.Recommended.ProductURL
//	appIdentifier                  text                               Push.AppID
//	instance                       US-01...                           Settings.Instance
//	combinedTrackLimit             75, 50, 225                        Settings.Caps
//
// Values compare without case, and space around them is ignored. JSON values
// may be escaped for HTML (&quot;) or with backslashes. Empty values and null
// leave a setting at its default, but for identity types, which never fall back
// to another type, and for userTagsValue. Settings that steer only a kit inside
// an app are accepted and listed in [Settings.NoEffect]; among them is apiKey,
// since keys are for the client and not for the mapping.
//
// An unknown name and a malformed value are errors of type [*SettingError]. All
// of them are joined, and then Settings is zero.
//
// Sources: https://docs.mparticle.com/integrations/braze/event/ and the kits at
// https://github.com/mparticle-integrations.
func ParseSettings(settings map[string]string) (Settings, error) {
	var (
		read settingsReader
		errs []error
	)
	for _, name := range slices.Sorted(maps.Keys(settings)) {
		if err := read.set(name, strings.TrimSpace(settings[name])); err != nil {
			err.Name = name
			errs = append(errs, err)
		}
	}
	errs = append(errs, read.finish()...)
	if len(errs) > 0 {
		return Settings{}, errors.Join(errs...)
	}
	return read.Settings, nil
}
