package mapping

import (
	"strings"

	"github.com/mpbraze/mpbraze/braze"
	"github.com/mpbraze/mpbraze/mparticle"
)

// maxToken bounds push tokens. Those of Apple and Google are far shorter; Braze
// documents no limit.
const maxToken = 4096

// webPlatform is the one Braze imports no tokens of.
const webPlatform = "web"

// tokenState is the latest push registration of one app so far.
type tokenState struct {
	app   string
	token string
	at    int64
	index int
}

// pushRegistration remembers the token, if none of its app is newer.
func (r *run) pushRegistration(p *path, e *mparticle.PushRegistration) {
	at := p.at("timestamp_unixtime_ms")
	when, ok := r.eventTime(&at, e.TimestampUnixtimeMS)
	if !ok {
		return
	}
	app, ok := r.pushApp()
	if !ok {
		return
	}
	token := ""
	if e.Register {
		at := p.at("registration_token")
		if token, ok = r.pushToken(&at, e.RegistrationToken); !ok {
			return
		}
	} else {
		at := p.at("register")
		r.issue(&at, CodePushUnregistered, Info, "Braze's REST API cannot remove a push token")
	}
	r.keepToken(tokenState{app: app, token: token, at: when.UnixMilli(), index: r.index})
}

// keepToken lets the latest registration of each app stand. One without a token
// says that there is none any more, and keeps an older one from being sent.
func (r *run) keepToken(s tokenState) {
	for i := range r.tokens {
		old := &r.tokens[i]
		if old.app != s.app {
			continue
		}
		loser := *old
		if s.at < old.at {
			loser = s
		} else {
			*old = s
		}
		if loser.token != "" && loser.token != old.token {
			p := eventsPath.item(loser.index)
			r.issue(&p, CodePushSuperseded, Info, "another registration of the app is later")
		}
		return
	}
	r.tokens = append(r.tokens, s)
}

// settleTokens writes the tokens that are left.
func (r *run) settleTokens() {
	for _, s := range r.tokens {
		if s.token == "" {
			continue
		}
		r.enter(s.index)
		r.attrs.PushTokens = append(r.attrs.PushTokens, braze.PushToken{AppID: s.app, Token: s.token, DeviceID: r.pushDevice()})
		if r.explain != nil {
			p := r.data.at("registration_token")
			r.made(inAttributes+"push_tokens", &p, "push_registration")
		}
	}
}

// anonymousTokens imports the push tokens of a user without identity: Braze
// makes a profile for the token and merges it when the user is identified.
func (r *run) anonymousTokens() {
	if r.refused || r.cfg.Push.NoAnonymous || r.appID() == "" {
		return
	}
	for i, e := range r.batch.Events {
		if e, ok := e.(*mparticle.PushRegistration); ok && e != nil {
			r.enter(i)
			r.mapEvent(e)
		}
	}
	r.settleTokens()
	r.attrs.PushTokenImport = len(r.attrs.PushTokens) > 0
}

// pushApp returns the app whose tokens the batch holds, and says why there is
// none.
func (r *run) pushApp() (string, bool) {
	var detail string
	switch app := r.knownApp(); {
	case app.platform == webPlatform:
		detail = "Braze imports no web push tokens"
	case !r.pushes(app.platform):
		detail = "tokens of this platform are not sent, by PushConfig.Platforms"
	case app.id == "":
		detail = "no app id for this platform, see PushConfig.AppID"
	default:
		return app.id, true
	}
	r.issue(&r.here, CodePushNotImported, Info, detail)
	return "", false
}

// pushes reports whether tokens of the platform are sent.
func (r *run) pushes(platform string) bool {
	if len(r.cfg.Push.Platforms) == 0 {
		return true
	}
	for _, p := range r.cfg.Push.Platforms {
		if strings.EqualFold(p, platform) {
			return true
		}
	}
	return false
}

// pushToken returns a token as Braze takes it. Tokens are opaque, but for the
// form in which old iOS SDKs print them: <0a1b 2c3d>.
func (r *run) pushToken(at *path, token string) (string, bool) {
	if strings.HasPrefix(token, "<") && strings.HasSuffix(token, ">") {
		token = strings.ReplaceAll(strings.Trim(token, "<>"), " ", "")
		r.issue(at, CodeTextRepaired, Info, "brackets and spaces: removed")
	}
	if strings.TrimSpace(token) == "" || len(token) > maxToken || strings.ContainsFunc(token, isControl) {
		r.issue(at, CodePushToken, Error, "blank, too long or with control characters: left out")
		return "", false
	}
	return token, true
}

func isControl(c rune) bool { return c < ' ' || c == 0x7f || c == 0xfffd }

// pushDevice returns the id of the device, empty when there is none of use.
func (r *run) pushDevice() string {
	id := r.batch.DeviceID
	if id == "" || strings.Trim(id, "0-") == "" {
		return ""
	}
	if len(id) < braze.MinDeviceIDBytes || len(id) > braze.MaxDeviceIDBytes || strings.ContainsFunc(id, isControl) {
		p := path{key: "mp_deviceid", index: noIndex}
		r.issue(&p, CodePushDevice, Warning, "no device id that Braze takes: left out")
		return ""
	}
	return id
}
