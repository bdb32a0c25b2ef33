package mapping_test

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"

	"github.com/mpbraze/mpbraze/mapping"
)

func TestCustomAttributes(t *testing.T) {
	t.Parallel()
	at := func(name, code string) []string { return []string{"/user_attributes/" + name + " " + code} }
	arrays := mapping.AttributeConfig{ListsAsArrays: true}
	nested := mapping.AttributeConfig{Nested: true, ListsAsArrays: true}
	runAttributeCases(t, []attributeCase{
		{
			name:  "types stay",
			attrs: `{"text":"a","flag":true,"whole":7,"exact":9007199254740993,"decimal":1.0,"none":"","digits":"42"}`,
			want:  `{"text":"a","flag":true,"whole":7,"exact":9007199254740993,"decimal":1.0,"none":"","digits":"42"}`,
		},
		{name: "I31 tag as text", attrs: `{"vip":null}`, want: `{"vip":"true"}`, issues: at("vip", "tag_as_text")},
		{name: "I31 tag as null", cfg: mapping.AttributeConfig{TagsAsNull: true}, attrs: `{"vip":null,"$FirstName":null}`, want: `{"vip":null,"first_name":null}`},
		{name: "I31 a tag is no field", attrs: `{"$FirstName":null}`, issues: at("$FirstName", "null_dropped")},
		{name: "list as text", attrs: `{"likes":["a","b",3]}`, want: `{"likes":"a,b,3"}`, issues: at("likes", "list_joined")},
		{name: "list as array", cfg: arrays, attrs: `{"likes":["a","b"],"none":[]}`, want: `{"likes":["a","b"],"none":[]}`},
		{name: "object as text", attrs: `{"o":{"b":1,"a":"<x>"}}`, want: `{"o":"{\"a\":\"<x>\",\"b\":1}"}`, issues: at("o", "json_text")},
		{name: "object nested", cfg: nested, attrs: `{"o":{"b":[1,2],"a":{"c":true}}}`, want: `{"o":{"b":[1,2],"a":{"c":true}}}`},
		{
			name: "array of objects", cfg: nested,
			attrs: `{"pets":[{"name":"Rex"},{"name":"Tom"}]}`, want: `{"pets":[{"name":"Rex"},{"name":"Tom"}]}`,
		},
		{
			name: "nested names and nulls", cfg: nested,
			attrs: `{"o":{"a b":1,"c.d":2,"$e":3,"f":null}}`, want: `{"o":{"a_b":1,"c_d":2,"e":3}}`,
			issues: []string{
				"/user_attributes/o/$e name_changed", "/user_attributes/o/a b name_changed",
				"/user_attributes/o/c.d name_changed", "/user_attributes/o/f null_dropped",
			},
		},
		{
			name: "nested name taken", cfg: nested,
			attrs: `{"o":{"a b":1,"a_b":2}}`, want: `{"o":{"a_b":2}}`,
			issues: []string{"/user_attributes/o/a b name_changed", "/user_attributes/o/a b name_taken"},
		},
	})
}

func TestTypeDetection(t *testing.T) {
	t.Parallel()
	cfg := mapping.AttributeConfig{TypeDetection: mapping.DetectUserAttributes}
	var cases []attributeCase
	for _, c := range []struct{ name, in, out string }{
		{"boolean", `"True"`, `true`},
		{"boolean false", `"false"`, `false`},
		{"integer", `"42"`, `42`},
		{"zero", `"0"`, `0`},
		{"negative", `"-7"`, `-7`},
		{"64 bits", `"9223372036854775807"`, `9223372036854775807`},
		{"more than 64 bits", `"9223372036854775808"`, `"9223372036854775808"`},
		{"decimal", `"19.90"`, `19.90`},
		{"small decimal", `"0.5"`, `0.5`},
		{"date", `"2024-02-29"`, `"2024-02-29T00:00:00.000Z"`},
		{"time", `"2024-02-29T10:00:00+02:00"`, `"2024-02-29T08:00:00.000Z"`},
		{"I50 leap second", `"2016-12-31T23:59:60Z"`, `"2016-12-31T23:59:59.999Z"`},
		{"no such date", `"2023-02-29"`, `"2023-02-29"`},
		{"year Braze keeps as text", `"3001-01-01"`, `"3001-01-01"`},
		{"leading zero", `"007"`, `"007"`},
		{"leading zero decimal", `"00.5"`, `"00.5"`},
		{"plus", `"+491511"`, `"+491511"`},
		{"exponent", `"12e5"`, `"12e5"`},
		{"words", `"true story"`, `"true story"`},
		{"empty", `""`, `""`},
		{"one is no boolean", `"1"`, `1`},
	} {
		cases = append(cases, attributeCase{
			name: c.name, cfg: cfg, attrs: `{"a":` + c.in + `}`, want: `{"a":` + c.out + `}`,
		})
	}
	cases = append(cases, attributeCase{
		name: "zip is exempt", cfg: cfg, attrs: `{"$Zip":"53113"}`, want: `{"Zip":"53113"}`,
	}, attributeCase{
		name: "off", attrs: `{"a":"42"}`, want: `{"a":"42"}`,
	}, attributeCase{
		name: "of events only", cfg: mapping.AttributeConfig{TypeDetection: mapping.DetectEventAttributes},
		attrs: `{"a":"42"}`, want: `{"a":"42"}`,
	})
	runAttributeCases(t, cases)
}

// TestBadInput_I33: accounts differ in how many items an array may have.
func TestBadInput_I33_items_by_account(t *testing.T) {
	t.Parallel()
	for _, most := range []int{25, 100, 500} {
		for over, want := range map[mapping.LimitAction]int{mapping.LimitDrop: 0, mapping.LimitCut: most} {
			cfg := mapping.Config{
				Attributes: mapping.AttributeConfig{ListsAsArrays: true},
				Limits:     mapping.LimitConfig{Over: over, MaxArray: most},
			}
			r := mapped(t, cfg, withAttributes(decodedAttributes(t, `{"a":[`+counted(most+1)+`],"b":[`+counted(most)+`]}`)))
			a, _ := attributesOf(t, r).Custom["a"].([]any)
			assert.Len(t, a, want)
			assert.Len(t, attributesOf(t, r).Custom["b"], most)
			assertIssues(t, []string{"/user_attributes/a array_too_long"}, r)
		}
	}
}

func TestSubscriptionGroups(t *testing.T) {
	t.Parallel()
	cfg := mapping.AttributeConfig{SubscriptionGroups: map[string]string{"news": groupOne, "offers": groupTwo, "more news": groupOne}}
	entry := func(id, state string) string {
		return `{"subscription_groups":[{"subscription_group_id":"` + id + `","subscription_state":"` + state + `"}]}`
	}
	var cases []attributeCase
	for _, yes := range []string{`true`, `"true"`, `"True"`, `1`, `"1"`} {
		cases = append(cases, attributeCase{name: "yes " + yes, cfg: cfg, attrs: `{"news":` + yes + `}`, want: entry(groupOne, "subscribed")})
	}
	for _, no := range []string{`false`, `"false"`, `"False"`, `0`, `"0"`} {
		cases = append(cases, attributeCase{name: "no " + no, cfg: cfg, attrs: `{"offers":` + no + `}`, want: entry(groupTwo, "unsubscribed")})
	}
	for _, bad := range []string{`"yes"`, `2`, `null`, `[true]`, `""`} {
		cases = append(cases, attributeCase{
			name: "bad " + bad, cfg: cfg, attrs: `{"news":` + bad + `}`,
			issues: []string{"/user_attributes/news subscription_state_invalid"},
		})
	}
	cases = append(cases, attributeCase{
		name: "a refusal counts", cfg: cfg, attrs: `{"news":true,"more news":false}`, want: entry(groupOne, "unsubscribed"),
		issues: []string{"/user_attributes/news superseded"},
	})
	runAttributeCases(t, cases)
}

func TestLimits(t *testing.T) {
	t.Parallel()
	long, key := strings.Repeat("x", 256), strings.Repeat("k", 256)
	attrs := `{"a":"` + long + `","` + key + `":"v","b":["1","2","3"],"ok":1}`
	issues := []string{
		"/user_attributes/a text_too_long", "/user_attributes/" + key + " name_too_long",
		"/user_attributes/b array_too_long",
	}
	for name, c := range map[string]struct {
		over   mapping.LimitAction
		want   string
		issues []string
	}{
		"drop":   {mapping.LimitDrop, `{"ok":1}`, issues},
		"cut":    {mapping.LimitCut, `{"a":"` + long[:255] + `","` + key[:255] + `":"v","b":["1","2"],"ok":1}`, issues},
		"reject": {mapping.LimitReject, ``, append([]string{" object_refused"}, issues...)},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			r := mapped(t, mapping.Config{
				Attributes: mapping.AttributeConfig{ListsAsArrays: true},
				Limits:     mapping.LimitConfig{Over: c.over, MaxArray: 2},
			}, withAttributes(decodedAttributes(t, attrs)))
			assertAttributes(t, c.want, r)
			assertIssues(t, c.issues, r)
		})
	}
}
