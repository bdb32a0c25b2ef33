package mparticle_test

import (
	"maps"
	"slices"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/mpbraze/mpbraze/mparticle"
)

// readInto reads data into b and requires what ParseBatch says of it.
func readInto(tb testingT, b *mparticle.Batch, data []byte) {
	tb.Helper()
	fresh, want := mparticle.ParseBatch(data)
	got := mparticle.Parser{}.ParseInto(b, data)
	if want != nil {
		require.Equal(tb, want, got)
		require.Equal(tb, `{}`, marshal(tb, b))
		return
	}
	require.NoError(tb, got)
	require.Equal(tb, marshal(tb, fresh), marshal(tb, b))
	require.Equal(tb, fresh.Problems, b.Problems)
}

func TestParseInto(t *testing.T) {
	t.Parallel()

	t.Run("gives what ParseBatch gives, whatever was there before", func(t *testing.T) {
		t.Parallel()
		files := batchFiles(t)
		files["visit"] = []byte(visit)
		files["empty"] = []byte(`{}`)
		files["broken"] = []byte(`{"events":[{"event_type":"custom_event","data":{"custom_attributes":{"a":"b"}`)
		files["odd"] = []byte(`{"events":[1,{"event_type":"new","data":{}},{"data":{"event_name":7,"x":[]},"event_type":"custom_event"}],
			"mpid":"7","user_attributes":{"tag":null},"user_identities":[{"identity_type":"email","identity":"a@example.com"}]}`)
		var b mparticle.Batch
		for _, first := range slices.Sorted(maps.Keys(files)) {
			for _, second := range slices.Sorted(maps.Keys(files)) {
				readInto(t, &b, files[first])
				readInto(t, &b, files[second])
			}
		}
	})

	t.Run("keeps texts and values that somebody holds", func(t *testing.T) {
		t.Parallel()
		var b mparticle.Batch
		require.NoError(t, mparticle.Parser{}.ParseInto(&b, []byte(`{"user_attributes":{"plan":"gold \"1\"","n":1},"ip":"192.0.2.1"}`)))
		plan, n, ip := b.UserAttributes["plan"], b.UserAttributes["n"], b.IP
		require.NoError(t, mparticle.Parser{}.ParseInto(&b, []byte(`{"user_attributes":{"plan":"free \"2\"","n":2},"ip":"192.0.2.2"}`)))
		assert.Equal(t, `gold "1"`, plan)
		assert.EqualValues(t, "1", n)
		assert.Equal(t, "192.0.2.1", ip)
	})

	t.Run("does not keep the memory of a huge batch", func(t *testing.T) {
		t.Parallel()
		huge := []byte(`{"events":[`)
		for i := range 3000 {
			if i > 0 {
				huge = append(huge, ',')
			}
			huge = append(huge, `{"data":{"custom_attributes":{"a":1}},"event_type":"custom_event"}`...)
		}
		huge = append(huge, `]}`...)
		var b mparticle.Batch
		readInto(t, &b, huge)
		readInto(t, &b, []byte(visit))
		readInto(t, &b, huge)
	})
}

func TestParseIntoAllocations(t *testing.T) { //nolint:paralleltest // allocations are counted for the whole process
	data := []byte(visit)
	fresh := testing.AllocsPerRun(50, func() {
		_, err := mparticle.ParseBatch(data)
		require.NoError(t, err)
	})
	var b mparticle.Batch
	again := testing.AllocsPerRun(50, func() {
		require.NoError(t, mparticle.Parser{}.ParseInto(&b, data))
	})
	assert.Less(t, again, fresh/2)
}
