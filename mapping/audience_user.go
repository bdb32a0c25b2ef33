package mapping

import (
	"strings"

	"github.com/mpbraze/mpbraze/braze"
	"github.com/mpbraze/mpbraze/mparticle"
	"github.com/mpbraze/mpbraze/segments"
)

var devicesPath = rootPath("device_identities")

// pushPlatforms are the platforms of device identities that are push tokens.
var pushPlatforms = map[mparticle.DeviceIdentityType]string{
	mparticle.DeviceApplePushToken:  "ios",
	mparticle.DeviceGooglePushToken: "android",
	mparticle.DevicePushToken:       "",
}

// mapUser adds what becomes of one user to out.
func (a *AudienceMapper) mapUser(out *Result, u *audienceUser) {
	b := &mparticle.Batch{
		MPID:                  u.user.MPID,
		DeviceID:              u.user.DeviceID,
		UserIdentities:        u.user.Identities,
		UserAttributes:        u.attributes,
		DeletedUserAttributes: u.deleted,
	}
	if !u.time.IsZero() {
		b.TimestampUnixtimeMS = u.time.UnixMilli()
	}
	r := run{Mapper: a.mapper, batch: b}
	r.out.Track.Attributes = make([]braze.Attributes, 1)
	r.attrs = &r.out.Track.Attributes[0]
	r.hashes(u.user.Hashed)
	if r.identifyAudience(u) {
		r.attrs.User, r.attrs.UpdateExistingOnly = r.user, r.updateExisting
		r.attributes()
		r.deviceTokens(u.user.Devices)
		r.memberships(a.encoder, u)
		r.shrinkAttributes()
	}
	r.finish()

	out.Track.Attributes = append(out.Track.Attributes, r.out.Track.Attributes...)
	for _, issue := range r.out.Issues {
		issue.Path = u.path + issue.Path
		out.Issues = append(out.Issues, issue)
	}
}

// identifyAudience finds out whom the message is about, or takes it from the
// key when there is no message.
func (r *run) identifyAudience(u *audienceUser) bool {
	if !u.keyOnly || u.key == "" {
		return r.identify()
	}
	user, most := rosterUser(u.key), braze.MaxExternalIDBytes
	id := user.ExternalID
	if id == "" {
		id, most = user.Alias.Name, braze.MaxAliasBytes
		r.updateExisting = braze.Set(false)
	}
	switch {
	case r.isNobody(id) || user.ExternalID == "" && r.isNobody(user.Alias.Label):
		r.issue(nil, CodeIdentityDenied, Error, "stands for nobody: nothing is forwarded")
	case max(len(id), len(user.Alias.Label)) > most:
		r.issue(nil, CodeIDTooLong, Error, "longer than Braze's ids: nothing is forwarded")
	default:
		r.user = user
		return true
	}
	return false
}

// hashes says which identities of the settings are missing because only a hash
// of them is told.
func (r *run) hashes(hashed []mparticle.HashedIdentity) {
	id := &r.cfg.Identity
	for _, h := range hashed {
		wanted := h.Type == id.ExternalID || h.Type == id.Email && id.Source != SourceNone ||
			h.Type == id.AliasFrom && id.Anonymous == AnonymousAlias
		if _, known := r.batch.UserIdentities.Get(h.Type); wanted && !known {
			at := identityPath(h.Type)
			r.issue(&at, CodeIdentityHashed, Warning, "only a hash of it is told: taken as absent")
		}
	}
}

// deviceTokens adds the push tokens among the ids of devices.
func (r *run) deviceTokens(devices []mparticle.DeviceIdentity) {
	for i, d := range devices {
		platform, ok := pushPlatforms[d.Type]
		if !ok {
			continue
		}
		r.here = devicesPath.item(i)
		if d.Encoding != mparticle.EncodingRaw && d.Encoding != "" {
			r.issue(&r.here, CodeIdentityHashed, Warning, "only a hash of the push token is told: left out")
			continue
		}
		r.app = appState{known: true, platform: platform, id: r.cfg.Push.app(platform)}
		app, ok := r.pushApp()
		if !ok {
			continue
		}
		if token, ok := r.pushToken(&r.here, d.Value); ok {
			r.attrs.PushTokens = append(r.attrs.PushTokens, braze.PushToken{AppID: app, Token: token})
		}
	}
}

// memberships sets the attributes that say which audiences the user is in. What
// they are called is theirs: a user attribute of that name gives way.
func (r *run) memberships(enc segments.Encoder, u *audienceUser) {
	if u.lost {
		r.issue(nil, CodeAudienceState, Warning, "the stored memberships cannot be read: only what has changed is written")
	}
	encoding, panicked := encode(enc, u.memberships)
	if panicked {
		r.issue(nil, CodeEncoderPanicked, Error, "the encoder panicked: no membership is written")
		return
	}
	written := make(map[string]bool, len(encoding.Attributes))
	for _, attribute := range sortedNames(nil, encoding.Attributes) {
		name, ok := r.customName(nil, attribute)
		if !ok {
			continue
		}
		if written[name] {
			r.issue(nil, CodeNameTaken, Warning, "another membership has this name: left out")
			continue
		}
		if value, ok := r.membership(name, encoding.Attributes[attribute]); ok {
			if _, there := r.attrs.Custom[name]; there {
				at := attributesPath.at(name)
				r.issue(&at, CodeSuperseded, Warning, "memberships set this attribute")
			}
			r.custom()[name] = value
			written[name] = true
		}
	}
	for _, i := range encoding.Issues {
		detail := strings.TrimLeft(strings.TrimPrefix(i.String(), string(i.Code)), ": ")
		r.issue(nil, Code(i.Code), Warning, detail)
	}
}

// encode keeps the panic of an encoder from other users. What it says is not
// passed on: it may hold values.
func encode(enc segments.Encoder, m segments.Memberships) (e segments.Encoding, panicked bool) {
	defer func() { panicked = recover() != nil }()
	return enc.Encode(m), false
}

// membership returns a value of an encoding as Braze takes it. An encoder of an
// application may return any.
func (r *run) membership(name string, value any) (any, bool) {
	if change, ok := value.(segments.ArrayChange); ok {
		value = braze.ArrayUpdate{Add: anys(change.Add), Remove: anys(change.Remove)}
	}
	alone := braze.Attributes{User: r.user, Custom: braze.Custom{name: value}}
	if alone.Validate() != nil {
		r.issue(nil, CodeMembershipInvalid, Warning, "the encoder returned an attribute that Braze does not take: left out")
		return nil, false
	}
	return value, true
}

func anys(texts []string) []any {
	if len(texts) == 0 {
		return nil
	}
	values := make([]any, len(texts))
	for i, s := range texts {
		values[i] = s
	}
	return values
}
