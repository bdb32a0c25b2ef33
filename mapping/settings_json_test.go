package mapping_test

import (
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/mpbraze/mpbraze/braze"
	"github.com/mpbraze/mpbraze/mapping"
)

func TestParseSettingsJSON(t *testing.T) {
	t.Parallel()
	got, err := mapping.ParseSettingsJSON([]byte(`
	{
		"bundleCommerceEventData": true,
		"forwardScreenViews": "False",
		"combinedTrackLimit": 50,
		"userTagsValue": null,
		"source": null,
		"instance": "eu\u002d01",
		"cartIdAttribute": [{"value": "cart"}],
		"checkoutIdAttribute": "[{\"value\": \"checkout\"}]",
		"eventAttributesAddToUser": {"888169310": "places"},
		"softPushCustomEventName": "prime-for-push"
	}`))
	require.NoError(t, err)
	want := settingsOf(func(c *mapping.Config) {
		c.Commerce.Form = mapping.CommerceBundled
		c.Commerce.Recommended.CartID = []string{"cart"}
		c.Commerce.Recommended.CheckoutID = []string{"checkout"}
		c.Events.DropScreenViews = true
		c.Events.ToUser = []mapping.EventAttributeRule{{Hash: 888169310, Action: mapping.AddToArray, To: "places"}}
		c.Attributes.TagsAsNull = true
	})
	want.Instance, want.Caps, want.NoEffect = "EU-01", braze.Caps{Total: 50}, []string{"softPushCustomEventName"}
	assert.Equal(t, want, got)
}

func TestParseSettingsJSONEmpty(t *testing.T) {
	t.Parallel()
	got, err := mapping.ParseSettingsJSON([]byte(`{}`))
	require.NoError(t, err)
	assert.Zero(t, got)
}

func TestParseSettingsJSONRefused(t *testing.T) {
	t.Parallel()
	for name, tt := range map[string]struct{ object, err string }{
		"nothing":    {``, "settings: not one JSON object"},
		"null":       {`null`, "settings: not one JSON object"},
		"array":      {`[{"instance":"US-01"}]`, "settings: not one JSON object"},
		"cut":        {`{"instance":"US-01"`, "settings: not one JSON object"},
		"cut value":  {`{"instance":`, "settings: not one JSON object"},
		"two":        {`{} {}`, "settings: not one JSON object"},
		"rest":       {`{}]`, "settings: not one JSON object"},
		"not UTF-8":  {"{\"source\":\"\xff\"}", "settings: not one JSON object"},
		"twice":      {`{"source":"a","source":"a"}`, `setting "source": given twice`},
		"number":     {`{"bundleCommerceEventData":1}`, `setting "bundleCommerceEventData": not a boolean; accepted: True, False`},
		"object":     {`{"instance":{"a":1}}`, `setting "instance": not an instance of Braze, such as US-01`},
		"wrong kind": {`{"source":{"a":1}}`, `setting "source": not text`},
		"all": {
			`{"a":1,"source":"a","b":2,"source":"b"}`,
			"setting \"source\": given twice\nsetting \"a\": not a setting of the Braze connection\n" +
				"setting \"b\": not a setting of the Braze connection",
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			got, err := mapping.ParseSettingsJSON([]byte(tt.object))
			require.EqualError(t, err, tt.err)
			assert.Zero(t, got)
		})
	}
}
