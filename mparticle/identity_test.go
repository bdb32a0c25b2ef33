package mparticle_test

import (
	"testing"

	"github.com/stretchr/testify/assert"

	"github.com/mpbraze/mpbraze/mparticle"
)

func TestIdentitiesGet(t *testing.T) {
	t.Parallel()
	ids := mparticle.Identities{
		{Type: mparticle.IdentityEmail, Value: "old@example.com", TimestampUnixtimeMS: 1},
		{Type: mparticle.IdentityEmail, Value: "new@example.com", TimestampUnixtimeMS: 3},
		{Type: mparticle.IdentityEmail, Value: "other@example.com", TimestampUnixtimeMS: 2},
		{Type: mparticle.IdentityOther, Value: "first"},
		{Type: mparticle.IdentityOther, Value: "second"},
		{Type: mparticle.IdentityCustomerID, Value: "removed", TimestampUnixtimeMS: 1},
		{Type: mparticle.IdentityCustomerID, TimestampUnixtimeMS: 2},
	}
	for typ, want := range map[mparticle.IdentityType]string{
		mparticle.IdentityEmail:      "new@example.com",
		mparticle.IdentityOther:      "second",
		mparticle.IdentityCustomerID: "",
		mparticle.IdentityAlias:      "",
	} {
		value, ok := ids.Get(typ)
		assert.Equal(t, want, value, typ)
		assert.Equal(t, want != "", ok, typ)
	}
}

func TestIdentitiesShape(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct {
		ids  mparticle.Identities
		want string
	}{
		"none":      {nil, `null`},
		"object":    {mparticle.Identities{{Type: "email", Value: "a"}, {Type: "other"}}, `{"email":"a","other":null}`},
		"timestamp": {mparticle.Identities{{Type: "email", Value: "a", TimestampUnixtimeMS: 5}}, `[{"identity_type":"email","identity":"a","timestamp_unixtime_ms":5}]`},
		"created":   {mparticle.Identities{{Type: "email", Value: "a", CreatedThisBatch: true}}, `[{"identity_type":"email","identity":"a","created_this_batch":true}]`},
		"twins":     {mparticle.Identities{{Type: "email", Value: "a"}, {Type: "email", Value: "b"}}, `[{"identity_type":"email","identity":"a"},{"identity_type":"email","identity":"b"}]`},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			assert.JSONEq(t, test.want, marshal(t, test.ids))
		})
	}
	for _, shape := range []string{
		`{"email":"a","other":5,"alias":"","google":null,"yahoo":true}`,
		`[{"identity_type":"email","identity":"a"}]`,
		`[{"identity_type":null,"identity":5,"x":1},{},{"identity_type":"email"}]`,
		`[{"identity_type":"email","identity":"a"},{"identity_type":"email","identity":"b"}]`,
		`{}`, `[]`,
	} {
		requireLossless(t, []byte(`{"user_identities":`+shape+`}`))
	}
	batch := parse(t, `{"user_identities":[{"identity_type":"email","identity":"a"}]}`)
	batch.UserIdentities = append(batch.UserIdentities, mparticle.Identity{Type: "other", Value: "o"})
	assert.JSONEq(t, `{"user_identities":[{"identity_type":"email","identity":"a"},{"identity_type":"other","identity":"o"}]}`,
		marshal(t, batch), "an array stays one")
}

func TestEnvironmentIs(t *testing.T) {
	t.Parallel()
	assert.True(t, mparticle.Environment("Development").Is(mparticle.EnvironmentDevelopment))
	assert.False(t, mparticle.EnvironmentProduction.Is(mparticle.EnvironmentDevelopment))
	assert.False(t, mparticle.Environment("").Is(""))
	assert.False(t, mparticle.Environment("").Is(mparticle.EnvironmentUnknown))
	assert.False(t, mparticle.EnvironmentUnknown.Is(""))
}
