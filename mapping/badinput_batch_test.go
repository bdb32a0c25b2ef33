package mapping_test

import (
	"strconv"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/mpbraze/mpbraze/mapping"
	"github.com/mpbraze/mpbraze/mparticle"
)

// everything returns a batch of user u1 in which all parts have something to
// forward.
func everything() *mparticle.Batch {
	b := pushBatch(
		"iOS",
		&mparticle.CustomEvent{EventCommon: common(nil), EventName: "Search"},
		&mparticle.PushRegistration{EventCommon: common(nil), Register: true, RegistrationToken: "token-1"},
		optOut(true, eventMS),
		plainPurchase(lace()),
	)
	b.UserAttributes = mparticle.Attributes{"plan": "gold"}
	b.UserIdentities = append(b.UserIdentities, id(mparticle.IdentityEmail, "ann@shop.example"))
	return b
}

func TestBadInput_I27_no_identity_at_all(t *testing.T) {
	t.Parallel()
	for name, cfg := range map[string]mapping.IdentityConfig{
		"skip":  {},
		"alias": {Anonymous: mapping.AnonymousAlias, AliasLabel: "mpid"},
		"mpid":  {ExternalID: mapping.MPID},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			b := everything()
			b.UserIdentities, b.MPID, b.DeviceID = nil, 0, ""
			r := mapped(t, mapping.Config{Identity: cfg}, b)
			assert.Zero(t, r.Track.Len())
			assertIssues(t, []string{" no_external_id"}, r)
		})
	}
}

// TestBadInput_I28: an identity of a megabyte is refused, not cut.
func TestBadInput_I28_identity_of_a_megabyte(t *testing.T) {
	t.Parallel()
	r := mapped(t, mapping.Config{}, identified(id(mparticle.IdentityCustomerID, strings.Repeat("x", 1<<20))))
	assert.Zero(t, r.Track.Len())
	assertIssues(t, []string{"/user_identities/customer_id id_too_long"}, r)
	assert.Less(t, len(r.Issues[0].String()), 200)
}

// TestBadInput_I57: when consent is required, its absence lets nothing through,
// whatever the settings make of the batch.
func TestBadInput_I57_required_consent_lets_nothing_leak(t *testing.T) {
	t.Parallel()
	cfg := pushConfig(nil)
	cfg.Batch.RequireConsent = []string{"marketing"}
	cfg.Events.ForwardSessionEvents = true
	for name, c := range map[string]struct {
		state  *mparticle.ConsentState
		anyone bool
	}{
		"absent":                  {nil, false},
		"refused":                 {gdpr("marketing", false), false},
		"absent, of nobody":       {nil, true},
		"CCPA does not stand in":  {&mparticle.ConsentState{CCPA: map[string]*mparticle.Consent{"data_sale_opt_out": {}}}, false},
		"for something else only": {gdpr("analytics", true), false},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			b := everything()
			b.ConsentState = c.state
			if c.anyone {
				b.UserIdentities = nil
			}
			r := mapped(t, cfg, b)
			assert.Zero(t, r.Track.Len())
			assertIssues(t, []string{"/consent_state consent_missing"}, r)
		})
	}
	t.Run("given", func(t *testing.T) {
		t.Parallel()
		b := everything()
		b.ConsentState = gdpr("Marketing", true)
		r := mapped(t, cfg, b)
		assert.Equal(t, 3, r.Track.Len())
		assert.Empty(t, r.Issues)
	})
}

// TestBadInput_I76: names of attributes come from outside and stand in logs.
func TestBadInput_I76_names_stay_on_one_line(t *testing.T) {
	t.Parallel()
	for _, name := range []string{"a\n[ERROR] all is lost", "a\r\x1b[2J", "a\u2028b", "a\u202eb"} {
		r := mapped(t, mapping.Config{}, withAttributes(mparticle.Attributes{name: []any{"x"}}))
		require.NotEmpty(t, r.Issues)
		for _, issue := range r.Issues {
			assert.False(t, strings.ContainsAny(issue.String(), "\n\r\x1b\u2028\u202e"), "%q", issue.String())
		}
	}
	for _, name := range []string{`'; DROP TABLE users; --`, `../../etc/passwd`, "$(reboot)"} {
		r := mapped(t, mapping.Config{}, withAttributes(mparticle.Attributes{name: "x"}))
		assert.Equal(t, map[string]any{strings.TrimLeft(name, "$"): "x"}, map[string]any(attributesOf(t, r).Custom))
	}
}

// TestBadInput_I78: a batch id may come twice; both batches count.
func TestBadInput_I78_equal_batch_ids(t *testing.T) {
	t.Parallel()
	m := mapper(t, mapping.Config{})
	for _, plan := range []string{"gold", "silver"} {
		b := withAttributes(mparticle.Attributes{"plan": plan})
		b.BatchID = 7
		r := m.Map(b)
		assertAttributes(t, `{"plan":"`+plan+`"}`, r)
		assert.Empty(t, r.Issues)
	}
}

// TestBadInput_I79: names that collide under a well-known hash, here Java's,
// are names like others.
func TestBadInput_I79_colliding_names(t *testing.T) {
	t.Parallel()
	colliding := func(n int) string {
		members := make([]string, n)
		for i := range members {
			name := make([]byte, 0, 40)
			for bit := range 17 {
				name = append(name, []string{"Aa", "BB"}[i>>bit&1]...)
			}
			members[i] = `"` + string(name) + `":` + strconv.Itoa(i)
		}
		return `{"environment":"production","timestamp_unixtime_ms":` + strconv.FormatInt(batchTime, 10) + `,
			"user_identities":{"customer_id":"u1"},"user_attributes":{` + strings.Join(members, ",") + `}}`
	}
	b, err := mparticle.ParseBatch([]byte(colliding(1000)))
	require.NoError(t, err)
	r := mapped(t, mapping.Config{}, b)
	assert.Len(t, attributesOf(t, r).Custom, 1000)
	assert.Empty(t, r.Issues)

	_, err = mparticle.ParseBatch([]byte(colliding(100_000)))
	require.ErrorIs(t, err, mparticle.ErrTooLarge)
}
