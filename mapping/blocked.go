package mapping

import (
	"slices"
	"strconv"
	"strings"

	"github.com/mpbraze/mpbraze/mparticle"
)

// plan looks up what a data plan blocked.
func (r *run) plan() {
	c := r.batch.Context
	if !r.cfg.Batch.ForwardBlocked && c != nil && c.DataPlan != nil {
		r.blocked = c.DataPlan.BlockMetadata
	}
}

// blockedAttribute reports whether a data plan blocked a user attribute.
func (r *run) blockedAttribute(p *path, name string) bool {
	return r.blocked != nil && r.blockedIn(p, r.blocked.BlockedUserAttributes, name)
}

// blockedIdentity reports whether a data plan blocked an identity.
func (r *run) blockedIdentity(p *path, t mparticle.IdentityType) bool {
	return r.blocked != nil && (r.blockedIn(p, r.blocked.BlockedUserIdentities, string(t)) ||
		r.blockedIn(p, r.blocked.BlockedDeviceIdentities, string(t)))
}

func (r *run) blockedIn(p *path, blocked []string, name string) bool {
	if !slices.ContainsFunc(blocked, func(b string) bool { return strings.EqualFold(b, name) }) {
		return false
	}
	r.issue(p, CodeBlocked, Info, "blocked by a data plan: not forwarded")
	return true
}

// blockedEvent reports whether a data plan blocked the whole event, and says so
// at p, the path of the event.
func (r *run) blockedEvent(p *path, c *mparticle.EventCommon) bool {
	if r.blocked == nil || !slices.Contains(r.blocked.BlockedEventIDs, strconv.FormatInt(c.EventID, 10)) {
		return false
	}
	r.issue(p, CodeBlocked, Info, "blocked by a data plan: not forwarded")
	return true
}

// blockedMember reports whether a data plan blocked a member of the event, and
// says so at p. name is the path below data: "custom_attributes/size".
// Callers ask r.blocked != nil first, so that no text is built for nothing.
func (r *run) blockedMember(p *path, c *mparticle.EventCommon, name string) bool {
	if r.blocked == nil {
		return false
	}
	for i := range r.blocked.BlockedEventAttributes {
		event := &r.blocked.BlockedEventAttributes[i]
		if event.EventID != c.EventID {
			continue
		}
		for _, blocked := range event.EventAttributes {
			if below(strings.TrimPrefix(blocked, "./data/"), name) {
				r.issue(p, CodeBlocked, Info, "blocked by a data plan: not forwarded")
				return true
			}
		}
	}
	return false
}

// below reports whether name is blocked or inside it.
func below(blocked, name string) bool {
	rest, ok := strings.CutPrefix(name, blocked)
	return ok && (rest == "" || rest[0] == '/')
}
