package brazetest_test

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"

	"github.com/mpbraze/mpbraze/braze/brazetest"
)

type m = map[string]any

func TestNestedObjects(t *testing.T) {
	t.Parallel()
	day := time.Date(2020, 5, 28, 0, 0, 0, 0, time.UTC)
	const song = `{"name":"Solea","plays":{"count":1000,"top":true}}`
	for name, test := range map[string]struct {
		merge  bool
		values []string
		want   any
	}{
		"set":              {false, []string{song}, m{"name": "Solea", "plays": m{"count": int64(1000), "top": true}}},
		"overwrite":        {false, []string{song, `{"year":1960}`}, m{"year": int64(1960)}},
		"merge":            {true, []string{`{"a":1}`, `{"b":2}`}, m{"a": int64(1), "b": int64(2)}},
		"merge, all deep":  {true, []string{song, `{"plays":{"count":1}}`}, m{"name": "Solea", "plays": m{"count": int64(1), "top": true}}},
		"merge into text":  {true, []string{`"x"`, `{"b":2}`}, m{"b": int64(2)}},
		"delete":           {true, []string{song, `null`}, nil},
		"time":             {false, []string{`{"wed":{"$time":"2020-05-28"}}`}, m{"wed": day}},
		"text like a date": {false, []string{`{"wed":"2020-05-28"}`}, m{"wed": "2020-05-28"}},
		"array inside":     {false, []string{`{"tags":["a","a"]}`}, m{"tags": array("a", "a")}},

		"null inside":          {true, []string{`{"a":1}`, `{"b":2,"c":null}`}, m{"a": int64(1)}},
		"null deep inside":     {true, []string{`{"a":1}`, `{"b":[{"c":null}]}`}, m{"a": int64(1)}},
		"bad time":             {true, []string{`{"a":1}`, `{"b":2,"c":{"$time":"soon"}}`}, m{"a": int64(1)}},
		"year past 3000":       {true, []string{`{"a":1}`, `{"c":{"$time":"3001-01-01"}}`}, m{"a": int64(1)}},
		"time is null":         {true, []string{`{"a":1}`, `{"c":{"$time":null}}`}, m{"a": int64(1)}},
		"time at the top":      {true, []string{`{"a":1}`, `{"$time":"2020-05-28"}`}, m{"a": int64(1)}},
		"space in key":         {true, []string{`{"a":1}`, `{"b c":2}`}, m{"a": int64(1)}},
		"dot in key":           {true, []string{`{"a":1}`, `{"b.c":2}`}, m{"a": int64(1)}},
		"dollar in key":        {true, []string{`{"a":1}`, `{"b":{"$add":[{"c":1}]}}`}, m{"a": int64(1)}},
		"text too long":        {true, []string{`{"a":1}`, `{"b":"` + strings.Repeat("x", 256) + `"}`}, m{"a": int64(1)}},
		"key too long":         {true, []string{`{"a":1}`, `{"` + strings.Repeat("x", 256) + `":1}`}, m{"a": int64(1)}},
		"key of 255":           {false, []string{`{"` + strings.Repeat("x", 255) + `":1}`}, m{strings.Repeat("x", 255): int64(1)}},
		"over 100 KB":          {true, []string{`{"a":1}`, large(500)}, m{"a": int64(1)}},
		"add beside other key": {false, []string{`{"add":["a"],"other":1}`}, m{"add": array("a"), "other": int64(1)}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			stored, _ := steps(t, brazetest.Config{}, test.merge, test.values...)
			assert.Equal(t, test.want, stored)
		})
	}
}

// large is an object with n texts of 255 characters.
func large(n int) string {
	var members []string
	for i := range n {
		members = append(members, fmt.Sprintf(`"k%d":"%s"`, i, strings.Repeat("x", 255)))
	}
	return `{` + strings.Join(members, ",") + `}`
}

func TestOneBadNestedValueSpoilsTheRequest(t *testing.T) {
	t.Parallel()
	s := brazetest.New(brazetest.Config{})
	set(t, s,
		`{"external_id":"u","_merge_objects":true,"song":{"good":1},"other":{"good":1}}`,
		`{"external_id":"u","_merge_objects":true,"song":{"bad":null},"plain":1}`,
		`{"external_id":"v","song":{"good":1}}`,
	)
	assert.Equal(t, m{"other": m{"good": int64(1)}, "plain": int64(1)}, profile(t, s, "u").Custom,
		"all nested updates of that attribute are dropped, nothing else")
	assert.Contains(t, profile(t, s, "v").Custom, "song", "another user keeps theirs")

	set(t, s, `{"external_id":"u","song":{"good":1}}`)
	assert.Contains(t, profile(t, s, "u").Custom, "song", "the next request is another matter")
}

func TestArraysOfObjects(t *testing.T) {
	t.Parallel()
	const (
		pets   = `[{"id":1,"name":"Gus"},{"id":2,"name":"Gerald"}]`
		update = `{"$identifier_key":"id","$identifier_value":2,"$new_object":{"breed":"calico"}}`
		remove = `{"$identifier_key":"id","$identifier_value":1}`
		add    = `{"id":3,"name":"Doug"}`
	)
	gus, gerald, doug := m{"id": int64(1), "name": "Gus"}, m{"id": int64(2), "name": "Gerald"}, m{"id": int64(3), "name": "Doug"}
	calico := m{"id": int64(2), "name": "Gerald", "breed": "calico"}
	for name, test := range map[string]struct {
		merge  bool
		values []string
		want   any
	}{
		"set":                      {false, []string{pets}, array(gus, gerald)},
		"set again":                {true, []string{pets, `[` + add + `]`}, array(doug)},
		"objects are not unique":   {false, []string{`[` + add + `,` + add + `]`}, array(doug, doug)},
		"add":                      {false, []string{pets, `{"$add":[` + add + `]}`}, array(gus, gerald, doug)},
		"add to nothing":           {false, []string{`{"$add":[` + add + `]}`}, array(doug)},
		"add to text":              {false, []string{`"x"`, `{"$add":[` + add + `]}`}, "x"},
		"add twice":                {false, []string{`{"$add":[` + add + `]}`, `{"$add":[` + add + `]}`}, array(doug, doug)},
		"remove":                   {false, []string{pets, `{"$remove":[` + remove + `]}`}, array(gerald)},
		"remove every match":       {false, []string{`[{"k":1},{"k":1,"n":2},{"k":2}]`, `{"$remove":[{"$identifier_key":"k","$identifier_value":1}]}`}, array(m{"k": int64(2)})},
		"remove, other type":       {false, []string{pets, `{"$remove":[{"$identifier_key":"id","$identifier_value":"1"}]}`}, array(gus, gerald)},
		"remove from nothing":      {false, []string{`{"$remove":[` + remove + `]}`}, nil},
		"update":                   {true, []string{pets, `{"$update":[` + update + `]}`}, array(gus, calico)},
		"update without merge":     {false, []string{pets, `{"$update":[` + update + `]}`}, array(gus, gerald)},
		"update without $ is data": {true, []string{`{"update":[` + add + `]}`}, m{"update": array(doug)}},
		"order add, remove, update": {
			true,
			[]string{`{"$update":[{"$identifier_key":"id","$identifier_value":3,"$new_object":{"n":1}}],` +
				`"$remove":[` + remove + `],"$add":[{"id":1},{"id":3}]}`},
			array(m{"id": int64(3), "n": int64(1)}),
		},
		"one bad value drops all": {true, []string{pets, `{"$add":[` + add + `],"$update":[{"$identifier_key":"id","$identifier_value":1,"$new_object":{"x":null}}]}`}, array(gus, gerald)},
		"no identifier":           {true, []string{pets, `{"$add":[` + add + `],"$remove":[{"id":1}]}`}, array(gus, gerald)},
		"operator without array":  {true, []string{pets, `{"$add":` + add + `}`}, array(gus, gerald)},
		"objects and scalars":     {false, []string{pets, `[{"id":1},2]`}, array(gus, gerald)},
		"over 100 KB":             {false, []string{pets, `{"$add":[` + large(500) + `]}`}, array(gus, gerald)},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			stored, _ := steps(t, brazetest.Config{}, test.merge, test.values...)
			assert.Equal(t, test.want, stored)
		})
	}
}
