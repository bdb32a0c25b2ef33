package mapping_test

import (
	"flag"
	"fmt"
	"os"
	"strings"
	"testing"
	"time"

	"github.com/go-json-experiment/json/jsontext"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/mpbraze/mpbraze/mapping"
	"github.com/mpbraze/mpbraze/mparticle"
)

var update = flag.Bool("update", false, "write the golden files anew")

// goldens map whole batches of each dialect under settings of a connection.
// testdata/golden has the batch as <batch>.batch.json, and what became of it
// as <name>.track.json and <name>.issues.txt.
var goldens = []struct{ name, batch, settings string }{
	{"inbound", "inbound", `{}`},
	{"inbound_all", "inbound", `{
		"userIdentificationType": "MPID",
		"enableApiTypeDetection": "Both",
		"sendUserAttributeListsAsArrays": "True",
		"userTagsValue": "null",
		"subscriptionGroupMapping": [{"map": "news", "value": "1c7e2a0b-5f7d-4f3a-8e0e-0d1c2b3a4f50"}],
		"consentMappingSDK": [
			{"map": "marketing", "value": "google_ad_user_data"},
			{"map": "data_sale_opt_out", "value": "google_ad_personalization"}
		],
		"forwardSessionEvents": "True",
		"setEventNameForPageView": "True",
		"nestedEventProperties": "True",
		"eventAttributesSingleItemUser": {"888169310": "last_destination"},
		"appIdentifier": "app-ios"
	}`},
	{"inbound_changes", "inbound", `{
		"includeEnrichedUserAttributes": "False",
		"includeEnrichedUserIdentities": "False",
		"forwardScreenViews": "False"
	}`},
	{"outbound", "outbound", `{}`},
	{"outbound_app", "outbound", `{
		"externalIdentityType": "Other4",
		"enableTypeDetection": "True",
		"appIdentifier": "app-ios"
	}`},
	{"raw", "raw", `{}`},
	{"hostile", "hostile", `{}`},
	{"hostile_nested", "hostile", `{
		"anonymousUsers": "skip",
		"nestedEventProperties": "True",
		"sendUserAttributeListsAsArrays": "True",
		"enableApiTypeDetection": "Both",
		"subscriptionGroupMapping": [{"map": "news", "value": "1c7e2a0b-5f7d-4f3a-8e0e-0d1c2b3a4f50"}]
	}`},
	{"anonymous", "anonymous", `{}`},
	{"anonymous_push", "anonymous", `{"appIdentifier": "app-android"}`},
	{"anonymous_alias", "anonymous", `{
		"anonymousUsers": "alias",
		"anonymousAliasLabel": "mparticle_device",
		"anonymousAliasFrom": "mp_deviceid"
	}`},
	{"commerce_unbundled", "commerce", `{}`},
	{"commerce_bundled", "commerce", `{"bundleCommerceEventData": "True"}`},
	{"commerce_recommended", "commerce", `{
		"useEcommerceRecommendedEvents": "True",
		"cartIdAttribute": [{"value": "basket"}, {"value": "cart"}],
		"checkoutIdAttribute": [{"value": "checkout"}],
		"subtotalValueAttribute": [{"value": "subtotal"}],
		"imageUrlAttribute": [{"value": "image"}],
		"productUrlAttribute": [{"value": "url"}],
		"source": "shop"
	}`},
	{"commerce_names", "commerce", `{"forwardSkuAsProductName": "True", "replaceSkuWithProductName": "True"}`},
}

func TestGolden(t *testing.T) {
	t.Parallel()
	for _, tt := range goldens {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			settings, err := mapping.ParseSettingsJSON([]byte(tt.settings))
			require.NoError(t, err)
			m, err := mapping.New(settings.Config)
			require.NoError(t, err)

			data, err := os.ReadFile(goldenFile(tt.batch + ".batch.json"))
			require.NoError(t, err)
			batch, err := mparticle.ParseBatch(data)
			require.NoError(t, err)
			result := m.Map(batch)

			track := jsontext.Value(encodeTrack(t, &result.Track))
			require.NoError(t, track.Indent(jsontext.WithIndent("  ")))
			golden(t, tt.name+".track.json", string(track)+"\n")
			golden(t, tt.name+".issues.txt", issueText(result.Issues))

			var into mapping.Result // of a batch that has everything, before
			m.MapInto(&into, visit(t), time.Time{})
			m.MapInto(&into, batch, time.Time{})
			assert.Equal(t, encodeTrack(t, &result.Track), encodeTrack(t, &into.Track))
			assert.Equal(t, issueText(result.Issues), issueText(into.Issues))
			assert.Equal(t, result.Environment, into.Environment)
		})
	}
}

// issueText has a line for each issue.
func issueText(issues []mapping.Issue) string {
	var b strings.Builder
	for _, i := range issues {
		fmt.Fprintf(&b, "%s %s %q: %s\n", i.Severity, i.Code, i.Path, i.Detail)
	}
	return b.String()
}

// golden compares with a golden file, or writes it.
func golden(t *testing.T, name, got string) {
	t.Helper()
	file := goldenFile(name)
	if *update {
		require.NoError(t, os.WriteFile(file, []byte(got), 0o600))
	}
	want, err := os.ReadFile(file)
	require.NoError(t, err, "run the test with -update")
	assert.Equal(t, string(want), got)
}
