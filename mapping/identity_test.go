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

// identified returns a batch with something to send and these identities.
func identified(ids ...mparticle.Identity) *mparticle.Batch {
	b := withAttributes(mparticle.Attributes{"plan": "gold"})
	b.UserIdentities = ids
	b.MPID = -5_227_515_829_034_156_637
	b.DeviceID = "0b1e3a6e-0000-4c1d-9c1e-6f2a4d9b7c11"
	return b
}

func id(t mparticle.IdentityType, v string) mparticle.Identity {
	return mparticle.Identity{Type: t, Value: v}
}

func TestExternalID(t *testing.T) {
	t.Parallel()
	customer := id(mparticle.IdentityCustomerID, "u1")
	for name, c := range map[string]struct {
		from   mparticle.IdentityType
		ids    []mparticle.Identity
		want   string
		issues []string
	}{
		"customer id by default": {ids: []mparticle.Identity{customer}, want: "u1"},
		"another identity": {
			from: mparticle.IdentityOtherID4, want: "x9",
			ids: []mparticle.Identity{customer, id(mparticle.IdentityOtherID4, "x9")},
		},
		"MPID digit for digit": {from: mapping.MPID, want: "-5227515829034156637"},
		"device stamp":         {from: mapping.DeviceID, want: "0b1e3a6e-0000-4c1d-9c1e-6f2a4d9b7c11"},
		"never another identity instead": {
			from: mparticle.IdentityOther, ids: []mparticle.Identity{customer}, issues: []string{" no_external_id"},
		},
		"987 bytes": {
			ids:  []mparticle.Identity{id(mparticle.IdentityCustomerID, strings.Repeat("x", 987))},
			want: strings.Repeat("x", 987),
		},
		"988 bytes": {
			ids:    []mparticle.Identity{id(mparticle.IdentityCustomerID, strings.Repeat("x", 988))},
			issues: []string{"/user_identities/customer_id id_too_long"},
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			r := mapped(t, mapping.Config{Identity: mapping.IdentityConfig{ExternalID: c.from}}, identified(c.ids...))
			assertIssues(t, c.issues, r)
			if c.want == "" {
				assert.Zero(t, r.Track.Len())
				return
			}
			assert.Equal(t, braze.UserID{ExternalID: c.want}, attributesOf(t, r).User)
		})
	}
}

func TestAlias(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		from mparticle.IdentityType
		ids  []mparticle.Identity
		want braze.UserID
	}{
		"MPID by default": {want: alias("-5227515829034156637")},
		"device stamp":    {from: mapping.DeviceID, want: alias("0b1e3a6e-0000-4c1d-9c1e-6f2a4d9b7c11")},
		"an identity": {
			from: mparticle.IdentityOther, ids: []mparticle.Identity{id(mparticle.IdentityOther, "o1")}, want: alias("o1"),
		},
		"236 bytes": {
			from: mparticle.IdentityOther, ids: []mparticle.Identity{id(mparticle.IdentityOther, strings.Repeat("x", 237))},
		},
		"an external id is better": {
			ids: []mparticle.Identity{id(mparticle.IdentityCustomerID, "u1")}, want: braze.UserID{ExternalID: "u1"},
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			b := identified(c.ids...)
			b.Events = append(withEvent("seen", nil).Events, plainPurchase(lace()))
			r := mapped(t, mapping.Config{Identity: mapping.IdentityConfig{
				Anonymous: mapping.AnonymousAlias, AliasLabel: "mpid", AliasFrom: c.from,
			}}, b)
			if (c.want == braze.UserID{}) {
				assert.Zero(t, r.Track.Len())
				return
			}
			a := attributesOf(t, r)
			assert.Equal(t, c.want, a.User)
			creates, set := a.UpdateExistingOnly.Get()
			assert.Equal(t, c.want.ExternalID == "", set, "an unknown alias needs an explicit false")
			assert.False(t, creates)
			require.Len(t, r.Track.Events, 1)
			require.Len(t, r.Track.Purchases, 1)
			assert.Equal(t, a.UpdateExistingOnly, r.Track.Events[0].UpdateExistingOnly, "every object says it")
			assert.Equal(t, a.UpdateExistingOnly, r.Track.Purchases[0].UpdateExistingOnly)
			assert.Equal(t, c.want, r.Track.Events[0].User)
			assert.Equal(t, c.want, r.Track.Purchases[0].User)
		})
	}
}

func alias(name string) braze.UserID {
	return braze.UserID{Alias: braze.UserAlias{Name: name, Label: "mpid"}}
}

func TestProfileIdentities(t *testing.T) {
	t.Parallel()
	customer := id(mparticle.IdentityCustomerID, "u1")
	for name, c := range map[string]struct {
		cfg    mapping.IdentityConfig
		id     mparticle.Identity
		want   string
		issues []string
	}{
		"email":           {id: id(mparticle.IdentityEmail, "Ann@Shop.example"), want: `"email":"Ann@Shop.example",`},
		"email elsewhere": {cfg: mapping.IdentityConfig{Email: mparticle.IdentityOther}, id: id(mparticle.IdentityOther, "a@b.example"), want: `"email":"a@b.example",`},
		"facebook":        {id: id(mparticle.IdentityFacebook, "fb7"), want: `"facebook":{"id":"fb7"},`},
		"twitter number":  {id: id(mparticle.IdentityTwitter, "783214"), want: `"twitter":{"id":783214},`},
		"twitter name":    {id: id(mparticle.IdentityTwitter, "ann_l"), want: `"twitter":{"screen_name":"ann_l"},`},
		"none":            {cfg: mapping.IdentityConfig{Source: mapping.SourceNone}, id: id(mparticle.IdentityEmail, "a@b.example")},
		"unchanged":       {cfg: mapping.IdentityConfig{Source: mapping.SourceChanges}, id: id(mparticle.IdentityEmail, "a@b.example")},
		"an MD5": {
			id:     id(mparticle.IdentityEmail, strings.Repeat("0a", 16)),
			issues: []string{"/user_identities/email email_hashed"},
		},
		"a SHA-1": {
			id:     id(mparticle.IdentityEmail, strings.Repeat("0A", 20)),
			issues: []string{"/user_identities/email email_hashed"},
		},
		"a SHA-256": {
			id:     id(mparticle.IdentityEmail, strings.Repeat("0a", 32)),
			issues: []string{"/user_identities/email email_hashed"},
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			r := mapped(t, mapping.Config{Identity: c.cfg}, identified(customer, c.id))
			assertAttributes(t, `{`+c.want+`"plan":"gold"}`, r)
			assertIssues(t, c.issues, r)
		})
	}
}

func TestChangedIdentity(t *testing.T) {
	t.Parallel()
	b := identified(id(mparticle.IdentityCustomerID, "u1"), id(mparticle.IdentityEmail, "a@b.example"))
	b.Events = []mparticle.Event{&mparticle.UserIdentityChange{New: &b.UserIdentities[1]}}
	r := mapped(t, mapping.Config{Identity: mapping.IdentityConfig{Source: mapping.SourceChanges}}, b)
	assertAttributes(t, `{"email":"a@b.example","plan":"gold"}`, r)
}
