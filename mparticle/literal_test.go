package mparticle_test

import (
	"encoding/json"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/mpbraze/mpbraze/mparticle"
)

// A batch from a literal is in the inbound dialect: what is zero is left out.
func TestLiteral(t *testing.T) {
	t.Parallel()
	batch := mparticle.Batch{
		Environment:    mparticle.EnvironmentDevelopment,
		MPID:           -1,
		UserIdentities: mparticle.Identities{{Type: mparticle.IdentityCustomerID, Value: "c-1"}},
		UserAttributes: mparticle.Attributes{
			"text": "<&>", "int": 3, "int64": int64(1) << 60, "float": 1.5, "bool": true, "tag": nil,
			"number": json.Number("0.10"), "list": []string{"a"}, "mixed": []any{1, "a", nil},
			"nested": map[string]any{"b": 1, "a": mparticle.Attributes{"c": uint8(2)}},
		},
		Events: []mparticle.Event{
			&mparticle.SessionStart{},
			&mparticle.CommerceEvent{ProductAction: &mparticle.ProductAction{
				Action:   mparticle.ProductActionPurchase,
				Products: []mparticle.Product{{ID: "tea", Price: "4.50", Quantity: "2"}},
			}},
			nil,
		},
	}
	want := `{"events":[{"data":{},"event_type":"session_start"},` +
		`{"data":{"product_action":{"action":"purchase","products":[{"id":"tea","price":4.50,"quantity":2}]}},"event_type":"commerce_event"},null],` +
		`"environment":"development","mpid":-1,` +
		`"user_attributes":{"bool":true,"float":1.5,"int":3,"int64":1152921504606846976,"list":["a"],"mixed":[1,"a",null],` +
		`"nested":{"a":{"c":2},"b":1},"number":0.10,"tag":null,"text":"<&>"},` +
		`"user_identities":{"customer_id":"c-1"}}`
	assert.Equal(t, want, encode(t, batch), "to the byte")
}

// What is not UTF-8 in a literal is replaced, so that the whole can be read.
func TestLiteralInvalidUTF8(t *testing.T) {
	t.Parallel()
	batch := mparticle.Batch{IP: "a\xff", UserAttributes: mparticle.Attributes{"\xfe": "\xfd"}}
	want := "{\"ip\":\"a\ufffd\",\"user_attributes\":{\"\ufffd\":\"\ufffd\"}}"
	assert.Equal(t, want, encode(t, batch))
}

// encode marshals without encoding/json, which escapes for HTML.
func encode(t *testing.T, m json.Marshaler) string {
	t.Helper()
	data, err := m.MarshalJSON()
	require.NoError(t, err)
	return string(data)
}

// A nil pointer in a literal is a null, not a panic.
func TestLiteralNilPointers(t *testing.T) {
	t.Parallel()
	batch := mparticle.Batch{
		Events:       []mparticle.Event{nil, (*mparticle.CustomEvent)(nil), (*mparticle.UnknownEvent)(nil), (*mparticle.InvalidEvent)(nil)},
		ConsentState: &mparticle.ConsentState{GDPR: map[string]*mparticle.Consent{"ads": nil}},
	}
	assert.JSONEq(t, `{"events":[null,null,null,null],"consent_state":{"gdpr":{"ads":null}}}`, marshal(t, batch))
}
