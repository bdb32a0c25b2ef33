package mparticle_test

import (
	"encoding/json"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/mpbraze/mpbraze/mparticle"
)

// Batches and fragments that others have published: none loses anything, and
// every member has a field.
func TestSamples(t *testing.T) {
	t.Parallel()
	folder := os.Getenv("MPBRAZE_SAMPLES")
	if folder == "" {
		t.Skip("MPBRAZE_SAMPLES names no folder of samples")
	}
	names, err := filepath.Glob(filepath.Join(folder, "mparticle", "*bound_*.json"))
	require.NoError(t, err)
	require.NotEmpty(t, names)
	for _, name := range names {
		t.Run(strings.TrimSuffix(filepath.Base(name), ".json"), func(t *testing.T) {
			t.Parallel()
			data, err := os.ReadFile(name)
			require.NoError(t, err)
			data = unwrapped(t, data)
			batch := requireLossless(t, data)
			assert.Empty(t, batch.Problems)
			assert.Empty(t, extras(batch))
			var plain mparticle.Batch
			require.NoError(t, json.Unmarshal(data, &plain))
			assert.Equal(t, batch, &plain)
		})
	}
}

// unwrapped returns the batch in a record of Kinesis Data Firehose, or data.
func unwrapped(t *testing.T, data []byte) []byte {
	t.Helper()
	var members map[string]json.RawMessage
	require.NoError(t, json.Unmarshal(data, &members))
	record, ok := members["Record"]
	if !ok {
		return data
	}
	require.NoError(t, json.Unmarshal(record, &members))
	return members["Data"]
}

// extras returns the names of the members of a batch that have no field.
func extras(b *mparticle.Batch) (names []string) {
	add := func(m mparticle.Members) { names = slices.AppendSeq(names, maps.Keys(m.Extra)) }
	add(b.Members)
	if b.ApplicationInfo != nil {
		add(b.ApplicationInfo.Members)
	}
	if b.DeviceInfo != nil {
		add(b.DeviceInfo.Members)
	}
	if b.SourceInfo != nil {
		add(b.SourceInfo.Members)
	}
	if b.Context != nil {
		add(b.Context.Members)
		if plan := b.Context.DataPlan; plan != nil {
			add(plan.Members)
		}
	}
	for i := range b.UserIdentities {
		add(b.UserIdentities[i].Members)
	}
	for _, event := range b.Events {
		common := event.Common()
		if common == nil {
			names = append(names, string(event.Type()))
			continue
		}
		add(common.Members)
		if common.DeviceCurrentState != nil {
			add(common.DeviceCurrentState.Members)
		}
		if commerce, ok := event.(*mparticle.CommerceEvent); ok && commerce.ProductAction != nil {
			add(commerce.ProductAction.Members)
			for i := range commerce.ProductAction.Products {
				add(commerce.ProductAction.Products[i].Members)
			}
		}
	}
	return names
}
