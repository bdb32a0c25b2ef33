package mapping

import (
	"strconv"
	"time"

	"github.com/mpbraze/mpbraze/mparticle"
	"github.com/mpbraze/mpbraze/segments"
)

// AudienceMapper writes audience memberships as attributes of users in Braze.
// It shares the settings of a [Mapper]: both must know users by the same
// external id. Get one with [Mapper.Audiences]. It is safe for concurrent use.
//
// Users without the external id are not forwarded, with an issue. Beside the
// memberships go along what events bring too: the identities that are profile
// fields, the user attributes that customers share with audiences, and push
// tokens of the apps in [PushConfig]. An API key of one operating system is
// [PushConfig.Platforms] with that one.
//
// [SourceChanges] has another meaning here: all attributes of a message are
// changes, and none of its identities is. Settings of batches, events and
// commerce have no effect.
//
// Paths of issues point into the list of changes, in the names of batches:
// /changes/3/user_identities/email.
//
// See https://docs.mparticle.com/integrations/braze/audience/.
type AudienceMapper struct {
	mapper  *Mapper
	encoder segments.Encoder
}

// Audiences returns a mapper of audience messages with the settings of m, which
// writes memberships by enc. Get mParticle's encoders by the names of the
// setting Send Segments As with [segments.ParseSendAs].
func (m *Mapper) Audiences(enc segments.Encoder) *AudienceMapper {
	own := *m
	if own.cfg.Attributes.Source == SourceChanges {
		own.cfg.Attributes.Source = SourceBatch
	}
	return &AudienceMapper{mapper: &own, encoder: enc}
}

// AudienceOf returns an audience of a message as package segments knows it.
func AudienceOf(a mparticle.Audience) segments.Audience {
	s := segments.Audience{Name: a.Name}
	if a.ID != 0 {
		s.ID = strconv.FormatInt(a.ID, 10)
	}
	return s
}

// Map maps changes by what they say themselves: enough for arrays and booleans
// when changes come in order, and not for [segments.String]. Of a user's
// changes in one audience the latest counts. Otherwise use [AudienceMapper.Plan]
// with a [segments.Roster].
func (a *AudienceMapper) Map(changes []mparticle.AudienceChange) Result {
	p := a.Plan(changes)
	var out Result
	for i := range p.users {
		s, _ := segments.UnknownState().Apply(p.users[i].changes...)
		p.users[i].memberships = s.Memberships()
		a.mapUser(&out, &p.users[i])
	}
	return out
}

// MapMemberships maps memberships of users that are known by their [RosterKey]
// alone, as [segments.Roster.Clear] returns them. Paths of issues point into
// users: /users/3.
func (a *AudienceMapper) MapMemberships(users []segments.UserMemberships) Result {
	return a.Plan(nil).Map(users)
}

// Clear maps the end of one audience for a list of users, each given by
// [RosterKey]: for an audience, or a connection, that was deleted before it was
// emptied. It is [segments.Clear] for many users, and has its limits: for a
// [segments.String] use [segments.Roster.Clear] and
// [AudienceMapper.MapMemberships].
func (a *AudienceMapper) Clear(audience segments.Audience, users []string) Result {
	left := make([]segments.UserMemberships, len(users))
	for i, user := range users {
		left[i] = segments.UserMemberships{
			User:        user,
			Memberships: segments.Memberships{Left: []segments.Audience{audience}},
		}
	}
	return a.MapMemberships(left)
}

// MapProfile maps the state of one user. Nil, or a profile without memberships,
// says nothing about these. Paths of issues begin with /profile.
func (a *AudienceMapper) MapProfile(p *mparticle.AudienceProfile) Result {
	var out Result
	if p == nil {
		return out
	}
	u := audienceUser{path: "/profile", user: p.User, time: p.Stored, attributes: p.UserAttributes}
	u.memberships = segments.Memberships{Current: currentAudiences(p), Complete: p.Complete}
	a.mapUser(&out, &u)
	return out
}

// Snapshot returns a profile for [segments.Roster.Replace], as known at the
// time of the query. It reports false when the profile tells no memberships or
// no external id.
func (a *AudienceMapper) Snapshot(p *mparticle.AudienceProfile, at time.Time) (segments.UserSnapshot, bool) {
	if p == nil || !p.Complete {
		return segments.UserSnapshot{}, false
	}
	key := a.Key(p.User)
	return segments.UserSnapshot{User: key, Current: currentAudiences(p), Time: at}, key != ""
}

func currentAudiences(p *mparticle.AudienceProfile) []segments.Audience {
	current := make([]segments.Audience, len(p.Audiences))
	for i, m := range p.Audiences {
		current[i] = AudienceOf(m.Audience)
	}
	return current
}
