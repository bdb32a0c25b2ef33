package mapping_test

import (
	"encoding/json"
	"math"
	"strconv"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/mpbraze/mpbraze/braze"
	"github.com/mpbraze/mpbraze/mapping"
	"github.com/mpbraze/mpbraze/mparticle"
)

// TestBadInput holds a row for each kind of bad input in the user's part of a
// batch; those of events are beside the events.
func TestBadInput(t *testing.T) {
	t.Parallel()
	on := func(name string, codes ...string) []string {
		out := make([]string, len(codes))
		for i, code := range codes {
			out[i] = "/user_attributes/" + name + " " + code
		}
		return out
	}
	arrays := mapping.AttributeConfig{ListsAsArrays: true}
	nested := mapping.AttributeConfig{Nested: true, ListsAsArrays: true}
	long := strings.Repeat("x", 256)
	runAttributeCases(t, []attributeCase{
		{name: "I14 text of a megabyte", attrs: `{"a":"` + strings.Repeat("x", 1<<20) + `","b":1}`, want: `{"b":1}`, issues: on("a", "text_too_long")},
		{name: "I18 beyond floats", attrs: `{"a":1e400,"b":-1e400,"c":1e-400,"d":1e3}`, want: `{"d":1e3}`, issues: []string{
			"/user_attributes/a number_range", "/user_attributes/b number_range", "/user_attributes/c number_range",
		}},
		{name: "I19 digits beyond 2^53", attrs: `{"a":9007199254740993,"b":-9223372036854775808}`, want: `{"a":9007199254740993,"b":-9223372036854775808}`},
		{name: "I21 spellings of numbers", attrs: `{"a":1.0,"b":0.30000000000000004}`, want: `{"a":1.0,"b":0.30000000000000004}`},
		{name: "I31 null in a nested attribute", cfg: nested, attrs: `{"o":{"a":null,"b":1}}`, want: `{"o":{"b":1}}`, issues: on("o/a", "null_dropped")},
		{name: "I32 empty values", cfg: nested, attrs: `{"a":"","b":"   ","c":[],"d":{}}`, want: `{"a":"","b":"   ","c":[],"d":{}}`},
		{name: "I33 long item", cfg: arrays, attrs: `{"a":["ok","` + long + `"]}`, issues: append(on("a/1", "text_too_long"), on("a", "list_refused")...)},
		{name: "I33 repeated items", cfg: arrays, attrs: `{"a":["x","y","x"]}`, want: `{"a":["y","x"]}`, issues: on("a", "list_item_changed")},
		{name: "I33 mixed types", cfg: arrays, attrs: `{"a":["x",1,true]}`, want: `{"a":["x","1","true"]}`, issues: on("a", "list_item_changed")},
		{name: "I33 nulls", cfg: arrays, attrs: `{"a":["x",null]}`, want: `{"a":["x"]}`, issues: on("a/1", "list_item_changed")},
		{name: "I33 nested list", cfg: arrays, attrs: `{"a":["x",["y"]]}`, want: `{"a":["x","[\"y\"]"]}`, issues: on("a/1", "json_text")},
		{name: "I33 501 items", cfg: arrays, attrs: `{"a":[` + counted(501) + `]}`, issues: on("a", "array_too_long")},
		{name: "I33 500 items", cfg: arrays, attrs: `{"a":[` + counted(500) + `]}`, want: `{"a":[` + counted(500) + `]}`},
		{name: "I33 1000 items", cfg: arrays, attrs: `{"a":[` + counted(1000) + `]}`, issues: on("a", "array_too_long")},
		{name: "I35 empty names", attrs: `{"":1,"   ":2,"$":3}`, issues: []string{
			"/user_attributes/ name_empty", "/user_attributes/    name_empty", "/user_attributes/$ name_empty",
		}},
		{name: "I35 dots and spaces in flat names", attrs: `{"a.b c":1}`, want: `{"a.b c":1}`},
		{name: "I35 space around names", attrs: `{" plan ":1}`, want: `{"plan":1}`, issues: on(" plan ", "name_changed")},
		{name: "I35 long name", attrs: `{"` + long + `":1}`, issues: on(long, "name_too_long")},
		{name: "I36 both lose a $", attrs: `{"$$Tier":"a","$Tier":"b"}`, want: `{"Tier":"a"}`, issues: append(on("$$Tier", "name_changed"), on("$Tier", "name_changed", "name_taken")...)},
		{name: "I36 unprefixed wins", attrs: `{"$Tier":"dollar","Tier":"plain"}`, want: `{"Tier":"plain"}`, issues: on("$Tier", "name_changed", "name_taken")},
		{name: "I38 operators are data", attrs: `{"a":{"inc":5}}`, want: `{"a":"{\"inc\":5}"}`, issues: on("a", "json_text")},
		{
			name: "I38 operators are data when nested", cfg: nested,
			attrs: `{"a":{"inc":5},"b":{"$add":["x"]},"c":{"d":{"remove":["x"]}}}`,
			want:  `{"a":"{\"inc\":5}","b":"{\"$add\":[\"x\"]}","c":{"d":"{\"remove\":[\"x\"]}"}}`,
			issues: append(append(on("a", "operation_shaped", "json_text"), on("b", "operation_shaped", "json_text")...),
				on("c/d", "operation_shaped", "json_text")...),
		},
		{name: "I39 long text", attrs: `{"a":"` + long + `"}`, issues: on("a", "text_too_long")},
		{name: "I39 longer text", attrs: `{"a":"` + strings.Repeat("é", 4097) + `"}`, issues: on("a", "text_too_long")},
		{name: "I43 NUL in values", attrs: `{"a":"x\u0000y\u0007"}`, want: `{"a":"xy\u0007"}`, issues: on("a", "text_repaired")},
		{name: "I43 controls in names", attrs: `{"pl\u202ean\u0007":1}`, want: `{"plan":1}`, issues: on("pl\u202ean\u0007", "name_changed")},
		{name: "I44 composition stays", attrs: `{"é":"é","e\u0301":"e\u0301"}`, want: `{"é":"é","e\u0301":"e\u0301"}`},
		{name: "I45 markup stays", attrs: `{"a":"<script>&\u2028"}`, want: `{"a":"<script>&\u2028"}`},
		{name: "I46 Liquid is data", attrs: `{"a":"{{ x }}{% y %}"}`, want: `{"a":"{{ x }}{% y %}"}`},
		{name: "I48 years that Braze keeps as text", cfg: mapping.AttributeConfig{TypeDetection: mapping.DetectBoth}, attrs: `{"a":"3001-01-01","b":"-0001-01-01"}`, want: `{"a":"3001-01-01","b":"-0001-01-01"}`},
		{name: "I48a dates in text stay text", attrs: `{"a":"12-1-2021","b":"2026-11-01"}`, want: `{"a":"12-1-2021","b":"2026-11-01"}`},
		{name: "I50 time zones", cfg: mapping.AttributeConfig{TypeDetection: mapping.DetectBoth}, attrs: `{"a":"2024-03-31T02:30:00+01:00"}`, want: `{"a":"2024-03-31T01:30:00.000Z"}`},
		{name: "I62 language", attrs: `{"language":"de_DE"}`, want: `{"language":"de"}`},
		{name: "I62 language in three letters", attrs: `{"language":"nob"}`, want: `{"language":"nb"}`},
		{name: "I62 unknown language", attrs: `{"language":"Deutsch"}`, issues: on("language", "language_unknown")},
		{name: "standard fields are scalar", attrs: `{"$FirstName":["Ann"],"image_url":{}}`, issues: append(on("$FirstName", "field_invalid"), on("image_url", "field_invalid")...)},
		{name: "half an address is none", attrs: `{"image_url":"https://` + strings.Repeat("x", 1024) + `"}`, issues: on("image_url", "text_too_long")},
	})
}

// counted returns n different items of a JSON array.
func counted(n int) string {
	items := make([]string, n)
	for i := range items {
		items[i] = strconv.Quote(strconv.Itoa(i))
	}
	return strings.Join(items, ",")
}

// TestBadInput_I37 covers every name that could steer Braze, in spellings that
// a cleaner could turn into one.
func TestBadInput_I37_reserved_names_never_override(t *testing.T) {
	t.Parallel()
	for _, name := range []string{
		"external_id", "user_alias", "braze_id", "_update_existing_only", "_merge_objects", "push_tokens",
		"push_token_import", "subscription_groups", "app_id", "email_subscription_info", "current_location",
		"time", "facebook", "twitter", "bio",
	} {
		for _, spelling := range []string{
			name, "$" + name, "$$" + name, " " + name, name + "\t", "\u00a0" + name, name[:2] + "\u202e" + name[2:],
			name[:1] + "\x00" + name[1:], strings.ToUpper(name), "$ $" + name,
		} {
			r := mapped(t, mapping.Config{Attributes: mapping.AttributeConfig{Nested: true, ListsAsArrays: true}},
				withAttributes(mparticle.Attributes{spelling: "intruder", "plan": "gold"}))
			assertAttributes(t, `{"plan":"gold"}`, r)
			assert.Equal(t, "u1", attributesOf(t, r).User.ExternalID)
			assert.Contains(t, at(r.Issues), "/user_attributes/"+spelling+" reserved_name")
		}
	}
}

func TestBadInput_I27_I28_nobody(t *testing.T) {
	t.Parallel()
	deny := mapping.Config{Identity: mapping.IdentityConfig{Deny: []string{"anonymous", "0"}}}
	for _, v := range []string{
		"", "   ", "null", "NULL", "undefined", "00000000-0000-0000-0000-000000000000",
		"00000000000000000000000000000000", "Anonymous", "0", "a\x00b", "\xff",
	} {
		r := mapped(t, deny, identified(id(mparticle.IdentityCustomerID, v)))
		assert.Zero(t, r.Track.Len(), "%q", v)
		assert.Contains(t, at(r.Issues), " no_external_id", "%q", v)
	}
	r := mapped(t, mapping.Config{}, identified(id(mparticle.IdentityCustomerID, "0")))
	assert.NotZero(t, r.Track.Len(), "only a list says that 0 is nobody")
}

func TestBadInput_I35_long_names_cut_to_one(t *testing.T) {
	t.Parallel()
	name := strings.Repeat("x", 255)
	r := mapped(t, mapping.Config{Limits: mapping.LimitConfig{Over: mapping.LimitCut}},
		withAttributes(mparticle.Attributes{name: "own", name + "y": "cut"}))
	assert.Equal(t, braze.Custom{name: "own"}, attributesOf(t, r).Custom)
	assertIssues(t, []string{"/user_attributes/" + name + "y name_too_long", "/user_attributes/" + name + "y name_taken"}, r)
}

func TestBadInput_I46_Liquid_broken_up(t *testing.T) {
	t.Parallel()
	r := mapped(t, mapping.Config{Limits: mapping.LimitConfig{NeutralizeLiquid: true}},
		withAttributes(mparticle.Attributes{"a": "{{ x }}{% y %}", "$FirstName": "{{{b}}}"}))
	assertAttributes(t, `{"a":"{ {  x }}{ % y %}","first_name":"{ { {b}}}"}`, r)
	assertIssues(t, []string{"/user_attributes/a liquid_neutralized", "/user_attributes/$FirstName liquid_neutralized"}, r)
}

func TestBadInput_I20_I29_ids_keep_their_digits(t *testing.T) {
	t.Parallel()
	b, err := mparticle.ParseBatch([]byte(`{"environment":"production","mpid":-7346244611012968789,
		"user_identities":{"customer_id":12345678901234567890},"user_attributes":{"plan":"gold"}}`))
	require.NoError(t, err)
	assert.Equal(t, "12345678901234567890", attributesOf(t, mapped(t, mapping.Config{}, b)).User.ExternalID)
	mpid := mapping.Config{Identity: mapping.IdentityConfig{ExternalID: mapping.MPID}}
	assert.Equal(t, "-7346244611012968789", attributesOf(t, mapped(t, mpid, b)).User.ExternalID)

	b.MPID = 0
	r := mapped(t, mpid, b)
	assert.Zero(t, r.Track.Len(), "0 is no user")
}

func TestBadInput_I60_implausible_addresses_cost_themselves(t *testing.T) {
	t.Parallel()
	for _, v := range []string{
		"foo", "a@b..c", "@b.example", "a@", "a@b", "a b@c.example", ".a@b.example", "a@-b.example", "a@b.1", "a@@b.example",
		strings.Repeat("x", 65) + "@b.example", "a@" + strings.Repeat("x.", 200) + "example", "a\n@b.example", "",
	} {
		r := mapped(t, mapping.Config{}, identified(id(mparticle.IdentityCustomerID, "u1"), id(mparticle.IdentityEmail, v)))
		assertAttributes(t, `{"plan":"gold"}`, r)
	}
	for _, v := range []string{"Ann.Lee+x@Shop.Example", "jörg@müller.example", "a@b.co"} {
		r := mapped(t, mapping.Config{}, identified(id(mparticle.IdentityCustomerID, "u1"), id(mparticle.IdentityEmail, v)))
		got, _ := attributesOf(t, r).Email.Get()
		assert.Equal(t, v, got)
		assert.Empty(t, r.Issues)
	}
}

func TestBadInput_Go_literals(t *testing.T) {
	t.Parallel()
	type size string
	for name, c := range map[string]struct {
		v      any
		want   string
		issues []string
	}{
		"I17 NaN":       {v: math.NaN(), issues: []string{"/user_attributes/a number_invalid"}},
		"I17 infinity":  {v: math.Inf(1), issues: []string{"/user_attributes/a number_invalid"}},
		"no number":     {v: json.Number("1,5"), issues: []string{"/user_attributes/a number_invalid"}},
		"leading zero":  {v: json.Number("01"), issues: []string{"/user_attributes/a number_invalid"}},
		"I41 bytes":     {v: "a\xffb", want: `{"a":"a\ufffdb"}`, issues: []string{"/user_attributes/a text_repaired"}},
		"int":           {v: 7, want: `{"a":7}`},
		"uint64":        {v: uint64(math.MaxUint64), want: `{"a":18446744073709551615}`},
		"float":         {v: 0.1, want: `{"a":0.1}`},
		"named text":    {v: size("L"), want: `{"a":"L"}`},
		"list of text":  {v: []string{"x", "y"}, want: `{"a":["x","y"]}`},
		"list of ints":  {v: []int{1, 2}, want: `{"a":[1,2]}`},
		"map of text":   {v: map[string]string{"k": "v"}, want: `{"a":{"k":"v"}}`},
		"pointer":       {v: new(int), want: `{"a":0}`},
		"a channel":     {v: make(chan int), issues: []string{"/user_attributes/a value_unsupported"}},
		"a struct":      {v: struct{ X int }{1}, issues: []string{"/user_attributes/a value_unsupported"}},
		"map of ints":   {v: map[int]int{1: 2}, issues: []string{"/user_attributes/a value_unsupported"}},
		"contains self": {v: recursive(), want: "*", issues: nil},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			cfg := mapping.Config{Attributes: mapping.AttributeConfig{Nested: true, ListsAsArrays: true}}
			r := mapped(t, cfg, withAttributes(mparticle.Attributes{"a": c.v}))
			if c.want == "*" {
				assert.NotEmpty(t, r.Issues)
				return
			}
			assertAttributes(t, c.want, r)
			assertIssues(t, c.issues, r)
		})
	}
}

func recursive() map[string]any {
	m := map[string]any{"k": "v"}
	m["self"] = m
	return m
}
