package delta

import (
	"reflect"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// B9: the garbage collector has nothing to follow in the tables.
func TestB9_no_pointers_in_the_tables(t *testing.T) {
	t.Parallel()
	shard := reflect.TypeFor[shard]()
	for _, name := range []string{"slots", "refs", "prints", "times"} {
		field, ok := shard.FieldByName(name)
		require.True(t, ok, name)
		switch field.Type.Elem().Kind() {
		case reflect.Uint64, reflect.Uint32:
		default:
			assert.Fail(t, "elements of "+name+" may hold pointers")
		}
	}
	field, ok := reflect.TypeFor[arena]().FieldByName("chunks")
	require.True(t, ok)
	assert.Equal(t, reflect.TypeFor[[][]byte](), field.Type, "records are bytes")
	assert.GreaterOrEqual(t, maxChunk, 16<<10, "and there are few chunks")
}
