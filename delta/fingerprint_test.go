package delta

import (
	"encoding/json"
	"math"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/mpbraze/mpbraze/braze"
)

// fingerprint returns the fingerprint of a custom attribute, and whether it has
// one.
func fingerprint(v any, merge bool) (uint64, bool) {
	k := newKeys([]byte("0123456789abcdef"))
	p := printer{sip: k.value.begin(), begin: k.value.begin(), merge: merge}
	p.value(v)
	return p.sum(), !p.failed
}

type plan string

// Each row lists values that are one value to Braze; rows differ from each
// other.
var canonical = map[string][]any{
	"null":          {nil},
	"one":           {1, int8(1), uint64(1), 1.0, float32(1), json.Number("1"), json.Number("1.0"), json.Number("10e-1")},
	"minus one":     {-1, -1.0, json.Number("-1.00")},
	"zero":          {0, 0.0, math.Copysign(0, -1), json.Number("-0"), json.Number("0e5")},
	"tenth":         {0.1, float32(0.1), json.Number("0.1"), json.Number("1e-1"), json.Number("0.10")},
	"tenth, longer": {json.Number("0.1000000000000000055511151231257827")},
	"2^53":          {int64(1 << 53), float64(1 << 53), json.Number("9007199254740992")},
	"2^53+1":        {int64(1<<53 + 1), json.Number("9007199254740993")},
	"2^53+2 float":  {float64(1<<53 + 2)},
	"2^64-1":        {uint64(math.MaxUint64), json.Number("18446744073709551615")},
	"2^63-1":        {int64(math.MaxInt64), uint64(math.MaxInt64)},
	"text 1":        {"1"},
	"true":          {true},
	"text true":     {"true"},
	"false":         {false},
	"empty":         {""},
	"text":          {"gold", plan("gold")},
	"text and zero": {"gold\x00"},
	"list":          {[]string{"a", "b"}, []any{"a", "b"}, [2]string{"a", "b"}, []plan{"a", "b"}},
	"other order":   {[]string{"b", "a"}},
	"one text":      {[]string{"ab"}},
	"empty list":    {[]string{}, []any{}},
	"object":        {map[string]any{"a": 1, "b": 2}, map[plan]int{"b": 2, "a": 1}},
	"object, moved": {map[string]any{"a": 2, "b": 1}},
	"empty object":  {map[string]any{}},
	"deep":          {map[string]any{"a": map[string]any{"b": nil}}},
	"deep, other":   {map[string]any{"a": map[string]any{"b": ""}}},
	"objects":       {[]map[string]any{{"a": 1}, {"b": 2}}, []any{map[string]any{"a": 1.0}, map[string]any{"b": 2}}},
	"time":          {time.UnixMilli(1700000000000), time.UnixMilli(1700000000000).Add(time.Microsecond).UTC()},
	"later time":    {time.UnixMilli(1700000000001)},
}

func TestFingerprintIsCanonical(t *testing.T) {
	t.Parallel()
	seen := map[uint64]string{}
	for name, values := range canonical {
		first, ok := fingerprint(values[0], false)
		assert.True(t, ok, name)
		for _, v := range values {
			other, ok := fingerprint(v, false)
			assert.True(t, ok, "%s: %T", name, v)
			assert.Equal(t, first, other, "%s: %T %v", name, v, v)
		}
		assert.Empty(t, seen[first], "%s has the fingerprint of another value", name)
		seen[first] = name
	}
}

func TestFingerprintOfMerge(t *testing.T) {
	t.Parallel()
	object := map[string]any{"a": 1}
	set, _ := fingerprint(object, false)
	merged, _ := fingerprint(object, true)
	assert.NotEqual(t, set, merged, "a merged object says nothing about the whole")
	text, _ := fingerprint("a", false)
	same, _ := fingerprint("a", true)
	assert.Equal(t, text, same)
}

func TestNoFingerprint(t *testing.T) {
	t.Parallel()
	endless := []any{nil}
	endless[0] = endless
	for name, v := range map[string]any{
		"increment":        braze.Increment(1),
		"array update":     braze.ArrayUpdate{Add: []any{"a"}},
		"object update":    braze.ObjectArrayUpdate{},
		"operation inside": map[string]any{"a": braze.Increment(1)},
		"in a list":        []any{braze.Increment(1)},
		"no number":        json.Number("one"),
		"too large":        json.Number("1e999"),
		"channel":          make(chan int),
		"keys":             map[int]string{1: "a"},
		"endless":          endless,
	} {
		_, ok := fingerprint(v, false)
		assert.False(t, ok, name)
	}
}

// P22: fingerprints have 64 bits, and differ by user, name and secret.
func TestP22_fingerprints_are_keyed(t *testing.T) {
	t.Parallel()
	prints := map[uint64]string{}
	for _, secret := range []string{"0123456789abcdef", "0123456789abcdeF"} {
		c, err := NewCore(Config{Secret: []byte(secret)})
		require.NoError(t, err)
		for _, user := range []string{"u1", "u2"} {
			for _, name := range []string{"a", "b"} {
				id := braze.UserID{ExternalID: user}
				key, _ := c.user(&id)
				var p planning
				attributes := braze.Attributes{User: id, Custom: braze.Custom{name: "gold"}}
				c.members(&p, key, &attributes, func(m *member) {
					assert.Empty(t, prints[m.print])
					prints[m.print] = secret + user + name
				})
			}
		}
	}
	assert.Len(t, prints, 8)
}
