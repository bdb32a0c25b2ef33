package mparticle_test

import (
	"bytes"
	"encoding/json"
	"flag"
	"os"
	"path/filepath"

	"github.com/stretchr/testify/require"

	"github.com/mpbraze/mpbraze/mparticle"
)

var update = flag.Bool("update", false, "write the golden files anew")

// testingT is what helpers need of a test or of a property.
type testingT interface {
	require.TestingT
	Helper()
}

// batchFiles returns the sample batches of testdata by name, one in each
// dialect of mParticle.
func batchFiles(tb testingT) map[string][]byte {
	tb.Helper()
	names, err := filepath.Glob("testdata/batches/*.json")
	require.NoError(tb, err)
	require.NotEmpty(tb, names)
	files := make(map[string][]byte, len(names))
	for _, name := range names {
		data, err := os.ReadFile(name)
		require.NoError(tb, err)
		files[filepath.Base(name)] = data
	}
	return files
}

func parse(tb testingT, data string) *mparticle.Batch {
	tb.Helper()
	batch, err := mparticle.ParseBatch([]byte(data))
	require.NoError(tb, err)
	return batch
}

func marshal(tb testingT, v any) string {
	tb.Helper()
	data, err := json.Marshal(v)
	require.NoError(tb, err)
	return string(data)
}

// tree reads JSON so that two texts are equal when their trees are: to the
// digit, unlike JSONEq, which compares numbers as floats.
func tree(tb testingT, data []byte) any {
	tb.Helper()
	d := json.NewDecoder(bytes.NewReader(data))
	d.UseNumber()
	var v any
	require.NoError(tb, d.Decode(&v))
	return v
}

// requireLossless asserts the law of this package for one batch: what is
// written equals what was read, and reads as the same batch.
func requireLossless(tb testingT, data []byte) *mparticle.Batch {
	tb.Helper()
	batch, err := mparticle.ParseBatch(data)
	require.NoError(tb, err)
	written, err := batch.MarshalJSON()
	require.NoError(tb, err)
	require.Equal(tb, tree(tb, data), tree(tb, written))
	again, err := mparticle.ParseBatch(written)
	require.NoError(tb, err)
	require.ElementsMatch(tb, batch.Problems, again.Problems) // in the order of the text
	again.Problems = batch.Problems
	require.Equal(tb, batch, again)
	return batch
}
