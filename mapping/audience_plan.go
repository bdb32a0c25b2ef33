package mapping

import (
	"slices"
	"strconv"
	"time"

	"github.com/mpbraze/mpbraze/mparticle"
	"github.com/mpbraze/mpbraze/segments"
)

// AudiencePlan is the changes of some messages, by user. Between the messages
// and Braze stands a [segments.Roster], which makes changes whole memberships:
//
//	plan := audiences.Plan(message.Changes)
//	users, err := roster.Update(ctx, plan.Changes())
//	result := plan.Map(users)
type AudiencePlan struct {
	mapper *AudienceMapper
	users  []audienceUser
}

// audienceUser is all that is to be written of one user.
type audienceUser struct {
	// key is the [RosterKey], empty when the user cannot be known in Braze.
	key string
	// path is where issues point to.
	path string

	// user is as the latest message tells it, unless keyOnly.
	user    mparticle.AudienceUser
	keyOnly bool
	time    time.Time

	changes     []segments.Change
	memberships segments.Memberships
	// lost is set when the stored memberships could not be read.
	lost bool

	attributes mparticle.Attributes
	deleted    []string
}

// Plan groups changes by user. It does not keep the changes.
func (a *AudienceMapper) Plan(changes []mparticle.AudienceChange) *AudiencePlan {
	p := &AudiencePlan{mapper: a}
	inTime := make([]int, len(changes))
	for i := range inTime {
		inTime[i] = i
	}
	slices.SortStableFunc(inTime, func(i, j int) int { return changes[i].Time.Compare(changes[j].Time) })
	byKey := make(map[string]int, len(changes))
	for _, i := range inTime {
		key := a.Key(changes[i].User)
		at, known := byKey[key]
		if !known || key == "" {
			at = len(p.users)
			byKey[key] = at
			p.users = append(p.users, audienceUser{key: key})
		}
		p.users[at].add(i, &changes[i])
	}
	return p
}

// add adds a change that is later than those before.
func (u *audienceUser) add(index int, c *mparticle.AudienceChange) {
	u.path = "/changes/" + strconv.Itoa(index)
	u.user, u.time = c.User, c.Time
	if c.Action != mparticle.AudienceAttributeUpdate {
		u.changes = append(u.changes, segments.Change{
			Audience: AudienceOf(c.Audience),
			Member:   c.Action == mparticle.AudienceAdd,
			Time:     c.Time,
		})
	}
	for _, name := range c.DeletedUserAttributes {
		delete(u.attributes, name)
		u.deleted = append(u.deleted, name)
	}
	for name, value := range c.UserAttributes {
		if u.attributes == nil {
			u.attributes = mparticle.Attributes{}
		}
		u.attributes[name] = value
	}
	u.deleted = slices.DeleteFunc(u.deleted, func(name string) bool {
		_, set := u.attributes[name]
		return set
	})
}

// Changes returns the changes for [segments.Roster.Update], of all users who
// can be known in Braze.
func (p *AudiencePlan) Changes() []segments.UserChange {
	var changes []segments.UserChange
	for i := range p.users {
		u := &p.users[i]
		if u.key == "" {
			continue
		}
		for _, c := range u.changes {
			changes = append(changes, segments.UserChange{User: u.key, Change: c})
		}
	}
	return changes
}

// Map maps the users of the plan, with the memberships that a roster returned
// for them. A user without memberships has had only attributes changed.
// Memberships of users who are not in the plan are mapped like those of
// [AudienceMapper.MapMemberships].
func (p *AudiencePlan) Map(users []segments.UserMemberships) Result {
	told := make(map[string]*segments.UserMemberships, len(users))
	for i := range users {
		told[users[i].User] = &users[i]
	}
	var out Result
	planned := make(map[string]bool, len(p.users))
	for _, u := range p.users {
		if m := told[u.key]; m != nil && u.key != "" {
			u.memberships, u.lost = m.Memberships, m.Err != nil
		}
		planned[u.key] = true
		p.mapper.mapUser(&out, &u)
	}
	for i, m := range users {
		if !planned[m.User] || m.User == "" {
			p.mapper.mapUser(&out, &audienceUser{
				key: m.User, keyOnly: true, path: "/users/" + strconv.Itoa(i),
				memberships: m.Memberships, lost: m.Err != nil,
			})
		}
	}
	return out
}
