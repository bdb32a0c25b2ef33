package mapping_test

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"

	"github.com/mpbraze/mpbraze/braze"
	"github.com/mpbraze/mpbraze/mapping"
	"github.com/mpbraze/mpbraze/mparticle"
	"github.com/mpbraze/mpbraze/segments"
)

func hashed(t mparticle.IdentityType) mparticle.HashedIdentity {
	return mparticle.HashedIdentity{Type: t, Encoding: mparticle.EncodingMD5, Hash: strings.Repeat("0a", 16)}
}

func TestAudienceIdentities(t *testing.T) {
	t.Parallel()
	anonymous := mapping.IdentityConfig{Anonymous: mapping.AnonymousAlias, AliasLabel: "mpid"}
	for name, c := range map[string]struct {
		cfg    mapping.IdentityConfig
		user   mparticle.AudienceUser
		want   string // the attributes beside the membership, "-" for no object
		issues []string
	}{
		"external id and email": {
			user: member(id(mparticle.IdentityEmail, "Ann@shop.example")), want: `"email":"Ann@shop.example",`,
		},
		"no external id": {
			user: mparticle.AudienceUser{MPID: 7, Identities: mparticle.Identities{id(mparticle.IdentityEmail, "ann@shop.example")}},
			want: "-", issues: []string{"/changes/0 no_external_id"},
		},
		"external id of another type": {
			cfg:  mapping.IdentityConfig{ExternalID: mparticle.IdentityOther, Email: mparticle.IdentityOtherID2},
			user: member(id(mparticle.IdentityOther, "o1"), id(mparticle.IdentityOtherID2, "a@b.example")),
			want: `"email":"a@b.example",`,
		},
		"no identities asked for": {
			cfg:  mapping.IdentityConfig{Source: mapping.SourceNone},
			user: member(id(mparticle.IdentityEmail, "ann@shop.example")),
		},
		"no identities changed": {
			cfg:  mapping.IdentityConfig{Source: mapping.SourceChanges},
			user: member(id(mparticle.IdentityEmail, "ann@shop.example")),
		},
		"alias": {
			cfg: anonymous, user: mparticle.AudienceUser{MPID: 7},
			want: `"user_alias":{"alias_name":"7","alias_label":"mpid"},"_update_existing_only":false,`,
		},
		"hashed email": {
			user:   mparticle.AudienceUser{Identities: member().Identities, Hashed: []mparticle.HashedIdentity{hashed("email")}},
			issues: []string{"/changes/0/user_identities/email identity_hashed"},
		},
		"hashed email beside the address": {
			user: mparticle.AudienceUser{
				Identities: member(id(mparticle.IdentityEmail, "ann@shop.example")).Identities,
				Hashed:     []mparticle.HashedIdentity{hashed("email")},
			},
			want: `"email":"ann@shop.example",`,
		},
		"hash that is told as an address": {
			user:   member(id(mparticle.IdentityEmail, strings.Repeat("0a", 32))),
			issues: []string{"/changes/0/user_identities/email email_hashed"},
		},
		"hashed external id": {
			user: mparticle.AudienceUser{Hashed: []mparticle.HashedIdentity{hashed("customer_id")}},
			want: "-",
			issues: []string{
				"/changes/0/user_identities/customer_id identity_hashed", "/changes/0 no_external_id",
			},
		},
		"hash of no matter": {
			user: mparticle.AudienceUser{Identities: member().Identities, Hashed: []mparticle.HashedIdentity{hashed("mobile_number")}},
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			m := audiences(t, segments.PerSegment{}, mapping.Config{Identity: c.cfg})
			r := m.Map([]mparticle.AudienceChange{joined(c.user, ibiza, 0)})
			assertIssues(t, c.issues, r)
			if c.want == "-" {
				assert.Zero(t, r.Track.Len())
				return
			}
			assertAttributes(t, `{`+c.want+`"In Trail Runners":true}`, r)
		})
	}
}

func TestAudienceBadInput(t *testing.T) {
	t.Parallel()
	t.Run("I28_placeholders_are_nobody", func(t *testing.T) {
		t.Parallel()
		m := audiences(t, segments.PerSegment{}, mapping.Config{Identity: mapping.IdentityConfig{Deny: []string{"anonymous"}}})
		for _, value := range []string{" ", "null", "Undefined", "Anonymous", "a\x00b", "00000000-0000-0000-0000-000000000000"} {
			u := mparticle.AudienceUser{Identities: mparticle.Identities{id(mparticle.IdentityCustomerID, value)}}
			assert.Empty(t, m.Key(u), "%q", value)
			r := m.Map([]mparticle.AudienceChange{joined(u, ibiza, 0)})
			assert.Zero(t, r.Track.Len())
			assertIssues(t, []string{"/changes/0/user_identities/customer_id identity_denied", "/changes/0 no_external_id"}, r)
		}
		long := mparticle.AudienceUser{Identities: mparticle.Identities{id(mparticle.IdentityCustomerID, strings.Repeat("x", 1<<20))}}
		r := m.Map([]mparticle.AudienceChange{joined(long, ibiza, 0)})
		assert.Zero(t, r.Track.Len())
		assertIssues(t, []string{"/changes/0/user_identities/customer_id id_too_long"}, r)
	})
	t.Run("I34_one_long_id_costs_itself", func(t *testing.T) {
		t.Parallel()
		long := segments.Audience{ID: strings.Repeat("9", 256), Name: "Long"}
		r := audiences(t, segments.Join(segments.Array{}, segments.String{})).MapMemberships([]segments.UserMemberships{{
			User:        "u1",
			Memberships: segments.Memberships{Current: []segments.Audience{long, {ID: "11034"}}, Complete: true},
		}})
		assertAttributes(t, `{"SegmentMembershipArray":["11034"],"SegmentMembership":"11034"}`, r)
		assertIssues(t, []string{"/users/0 segments_bad_id", "/users/0 segments_bad_id"}, r)
	})
	t.Run("I34_total_size_is_bounded", func(t *testing.T) {
		t.Parallel()
		m := segments.Memberships{Complete: true}
		for i := range 500 {
			name := strings.Repeat("ä", 240) + string(rune('A'+i))
			m.Current = append(m.Current, segments.Audience{ID: strings.Repeat("x", 200) + string(rune('a'+i)), Name: name})
		}
		r := audiences(t, segments.Join(segments.Array{}, segments.PerSegment{})).
			MapMemberships([]segments.UserMemberships{{User: "u1", Memberships: m}})
		assert.LessOrEqual(t, len(encoded(t, r)), braze.MaxObjectBytes+len(`{"attributes":[]}`))
		assert.Contains(t, at(r.Issues), "/users/0/user_attributes/SegmentMembershipArray too_large")
	})
	t.Run("I60_refused_email_keeps_the_rest", func(t *testing.T) {
		t.Parallel()
		m := audiences(t, segments.PerSegment{})
		for _, address := range []string{"foo", "a@b..c", strings.Repeat("a", 400) + "@shop.example"} {
			r := m.Map([]mparticle.AudienceChange{joined(member(id(mparticle.IdentityEmail, address)), ibiza, 0)})
			assertAttributes(t, `{"In Trail Runners":true}`, r)
			assertIssues(t, []string{"/changes/0/user_identities/email email_invalid"}, r)
		}
		r := m.Map([]mparticle.AudienceChange{joined(member(id(mparticle.IdentityEmail, "Ann@BÜCHER.example")), ibiza, 0)})
		assertAttributes(t, `{"email":"Ann@BÜCHER.example","In Trail Runners":true}`, r)
	})
}

// An API key of one operating system takes that system's tokens only.
func TestAudiencePushTokens(t *testing.T) {
	t.Parallel()
	device := func(t mparticle.DeviceIdentityType, value string) mparticle.DeviceIdentity {
		return mparticle.DeviceIdentity{Type: t, Encoding: mparticle.EncodingRaw, Value: value}
	}
	u := member()
	u.Devices = []mparticle.DeviceIdentity{
		device(mparticle.DeviceIOSVendorID, "v1"),
		device(mparticle.DeviceApplePushToken, "<0a1b 2c3d>"),
		device(mparticle.DeviceGooglePushToken, "g1"),
		device(mparticle.DevicePushToken, "p1"),
		{Type: mparticle.DeviceGooglePushToken, Encoding: mparticle.EncodingSHA256, Value: "77"},
	}
	const ios, android, other = `{"app_id":"app","token":"0a1b2c3d"}`, `{"app_id":"app","token":"g1"}`, `{"app_id":"app","token":"p1"}`
	hash, repaired := "/changes/0/device_identities/4 identity_hashed", "/changes/0/device_identities/1 text_repaired"
	for name, c := range map[string]struct {
		cfg    mapping.PushConfig
		want   string
		issues []string
	}{
		"none without an app": {
			issues: []string{
				"/changes/0/device_identities/1 push_not_imported", "/changes/0/device_identities/2 push_not_imported",
				"/changes/0/device_identities/3 push_not_imported", hash,
			},
		},
		"all": {
			cfg:    mapping.PushConfig{AppID: "app"},
			want:   `"push_tokens":[` + ios + `,` + android + `,` + other + `],`,
			issues: []string{repaired, hash},
		},
		"ios": {
			cfg:  mapping.PushConfig{AppID: "app", Platforms: []string{"iOS"}},
			want: `"push_tokens":[` + ios + `],`,
			issues: []string{
				repaired, "/changes/0/device_identities/2 push_not_imported", "/changes/0/device_identities/3 push_not_imported", hash,
			},
		},
		"android": {
			cfg:  mapping.PushConfig{AppIDs: map[string]string{"android": "app"}},
			want: `"push_tokens":[` + android + `],`,
			issues: []string{
				"/changes/0/device_identities/1 push_not_imported", "/changes/0/device_identities/3 push_not_imported", hash,
			},
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			r := audiences(t, segments.PerSegment{}, mapping.Config{Push: c.cfg}).
				Map([]mparticle.AudienceChange{joined(u, ibiza, 0)})
			assertAttributes(t, `{`+c.want+`"In Trail Runners":true}`, r)
			assertIssues(t, c.issues, r)
		})
	}
	// Without an external id not even tokens go out.
	nobody := mparticle.AudienceUser{Devices: u.Devices}
	r := audiences(t, segments.PerSegment{}, mapping.Config{Push: mapping.PushConfig{AppID: "app"}}).
		Map([]mparticle.AudienceChange{joined(nobody, ibiza, 0)})
	assert.Zero(t, r.Track.Len())
}
