package mapping_test

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/mpbraze/mpbraze/mapping"
	"github.com/mpbraze/mpbraze/mparticle"
)

// Values of which nothing useful is left cost their field, not the object that
// Braze would refuse because of them.
func TestNothingThatBrazeRefuses(t *testing.T) {
	t.Parallel()
	const config = 1<<12 | 1<<26 // lists as arrays, an app id
	long := strings.Repeat("x", 200)
	tests := map[string]struct {
		attributes mparticle.Attributes
		event      mparticle.Event
		code       mapping.Code
		path       string
	}{
		"blank time zone": {attributes: mparticle.Attributes{"time_zone": " "}, code: mapping.CodeFieldInvalid, path: "/user_attributes/time_zone"},
		"country of NUL":  {attributes: mparticle.Attributes{"$Country": "\x00"}, code: mapping.CodeFieldInvalid, path: "/user_attributes/$Country"},
		"phone of NUL":    {attributes: mparticle.Attributes{"$Mobile": "\x00"}, code: mapping.CodeFieldInvalid, path: "/user_attributes/$Mobile"},
		"blank image":     {attributes: mparticle.Attributes{"image_url": "\n"}, code: mapping.CodeFieldInvalid, path: "/user_attributes/image_url"},
		"name of bytes":   {attributes: mparticle.Attributes{"\xff": strings.Repeat("x", 999)}, code: mapping.CodeTextTooLong, path: "/user_attributes/\uFFFD"},
		"mixed list of long text": {
			attributes: mparticle.Attributes{"list": []any{1, map[string]any{"a": long, "b": long}}},
			code:       mapping.CodeListRefused, path: "/user_attributes/list",
		},
		"blank push token": {
			event: &mparticle.PushRegistration{Register: true, RegistrationToken: "  "},
			code:  mapping.CodePushToken, path: "/events/0/data/registration_token",
		},
		"product id of NUL": {
			event: &mparticle.CommerceEvent{ProductAction: &mparticle.ProductAction{
				Action: mparticle.ProductActionPurchase, Products: []mparticle.Product{{ID: "\x00", Price: "1"}},
			}},
			code: mapping.CodeProductID, path: "/events/0/data/product_action/products/0/id",
		},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			m, err := mapping.New(fuzzConfig(config))
			require.NoError(t, err)
			batch := &mparticle.Batch{
				Environment:         mparticle.EnvironmentProduction,
				TimestampUnixtimeMS: 1772366400000,
				UserIdentities:      mparticle.Identities{{Type: mparticle.IdentityCustomerID, Value: "cust-1"}},
				UserAttributes:      tt.attributes,
			}
			if tt.event != nil {
				batch.Events = []mparticle.Event{tt.event}
			}
			result := m.Map(batch)
			assert.JSONEq(t, `{}`, string(encodeTrack(t, &result.Track)))
			checkIssues(t, result.Issues)
			var found []string
			for _, i := range result.Issues {
				if i.Code == tt.code {
					found = append(found, i.Path)
				}
			}
			assert.Contains(t, found, tt.path)
		})
	}
}
