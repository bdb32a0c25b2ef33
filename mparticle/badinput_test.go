package mparticle_test

import (
	"errors"
	"fmt"
	"io"
	"strings"
	"testing"
	"unicode/utf16"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/mpbraze/mpbraze/mparticle"
)

func deep(n int) string {
	return `{"user_attributes":{"a":` + strings.Repeat("[", n-2) + strings.Repeat("]", n-2) + `}}`
}

func wide(within string, n int) string {
	var b strings.Builder
	for i := range n {
		fmt.Fprintf(&b, `,"k%d":0`, i)
	}
	return strings.Replace(within, "WIDE", "{"+b.String()[1:]+"}", 1)
}

func utf16LE(s string) string {
	out := []byte{0xff, 0xfe}
	for _, unit := range utf16.Encode([]rune(s)) {
		out = append(out, byte(unit), byte(unit>>8))
	}
	return string(out)
}

// What refuses a batch as a whole, with the reason and the place.
func TestBadInput(t *testing.T) {
	t.Parallel()
	tests := map[string]struct {
		input   string
		want    error
		pointer string
	}{
		"I1_empty":                     {input: "", want: io.ErrUnexpectedEOF},
		"I1_white_space":               {input: " \n\t ", want: io.ErrUnexpectedEOF},
		"I1_only_a_byte_order_mark":    {input: "\ufeff", want: io.ErrUnexpectedEOF},
		"I3_second_document":           {input: `{}{}`, want: mparticle.ErrSyntax},
		"I3_second_scalar":             {input: `{} 1`, want: mparticle.ErrSyntax},
		"I3_trailing_garbage":          {input: `{}x`, want: mparticle.ErrSyntax},
		"I3_trailing_bracket":          {input: `{}]`, want: mparticle.ErrSyntax},
		"I4_two_byte_order_marks":      {input: "\ufeff\ufeff{}", want: mparticle.ErrSyntax},
		"I5_utf16":                     {input: utf16LE(`{"ip":"x"}`), want: mparticle.ErrSyntax},
		"I5_latin1":                    {input: "{\"ip\":\"Z\xfcrich\"}", want: mparticle.ErrSyntax, pointer: "/ip"},
		"I6_array":                     {input: `[{}]`, want: mparticle.ErrContainer},
		"I6_text":                      {input: `"{}"`, want: mparticle.ErrContainer},
		"I6_null":                      {input: `null`, want: mparticle.ErrContainer},
		"I6_number":                    {input: `7`, want: mparticle.ErrContainer},
		"I9_events_object":             {input: `{"events":{}}`, want: mparticle.ErrContainer, pointer: "/events"},
		"I9_events_text":               {input: `{"events":"[]"}`, want: mparticle.ErrContainer, pointer: "/events"},
		"I9_user_attributes_array":     {input: `{"user_attributes":[]}`, want: mparticle.ErrContainer, pointer: "/user_attributes"},
		"I9_user_identities_text":      {input: `{"user_identities":"x"}`, want: mparticle.ErrContainer, pointer: "/user_identities"},
		"I9_deleted_attributes_object": {input: `{"deleted_user_attributes":{}}`, want: mparticle.ErrContainer, pointer: "/deleted_user_attributes"},
		"I10_top_level":                {input: `{"mpid":1,"mpid":1}`, want: mparticle.ErrDuplicateName, pointer: "/mpid"},
		"I10_escaped":                  {input: `{"mpid":1,"mp\u0069d":1}`, want: mparticle.ErrDuplicateName, pointer: "/mpid"},
		"I10_unknown":                  {input: `{"x":1,"x":1}`, want: mparticle.ErrDuplicateName, pointer: "/x"},
		"I10_in_unknown":               {input: `{"x":[{"a":1,"a":2}]}`, want: mparticle.ErrDuplicateName, pointer: "/x"},
		"I10_attributes":               {input: `{"user_attributes":{"a":1,"a":2}}`, want: mparticle.ErrDuplicateName, pointer: "/user_attributes"},
		"I10_identities":               {input: `{"user_identities":{"email":"a","email":"a"}}`, want: mparticle.ErrDuplicateName, pointer: "/user_identities"},
		"I10_consents":                 {input: `{"consent_state":{"gdpr":{"a":{},"a":{}}}}`, want: mparticle.ErrDuplicateName, pointer: "/consent_state/gdpr/a"},
		"I10_event":                    {input: `{"events":[{"data":{},"data":{}}]}`, want: mparticle.ErrDuplicateName, pointer: "/events/0/data"},
		"I10_event_common":             {input: `{"events":[{"event_type":"opt_out","data":{"event_id":1,"event_id":1}}]}`, want: mparticle.ErrDuplicateName},
		"I10_event_own":                {input: `{"events":[{"event_type":"opt_out","data":{"is_opted_out":true,"is_opted_out":true}}]}`, want: mparticle.ErrDuplicateName},
		"I10_event_unknown":            {input: `{"events":[{"event_type":"opt_out","data":{"x":1,"x":1}}]}`, want: mparticle.ErrDuplicateName},
		"I10_unknown_event":            {input: `{"events":[{"event_type":"new","data":{"x":1,"x":1}}]}`, want: mparticle.ErrDuplicateName},
		"I10_product":                  {input: `{"events":[{"data":{"shopping_cart":{"products":[{"id":"1","id":"1"}]}},"event_type":"commerce_event"}]}`, want: mparticle.ErrDuplicateName},
		"I10_misfit":                   {input: `{"device_info":[{"a":1,"a":1}]}`, want: mparticle.ErrDuplicateName},
		"I12_depth":                    {input: deep(65), want: mparticle.ErrDepth},
		"I12_depth_unknown":            {input: `{"x":` + strings.Repeat("[", 64) + strings.Repeat("]", 64) + `}`, want: mparticle.ErrDepth},
		"I12_depth_10001":              {input: deep(10_001), want: mparticle.ErrDepth},
		"I12_depth_name":               {input: strings.Repeat("{", 100_000), want: mparticle.ErrSyntax},
		"I12_width":                    {input: wide("WIDE", 10_001), want: mparticle.ErrTooLarge},
		"I12_width_attributes":         {input: wide(`{"user_attributes":WIDE}`, 10_001), want: mparticle.ErrTooLarge},
		"I12_width_identities":         {input: wide(`{"user_identities":WIDE}`, 10_001), want: mparticle.ErrTooLarge},
		"I12_width_unknown":            {input: wide(`{"x":[WIDE]}`, 10_001), want: mparticle.ErrTooLarge},
		"I12_width_event":              {input: wide(`{"events":[{"data":WIDE}]}`, 10_001), want: mparticle.ErrTooLarge},
		"I17_nan":                      {input: `{"user_attributes":{"a":NaN}}`, want: mparticle.ErrSyntax},
		"I17_infinity":                 {input: `{"user_attributes":{"a":-Infinity}}`, want: mparticle.ErrSyntax},
		"I41_invalid_utf8":             {input: "{\"user_attributes\":{\"a\":\"\x80\"}}", want: mparticle.ErrSyntax},
		"I41_invalid_utf8_name":        {input: "{\"\xff\":1}", want: mparticle.ErrSyntax},
		"I42_lone_surrogate":           {input: `{"ip":"\ud800"}`, want: mparticle.ErrSyntax, pointer: "/ip"},
		"I42_overlong":                 {input: "{\"ip\":\"\xc0\xaf\"}", want: mparticle.ErrSyntax, pointer: "/ip"},
		"I43_raw_control_character":    {input: "{\"ip\":\"a\x01\"}", want: mparticle.ErrSyntax, pointer: "/ip"},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			batch, err := mparticle.ParseBatch([]byte(test.input))
			assert.Nil(t, batch)
			require.ErrorIs(t, err, test.want)
			var reason *mparticle.DecodeError
			require.ErrorAs(t, err, &reason)
			assert.LessOrEqual(t, reason.Offset, int64(len(test.input)))
			if test.pointer != "" {
				assert.Equal(t, test.pointer, reason.Pointer)
			}
		})
	}
}

// No prefix of a batch is a batch.
func TestBadInput_I2_truncated_at_every_byte(t *testing.T) {
	t.Parallel()
	for name, data := range batchFiles(t) {
		end := strings.TrimSpace(string(data))
		for i := range len(end) {
			_, err := mparticle.ParseBatch(data[:i])
			if !errors.Is(err, mparticle.ErrSyntax) || !errors.Is(err, io.ErrUnexpectedEOF) {
				require.Fail(t, "not refused as cut short", "%s[:%d]: %v", name, i, err)
			}
		}
	}
}

// What is odd but no reason to refuse a batch.
func TestBadInputAccepted(t *testing.T) {
	t.Parallel()
	for name, input := range map[string]string{
		"I7_empty_object":      `{}`,
		"I7_nothing_but_ids":   `{"mpid":1,"events":[]}`,
		"I8_nulls":             `{"events":null,"user_attributes":null,"user_identities":null,"device_info":null}`,
		"I11_other_case":       `{"EVENTS":{},"MpId":[],"User_Attributes":1}`,
		"I12_depth":            deep(64),
		"I12_width":            wide(`{"user_attributes":WIDE,"events":[]}`, 10_000),
		"I18_number_range":     `{"user_attributes":{"a":1e400,"b":-1e400,"c":1e-400}}`,
		"I19_beyond_float":     `{"user_attributes":{"a":9007199254740993,"b":123456789012345678901234567890}}`,
		"I21_spellings":        `{"user_attributes":{"a":-0,"b":1.0,"c":1e3,"d":0.30000000000000004}}`,
		"I51_unknown_members":  `{"new":{"a":[1]},"events":[{"event_type":"custom_event","data":{"event_name":"x","new":7},"new":null}]}`,
		"I43_nul_and_bidi":     `{"user_attributes":{"a\u0000":"\u0000\u0001\u202e"}}`,
		"I42_noncharacter":     `{"ip":"\ufffe"}`,
		"I54_types_of_screens": `{"events":[{"event_type":"screen_view","data":{"custom_attributes":{"n":1,"b":true,"o":{"x":[]},"z":null}}}]}`,
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			batch := requireLossless(t, []byte(input))
			assert.Empty(t, batch.Problems)
		})
	}
	t.Run("I4_byte_order_mark", func(t *testing.T) {
		t.Parallel()
		assert.Equal(t, parse(t, `{"mpid":1}`), parse(t, "\ufeff{\"mpid\":1}"))
		_, err := mparticle.ParseBatch([]byte("\ufeff{\"mpid\":x}"))
		var reason *mparticle.DecodeError
		require.ErrorAs(t, err, &reason)
		assert.Equal(t, int64(len("\ufeff{\"mpid\":")), reason.Offset)
	})
}

// An error says what and where, never with which value.
func TestBadInputErrorsHoldNoValues(t *testing.T) {
	t.Parallel()
	for _, input := range []string{
		`{"ip":"secret`, `{"ip":secret}`, `{"ip":"\secret"}`, `{"ip":"x"}secret`, `"secret"`, `{"mpid":1,"mpid":"secret"}`,
		`{"events":"secret"}`,
	} {
		_, err := mparticle.ParseBatch([]byte(input))
		require.Error(t, err, input)
		assert.NotContains(t, err.Error(), "secret", input)
		assert.NotContains(t, fmt.Sprintf("%+v %#v", err, err), "secret", input)
	}
}

func TestLenient(t *testing.T) {
	t.Parallel()
	lenient := mparticle.Parser{Lenient: true}
	tests := map[string]struct{ input, want string }{
		"I10_top_level":      {`{"mpid":1,"mpid":2}`, `{"mpid":2}`},
		"I10_then_null":      {`{"mpid":1,"mpid":null}`, `{"mpid":null}`},
		"I10_null_then":      {`{"mpid":null,"mpid":1}`, `{"mpid":1}`},
		"I10_misfit_then":    {`{"mpid":[],"mpid":1}`, `{"mpid":1}`},
		"I10_then_misfit":    {`{"mpid":"1","mpid":[]}`, `{"mpid":[]}`},
		"I10_not_merged":     {`{"device_info":{"brand":"a"},"device_info":{"device":"b"}}`, `{"device_info":{"device":"b"}}`},
		"I10_attributes":     {`{"user_attributes":{"a":1,"a":{"b":1,"b":2}}}`, `{"user_attributes":{"a":{"b":2}}}`},
		"I10_identities":     {`{"user_identities":{"email":"a","other":"o","email":"b"}}`, `{"user_identities":{"other":"o","email":"b"}}`},
		"I10_unknown":        {`{"x":1,"x":{"a":1,"a":2}}`, `{"x":{"a":2}}`},
		"I10_event":          {`{"events":[{"event_type":"opt_out","data":{"is_opted_out":true},"data":{"event_id":1,"event_id":2}}]}`, `{"events":[{"event_type":"opt_out","data":{"event_id":2}}]}`},
		"I10_event_own":      {`{"events":[{"event_type":"opt_out","data":{"is_opted_out":true,"is_opted_out":false}}]}`, `{"events":[{"event_type":"opt_out","data":{"is_opted_out":false}}]}`},
		"I10_unknown_event":  {`{"events":[{"event_type":"new","event_type":"newer","data":{"x":1,"x":2}}]}`, `{"events":[{"event_type":"newer","data":{"x":2}}]}`},
		"I41_invalid_utf8":   {"{\"ip\":\"a\x80b\",\"x\":\"\xff\"}", `{"ip":"a` + "\ufffd" + `b","x":"` + "\ufffd" + `"}`},
		"I42_lone_surrogate": {`{"ip":"\ud800","x":["\udc00"]}`, `{"ip":"` + "\ufffd" + `","x":["` + "\ufffd" + `"]}`},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			batch, err := lenient.ParseBatch([]byte(test.input))
			require.NoError(t, err)
			written := marshal(t, batch)
			assert.JSONEq(t, test.want, written)
			again, err := mparticle.ParseBatch([]byte(written))
			require.NoError(t, err, "is strict JSON")
			assert.Equal(t, written, marshal(t, again))
		})
	}
	for _, input := range []string{``, `{`, `[]`, `{}{}`, `{"a":NaN}`, `{"events":{}}`} {
		_, err := lenient.ParseBatch([]byte(input))
		assert.Error(t, err, input)
	}
}
