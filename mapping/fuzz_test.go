package mapping_test

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"
	"unicode/utf8"

	"github.com/go-json-experiment/json/jsontext"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/mpbraze/mpbraze/braze"
	"github.com/mpbraze/mpbraze/mapping"
	"github.com/mpbraze/mpbraze/mparticle"
)

// canary stands in values of the seeds; no issue may show it.
const canary = "CANARY"

// fuzzConfig makes a configuration out of bits, so that the fuzzer reaches the
// settings as well.
func fuzzConfig(bits uint32) mapping.Config {
	bit := func(n int) bool { return bits>>n&1 == 1 }
	of := func(n, values int) int { return int(bits>>n) & 3 % values }
	var c mapping.Config
	c.Identity.Source = mapping.AttributeSource(of(0, 3))
	if bit(2) {
		c.Identity.ExternalID = mapping.MPID
	}
	if bit(3) {
		c.Identity.Anonymous, c.Identity.AliasLabel = mapping.AnonymousAlias, "label"
	}
	c.Batch.Development = mapping.EnvironmentAction(of(4, 3))
	c.Batch.Unknown = mapping.EnvironmentForward
	c.Batch.ForwardBlocked = bit(6)
	c.Attributes.Source = mapping.AttributeSource(of(7, 3))
	c.Attributes.TypeDetection = mapping.TypeDetection(of(9, 4))
	c.Attributes.TagsAsNull = bit(11)
	c.Attributes.ListsAsArrays = bit(12)
	c.Attributes.Nested = bit(13)
	c.Events.ScreenNameAsIs = bit(14)
	c.Events.ForwardSessionEvents = bit(15)
	c.Events.ForwardPushMessages = bit(16)
	c.Events.NestedProperties = bit(17)
	c.Events.LenientTimes = bit(18)
	c.Events.OptOut = mapping.OptOutMode(of(19, 3))
	c.Commerce.Form = mapping.CommerceForm(of(21, 3))
	c.Commerce.ProductIDFromName = bit(23)
	c.Commerce.NameFromProductID = bit(24)
	c.Commerce.RefuseLargeQuantities = bit(25)
	if bit(26) {
		c.Push.AppID = "app"
	}
	c.Limits.Over = mapping.LimitAction(of(27, 3))
	c.Limits.NeutralizeLiquid = bit(29)
	c.Attributes.CountryCodesOnly = bit(30)
	c.Attributes.PhoneE164Only = bit(31)
	c.Attributes.SubscriptionGroups = map[string]string{"news": "1c7e2a0b-5f7d-4f3a-8e0e-0d1c2b3a4f50"}
	c.Attributes.Consent = map[mapping.ConsentSignal]string{mapping.GoogleAdUserData: "marketing"}
	c.Events.ToUser = []mapping.EventAttributeRule{
		{Hash: 888169310, Action: mapping.AddToArray, To: "places"},
		{EventName: "Kept", Attribute: "kept", Action: mapping.SetAttribute, To: "kept"},
	}
	return c
}

// FuzzMap maps whatever parses, and checks what must hold for every batch.
func FuzzMap(f *testing.F) {
	seeds, err := filepath.Glob(goldenFile("*.batch.json"))
	require.NoError(f, err)
	require.NotEmpty(f, seeds)
	for i, seed := range seeds {
		data, err := os.ReadFile(seed)
		require.NoError(f, err)
		f.Add(data, uint32(0))
		f.Add(data, ^uint32(0)>>i)
	}
	other := visit(f)
	f.Fuzz(func(t *testing.T, data []byte, bits uint32) {
		batch, err := mparticle.ParseBatch(data)
		if err != nil {
			return
		}
		m, err := mapping.New(fuzzConfig(bits))
		require.NoError(t, err)

		result := m.Map(batch)
		track := encodeTrack(t, &result.Track)
		checkIssues(t, result.Issues)

		again := m.Map(batch)
		assert.Equal(t, track, encodeTrack(t, &again.Track), "same bytes twice")
		assert.Equal(t, result.Issues, again.Issues)

		var into mapping.Result
		m.MapInto(&into, other, time.Time{})
		m.MapInto(&into, batch, time.Time{})
		assert.Equal(t, track, encodeTrack(t, &into.Track), "in the memory of another result")
		assert.Equal(t, issueText(result.Issues), issueText(into.Issues))
	})
}

func goldenFile(name string) string { return filepath.Join("testdata", "golden", name) }

// checker is a [testing.T] or a rapid.T.
type checker interface {
	require.TestingT
	Helper()
}

// encodeTrack encodes a request that must be one that Braze takes.
func encodeTrack(t checker, r *braze.TrackRequest) []byte {
	t.Helper()
	require.NoError(t, r.Validate())
	track, err := r.AppendJSON(nil)
	require.NoError(t, err)
	require.True(t, jsontext.Value(track).IsValid(), "JSON without repeated names")
	require.True(t, utf8.Valid(track))
	return track
}

// checkIssues checks that issues point and explain, and show no value.
func checkIssues(t checker, issues []mapping.Issue) {
	t.Helper()
	for _, i := range issues {
		assert.NotEmpty(t, i.Code)
		assert.NotEmpty(t, i.Detail)
		assert.NotContains(t, i.Detail, canary)
		assert.NotEqual(t, "severity?", i.Severity.String())
		assert.True(t, i.Path == "" || strings.HasPrefix(i.Path, "/"), "%q is no JSON pointer", i.Path)
		assert.True(t, utf8.ValidString(i.Path), "%q", i.Path)
	}
}
