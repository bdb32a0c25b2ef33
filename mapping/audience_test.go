package mapping_test

import (
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/mpbraze/mpbraze/braze"
	"github.com/mpbraze/mpbraze/mapping"
	"github.com/mpbraze/mpbraze/mparticle"
	"github.com/mpbraze/mpbraze/segments"
)

var (
	ibiza  = mparticle.Audience{ID: 11034, Name: "Trail Runners"}
	athens = mparticle.Audience{ID: 11036, Name: "Winter Shoppers"}
	noon   = time.UnixMilli(batchTime).UTC()
)

// audiences returns a mapper of audiences by the zero configuration, or cfg.
func audiences(t *testing.T, enc segments.Encoder, cfg ...mapping.Config) *mapping.AudienceMapper {
	t.Helper()
	return mapper(t, append(cfg, mapping.Config{})[0]).Audiences(enc)
}

// member returns user u1, with more identities.
func member(ids ...mparticle.Identity) mparticle.AudienceUser {
	return mparticle.AudienceUser{Identities: append(mparticle.Identities{id(mparticle.IdentityCustomerID, "u1")}, ids...)}
}

// joined returns the change by which u joined an audience, minutes after noon.
func joined(u mparticle.AudienceUser, a mparticle.Audience, minutes int) mparticle.AudienceChange {
	return mparticle.AudienceChange{
		User: u, Audience: a, Action: mparticle.AudienceAdd, Time: noon.Add(time.Duration(minutes) * time.Minute),
	}
}

func left(u mparticle.AudienceUser, a mparticle.Audience, minutes int) mparticle.AudienceChange {
	c := joined(u, a, minutes)
	c.Action = mparticle.AudienceDelete
	return c
}

func TestChangesAlone(t *testing.T) {
	t.Parallel()
	u1 := member()
	for name, c := range map[string]struct {
		enc     segments.Encoder
		changes []mparticle.AudienceChange
		want    string
		issues  []string
	}{
		"array": {
			enc:     segments.Array{},
			changes: []mparticle.AudienceChange{joined(u1, ibiza, 0), left(u1, athens, 0)},
			want:    `{"SegmentMembershipArray":{"add":["11034"],"remove":["11036"]}}`,
		},
		"booleans": {
			enc:     segments.PerSegment{},
			changes: []mparticle.AudienceChange{joined(u1, ibiza, 0), left(u1, athens, 0)},
			want:    `{"In Trail Runners":true,"In Winter Shoppers":false}`,
		},
		"the latest counts": {
			enc:     segments.PerSegment{},
			changes: []mparticle.AudienceChange{left(u1, ibiza, 5), joined(u1, ibiza, 0)},
			want:    `{"In Trail Runners":false}`,
		},
		"identity change in one second": {
			enc:     segments.PerSegment{},
			changes: []mparticle.AudienceChange{left(u1, ibiza, 0), joined(u1, ibiza, 0)},
			want:    `{"In Trail Runners":true}`,
		},
		"a string needs a roster": {
			enc:     segments.String{},
			changes: []mparticle.AudienceChange{joined(u1, ibiza, 0)},
			issues:  []string{"/changes/0 segments_incomplete"},
		},
		"name that is none": {
			enc:     segments.PerSegment{},
			changes: []mparticle.AudienceChange{joined(u1, mparticle.Audience{ID: 1}, 0)},
			issues:  []string{"/changes/0 segments_bad_name"},
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			r := audiences(t, c.enc).Map(c.changes)
			assertAttributes(t, c.want, r)
			assertIssues(t, c.issues, r)
		})
	}
}

// Each user is one object, in the order of their first changes.
func TestUsersOfOneMessage(t *testing.T) {
	t.Parallel()
	u2 := mparticle.AudienceUser{Identities: mparticle.Identities{id(mparticle.IdentityCustomerID, "u2")}}
	r := audiences(t, segments.PerSegment{}).Map([]mparticle.AudienceChange{
		joined(u2, ibiza, 0), joined(member(), ibiza, 0), joined(u2, athens, 0),
	})
	assert.JSONEq(t, `{"attributes":[
		{"external_id":"u2","In Winter Shoppers":true,"In Trail Runners":true},
		{"external_id":"u1","In Trail Runners":true}]}`, encoded(t, r))
}

// Whole memberships from a roster, joined by key to what the messages said.
func TestPlanWithRoster(t *testing.T) {
	t.Parallel()
	ctx := t.Context()
	m := audiences(t, segments.String{})
	roster := segments.Roster{Store: &segments.MemoryStore{}}
	update := func(changes ...mparticle.AudienceChange) mapping.Result {
		plan := m.Plan(changes)
		users, err := roster.Update(ctx, plan.Changes())
		require.NoError(t, err)
		return plan.Map(users)
	}
	u1 := member(id(mparticle.IdentityEmail, "ann@shop.example"))
	assertAttributes(t, `{"SegmentMembership":"11034","email":"ann@shop.example"}`, update(joined(u1, ibiza, 0)))
	assertAttributes(t, `{"SegmentMembership":"11034,11036","email":"ann@shop.example"}`, update(joined(u1, athens, 1)))
	assertAttributes(t, `{"SegmentMembership":"11036","email":"ann@shop.example"}`, update(left(u1, ibiza, 2)))
	assertAttributes(t, `{"SegmentMembership":"11036","email":"ann@shop.example"}`, update(joined(u1, ibiza, 0)))

	// What changes attributes only says nothing to the roster.
	c := joined(u1, ibiza, 3)
	c.Action, c.UserAttributes = mparticle.AudienceAttributeUpdate, mparticle.Attributes{"plan": "gold"}
	assertAttributes(t, `{"plan":"gold","email":"ann@shop.example"}`, update(c))
}

// Nobody whom Braze cannot know is kept in a roster.
func TestPlanLeavesOutNobody(t *testing.T) {
	t.Parallel()
	plan := audiences(t, segments.String{}).Plan([]mparticle.AudienceChange{
		joined(mparticle.AudienceUser{MPID: 7}, ibiza, 0), joined(mparticle.AudienceUser{MPID: 8}, ibiza, 0),
	})
	assert.Empty(t, plan.Changes())
	r := plan.Map(nil)
	assert.Zero(t, r.Track.Len())
	assertIssues(t, []string{"/changes/0 no_external_id", "/changes/1 no_external_id"}, r)
}

func TestRosterKeys(t *testing.T) {
	t.Parallel()
	anonymous := mapping.Config{Identity: mapping.IdentityConfig{Anonymous: mapping.AnonymousAlias, AliasLabel: "mpid"}}
	for name, c := range map[string]struct {
		cfg  mapping.Config
		user mparticle.AudienceUser
		want string
	}{
		"external id": {user: member(), want: "u1"},
		"MPID": {
			cfg:  mapping.Config{Identity: mapping.IdentityConfig{ExternalID: mapping.MPID}},
			user: mparticle.AudienceUser{MPID: -5_227_515_829_034_156_637}, want: "-5227515829034156637",
		},
		"device stamp": {
			cfg:  mapping.Config{Identity: mapping.IdentityConfig{ExternalID: mapping.DeviceID}},
			user: mparticle.AudienceUser{DeviceID: "d1"}, want: "d1",
		},
		"alias":  {cfg: anonymous, user: mparticle.AudienceUser{MPID: 7}, want: "\x00mpid\x007"},
		"nobody": {user: mparticle.AudienceUser{MPID: 7}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			m := audiences(t, segments.PerSegment{}, c.cfg)
			assert.Equal(t, c.want, m.Key(c.user))
			if c.want == "" {
				return
			}
			// The key alone finds the same user as the message.
			message := m.Map([]mparticle.AudienceChange{left(c.user, ibiza, 0)})
			byKey := m.Clear(mapping.AudienceOf(ibiza), []string{c.want})
			assert.Equal(t, encoded(t, message), encoded(t, byKey))
			assert.Equal(t, c.want, mapping.RosterKey(attributesOf(t, byKey).User))
		})
	}
	assert.Empty(t, mapping.RosterKey(braze.UserID{Email: "ann@shop.example"}))
}

// Keys may come from anywhere, such as a file of ids.
func TestKeysOfNobody(t *testing.T) {
	t.Parallel()
	long := strings.Repeat("x", 988)
	r := audiences(t, segments.PerSegment{}).Clear(mapping.AudienceOf(ibiza), []string{
		"", " ", "null", "\xff", long, "\x00", "\x00label\x00", "\x00\x00name", "\x00label\x00" + long, "\x00" + long + "\x00name",
	})
	assert.Zero(t, r.Track.Len())
	assertIssues(t, []string{
		"/users/0 no_external_id", "/users/1 identity_denied", "/users/2 identity_denied", "/users/3 identity_denied",
		"/users/4 id_too_long", "/users/5 identity_denied", "/users/6 identity_denied", "/users/7 identity_denied",
		"/users/8 id_too_long", "/users/9 id_too_long",
	}, r)
}

func TestClear(t *testing.T) {
	t.Parallel()
	users := []string{"u1", "u2"}
	audience := mapping.AudienceOf(ibiza)
	r := audiences(t, segments.Join(segments.Array{}, segments.PerSegment{})).Clear(audience, users)
	assert.JSONEq(t, `{"attributes":[
		{"external_id":"u1","In Trail Runners":false,"SegmentMembershipArray":{"remove":["11034"]}},
		{"external_id":"u2","In Trail Runners":false,"SegmentMembershipArray":{"remove":["11034"]}}]}`, encoded(t, r))
	assert.Empty(t, r.Issues)

	r = audiences(t, segments.String{}).Clear(audience, users)
	assert.Zero(t, r.Track.Len())
	assertIssues(t, []string{"/users/0 segments_incomplete", "/users/1 segments_incomplete"}, r)
}

// A string is cleared with the help of a roster, which knows the others.
func TestClearWithRoster(t *testing.T) {
	t.Parallel()
	ctx := t.Context()
	m := audiences(t, segments.String{})
	roster := segments.Roster{Store: &segments.MemoryStore{}}
	_, err := roster.Update(ctx, m.Plan([]mparticle.AudienceChange{
		joined(member(), ibiza, 0), joined(member(), athens, 0),
	}).Changes())
	require.NoError(t, err)
	users, err := roster.Clear(ctx, mapping.AudienceOf(ibiza), noon.Add(time.Hour), []string{"u1", ""})
	require.NoError(t, err)
	r := m.MapMemberships(users)
	assertAttributes(t, `{"SegmentMembership":"11036"}`, r)
	assertIssues(t, []string{"/users/1 no_external_id"}, r)
}

func TestProfiles(t *testing.T) {
	t.Parallel()
	profile := &mparticle.AudienceProfile{
		User: member(), Stored: noon, Complete: true,
		Audiences:      []mparticle.AudienceMembership{{Audience: ibiza}},
		UserAttributes: mparticle.Attributes{"$age": "36"},
	}
	m := audiences(t, segments.String{})
	assertAttributes(t, `{"SegmentMembership":"11034","dob":"1990-01-01"}`, m.MapProfile(profile))
	snapshot, ok := m.Snapshot(profile, noon)
	assert.True(t, ok)
	assert.Equal(t, segments.UserSnapshot{
		User: "u1", Current: []segments.Audience{{ID: "11034", Name: "Trail Runners"}}, Time: noon,
	}, snapshot)

	none := &mparticle.AudienceProfile{User: member(), Complete: true}
	assertAttributes(t, `{"SegmentMembership":null}`, m.MapProfile(none))
	nobody := &mparticle.AudienceProfile{Complete: true}
	assertIssues(t, []string{"/profile no_external_id"}, m.MapProfile(nobody))
	_, ok = m.Snapshot(nobody, noon)
	assert.False(t, ok)

	silent := &mparticle.AudienceProfile{User: member()}
	for _, p := range []*mparticle.AudienceProfile{nil, silent} {
		r := m.MapProfile(p)
		assert.Zero(t, r.Track.Len())
		assert.Empty(t, r.Issues)
		_, ok := m.Snapshot(p, noon)
		assert.False(t, ok)
	}
}
