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
		SubscriptionGroups: map[string]string{"news": "g1"},
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
