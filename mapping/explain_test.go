package mapping_test

import (
	"testing"

	"github.com/stretchr/testify/assert"

	"github.com/mpbraze/mpbraze/braze"
	"github.com/mpbraze/mpbraze/mapping"
	"github.com/mpbraze/mpbraze/mparticle"
)

func TestExplainNamesInputAndRule(t *testing.T) {
	t.Parallel()
	b := withEvent("Seen", mparticle.Attributes{"size": "L"})
	b.UserAttributes = mparticle.Attributes{"$Age": 36, "a/b": "x", "news": true}
	b.UserIdentities = append(b.UserIdentities, id(mparticle.IdentityEmail, "a@b.example"))
	b.DeletedUserAttributes = []string{"old"}
	b.ConsentState = gdpr("ads", true)
	got := mapper(t, mapping.Config{Attributes: mapping.AttributeConfig{
		SubscriptionGroups: map[string]string{"news": groupOne},
		Consent:            map[mapping.ConsentSignal]string{mapping.GoogleAdUserData: "ads"},
	}}).Explain(b)

	for _, want := range []mapping.FieldTrace{
		{Output: "/attributes/0/email", Input: "/user_identities/email", Rule: "identity"},
		{Output: "/attributes/0/dob", Input: "/user_attributes/$Age", Rule: "standard field"},
		{Output: "/attributes/0/a~1b", Input: "/user_attributes/a~1b", Rule: "custom attribute"},
		{Output: "/attributes/0/subscription_groups", Input: "/user_attributes/news", Rule: "subscription group"},
		{Output: "/attributes/0/old", Input: "/deleted_user_attributes/0", Rule: "deleted"},
		{Output: "/attributes/0/$google_ad_user_data", Input: "/consent_state", Rule: "consent"},
		{Output: "/events/0/properties/size", Input: "/events/0/data/custom_attributes/size", Rule: "property"},
	} {
		assert.Contains(t, got.Fields, want)
	}
	assert.Equal(t, got.Track.DataPoints(), got.DataPoints)
	assert.Positive(t, got.DataPoints)
}

func TestExplainAgreesWithMap(t *testing.T) {
	t.Parallel()
	m := mapper(t, mapping.Config{})
	b := visit(t)
	assert.Equal(t, m.Map(b), m.Explain(b).Result)
}

func TestExplainForgetsWhatARuleDropped(t *testing.T) {
	t.Parallel()
	b := known()
	b.Events = append(withEvent("a", mparticle.Attributes{"x": 1}).Events, withEvent("b", mparticle.Attributes{"y": 2}).Events...)
	got := mapper(t, mapping.Config{Rules: []mapping.Rule{{Event: func(e *braze.Event, _ mparticle.Event) bool {
		return e.Name != "a"
	}}}}).Explain(b)
	for _, f := range got.Fields {
		assert.NotContains(t, f.Input, "/events/0/")
	}
	assert.Contains(t, got.Fields, mapping.FieldTrace{
		Output: "/events/0/properties/y", Input: "/events/1/data/custom_attributes/y", Rule: "property",
	})
}

// TestExplainNamesWhatNoRuleForwards: what is neither a field of the result nor
// an issue is listed all the same.
func TestExplainNamesWhatNoRuleForwards(t *testing.T) {
	t.Parallel()
	b := eventBatch(
		&mparticle.CustomEvent{EventCommon: mparticle.EventCommon{
			TimestampUnixtimeMS: eventMS, CustomFlags: mparticle.Attributes{"a": "b"}, Location: &mparticle.Location{},
			DeviceCurrentState: &mparticle.DeviceState{}, LifetimeValueChange: "5", PageURL: "https://shop.example",
			CanonicalName: "c", ViewController: "v",
		}, EventName: "Search"},
		nil,
		&mparticle.UnknownEvent{EventType: "new"},
		&mparticle.CommerceEvent{
			EventCommon: common(nil), ScreenName: "Cart", ShoppingCart: &mparticle.ShoppingCart{},
			ProductAction: &mparticle.ProductAction{Action: "click", Products: []mparticle.Product{{ID: "a", AddedToCartTimeMS: eventMS}}},
		},
	)
	b.IP, b.PartnerIdentity = "192.0.2.1", "p"
	b.PartnerIdentities = map[string]string{"p": "1"}
	b.IntegrationAttributes = map[string]map[string]string{"1": {"a": "b"}}
	b.ApplicationInfo, b.DeviceInfo = &mparticle.ApplicationInfo{}, &mparticle.DeviceInfo{}
	b.AttributionInfo = &mparticle.AttributionInfo{}
	b.Context = &mparticle.Context{Location: &mparticle.Location{}}
	b.UserIdentities = append(b.UserIdentities, id(mparticle.IdentityEmail, "a@b.example"), id(mparticle.IdentityOther, "o"))

	want := []string{
		"/application_info", "/attribution_info", "/context/location", "/device_info", "/integration_attributes",
		"/ip", "/partner_identities", "/partner_identity", "/user_identities/other",
		"/events/0/data/canonical_name", "/events/0/data/custom_flags", "/events/0/data/device_current_state",
		"/events/0/data/lifetime_value_change", "/events/0/data/location", "/events/0/data/page_url",
		"/events/0/data/view_controller", "/events/3/data/screen_name", "/events/3/data/shopping_cart",
		"/events/3/data/product_action/products/0/added_to_cart_time_ms",
	}
	assert.Equal(t, want, mapper(t, mapping.Config{}).Explain(b).Unused)

	alias := mapping.Config{Identity: mapping.IdentityConfig{
		Anonymous: mapping.AnonymousAlias, AliasLabel: "other", AliasFrom: mparticle.IdentityOther,
	}}
	assert.NotContains(t, mapper(t, alias).Explain(b).Unused, "/user_identities/other")

	b.UserIdentities = nil
	assert.Empty(t, mapper(t, mapping.Config{}).Explain(b).Unused, "nothing of the batch is forwarded")
}

func TestExplainNamesTheMemberThatNamesAnEvent(t *testing.T) {
	t.Parallel()
	b := eventBatch(
		&mparticle.CustomEvent{EventCommon: common(nil), EventName: "Search"},
		&mparticle.ScreenView{EventCommon: common(nil), ScreenName: "Home"},
		commerce(mparticle.ProductActionClick, lace()),
	)
	got := mapper(t, mapping.Config{}).Explain(b).Fields
	for _, want := range []mapping.FieldTrace{
		{Output: "/events/0/name", Input: "/events/0/data/event_name", Rule: "custom_event"},
		{Output: "/events/1/name", Input: "/events/1/data/screen_name", Rule: "screen_view"},
		{Output: "/events/2/name", Input: "/events/2/data/product_action/products/0", Rule: "product"},
		{Output: "/events/2/time", Input: "/events/2/data/timestamp_unixtime_ms", Rule: "event time"},
	} {
		assert.Contains(t, got, want)
	}
}
