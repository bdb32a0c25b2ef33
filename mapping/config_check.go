package mapping

import (
	"errors"
	"maps"
	"slices"
	"strconv"
	"strings"

	"github.com/mpbraze/mpbraze/braze"
	"github.com/mpbraze/mpbraze/mparticle"
)

// ConfigError is one setting that [New] does not accept.
type ConfigError struct {
	// Field names the setting, such as Identity.AliasLabel.
	Field string
	// Detail says what is wrong with it.
	Detail string
}

// Error returns both.
func (e *ConfigError) Error() string { return "mapping: " + e.Field + ": " + e.Detail }

// checker collects what is wrong with a configuration.
type checker struct{ errs []error }

func (c *checker) require(ok bool, field, detail string) {
	if !ok {
		c.errs = append(c.errs, &ConfigError{Field: field, Detail: detail})
	}
}

// check returns all that is wrong with a configuration.
func check(cfg *Config) error {
	var c checker
	c.identity(&cfg.Identity)
	c.batch(&cfg.Batch)
	c.attributes(&cfg.Attributes)
	c.events(&cfg.Events)
	c.push(&cfg.Push)

	c.require(cfg.Commerce.Form <= CommerceRecommended, "Commerce.Form", unknown)
	c.require(cfg.Limits.Over <= LimitReject, "Limits.Over", unknown)
	c.require(cfg.Limits.MaxArray >= 0 && cfg.Limits.MaxArray <= braze.MaxArray,
		"Limits.MaxArray", "from 0 to "+strconv.Itoa(braze.MaxArray))
	for i := range cfg.Rules {
		rule := &cfg.Rules[i]
		c.require(rule.Attributes != nil || rule.Event != nil || rule.Purchase != nil,
			indexed("Rules", i), "has no function")
	}
	return errors.Join(c.errs...)
}

const (
	unknown = "not one of the constants"
	empty   = "must not be empty"
)

func indexed(field string, i int) string { return field + "[" + strconv.Itoa(i) + "]" }

func (c *checker) identity(cfg *IdentityConfig) {
	c.require(isSource(cfg.ExternalID), "Identity.ExternalID", "not an identity, MPID or DeviceID")
	c.require(isIdentity(cfg.Email), "Identity.Email", "not an identity")
	c.require(isSource(cfg.AliasFrom), "Identity.AliasFrom", "not an identity, MPID or DeviceID")
	c.require(cfg.Anonymous <= AnonymousAlias, "Identity.Anonymous", unknown)
	c.require(cfg.Source <= SourceNone, "Identity.Source", unknown)
	if cfg.Anonymous == AnonymousAlias {
		c.require(cfg.AliasLabel != "", "Identity.AliasLabel", "AnonymousAlias needs one")
	}
	c.require(len(cfg.AliasLabel) <= braze.MaxAliasBytes,
		"Identity.AliasLabel", "longer than "+strconv.Itoa(braze.MaxAliasBytes)+" bytes")
}

func (c *checker) batch(cfg *BatchConfig) {
	c.require(cfg.Development <= EnvironmentRoute, "Batch.Development", unknown)
	c.require(cfg.Unknown <= EnvironmentRoute, "Batch.Unknown", unknown)
	c.require(!slices.Contains(cfg.Channels, ""), "Batch.Channels", empty)
	c.require(!slices.Contains(cfg.RequireConsent, ""), "Batch.RequireConsent", empty)
}

func (c *checker) attributes(cfg *AttributeConfig) {
	c.require(cfg.Source <= SourceNone, "Attributes.Source", unknown)
	c.require(cfg.TypeDetection <= DetectBoth, "Attributes.TypeDetection", unknown)
	for _, name := range slices.Sorted(maps.Keys(cfg.SubscriptionGroups)) {
		c.require(name != "", "Attributes.SubscriptionGroups", empty)
		// Braze refuses a whole attributes object for one wrong id.
		c.require(isUUID(cfg.SubscriptionGroups[name]), "Attributes.SubscriptionGroups", "an id is not a UUID")
	}
	for _, signal := range slices.Sorted(maps.Keys(cfg.Consent)) {
		c.require(signal == GoogleAdUserData || signal == GoogleAdPersonalization, "Attributes.Consent", unknown)
		c.require(cfg.Consent[signal] != "", "Attributes.Consent", empty)
	}
}

func (c *checker) events(cfg *EventConfig) {
	c.require(cfg.OptOut <= OptOutIgnore, "Events.OptOut", unknown)
	for _, t := range slices.Sorted(maps.Keys(cfg.Forward)) {
		c.require(t != "" && cfg.Forward[t] != "", "Events.Forward", empty)
	}
	for i := range cfg.ToUser {
		c.toUser(indexed("Events.ToUser", i), &cfg.ToUser[i])
	}
}

func (c *checker) toUser(field string, rule *EventAttributeRule) {
	c.require(rule.Action <= RemoveFromArray, field+".Action", unknown)
	c.require(rule.Hash != 0 || rule.EventName != "" && rule.Attribute != "",
		field, "needs EventName and Attribute, or Hash")
	c.require(rule.To != "", field+".To", empty)
	var buf [longestName]byte
	_, reserved := reservedNames[string(lower(&buf, cleanName(rule.To)))]
	c.require(!reserved, field+".To", "a name that steers Braze")
}

func (c *checker) push(cfg *PushConfig) {
	for _, platform := range slices.Sorted(maps.Keys(cfg.AppIDs)) {
		c.require(platform != "" && cfg.AppIDs[platform] != "", "Push.AppIDs", empty)
	}
	c.require(!slices.Contains(cfg.Platforms, ""), "Push.Platforms", empty)
}

// isSource reports whether ids can be taken from t; empty is a default.
func isSource(t mparticle.IdentityType) bool {
	return t == MPID || t == DeviceID || isIdentity(t)
}

func isIdentity(t mparticle.IdentityType) bool {
	return t == "" || slices.Contains(identityTypes, t)
}

// identityTypes are those of batches.
var identityTypes = []mparticle.IdentityType{
	mparticle.IdentityOther, mparticle.IdentityCustomerID, mparticle.IdentityFacebook,
	mparticle.IdentityTwitter, mparticle.IdentityGoogle, mparticle.IdentityMicrosoft,
	mparticle.IdentityYahoo, mparticle.IdentityEmail, mparticle.IdentityAlias,
	mparticle.IdentityFacebookCustomAudienceID,
	mparticle.IdentityOtherID2, mparticle.IdentityOtherID3, mparticle.IdentityOtherID4,
	mparticle.IdentityOtherID5, mparticle.IdentityOtherID6, mparticle.IdentityOtherID7,
	mparticle.IdentityOtherID8, mparticle.IdentityOtherID9, mparticle.IdentityOtherID10,
	mparticle.IdentityMobileNumber, mparticle.IdentityPhoneNumber2, mparticle.IdentityPhoneNumber3,
}

// isUUID reports whether s has the form of a UUID, in any case.
func isUUID(s string) bool {
	if len(s) != len("00000000-0000-0000-0000-000000000000") {
		return false
	}
	for i := range len(s) {
		switch c := s[i]; i {
		case 8, 13, 18, 23:
			if c != '-' {
				return false
			}
		default:
			if !strings.ContainsRune("0123456789abcdefABCDEF", rune(c)) {
				return false
			}
		}
	}
	return true
}
