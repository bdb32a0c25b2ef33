package mapping_test

import (
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"

	"github.com/mpbraze/mpbraze/mapping"
	"github.com/mpbraze/mpbraze/mparticle"
)

func TestTrackingFlagsAreBooleans(t *testing.T) {
	t.Parallel()
	runAttributeCases(t, []attributeCase{
		{
			name: "booleans", attrs: `{"email_open_tracking_disabled":"True","email_click_tracking_disabled":0}`,
			want: `{"email_open_tracking_disabled":true,"email_click_tracking_disabled":false}`,
		},
		{
			name: "anything else", attrs: `{"email_open_tracking_disabled":"maybe"}`,
			issues: []string{"/user_attributes/email_open_tracking_disabled field_invalid"},
		},
	})
}

func TestPanickingHooksCostTheirValue(t *testing.T) {
	t.Parallel()
	r := mapped(t, mapping.Config{Attributes: mapping.AttributeConfig{
		NormalizeCountry: func(string) (string, bool) { panic("Atlantis") },
		NormalizePhone:   func(string, string) (string, bool) { panic("0151") },
	}}, withAttributes(mparticle.Attributes{"$Country": "Atlantis", "$Mobile": "0151"}))
	assertAttributes(t, `{"country":"Atlantis","phone":"0151"}`, r)
	assertIssues(t, []string{
		"/user_attributes/$Country rule_panicked", "/user_attributes/$Country country_not_a_code",
		"/user_attributes/$Mobile rule_panicked", "/user_attributes/$Mobile phone_not_e164",
	}, r)
	for _, i := range r.Issues {
		assert.NotContains(t, i.Detail, "Atlantis")
		assert.NotContains(t, i.Detail, "0151")
	}
}

func TestTimesInLiterals(t *testing.T) {
	t.Parallel()
	at := time.Date(2024, 5, 6, 9, 8, 7, 0, time.FixedZone("", 7200))
	r := mapped(t, mapping.Config{Attributes: mapping.AttributeConfig{ListsAsArrays: true}}, withAttributes(mparticle.Attributes{
		"seen": at, "far": at.AddDate(2000, 0, 0), "all": []any{at}, "dob": at, "date_of_first_session": at,
	}))
	assertAttributes(t, `{"seen":"2024-05-06T07:08:07.000Z","far":"4024-05-06T07:08:07Z","all":["2024-05-06T07:08:07Z"],
		"dob":"2024-05-06","date_of_first_session":"2024-05-06T07:08:07.000Z"}`, r)
	assert.Empty(t, r.Issues)
}

func TestAttributesObjectStaysWithinItsSize(t *testing.T) {
	t.Parallel()
	attrs := mparticle.Attributes{"small": "kept"}
	for i := range 450 {
		attrs["long"+strconv.Itoa(i)] = strings.Repeat("x", 255)
	}
	for name, c := range map[string]struct {
		over mapping.LimitAction
		kept bool
	}{
		"drop":   {mapping.LimitDrop, true},
		"reject": {mapping.LimitReject, false},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			r := mapped(t, mapping.Config{Limits: mapping.LimitConfig{Over: c.over}}, withAttributes(attrs))
			assert.Contains(t, at(r.Issues), "/user_attributes/long0 too_large")
			if !c.kept {
				assert.Zero(t, r.Track.Len())
				return
			}
			custom := attributesOf(t, r).Custom
			assert.Equal(t, "kept", custom["small"])
			assert.Greater(t, len(custom), 300)
		})
	}
}

func TestNestedSizeAndDepth(t *testing.T) {
	t.Parallel()
	nested := mapping.Config{Attributes: mapping.AttributeConfig{Nested: true, ListsAsArrays: true}}
	wide := map[string]any{}
	for i := range 450 {
		wide["k"+strconv.Itoa(i)] = strings.Repeat("x", 255)
	}
	r := mapped(t, nested, withAttributes(mparticle.Attributes{"wide": wide, "ok": true}))
	assertAttributes(t, `{"ok":true}`, r)
	assertIssues(t, []string{"/user_attributes/wide too_large"}, r)

	deep := map[string]any{"end": true}
	for range 100 {
		deep = map[string]any{"k": deep}
	}
	r = mapped(t, nested, withAttributes(mparticle.Attributes{"deep": deep}))
	assert.Len(t, r.Issues, 1)
	assert.Equal(t, mapping.CodeTooLarge, r.Issues[0].Code)
}
