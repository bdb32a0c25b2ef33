package mapping

import (
	"encoding/json"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"github.com/mpbraze/mpbraze/braze"
	"github.com/mpbraze/mpbraze/mparticle"
)

// TestFastAgreesWithSlow: what the fast path lets through, the slow path leaves
// as it is, without an issue.
func TestFastAgreesWithSlow(t *testing.T) {
	t.Parallel()
	m, err := New(Config{})
	require.NoError(t, err)
	alphabet := rapid.OneOf(
		rapid.String(),
		rapid.StringN(250, 260, -1),
		rapid.StringMatching(`[ $]?[a-zA-Zä \x00\x7f]{0,8}[ ]?`),
		rapid.StringMatching(`-?[0-9]{0,4}\.?[0-9]{0,3}(e[0-9])?`),
		rapid.Map(rapid.SliceOfN(rapid.Byte(), 0, 5), func(b []byte) string { return string(b) }),
	)
	rapid.Check(t, func(t *rapid.T) {
		s := alphabet.Draw(t, "s")
		r := run{Mapper: m, batch: &mparticle.Batch{}}
		if fastName(s) {
			clean, ok := r.propertyName(nil, s)
			assert.True(t, ok)
			assert.Equal(t, s, clean)
		}
		for _, v := range []any{s, json.Number(s)} {
			if fastValue(v) {
				converted, ok := r.value(nil, v, eventProperty)
				assert.True(t, ok)
				assert.Equal(t, v, converted)
			}
		}
		assert.Empty(t, r.out.Issues)
	})
}

func TestFastTakesWhatIsUsual(t *testing.T) {
	t.Parallel()
	for _, v := range []any{"", "läuft", "a b", true, json.Number("0"), json.Number("-12.50")} {
		assert.True(t, fastValue(v), "%v", v)
	}
	for _, v := range []any{"a\x00b", "ä\x00", "\xff", json.Number("1e5"), json.Number("1."), nil, []any{}} {
		assert.False(t, fastValue(v), "%v", v)
	}
	assert.True(t, fastName("Größe"))
}

// TestSizes: jsonSize is exact, sizeBound never less.
func TestSizes(t *testing.T) {
	t.Parallel()
	scalar := rapid.OneOf(
		rapid.Map(rapid.String(), func(s string) any { return s }),
		rapid.Map(rapid.Int64(), func(n int64) any { return n }),
		rapid.Map(rapid.Int(), func(n int) any { return n }),
		rapid.Map(rapid.Bool(), func(b bool) any { return b }),
		rapid.Just[any](nil),
		rapid.Just[any](json.Number("12.50")),
	)
	list := rapid.Map(rapid.SliceOfN(scalar, 0, 4), func(items []any) any { return items })
	object := rapid.Map(rapid.MapOfN(rapid.String(), rapid.OneOf(scalar, list), 0, 4), func(o map[string]any) any { return o })
	rapid.Check(t, func(t *rapid.T) {
		v := rapid.OneOf(scalar, list, object).Draw(t, "v")
		encoded, ok := (&run{Mapper: &Mapper{}}).marshal(nil, v)
		require.True(t, ok)
		// encoding/json escapes more than it has to: U+2028, U+2029 and DEL.
		assert.LessOrEqual(t, jsonSize(v), len(encoded))
		assert.GreaterOrEqual(t, sizeBound("name", v), jsonSize(v)+len(`"name":`))
	})
	assert.Equal(t, len(`{"a":["x\"\n\u0001",1,true,null]}`), jsonSize(map[string]any{"a": []any{"x\"\n\x01", json.Number("1"), true, nil}}))
	assert.GreaterOrEqual(t, jsonSize("\xff\xff"), len("\ufffd\ufffd"))
}

// TestHandlersAreEventTypes: the table names no type that does not exist.
func TestHandlersAreEventTypes(t *testing.T) {
	t.Parallel()
	for eventType := range handlers {
		assert.Contains(t, mparticle.EventTypes(), eventType)
	}
	assert.Equal(t, 10_000, maxSplit)
	assert.Equal(t, 100, braze.MaxQuantity)
}
