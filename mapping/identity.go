package mapping

import (
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"

	"github.com/mpbraze/mpbraze/braze"
	"github.com/mpbraze/mpbraze/mparticle"
)

// identitiesPath is where identities are said to be in both shapes of them:
// /user_identities/email.
var identitiesPath = rootPath("user_identities")

// identify finds out whom the batch is about: an external id or an alias, never
// both. It reports false, with an issue, when there is neither.
func (r *run) identify() bool {
	id := &r.cfg.Identity
	if value, ok := r.identity(id.ExternalID); ok {
		if len(value) > braze.MaxExternalIDBytes {
			r.refuseID(id.ExternalID)
			return false
		}
		r.user.ExternalID = value
		r.attributeMade("external_id", identityPath(id.ExternalID), "identity")
		return true
	}
	if id.Anonymous == AnonymousAlias {
		if name, ok := r.identity(id.AliasFrom); ok {
			if len(name) > braze.MaxAliasBytes {
				r.refuseID(id.AliasFrom)
				return false
			}
			r.user.Alias = braze.UserAlias{Name: name, Label: id.AliasLabel}
			// Braze creates no profile for an unknown alias unless told so.
			r.updateExisting = braze.Set(false)
			r.attributeMade("user_alias", identityPath(id.AliasFrom), "identity")
			return true
		}
	}
	r.issue(nil, CodeNoExternalID, Error, "no identity that Braze could know the user by: nothing is forwarded")
	return false
}

func (r *run) refuseID(t mparticle.IdentityType) {
	r.refused = true
	at := identityPath(t)
	r.issue(&at, CodeIDTooLong, Error, "longer than Braze's ids: nothing is forwarded")
}

// identity returns the value of an identity, of the MPID or of the device
// stamp. Values that stand for nobody, and blocked ones, are as good as absent.
func (r *run) identity(t mparticle.IdentityType) (string, bool) {
	var value string
	switch t {
	case MPID:
		if r.batch.MPID != 0 {
			value = strconv.FormatInt(r.batch.MPID, 10)
		}
	case DeviceID:
		value = r.batch.DeviceID
	default:
		value, _ = r.batch.UserIdentities.Get(t)
	}
	if value == "" {
		return "", false
	}
	at := identityPath(t)
	if r.blockedIdentity(&at, t) {
		return "", false
	}
	if r.isNobody(value) {
		r.issue(&at, CodeIdentityDenied, Warning, "stands for nobody: taken as absent")
		return "", false
	}
	return value, true
}

func identityPath(t mparticle.IdentityType) path {
	if t == MPID || t == DeviceID {
		return rootPath(string(t))
	}
	return identitiesPath.at(string(t))
}

// isNobody reports whether an id is a placeholder. Braze blocks profiles that
// pile up such users, see
// https://www.braze.com/docs/user_guide/data/user_data_collection/user_archival.
func (r *run) isNobody(id string) bool {
	id = strings.TrimSpace(id)
	if id == "" || strings.EqualFold(id, "null") || strings.EqualFold(id, "undefined") || isZeroGUID(id) {
		return true
	}
	if strings.IndexByte(id, 0) >= 0 || !utf8.ValidString(id) {
		return true
	}
	return slices.ContainsFunc(r.cfg.Identity.Deny, func(d string) bool { return strings.EqualFold(d, id) })
}

// isZeroGUID reports whether id is a GUID of zeros, with or without hyphens.
func isZeroGUID(id string) bool {
	return (len(id) == 36 || len(id) == 32) && strings.Count(id, "0") >= 32 && strings.Trim(id, "0-") == ""
}

// identities sets the profile fields that come from identities.
func (r *run) identities() {
	id := &r.cfg.Identity
	if id.Source == SourceNone {
		return
	}
	if v, ok := r.chosenIdentity(id.Email); ok {
		r.setEmail(id.Email, v)
	}
	if v, ok := r.chosenIdentity(mparticle.IdentityFacebook); ok {
		at := identityPath(mparticle.IdentityFacebook)
		if v, ok = r.cleanText(&at, v, userAttribute, braze.MaxText); ok {
			r.attrs.Facebook = braze.Set(braze.Facebook{ID: v})
			r.attributeMade("facebook", at, "identity")
		}
	}
	if v, ok := r.chosenIdentity(mparticle.IdentityTwitter); ok {
		r.setTwitter(v)
	}
}

// setTwitter sets the id when the identity is a number, else the screen name.
func (r *run) setTwitter(v string) {
	at := identityPath(mparticle.IdentityTwitter)
	var t braze.Twitter
	if n, err := strconv.ParseInt(v, 10, 64); err == nil && n > 0 {
		t.ID = n
	} else {
		var ok bool
		if t.ScreenName, ok = r.cleanText(&at, v, userAttribute, braze.MaxText); !ok {
			return
		}
	}
	r.attrs.Twitter = braze.Set(t)
	r.attributeMade("twitter", at, "identity")
}

func (r *run) setEmail(t mparticle.IdentityType, v string) {
	at := identityPath(t)
	if v, ok := r.emailText(at, v); ok {
		r.attrs.Email = braze.Set(v)
		r.attributeMade("email", at, "identity")
	}
}

// chosenIdentity is like identity, and absent when [IdentityConfig.Source] asks
// for changes and no event changed it.
func (r *run) chosenIdentity(t mparticle.IdentityType) (string, bool) {
	if r.cfg.Identity.Source == SourceChanges && !r.identityChanged(t) {
		return "", false
	}
	return r.identity(t)
}

func (r *run) identityChanged(t mparticle.IdentityType) bool {
	return slices.ContainsFunc(r.batch.Events, func(e mparticle.Event) bool {
		c, ok := e.(*mparticle.UserIdentityChange)
		return ok && c != nil && c.New != nil && c.New.Type == t
	})
}
