package mapping_test

import (
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/mpbraze/mpbraze/mapping"
	"github.com/mpbraze/mpbraze/mparticle"
)

func TestBadInput_I56_environment(t *testing.T) {
	t.Parallel()
	const issue = "/environment environment"
	forward := mapping.BatchConfig{Development: mapping.EnvironmentForward, Unknown: mapping.EnvironmentForward}
	route := mapping.BatchConfig{Development: mapping.EnvironmentRoute, Unknown: mapping.EnvironmentRoute}
	for name, c := range map[string]struct {
		cfg    mapping.BatchConfig
		in     mparticle.Environment
		out    mparticle.Environment
		routed bool
		issues []string
	}{
		"production":             {in: "production", out: "production"},
		"Production in any case": {in: "PRODUCTION", out: "production"},
		"development":            {in: "Development", out: "development", issues: []string{issue}},
		"unknown":                {in: "unknown", out: "unknown", issues: []string{issue}},
		"missing":                {in: "", out: "unknown", issues: []string{issue}},
		"another":                {in: "Staging", out: "staging", issues: []string{issue}},
		"development forwarded":  {cfg: forward, in: "development", out: "development"},
		"missing forwarded":      {cfg: forward, in: "", out: "unknown"},
		"development routed":     {cfg: route, in: "Development", out: "development", routed: true},
		"missing routed":         {cfg: route, in: "", out: "unknown", routed: true},
		"production not routed":  {cfg: route, in: "production", out: "production"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			b := withAttributes(mparticle.Attributes{"plan": "gold"})
			b.Environment = c.in
			r := mapped(t, mapping.Config{Batch: c.cfg}, b)
			assert.Equal(t, c.out, r.Environment)
			assert.Equal(t, c.routed, r.Routed)
			assert.Equal(t, len(c.issues) == 0, r.Track.Len() > 0)
			assertIssues(t, c.issues, r)
		})
	}
}

func TestChannels(t *testing.T) {
	t.Parallel()
	server := []mparticle.Channel{mparticle.ChannelServerToServer}
	for name, c := range map[string]struct {
		allow  []mparticle.Channel
		source *mparticle.SourceInfo
		passes bool
	}{
		"all by default":      {source: &mparticle.SourceInfo{Channel: mparticle.ChannelNative}, passes: true},
		"listed":              {allow: server, source: &mparticle.SourceInfo{Channel: "Server_To_Server"}, passes: true},
		"not listed":          {allow: server, source: &mparticle.SourceInfo{Channel: mparticle.ChannelNative}},
		"none said":           {allow: server},
		"none said, all pass": {passes: true},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			b := withAttributes(mparticle.Attributes{"plan": "gold"})
			b.SourceInfo = c.source
			r := mapped(t, mapping.Config{Batch: mapping.BatchConfig{Channels: c.allow}}, b)
			assert.Equal(t, c.passes, r.Track.Len() > 0)
			assert.Equal(t, c.passes, len(r.Issues) == 0)
		})
	}
}

func TestRequiredConsent(t *testing.T) {
	t.Parallel()
	cfg := mapping.Config{Batch: mapping.BatchConfig{RequireConsent: []string{"Marketing"}}}
	for name, c := range map[string]struct {
		state  *mparticle.ConsentState
		passes bool
	}{
		"given, in any case":       {state: gdpr("marketing", true), passes: true},
		"refused":                  {state: gdpr("marketing", false)},
		"never asked":              {state: gdpr("analytics", true)},
		"no state":                 {},
		"refused in one spelling":  {state: &mparticle.ConsentState{GDPR: map[string]*mparticle.Consent{"marketing": {Consented: true}, "MARKETING": {}}}},
		"CCPA is another question": {state: &mparticle.ConsentState{CCPA: map[string]*mparticle.Consent{"marketing": {Consented: true}}}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			b := withAttributes(mparticle.Attributes{"plan": "gold"})
			b.ConsentState = c.state
			r := mapped(t, cfg, b)
			assert.Equal(t, c.passes, r.Track.Len() > 0)
			if !c.passes {
				assertIssues(t, []string{"/consent_state consent_missing"}, r)
			}
		})
	}
}

func gdpr(purpose string, consented bool) *mparticle.ConsentState {
	return &mparticle.ConsentState{GDPR: map[string]*mparticle.Consent{purpose: {Consented: consented}}}
}

func TestConsentSignals(t *testing.T) {
	t.Parallel()
	both := map[mapping.ConsentSignal]string{
		mapping.GoogleAdUserData: "Ads", mapping.GoogleAdPersonalization: "data_sale_opt_out",
	}
	for name, c := range map[string]struct {
		state *mparticle.ConsentState
		want  string
	}{
		"granted": {state: gdpr("ads", true), want: `{"$google_ad_user_data":true}`},
		"refused": {state: gdpr("ADS", false), want: `{"$google_ad_user_data":false}`},
		"opted out of sale": {
			state: &mparticle.ConsentState{CCPA: map[string]*mparticle.Consent{"data_sale_opt_out": {Consented: true}}},
			want:  `{"$google_ad_personalization":false}`,
		},
		"not opted out of sale": {
			state: &mparticle.ConsentState{CCPA: map[string]*mparticle.Consent{"data_sale_opt_out": {}}},
			want:  `{"$google_ad_personalization":true}`,
		},
		"never asked": {state: gdpr("other", true)},
		"no state":    {},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			b := known()
			b.ConsentState = c.state
			r := mapped(t, mapping.Config{Attributes: mapping.AttributeConfig{Consent: both}}, b)
			assertAttributes(t, c.want, r)
		})
	}
}

func TestBlockedData(t *testing.T) {
	t.Parallel()
	b := withAttributes(mparticle.Attributes{"$Gender": "M", "plan": "gold"})
	b.UserIdentities = append(b.UserIdentities, id(mparticle.IdentityEmail, "a@b.example"))
	b.Events = append(withEvent("blocked", nil).Events, withEvent("kept", mparticle.Attributes{"size": "L", "color": "red"}).Events...)
	b.Events[0].Common().EventID = -7
	b.Events[1].Common().EventID = 8
	b.Context = &mparticle.Context{DataPlan: &mparticle.DataPlan{BlockMetadata: &mparticle.BlockMetadata{
		BlockedUserIdentities: []string{"email"},
		BlockedUserAttributes: []string{"$gender"},
		BlockedEventIDs:       []string{"-7"},
		BlockedEventAttributes: []mparticle.BlockedEventAttributes{
			{EventID: 8, EventAttributes: []string{"./data/custom_attributes/size"}},
		},
	}}}

	r := mapped(t, mapping.Config{}, b)
	assertAttributes(t, `{"plan":"gold"}`, r)
	assert.Subset(t, at(r.Issues), []string{"/user_identities/email blocked", "/user_attributes/$Gender blocked"})

	r = mapped(t, mapping.Config{Batch: mapping.BatchConfig{ForwardBlocked: true}}, b)
	assertAttributes(t, `{"email":"a@b.example","gender":"M","plan":"gold"}`, r)

	b.Context.DataPlan.BlockMetadata.BlockedUserIdentities = []string{"customer_id"}
	r = mapped(t, mapping.Config{}, b)
	assert.Zero(t, r.Track.Len(), "without its id nothing can go")
}

func TestDecodingProblemsAreIssues(t *testing.T) {
	t.Parallel()
	b, err := mparticle.ParseBatch([]byte(`{"environment":"production","user_identities":{"customer_id":"u1"},
		"timestamp_unixtime_ms":"soon","user_attributes":{"plan":"gold"}}`))
	require.NoError(t, err)
	r := mapped(t, mapping.Config{}, b)
	assertAttributes(t, `{"plan":"gold"}`, r)
	assertIssues(t, []string{"/timestamp_unixtime_ms input_malformed"}, r)
	assert.NotContains(t, r.Issues[0].Detail, "soon")
}

func TestNoBatchGivesNothing(t *testing.T) {
	t.Parallel()
	r := mapper(t, mapping.Config{}).Map(nil)
	assert.Zero(t, r.Track.Len())
	assert.Empty(t, mapped(t, mapping.Config{}, known()).Issues, "I7: a batch without content is fine")
}
