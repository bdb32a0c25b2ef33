package brazetest_test

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/mpbraze/mpbraze/braze/brazetest"
)

// steps sets a custom attribute "a" once per value and returns what is stored.
func steps(t *testing.T, config brazetest.Config, merge bool, values ...string) (any, bool) {
	t.Helper()
	s := brazetest.New(config)
	for _, value := range values {
		set(t, s, fmt.Sprintf(`{"external_id":"u","_merge_objects":%t,"a":%s}`, merge, value))
	}
	stored, ok := profile(t, s, "u").Custom["a"]
	return stored, ok
}

func array(items ...any) []any { return items }

func TestCustomValues(t *testing.T) {
	t.Parallel()
	day := time.Date(2021, 12, 1, 0, 0, 0, 0, time.UTC)
	text := func(n int) string { return strings.Repeat("é", n) }
	for name, test := range map[string]struct {
		values []string
		want   any
	}{
		"text":                      {[]string{`"x"`}, "x"},
		"empty text":                {[]string{`"x"`, `""`}, ""},
		"255 characters":            {[]string{`"` + text(255) + `"`}, text(255)},
		"256 characters":            {[]string{`"x"`, `"` + text(256) + `"`}, "x"},
		"whole number":              {[]string{`9007199254740993`}, int64(9007199254740993)},
		"float":                     {[]string{`1.5`}, 1.5},
		"boolean":                   {[]string{`true`}, true},
		"number past all bounds":    {[]string{`1e999`}, "1e999"},
		"null removes":              {[]string{`1`, `null`}, nil},
		"ISO date":                  {[]string{`"2021-12-01"`}, day},
		"ISO time with zone":        {[]string{`"2021-12-01T01:00:00+01:00"`}, day},
		"colon millis":              {[]string{`"2021-12-01T00:00:00:000Z"`}, day},
		"space":                     {[]string{`"2021-12-01 00:00:00"`}, day},
		"American":                  {[]string{`"12/01/2021"`}, day},
		"American, short":           {[]string{`"12/1/2021"`}, day},
		"American, dashes":          {[]string{`"12-1-2021"`}, day},
		"year past 3000 stays text": {[]string{`"3001-01-01"`}, "3001-01-01"},
		"no date stays text":        {[]string{`"2021-13-01"`}, "2021-13-01"},

		"array":                     {[]string{`["a","b"]`}, array("a", "b")},
		"empty array":               {[]string{`[]`}, []any{}},
		"repeated value moves":      {[]string{`["a","b","a"]`}, array("b", "a")},
		"dates in arrays stay text": {[]string{`["2021-12-01"]`}, array("2021-12-01")},
		"null in array":             {[]string{`["a"]`, `["b",null]`}, array("a")},
		"array in array":            {[]string{`["a"]`, `["b",["c"]]`}, array("a")},
		"too long text in array":    {[]string{`["a"]`, `["` + text(256) + `"]`}, array("a")},
		"add":                       {[]string{`["a","b"]`, `{"add":["a","c"]}`}, array("b", "a", "c")},
		"add to nothing":            {[]string{`{"add":["a"]}`}, array("a")},
		"add to text":               {[]string{`"x"`, `{"add":["a"]}`}, "x"},
		"remove":                    {[]string{`["a","b"]`, `{"remove":["a","z"]}`}, array("b")},
		"add and remove":            {[]string{`["a","b"]`, `{"remove":["a"],"add":["c"]}`}, array("b", "c")},
		"add is no array":           {[]string{`["a"]`, `{"add":"b"}`}, array("a")},

		"increment":             {[]string{`1`, `{"inc":2}`}, int64(3)},
		"decrement":             {[]string{`1`, `{"inc":-2}`}, int64(-1)},
		"increment nothing":     {[]string{`{"inc":2}`}, int64(2)},
		"increment float":       {[]string{`1.5`, `{"inc":2}`}, 3.5},
		"increment by fraction": {[]string{`1`, `{"inc":0.5}`}, int64(1)},
		"increment text":        {[]string{`"x"`, `{"inc":1}`}, "x"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			stored, ok := steps(t, brazetest.Config{}, false, test.values...)
			assert.Equal(t, test.want, stored)
			assert.Equal(t, test.want != nil, ok)
		})
	}
}

func TestArrayLimits(t *testing.T) {
	t.Parallel()
	items := func(from, to int) []string {
		var all []string
		for i := from; i <= to; i++ {
			all = append(all, fmt.Sprintf(`"%d"`, i))
		}
		return all
	}
	join := func(items []string) string { return `[` + strings.Join(items, ",") + `]` }

	stored, _ := steps(t, brazetest.Config{}, false, join(items(1, 500)), `{"add":["501"]}`)
	require.Len(t, stored, 500)
	assert.Equal(t, "2", stored.([]any)[0], "the 501st pushes out the first")
	assert.Equal(t, "501", stored.([]any)[499])

	stored, _ = steps(t, brazetest.Config{MaxArray: 25}, false, join(items(1, 26)))
	assert.Len(t, stored, 25, "a setting")

	long := strings.Repeat("x", 250)
	var large []string
	for i := range 450 {
		large = append(large, fmt.Sprintf(`"%s%d"`, long, i))
	}
	stored, _ = steps(t, brazetest.Config{}, false, `["a"]`, join(large))
	assert.Equal(t, array("a"), stored, "over 100 KB")
}

func TestCustomNames(t *testing.T) {
	t.Parallel()
	s := brazetest.New(brazetest.Config{Blocklist: []string{"secret"}})
	name := strings.Repeat("é", 255)
	set(t, s, `{"external_id":"u"," spaced ":1,"":2,"  ":3,"`+name+`":4,"x`+name+`":5,"Plan":6,"plan":7,
		"$state":8,"$google_ad_user_data":true,"$google_ad_personalization":"true","secret":9}`)
	assert.Equal(t, map[string]any{
		"spaced": int64(1), name: int64(4), "Plan": int64(6), "plan": int64(7), "$google_ad_user_data": true,
	}, profile(t, s, "u").Custom)
}

func TestForcedTypes(t *testing.T) {
	t.Parallel()
	day := time.Date(2021, 12, 1, 0, 0, 0, 0, time.UTC)
	for _, test := range []struct {
		forced brazetest.Type
		value  string
		want   any
	}{
		{brazetest.TypeBoolean, `"T"`, true},
		{brazetest.TypeBoolean, `"FALSE"`, false},
		{brazetest.TypeBoolean, `1`, true},
		{brazetest.TypeBoolean, `2`, nil},
		{brazetest.TypeBoolean, `false`, false},
		{brazetest.TypeString, `1.5`, "1.5"},
		{brazetest.TypeString, `"2021-12-01"`, "2021-12-01T00:00:00Z"},
		{"color", `7`, int64(7)},
		{brazetest.TypeBoolean, `""`, nil},
		{brazetest.TypeNumber, `1.5`, 1.5},
		{brazetest.TypeNumber, `"7"`, int64(7)},
		{brazetest.TypeNumber, `"7.5"`, 7.5},
		{brazetest.TypeNumber, `"many"`, nil},
		{brazetest.TypeNumber, `true`, nil},
		{brazetest.TypeString, `true`, "true"},
		{brazetest.TypeString, `7`, "7"},
		{brazetest.TypeString, `""`, ""},
		{brazetest.TypeString, `["a"]`, nil},
		{brazetest.TypeTime, `"2021-12-01"`, day},
		{brazetest.TypeTime, `"soon"`, nil},
		{brazetest.TypeArray, `["a"]`, array("a")},
		{brazetest.TypeArray, `"a"`, nil},
	} {
		t.Run(string(test.forced)+" "+test.value, func(t *testing.T) {
			t.Parallel()
			config := brazetest.Config{ForcedTypes: map[string]brazetest.Type{"a": test.forced}}
			stored, ok := steps(t, config, false, test.value)
			assert.Equal(t, test.want, stored)
			assert.Equal(t, test.want != nil, ok, "the impossible is ignored")
		})
	}
}
