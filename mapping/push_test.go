package mapping_test

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/mpbraze/mpbraze/braze"
	"github.com/mpbraze/mpbraze/mapping"
	"github.com/mpbraze/mpbraze/mparticle"
)

const deviceID = "5b2a8c1e-7f3d-4f6e-9a10-2c4d6e8f0a1b"

func registered(token string, ms int64) *mparticle.PushRegistration {
	return &mparticle.PushRegistration{
		EventCommon: mparticle.EventCommon{TimestampUnixtimeMS: ms}, Register: true, RegistrationToken: token,
	}
}

func unregistered(ms int64) *mparticle.PushRegistration {
	return &mparticle.PushRegistration{EventCommon: mparticle.EventCommon{TimestampUnixtimeMS: ms}}
}

// pushBatch is a batch of a known user on a platform.
func pushBatch(platform string, events ...mparticle.Event) *mparticle.Batch {
	b := eventBatch(events...)
	b.DeviceID = deviceID
	b.DeviceInfo = &mparticle.DeviceInfo{Platform: platform}
	return b
}

func pushConfig(set func(*mapping.PushConfig)) mapping.Config {
	cfg := mapping.Config{Push: mapping.PushConfig{AppID: "app"}}
	if set != nil {
		set(&cfg.Push)
	}
	return cfg
}

func TestPushTokens(t *testing.T) {
	t.Parallel()
	perPlatform := pushConfig(func(c *mapping.PushConfig) {
		c.AppIDs = map[string]string{"IOS": "app-ios", "android": "app-android"}
	})
	iosOnly := pushConfig(func(c *mapping.PushConfig) { c.Platforms = []string{"iOS"} })
	token := func(app, token string) []braze.PushToken {
		return []braze.PushToken{{AppID: app, Token: token, DeviceID: deviceID}}
	}
	const here = "/events/0 "
	tests := map[string]struct {
		cfg      mapping.Config
		platform string
		events   []mparticle.Event
		want     []braze.PushToken
		issues   []string
	}{
		"token":                {pushConfig(nil), "Android", []mparticle.Event{registered("t1", eventMS)}, token("app", "t1"), nil},
		"app id by platform":   {perPlatform, "iOS", []mparticle.Event{registered("t1", eventMS)}, token("app-ios", "t1"), nil},
		"other platform":       {perPlatform, "tvOS", []mparticle.Event{registered("t1", eventMS)}, token("app", "t1"), nil},
		"no app id":            {mapping.Config{}, "iOS", []mparticle.Event{registered("t1", eventMS)}, nil, []string{here + "push_not_imported"}},
		"platform let through": {iosOnly, "iOS", []mparticle.Event{registered("t1", eventMS)}, token("app", "t1"), nil},
		"platform kept out":    {iosOnly, "Android", []mparticle.Event{registered("t1", eventMS)}, nil, []string{here + "push_not_imported"}},
		"platform unknown":     {iosOnly, "", []mparticle.Event{registered("t1", eventMS)}, nil, []string{here + "push_not_imported"}},
		"web":                  {pushConfig(nil), "web", []mparticle.Event{registered("t1", eventMS)}, nil, []string{here + "push_not_imported"}},
		"newest by time": {
			pushConfig(nil), "iOS",
			[]mparticle.Event{registered("t1", eventMS), registered("t0", eventMS-1)},
			token("app", "t1"),
			[]string{"/events/1 push_token_superseded"},
		},
		"same token twice": {
			pushConfig(nil), "iOS", []mparticle.Event{registered("t1", eventMS-1), registered("t1", eventMS)}, token("app", "t1"), nil,
		},
		"unregistered": {
			pushConfig(nil), "iOS",
			[]mparticle.Event{unregistered(eventMS)},
			nil,
			[]string{"/events/0/data/register push_unregistered"},
		},
		"unregistered later": {
			pushConfig(nil), "iOS",
			[]mparticle.Event{registered("t1", eventMS-1), unregistered(eventMS)},
			nil,
			[]string{"/events/1/data/register push_unregistered", "/events/0 push_token_superseded"},
		},
		"printed by iOS": {
			pushConfig(nil), "iOS",
			[]mparticle.Event{registered("<0a1b2c3d 4e5f6071>", eventMS)},
			token("app", "0a1b2c3d4e5f6071"),
			[]string{"/events/0/data/registration_token text_repaired"},
		},
		"I59_token_of_10_KB": {
			pushConfig(nil), "iOS",
			[]mparticle.Event{registered(strings.Repeat("t", 10<<10), eventMS)},
			nil,
			[]string{"/events/0/data/registration_token push_token_refused"},
		},
		"I59_empty_token": {
			pushConfig(nil), "iOS",
			[]mparticle.Event{registered("", eventMS)},
			nil,
			[]string{"/events/0/data/registration_token push_token_refused"},
		},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			result := mapBatch(t, tt.cfg, pushBatch(tt.platform, tt.events...))
			assert.Equal(t, tt.issues, found(result))
			if tt.want == nil {
				assert.Empty(t, result.Track.Attributes)
				return
			}
			require.Len(t, result.Track.Attributes, 1)
			assert.Equal(t, tt.want, result.Track.Attributes[0].PushTokens)
			assert.False(t, result.Track.Attributes[0].PushTokenImport)
		})
	}
}

func TestPushPlatformFromApplication(t *testing.T) {
	t.Parallel()
	cfg := pushConfig(func(c *mapping.PushConfig) { c.AppIDs = map[string]string{"ios": "app-ios"} })
	for os, want := range map[string]string{"IOS": "app-ios", "UnityIOS": "app-ios", "Unknown": "app", "Android": "app"} {
		t.Run(os, func(t *testing.T) {
			t.Parallel()
			b := eventBatch(registered("t1", eventMS))
			b.ApplicationInfo = &mparticle.ApplicationInfo{OS: os}
			result := mapBatch(t, cfg, b)
			require.Len(t, result.Track.Attributes, 1)
			assert.Equal(t, []braze.PushToken{{AppID: want, Token: "t1"}}, result.Track.Attributes[0].PushTokens)
		})
	}
}

func TestBadInput_I59_device_ids(t *testing.T) {
	t.Parallel()
	tests := map[string]struct{ id, want, issue string }{
		"opaque":            {"dev/../ice", "dev/../ice", ""},
		"zero GUID":         {"00000000-0000-0000-0000-000000000000", "", ""},
		"too short":         {"1234567", "", "/mp_deviceid push_device_dropped"},
		"too long":          {strings.Repeat("d", 256), "", "/mp_deviceid push_device_dropped"},
		"control in it":     {"12345678\n", "", "/mp_deviceid push_device_dropped"},
		"as long as can be": {strings.Repeat("d", 255), strings.Repeat("d", 255), ""},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			b := pushBatch("iOS", registered("t1", eventMS))
			b.DeviceID = tt.id
			result := mapBatch(t, pushConfig(nil), b)
			require.Len(t, result.Track.Attributes, 1)
			assert.Equal(t, []braze.PushToken{{AppID: "app", Token: "t1", DeviceID: tt.want}}, result.Track.Attributes[0].PushTokens)
			assert.Equal(t, tt.issue, strings.Join(found(result), ","))
		})
	}
}

func TestAnonymousPushTokens(t *testing.T) {
	t.Parallel()
	anonymous := func() *mparticle.Batch {
		b := pushBatch("iOS", registered("t1", eventMS), &mparticle.CustomEvent{EventCommon: common(nil), EventName: "Search"})
		b.UserIdentities = nil
		b.UserAttributes = mparticle.Attributes{"plan": "gold"}
		return b
	}
	t.Run("imported", func(t *testing.T) {
		t.Parallel()
		result := mapBatch(t, pushConfig(nil), anonymous())
		assert.Equal(t, braze.TrackRequest{Attributes: []braze.Attributes{{
			PushTokenImport: true, PushTokens: []braze.PushToken{{AppID: "app", Token: "t1", DeviceID: deviceID}},
		}}, Events: []braze.Event{}}, result.Track)
	})
	t.Run("off", func(t *testing.T) {
		t.Parallel()
		cfg := pushConfig(func(c *mapping.PushConfig) { c.NoAnonymous = true })
		result := mapBatch(t, cfg, anonymous())
		assert.Zero(t, result.Track.Len())
	})
	t.Run("no app id", func(t *testing.T) {
		t.Parallel()
		result := mapBatch(t, mapping.Config{}, anonymous())
		assert.Zero(t, result.Track.Len())
	})
	t.Run("an id that Braze refuses is not nobody", func(t *testing.T) {
		t.Parallel()
		b := anonymous()
		b.UserIdentities = mparticle.Identities{{Type: mparticle.IdentityCustomerID, Value: strings.Repeat("x", 988)}}
		result := mapBatch(t, pushConfig(nil), b)
		assert.Zero(t, result.Track.Len())
	})
	t.Run("an alias is somebody", func(t *testing.T) {
		t.Parallel()
		cfg := pushConfig(nil)
		cfg.Identity = mapping.IdentityConfig{Anonymous: mapping.AnonymousAlias, AliasLabel: "mpid"}
		result := mapBatch(t, cfg, anonymous())
		require.Len(t, result.Track.Attributes, 1)
		assert.False(t, result.Track.Attributes[0].PushTokenImport)
		assert.Equal(t, "42", result.Track.Attributes[0].User.Alias.Name)
		assert.Len(t, result.Track.Attributes[0].PushTokens, 1)
	})
}

func TestAppIDGoesOnEventsAndPurchases(t *testing.T) {
	t.Parallel()
	result := mapBatch(t, pushConfig(nil), pushBatch("iOS", &mparticle.CustomEvent{EventCommon: common(nil), EventName: "Search"}, plainPurchase(lace())))
	require.Len(t, result.Track.Events, 1)
	require.Len(t, result.Track.Purchases, 1)
	assert.Equal(t, "app", result.Track.Events[0].AppID)
	assert.Equal(t, "app", result.Track.Purchases[0].AppID)
}
