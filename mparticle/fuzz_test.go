package mparticle_test

import (
	"bytes"
	"testing"

	"github.com/go-json-experiment/json/jsontext"
	"github.com/stretchr/testify/require"

	"github.com/mpbraze/mpbraze/mparticle"
)

// What parses is valid JSON, is written as equal JSON, and reads the same again,
// also into the memory of another batch.
func FuzzParseBatch(f *testing.F) {
	f.Fuzz(func(t *testing.T, data []byte) {
		var b mparticle.Batch
		readInto(t, &b, []byte(visit))
		readInto(t, &b, data)
		readInto(t, &b, []byte(visit))

		batch, err := mparticle.ParseBatch(data)
		lenient, lenientErr := mparticle.Parser{Lenient: true}.ParseBatch(data)
		if err != nil {
			if lenientErr == nil {
				written, err := lenient.MarshalJSON()
				require.NoError(t, err)
				_, err = mparticle.ParseBatch(written)
				require.NoError(t, err)
			}
			return
		}
		text := bytes.TrimPrefix(data, []byte("\ufeff"))
		require.True(t, jsontext.Value(text).IsValid())
		requireLossless(t, text)
		require.NoError(t, lenientErr)
		require.Equal(t, batch, lenient)
	})
}

// The reader ends, and finds what a parser finds.
func FuzzReader(f *testing.F) {
	f.Fuzz(func(t *testing.T, data []byte) {
		found := 0
		for batch, err := range mparticle.NewReader(bytes.NewReader(data), mparticle.ReaderOptions{MaxBatchBytes: 100}).All() {
			found++
			require.NotEqual(t, batch == nil, err == nil)
			require.LessOrEqual(t, found, len(data))
		}
		if _, err := mparticle.ParseBatch(data); err == nil {
			require.NotZero(t, found)
		}
	})
}
