package mapping

import "strings"

// appState remembers the app of the batch, which all its events share.
type appState struct {
	known    bool
	id       string
	platform string
}

// appID returns Braze's identifier of the app that sent the batch; empty when
// the configuration has none.
func (r *run) appID() string {
	if !r.app.known && len(r.cfg.Push.AppIDs) == 0 {
		return r.cfg.Push.AppID // whatever the platform
	}
	return r.knownApp().id
}

func (r *run) knownApp() *appState {
	if !r.app.known {
		platform := r.platform()
		r.app = appState{known: true, platform: platform, id: r.cfg.Push.app(platform)}
	}
	return &r.app
}

// app returns the app id of a platform.
func (c *PushConfig) app(platform string) string {
	best := ""
	for name := range c.AppIDs {
		// Of names that differ in case only, the first by code points counts.
		if strings.EqualFold(name, platform) && (best == "" || name < best) {
			best = name
		}
	}
	if best != "" {
		return c.AppIDs[best]
	}
	return c.AppID
}

// platformNames turns what application_info.os says into the platform of
// device_info.
var platformNames = map[string]string{
	"unknown":      "",
	"unityios":     "ios",
	"unityandroid": "android",
	"mobileweb":    webPlatform,
	"outofband":    "out_of_band",
	"smarttv":      "smart_tv",
	"firetv":       "fire_tv",
}

// platform returns the platform of the batch in lower case, empty when nobody
// says.
func (r *run) platform() string {
	name := ""
	if d := r.batch.DeviceInfo; d != nil {
		name = d.Platform
	}
	if a := r.batch.ApplicationInfo; name == "" && a != nil {
		name = a.OS
	}
	name = strings.ToLower(strings.TrimSpace(name))
	if other, ok := platformNames[name]; ok {
		return other
	}
	return name
}
