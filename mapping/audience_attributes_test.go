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

func TestAudienceAttributes(t *testing.T) {
	t.Parallel()
	update := func(minutes int, set mparticle.Attributes, deleted ...string) mparticle.AudienceChange {
		c := joined(member(), ibiza, minutes)
		c.Action, c.UserAttributes, c.DeletedUserAttributes = mparticle.AudienceAttributeUpdate, set, deleted
		return c
	}
	for name, c := range map[string]struct {
		cfg     mapping.AttributeConfig
		changes []mparticle.AudienceChange
		want    string
		issues  []string
	}{
		"set and deleted": {
			changes: []mparticle.AudienceChange{update(0, mparticle.Attributes{"$FirstName": "Ann", "plan": "gold"}, "churned", "$City")},
			want:    `{"first_name":"Ann","plan":"gold","churned":null,"home_city":null}`,
		},
		"types by the settings": {
			cfg:     mapping.AttributeConfig{TypeDetection: mapping.DetectUserAttributes, ListsAsArrays: true},
			changes: []mparticle.AudienceChange{update(0, mparticle.Attributes{"orders": "3", "tags": []any{"a", "b"}})},
			want:    `{"orders":3,"tags":["a","b"]}`,
		},
		"changes are all there is": {
			cfg:     mapping.AttributeConfig{Source: mapping.SourceChanges},
			changes: []mparticle.AudienceChange{update(0, mparticle.Attributes{"plan": "gold"})},
			want:    `{"plan":"gold"}`,
		},
		"none": {
			cfg:     mapping.AttributeConfig{Source: mapping.SourceNone},
			changes: []mparticle.AudienceChange{update(0, mparticle.Attributes{"plan": "gold"}, "churned")},
			issues:  []string{"/changes/0/user_attributes not_selected"},
		},
		"the latest counts": {
			changes: []mparticle.AudienceChange{
				update(2, mparticle.Attributes{"plan": "gold"}, "trial"),
				update(1, mparticle.Attributes{"trial": "yes"}, "plan"),
			},
			want: `{"plan":"gold","trial":null}`,
		},
		"memberships win": {
			changes: []mparticle.AudienceChange{
				joined(member(), ibiza, 0), update(1, mparticle.Attributes{"In Trail Runners": "maybe"}),
			},
			want:   `{"In Trail Runners":true}`,
			issues: []string{"/changes/1/user_attributes/In Trail Runners superseded"},
		},
		"names that steer Braze": {
			changes: []mparticle.AudienceChange{update(0, mparticle.Attributes{"external_id": "u2", "plan": "gold"})},
			want:    `{"plan":"gold"}`,
			issues:  []string{"/changes/0/user_attributes/external_id reserved_name"},
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			r := audiences(t, segments.PerSegment{}, mapping.Config{Attributes: c.cfg}).Map(c.changes)
			assertAttributes(t, c.want, r)
			assertIssues(t, c.issues, r)
		})
	}
}

// An encoder of an application may be wrong in any way: that costs what it
// returned, and nothing else.
func TestForeignEncoders(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		enc    segments.EncoderFunc
		want   string
		issues []string
	}{
		"values that Braze takes": {
			enc:  custom(map[string]any{"n": 3, "tags": braze.ArrayUpdate{Add: []any{"a"}}, "none": nil}),
			want: `{"n":3,"none":null,"tags":{"add":["a"]},"plan":"gold"}`,
		},
		"values that it does not take": {
			enc:    custom(map[string]any{"bad": func() {}, "good": true}),
			want:   `{"good":true,"plan":"gold"}`,
			issues: []string{"/changes/0 membership_invalid"},
		},
		"text over the limit": {
			enc:    custom(map[string]any{"bad": strings.Repeat("x", 256)}),
			want:   `{"plan":"gold"}`,
			issues: []string{"/changes/0 membership_invalid"},
		},
		"names that steer Braze": {
			enc:    custom(map[string]any{"external_id": "u2", "email": "a@b.example"}),
			want:   `{"plan":"gold"}`,
			issues: []string{"/changes/0 reserved_name", "/changes/0 membership_invalid"},
		},
		"names that become one": {
			enc:    custom(map[string]any{"$in": false, "in": true}),
			want:   `{"in":false,"plan":"gold"}`,
			issues: []string{"/changes/0 name_changed", "/changes/0 name_taken"},
		},
		"a panic": {
			enc:    func(segments.Memberships) segments.Encoding { panic("u1 is secret") },
			want:   `{"plan":"gold"}`,
			issues: []string{"/changes/0 encoder_panicked"},
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			change := joined(member(), ibiza, 0)
			change.UserAttributes = mparticle.Attributes{"plan": "gold"}
			r := audiences(t, c.enc).Map([]mparticle.AudienceChange{change})
			assertAttributes(t, c.want, r)
			assertIssues(t, c.issues, r)
			for _, i := range r.Issues {
				assert.NotContains(t, i.Detail, "secret")
			}
		})
	}
}

func custom(attributes map[string]any) segments.EncoderFunc {
	return func(segments.Memberships) segments.Encoding { return segments.Encoding{Attributes: attributes} }
}

// Issues of encoders keep their code, and say in words what they are about.
func TestEncoderIssues(t *testing.T) {
	t.Parallel()
	r := audiences(t, segments.Join(segments.String{Max: 5}, segments.PerSegment{})).MapMemberships([]segments.UserMemberships{{
		User: "u1",
		Memberships: segments.Memberships{
			Current: []segments.Audience{{ID: "11034", Name: "A"}, {ID: "11036"}}, Complete: true,
		},
		Err: segments.ErrState,
	}})
	assertAttributes(t, `{"SegmentMembership":"11034","In A":true}`, r)
	assert.Equal(t, []mapping.Issue{
		{
			Path: "/users/0", Code: mapping.CodeAudienceState, Severity: mapping.Warning,
			Detail: "the stored memberships cannot be read: only what has changed is written",
		},
		{
			Path: "/users/0", Code: mapping.Code(segments.CodeOverLimit), Severity: mapping.Warning,
			Detail: "SegmentMembership: over the length limit: audiences 11036",
		},
		{
			Path: "/users/0", Code: mapping.Code(segments.CodeBadName), Severity: mapping.Warning,
			Detail: "no name to make an attribute of: audiences 11036",
		},
	}, r.Issues)
}

// Rules see audience messages as batches with the user's identities and
// attributes.
func TestRulesOfAudiences(t *testing.T) {
	t.Parallel()
	rule := mapping.Rule{Name: "no staff", Attributes: func(a *braze.Attributes, from *mparticle.Batch) bool {
		a.Custom["audience_user"] = true
		email, _ := from.UserIdentities.Get(mparticle.IdentityEmail)
		return !strings.HasSuffix(email, "@shop.example")
	}}
	m := audiences(t, segments.PerSegment{}, mapping.Config{Rules: []mapping.Rule{rule}})
	r := m.Map([]mparticle.AudienceChange{joined(member(), ibiza, 0)})
	assertAttributes(t, `{"In Trail Runners":true,"audience_user":true}`, r)

	r = m.Map([]mparticle.AudienceChange{joined(member(id(mparticle.IdentityEmail, "ann@shop.example")), ibiza, 0)})
	assert.Zero(t, r.Track.Len())
	assertIssues(t, []string{"/changes/0 rule_dropped"}, r)
}
