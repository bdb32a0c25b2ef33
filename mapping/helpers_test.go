package mapping_test

import (
	"encoding/json"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/mpbraze/mpbraze/braze"
	"github.com/mpbraze/mpbraze/mapping"
	"github.com/mpbraze/mpbraze/mparticle"
)

// batchTime is the time of the batches in these tests: 2026-03-01T12:00:00Z.
const batchTime = 1_772_366_400_000

// known returns a batch of production about user u1.
func known() *mparticle.Batch {
	return &mparticle.Batch{
		Environment:         mparticle.EnvironmentProduction,
		TimestampUnixtimeMS: batchTime,
		UserIdentities:      mparticle.Identities{{Type: mparticle.IdentityCustomerID, Value: "u1"}},
	}
}

// withAttributes returns a batch of user u1 with user attributes.
func withAttributes(a mparticle.Attributes) *mparticle.Batch {
	b := known()
	b.UserAttributes = a
	return b
}

// withEvent returns a batch of user u1 with one custom event.
func withEvent(name string, a mparticle.Attributes) *mparticle.Batch {
	b := known()
	b.Events = []mparticle.Event{&mparticle.CustomEvent{
		EventCommon: mparticle.EventCommon{TimestampUnixtimeMS: batchTime, CustomAttributes: a},
		EventName:   name,
	}}
	return b
}

func mapper(t *testing.T, cfg mapping.Config) *mapping.Mapper {
	t.Helper()
	m, err := mapping.New(cfg)
	require.NoError(t, err)
	return m
}

// mapped maps b and checks what holds for every result.
func mapped(t *testing.T, cfg mapping.Config, b *mparticle.Batch) mapping.Result {
	t.Helper()
	m := mapper(t, cfg)
	result := m.Map(b)
	require.Equal(t, encoded(t, result), encoded(t, m.Map(b)), "mapping twice gives the same")
	return result
}

// attributesOf returns the one attributes object of a result.
func attributesOf(t *testing.T, r mapping.Result) braze.Attributes {
	t.Helper()
	require.Len(t, r.Track.Attributes, 1)
	return r.Track.Attributes[0]
}

// encoded returns a request as it goes out, which also validates it.
func encoded(t *testing.T, r mapping.Result) string {
	t.Helper()
	raw, err := r.Track.AppendJSON(nil)
	require.NoError(t, err)
	return string(raw)
}

// at makes "path code" of issues, in order.
func at(issues []mapping.Issue) []string {
	out := make([]string, 0, len(issues))
	for _, i := range issues {
		out = append(out, i.Path+" "+string(i.Code))
	}
	return out
}

// decodedAttributes reads attributes as they look in decoded batches.
func decodedAttributes(t *testing.T, raw string) mparticle.Attributes {
	t.Helper()
	b, err := mparticle.ParseBatch([]byte(`{"user_attributes":` + raw + `}`))
	require.NoError(t, err)
	return b.UserAttributes
}

// assertAttributes compares the attributes object without its external id.
func assertAttributes(t *testing.T, want string, r mapping.Result) {
	t.Helper()
	if want == "" {
		assert.Empty(t, r.Track.Attributes)
		return
	}
	raw, err := attributesOf(t, r).MarshalJSON()
	require.NoError(t, err)
	var got map[string]json.RawMessage
	require.NoError(t, json.Unmarshal(raw, &got))
	delete(got, "external_id")
	raw, err = json.Marshal(got)
	require.NoError(t, err)
	assert.JSONEq(t, want, string(raw))
}

func assertIssues(t *testing.T, want []string, r mapping.Result) {
	t.Helper()
	assert.ElementsMatch(t, want, at(r.Issues))
}

// Ids of subscription groups.
const (
	groupOne = "0f1e2d3c-4b5a-4697-8879-6a5b4c3d2e1f"
	groupTwo = "1c7e2a0b-5f7d-4f3a-8e0e-0d1c2b3a4f50"
)
