package mapping_test

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/mpbraze/mpbraze/mapping"
	"github.com/mpbraze/mpbraze/mparticle"
)

// An answer that cannot be read, or was not given, is no answer: above all it
// must not subscribe somebody or give a consent.
func TestBadInput_I57_no_answer_is_guessed(t *testing.T) {
	t.Parallel()
	type row struct{ member, path string }
	tests := map[string]row{}
	for name, data := range map[string]string{
		"misread": `{%: "so-so"}`, "missing": `{}`, "null": `{%: null}`, "blank": `{%: ""}`,
	} {
		consent := strings.Replace(data, "%", `"consented"`, 1)
		tests["opt-out "+name] = row{
			`"events": [{"event_type": "opt_out", "data": ` + strings.Replace(data, "%", `"is_opted_out"`, 1) + `}]`,
			"/events/0/data/is_opted_out",
		}
		tests["CCPA "+name] = row{
			`"consent_state": {"ccpa": {"data_sale_opt_out": ` + consent + `}}`,
			"/consent_state/ccpa/data_sale_opt_out/consented",
		}
		tests["GDPR "+name] = row{
			`"consent_state": {"gdpr": {"ads/all": ` + consent + `}}`, "/consent_state/gdpr/ads~1all/consented",
		}
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
				Consent: map[mapping.ConsentSignal]string{
					mapping.GoogleAdPersonalization: "data_sale_opt_out", mapping.GoogleAdUserData: "ads/all",
				},
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
