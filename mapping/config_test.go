package mapping_test

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/mpbraze/mpbraze/mapping"
	"github.com/mpbraze/mpbraze/mparticle"
)

func TestNewChecksItsConfiguration(t *testing.T) {
	t.Parallel()
	for field, set := range map[string]func(*mapping.Config){
		"Identity.ExternalID":           func(c *mapping.Config) { c.Identity.ExternalID = "customerid" },
		"Identity.Email":                func(c *mapping.Config) { c.Identity.Email = mapping.MPID },
		"Identity.AliasFrom":            func(c *mapping.Config) { c.Identity.AliasFrom = "x" },
		"Identity.AliasLabel":           func(c *mapping.Config) { c.Identity.Anonymous = mapping.AnonymousAlias },
		"Identity.Anonymous":            func(c *mapping.Config) { c.Identity.Anonymous = 9 },
		"Identity.Source":               func(c *mapping.Config) { c.Identity.Source = 9 },
		"Batch.Development":             func(c *mapping.Config) { c.Batch.Development = 9 },
		"Batch.Unknown":                 func(c *mapping.Config) { c.Batch.Unknown = 9 },
		"Batch.Channels":                func(c *mapping.Config) { c.Batch.Channels = []mparticle.Channel{""} },
		"Batch.RequireConsent":          func(c *mapping.Config) { c.Batch.RequireConsent = []string{""} },
		"Attributes.Source":             func(c *mapping.Config) { c.Attributes.Source = 9 },
		"Attributes.TypeDetection":      func(c *mapping.Config) { c.Attributes.TypeDetection = 9 },
		"Attributes.SubscriptionGroups": func(c *mapping.Config) { c.Attributes.SubscriptionGroups = map[string]string{"news": "news-group"} },
		"Attributes.Consent":            func(c *mapping.Config) { c.Attributes.Consent = map[mapping.ConsentSignal]string{"$other": "ads"} },
		"Events.OptOut":                 func(c *mapping.Config) { c.Events.OptOut = 9 },
		"Events.Forward":                func(c *mapping.Config) { c.Events.Forward = map[mparticle.EventType]string{"first_run": ""} },
		"Events.ToUser[0]":              func(c *mapping.Config) { c.Events.ToUser = []mapping.EventAttributeRule{{To: "x"}} },
		"Events.ToUser[0].To": func(c *mapping.Config) {
			c.Events.ToUser = []mapping.EventAttributeRule{{Hash: 1, To: "External_ID"}}
		},
		"Events.ToUser[0].Action": func(c *mapping.Config) {
			c.Events.ToUser = []mapping.EventAttributeRule{{Hash: 1, To: "x", Action: 9}}
		},
		"Commerce.Form":   func(c *mapping.Config) { c.Commerce.Form = 9 },
		"Push.AppIDs":     func(c *mapping.Config) { c.Push.AppIDs = map[string]string{"ios": ""} },
		"Push.Platforms":  func(c *mapping.Config) { c.Push.Platforms = []string{""} },
		"Limits.Over":     func(c *mapping.Config) { c.Limits.Over = 9 },
		"Limits.MaxArray": func(c *mapping.Config) { c.Limits.MaxArray = 501 },
		"Rules[0]":        func(c *mapping.Config) { c.Rules = []mapping.Rule{{Name: "empty"}} },
	} {
		t.Run(field, func(t *testing.T) {
			t.Parallel()
			var cfg mapping.Config
			set(&cfg)
			_, err := mapping.New(cfg)
			var got *mapping.ConfigError
			require.ErrorAs(t, err, &got)
			assert.Equal(t, field, got.Field)
			assert.NotEmpty(t, got.Detail)
		})
	}
}

func TestNewReportsAllErrors(t *testing.T) {
	t.Parallel()
	_, err := mapping.New(mapping.Config{
		Identity: mapping.IdentityConfig{Anonymous: mapping.AnonymousAlias},
		Limits:   mapping.LimitConfig{MaxArray: -1},
	})
	var joined interface{ Unwrap() []error }
	require.ErrorAs(t, err, &joined)
	assert.Len(t, joined.Unwrap(), 2)
	assert.ErrorContains(t, err, "mapping: Identity.AliasLabel: AnonymousAlias needs one")
}

func TestNewKeepsACopyOfItsConfiguration(t *testing.T) {
	t.Parallel()
	cfg := mapping.Config{Identity: mapping.IdentityConfig{Deny: []string{"guest"}}}
	m := mapper(t, cfg)
	cfg.Identity.Deny[0] = "u1"
	r := m.Map(withAttributes(mparticle.Attributes{"plan": "gold"}))
	assert.Equal(t, 1, r.Track.Len())
}

func TestNeutralizeLiquid(t *testing.T) {
	t.Parallel()
	for in, want := range map[string]string{
		"{{ x }}":  "{ {  x }}",
		"{%- y %}": "{ %- y %}",
		"{{{z}}}":  "{ { {z}}}",
		"{{%":      "{ { %",
		"{plain}":  "{plain}",
	} {
		r := mapped(t, mapping.Config{Limits: mapping.LimitConfig{NeutralizeLiquid: true}},
			withAttributes(mparticle.Attributes{"a": in, "$FirstName": in}))
		a := attributesOf(t, r)
		name, _ := a.FirstName.Get()
		assert.Equal(t, want, a.Custom["a"])
		assert.Equal(t, want, name)
		assert.False(t, strings.Contains(want, "{{") || strings.Contains(want, "{%"))
	}
}
