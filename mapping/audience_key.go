package mapping

import (
	"strings"

	"github.com/mpbraze/mpbraze/braze"
	"github.com/mpbraze/mpbraze/mparticle"
)

// aliasMark begins the keys of aliases. No id has this character in it.
const aliasMark = "\x00"

// RosterKey returns the name under which a [segments.Roster] keeps a user: the
// external id as it is, or an alias in a form that no external id has. It is
// empty when the user has neither. Give it to [segments.Roster.Forget] when a
// user is erased.
func RosterKey(u braze.UserID) string {
	if u.ExternalID == "" && u.Alias != (braze.UserAlias{}) {
		return aliasMark + u.Alias.Label + aliasMark + u.Alias.Name
	}
	return u.ExternalID
}

// rosterUser returns whom a key is about.
func rosterUser(key string) braze.UserID {
	alias, ok := strings.CutPrefix(key, aliasMark)
	if !ok {
		return braze.UserID{ExternalID: key}
	}
	label, name, _ := strings.Cut(alias, aliasMark)
	return braze.UserID{Alias: braze.UserAlias{Name: name, Label: label}}
}

// Key returns the [RosterKey] of the user of a message, empty when nothing is
// forwarded of that user.
func (a *AudienceMapper) Key(u mparticle.AudienceUser) string {
	r := run{Mapper: a.mapper, batch: &mparticle.Batch{
		MPID: u.MPID, DeviceID: u.DeviceID, UserIdentities: u.Identities,
	}}
	if !r.identify() {
		return ""
	}
	return RosterKey(r.user)
}
