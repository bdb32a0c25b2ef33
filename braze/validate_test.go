package braze_test

import (
	"encoding/json"
	"errors"
	"fmt"
	"math"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/mpbraze/mpbraze/braze"
)

// secret stands in values that must never appear in an error.
const secret = "s3cr3t"

// refused checks that err is about this field and rule alone.
func refused(t *testing.T, err error, field string, code braze.FieldCode) {
	t.Helper()
	var object *braze.ObjectError
	require.ErrorAs(t, err, &object)
	require.ErrorIs(t, err, braze.ErrInvalidObject)
	require.Len(t, object.Fields, 1, err)
	assert.Equal(t, field, object.Fields[0].Field)
	assert.Equal(t, code, object.Fields[0].Code)
	assert.NotContains(t, err.Error(), secret)
}

// long returns text of n characters that tells on itself.
func long(n int) string { return strings.Repeat("é", n-len(secret)) + secret }

func TestAttributes_Validate(t *testing.T) {
	t.Parallel()
	alias := braze.UserAlias{Name: "n", Label: "l"}
	token := []braze.PushToken{{AppID: "a", Token: "t"}}
	for _, test := range []struct {
		name  string
		give  braze.Attributes
		field string
		code  braze.FieldCode
	}{
		{"no identifier", braze.Attributes{User: braze.UserID{}, FirstName: braze.Set("x")}, "", braze.FieldRequired},
		{"two primary identifiers", braze.Attributes{User: braze.UserID{ExternalID: "x", Alias: alias}}, "", braze.FieldConflict},
		{"blank id", braze.Attributes{User: braze.UserID{ExternalID: " "}}, "external_id", braze.FieldRequired},
		{"id over 987 bytes", braze.Attributes{User: braze.UserID{ExternalID: strings.Repeat("x", 988)}}, "external_id", braze.FieldTooLong},
		{"alias without label", braze.Attributes{User: braze.UserID{Alias: braze.UserAlias{Name: "n"}}}, "user_alias.alias_label", braze.FieldRequired},
		{"alias over 236 bytes", braze.Attributes{User: braze.UserID{Alias: braze.UserAlias{Name: strings.Repeat("x", 237), Label: "l"}}}, "user_alias.alias_name", braze.FieldTooLong},
		{"two e-mails", braze.Attributes{User: braze.UserID{Email: "a@b"}, Email: braze.Set("c@d")}, "email", braze.FieldConflict},
		{"update existing only null", braze.Attributes{User: ann, UpdateExistingOnly: braze.Null[bool]()}, "_update_existing_only", braze.FieldNull},
		{"import of a known user", braze.Attributes{User: ann, PushTokenImport: true, PushTokens: token}, "push_token_import", braze.FieldConflict},
		{"import of nothing", braze.Attributes{PushTokenImport: true}, "push_token_import", braze.FieldRequired},
		{"long name", braze.Attributes{User: ann, FirstName: braze.Set(long(256))}, "first_name", braze.FieldTooLong},
		{"I41 invalid UTF-8", braze.Attributes{User: ann, LastName: braze.Set(secret + "\xff")}, "last_name", braze.FieldUTF8},
		{"I60 e-mail", braze.Attributes{User: ann, Email: braze.Set(secret)}, "email", braze.FieldFormat},
		{"blank phone", braze.Attributes{User: ann, Phone: braze.Set(" ")}, "phone", braze.FieldRequired},
		{"subscription", braze.Attributes{User: ann, EmailSubscribe: braze.Set(braze.SubscriptionState(secret))}, "email_subscribe", braze.FieldFormat},
		{"gender", braze.Attributes{User: ann, Gender: braze.Set(braze.Gender(secret))}, "gender", braze.FieldFormat},
		{"birthday", braze.Attributes{User: ann, DOB: braze.Set("2026-02-30")}, "dob", braze.FieldFormat},
		{"image", braze.Attributes{User: ann, ImageURL: braze.Set(long(1025))}, "image_url", braze.FieldTooLong},
		{"latitude", braze.Attributes{User: ann, CurrentLocation: braze.Set(braze.Location{Latitude: 91})}, "current_location.latitude", braze.FieldRange},
		{"NaN", braze.Attributes{User: ann, CurrentLocation: braze.Set(braze.Location{Longitude: math.NaN()})}, "current_location.longitude", braze.FieldRange},
		{"zero time", braze.Attributes{User: ann, DateOfLastSession: braze.Set(time.Time{})}, "date_of_last_session", braze.FieldRequired},
		{"token without app", braze.Attributes{User: ann, PushTokens: []braze.PushToken{{Token: "t"}}}, "push_tokens[0].app_id", braze.FieldRequired},
		{"I59 huge token", braze.Attributes{User: ann, PushTokens: []braze.PushToken{{AppID: "a", Token: strings.Repeat("t", 5000)}}}, "push_tokens[0].token", braze.FieldTooLong},
		{"short device", braze.Attributes{User: ann, PushTokens: []braze.PushToken{{AppID: "a", Token: "t", DeviceID: "1234567"}}}, "push_tokens[0].device_id", braze.FieldFormat},
		{"group state", braze.Attributes{User: ann, SubscriptionGroups: []braze.SubscriptionGroup{{ID: "g", State: braze.OptedIn}}}, "subscription_groups[0].subscription_state", braze.FieldFormat},
		{"double opt-in", braze.Attributes{User: ann, SubscriptionGroups: []braze.SubscriptionGroup{{ID: "g", State: braze.Unsubscribed, UseDoubleOptIn: true}}}, "subscription_groups[0].use_double_opt_in_logic", braze.FieldConflict},
	} {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			refused(t, test.give.Validate(), test.field, test.code)
			_, err := test.give.Encode()
			refused(t, err, test.field, test.code)
		})
	}
}

func TestCustom_Validate(t *testing.T) {
	t.Parallel()
	type object = map[string]any
	itself := object{}
	itself["a"], itself["b"] = itself, itself
	match := braze.ObjectMatch{Key: "id", Value: 1}
	for _, test := range []struct {
		name  string
		key   string
		value any
		field string
		code  braze.FieldCode
	}{
		{"empty name", " ", 1, " ", braze.FieldName},
		{"long name", strings.Repeat("k", 256), 1, strings.Repeat("k", 256), braze.FieldTooLong},
		{"dollar name", "$x", 1, "$x", braze.FieldName},
		{"consent as text", "$google_ad_user_data", "true", "$google_ad_user_data", braze.FieldType},
		{"invalid name", "a\xff", 1, "a\xff", braze.FieldUTF8},
		{"I39 long text", "k", long(256), "k", braze.FieldTooLong},
		{"I14 huge text", "k", []any{strings.Repeat("x", 1<<20)}, "k[0]", braze.FieldTooLong},
		{"I17 NaN", "k", math.NaN(), "k", braze.FieldRange},
		{"I17 infinity", "k", float32(math.Inf(-1)), "k", braze.FieldRange},
		{"I18 number out of range", "k", json.Number("1e400"), "k", braze.FieldRange},
		{"I18 number that vanishes", "k", json.Number("-1e-400"), "k", braze.FieldRange},
		{"number text", "k", json.Number("0x10"), "k", braze.FieldFormat},
		{"I33 501 items", "k", make([]int, 501), "k", braze.FieldTooMany},
		{"I33 null in a list", "k", []any{nil}, "k[0]", braze.FieldNull},
		{"I33 list in a list", "k", []any{[]int{1}}, "k[0]", braze.FieldType},
		{"I31 nested null", "k", object{"a": nil}, "k.a", braze.FieldNull},
		{"I35 nested name with a space", "k", object{"a b": 1}, "k.a b", braze.FieldName},
		{"I35 nested name with a dot", "k", []any{object{"a.b": 1}}, "k[0].a.b", braze.FieldName},
		{"I35 nested empty name", "k", object{"": 1}, "k.", braze.FieldName},
		{"nested year", "k", object{"t": time.Date(3001, 1, 1, 0, 0, 0, 0, time.UTC)}, "k.t", braze.FieldRange},
		{"I38 plain inc", "k", object{"inc": 5}, "k", braze.FieldOperator},
		{"I38 plain add", "k", object{"add": []any{1}, "remove": []any{2}}, "k", braze.FieldOperator},
		{"I38 plain $add", "k", object{"$add": []any{}}, "k", braze.FieldOperator},
		{"operation inside", "k", object{"a": braze.Increment(1)}, "k.a", braze.FieldOperator},
		{"bytes", "k", []byte("x"), "k", braze.FieldType},
		{"struct", "k", struct{}{}, "k", braze.FieldType},
		{"pointer", "k", new(int), "k", braze.FieldType},
		{"map of numbers", "k", map[int]string{1: "a"}, "k", braze.FieldType},
		{"I12 value in itself", "k", itself, "k" + strings.Repeat(".a", 64), braze.FieldTooDeep},
		{"empty operation", "k", braze.ArrayUpdate{}, "k", braze.FieldRequired},
		{"object in a plain array", "k", braze.ArrayUpdate{Add: []any{"a", object{"b": 1}}}, "k.add[1]", braze.FieldType},
		{"update without merge", "k", braze.ObjectArrayUpdate{Update: []braze.ObjectUpdate{{ObjectMatch: match}}}, "k", braze.FieldConflict},
		{"match without key", "k", braze.ObjectArrayUpdate{Remove: []braze.ObjectMatch{{Value: 1}}}, "k.$remove[0].$identifier_key", braze.FieldName},
		{"match by a list", "k", braze.ObjectArrayUpdate{Remove: []braze.ObjectMatch{{Key: "id", Value: []int{1}}}}, "k.$remove[0].$identifier_value", braze.FieldType},
	} {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			a := braze.Attributes{User: ann, Custom: braze.Custom{test.key: test.value}}
			refused(t, a.Validate(), test.field, test.code)
		})
	}
}

// TestBadInput has the rows that say what can never come from data.
func TestBadInput(t *testing.T) {
	t.Parallel()
	t.Run("I37_reserved_names_never_override", func(t *testing.T) {
		t.Parallel()
		for _, name := range []string{
			"external_id", "user_alias", "braze_id", "_update_existing_only", "_merge_objects",
			"push_token_import", "push_tokens", "subscription_groups", "email_subscription_info",
			"email", "phone", "first_name", "dob", "current_location", " external_id ",
		} {
			a := braze.Attributes{User: ann, Custom: braze.Custom{name: "x"}}
			refused(t, a.Validate(), name, braze.FieldReserved)
		}
	})
	t.Run("P23_poison_is_refused_alone", func(t *testing.T) {
		t.Parallel()
		r := braze.TrackRequest{Attributes: []braze.Attributes{
			{User: ann},
			{User: ann, Custom: braze.Custom{"k": math.NaN()}},
			{User: ann, Custom: filler(600)},
			{User: ann},
		}}
		var good, bad []int
		i := 0
		for o, err := range r.Objects() {
			if object, wrong := errors.AsType[*braze.ObjectError](err); wrong {
				assert.Equal(t, i, object.Index)
				bad = append(bad, i)
			} else {
				assert.True(t, json.Valid(o.JSON()))
				good = append(good, i)
			}
			i++
		}
		assert.Equal(t, []int{0, 3}, good)
		assert.Equal(t, []int{1, 2}, bad)
		refused(t, r.Attributes[2].Validate(), "", braze.FieldTooLarge)
	})
	t.Run("I33_a_nested_attribute_over_100_KB", func(t *testing.T) {
		t.Parallel()
		a := braze.Attributes{User: ann, Custom: braze.Custom{"k": map[string]any(filler(600))}}
		refused(t, a.Validate(), "k", braze.FieldTooLarge)
	})
}

// filler returns n attributes of about 200 bytes.
func filler(n int) braze.Custom {
	c := braze.Custom{}
	for i := range n {
		c[fmt.Sprint("k", i)] = strings.Repeat("x", 200)
	}
	return c
}

func TestValidate_allAtOnce(t *testing.T) {
	t.Parallel()
	r := braze.TrackRequest{
		Attributes: []braze.Attributes{{User: ann, Gender: braze.Set(braze.Gender(secret)), DOB: braze.Set(secret)}},
		Events:     []braze.Event{{User: ann, Name: "play", Time: noon}, {User: ann, Time: noon}},
	}
	require.EqualError(t, r.Validate(), `braze: attributes[0]: "dob": bad_format: a date, YYYY-MM-DD; "gender": bad_format: M, F, O, N or P`+"\n"+
		`braze: events[1]: "name": required: must not be blank`)
	_, err := json.Marshal(r)
	require.ErrorIs(t, err, braze.ErrInvalidObject)
}

func TestFieldError_isReadable(t *testing.T) {
	t.Parallel()
	a := braze.Attributes{User: ann, Custom: braze.Custom{strings.Repeat("ü", 300): 1}}
	assert.Less(t, len(a.Validate().Error()), 300)
	assert.Equal(t, `object: required`, (&braze.FieldError{Code: braze.FieldRequired}).Error())
}
