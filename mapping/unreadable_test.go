package mapping_test

import (
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/mpbraze/mpbraze/mapping"
	"github.com/mpbraze/mpbraze/mparticle"
)

// An answer that cannot be read is no answer: above all it must not subscribe
// somebody or give a consent.
func TestUnreadableAnswers(t *testing.T) {
	t.Parallel()
	tests := map[string]struct{ member, path string }{
		"opt-out": {
			`"events": [{"event_type": "opt_out", "data": {"is_opted_out": "so-so"}}]`,
			"/events/0/data/is_opted_out",
		},
		"CCPA": {
			`"consent_state": {"ccpa": {"data_sale_opt_out": {"consented": "so-so"}}}`,
			"/consent_state/ccpa/data_sale_opt_out/consented",
		},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			batch, err := mparticle.ParseBatch([]byte(`{
				"environment": "production",
				"timestamp_unixtime_ms": 1772366400000,
				"user_identities": {"customer_id": "cust-1"},
				` + tt.member + `
			}`))
			require.NoError(t, err)
			m, err := mapping.New(mapping.Config{Attributes: mapping.AttributeConfig{
				Consent: map[mapping.ConsentSignal]string{mapping.GoogleAdPersonalization: "data_sale_opt_out"},
			}})
			require.NoError(t, err)

			result := m.Map(batch)
			assert.JSONEq(t, `{}`, string(encodeTrack(t, &result.Track)))
			require.Len(t, result.Issues, 1)
			assert.Equal(t, mapping.CodeInput, result.Issues[0].Code)
			assert.Equal(t, tt.path, result.Issues[0].Path)
		})
	}
}
