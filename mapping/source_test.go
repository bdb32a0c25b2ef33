package mapping_test

import (
	"testing"

	"github.com/mpbraze/mpbraze/mapping"
	"github.com/mpbraze/mpbraze/mparticle"
)

func changed(name string, v any) mparticle.Event {
	return &mparticle.UserAttributeChange{UserAttributeName: name, New: v, Deleted: v == nil}
}

func TestAttributeSource(t *testing.T) {
	t.Parallel()
	b := withAttributes(mparticle.Attributes{"plan": "gold", "city": "Bonn", "$FirstName": "Ann"})
	b.DeletedUserAttributes = []string{"theme"}
	b.Events = []mparticle.Event{
		changed("plan", "silver"), changed("plan", "gold"), // the batch has the latest
		changed("score", "1"), changed("score", "7"),
		changed("hobby", "golf"), changed("hobby", nil),
	}
	for name, c := range map[string]struct {
		source mapping.AttributeSource
		want   string
		issues []string
	}{
		"batch":   {source: mapping.SourceBatch, want: `{"city":"Bonn","first_name":"Ann","plan":"gold","theme":null}`},
		"changes": {source: mapping.SourceChanges, want: `{"hobby":null,"plan":"gold","score":"7","theme":null}`, issues: []string{"/user_attributes not_selected"}},
		"none":    {source: mapping.SourceNone, issues: []string{"/user_attributes not_selected"}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			r := mapped(t, mapping.Config{Attributes: mapping.AttributeConfig{Source: c.source}}, b)
			assertAttributes(t, c.want, r)
			assertIssues(t, c.issues, r)
		})
	}
}

func TestDeletedAttributeThatIsSetIsAChange(t *testing.T) {
	t.Parallel()
	b := withAttributes(mparticle.Attributes{"plan": "gold", "city": "Bonn"})
	b.DeletedUserAttributes = []string{"plan"}
	r := mapped(t, mapping.Config{Attributes: mapping.AttributeConfig{Source: mapping.SourceChanges}}, b)
	assertAttributes(t, `{"plan":"gold"}`, r)
	assertIssues(t, []string{"/deleted_user_attributes/0 superseded", "/user_attributes not_selected"}, r)
}

func TestDeletedAttributes(t *testing.T) {
	t.Parallel()
	groups := mapping.AttributeConfig{SubscriptionGroups: map[string]string{"news": groupOne}}
	for name, c := range map[string]struct {
		delete string
		attrs  mparticle.Attributes
		want   string
		issues []string
	}{
		"custom":                {delete: "plan", want: `{"plan":null}`},
		"dollar":                {delete: "$State", want: `{"State":null}`, issues: []string{"/deleted_user_attributes/0 name_changed"}},
		"standard":              {delete: "$FirstName", want: `{"first_name":null}`},
		"age":                   {delete: "$Age", want: `{"dob":null}`},
		"I58_set_wins":          {delete: "plan", attrs: mparticle.Attributes{"plan": "gold"}, want: `{"plan":"gold"}`, issues: []string{"/deleted_user_attributes/0 superseded"}},
		"I58_set_wins_standard": {delete: "first_name", attrs: mparticle.Attributes{"$FirstName": "Ann"}, want: `{"first_name":"Ann"}`, issues: []string{"/deleted_user_attributes/0 superseded"}},
		"reserved":              {delete: "external_id", issues: []string{"/deleted_user_attributes/0 reserved_name"}},
		"subscription":          {delete: "email_subscribe", issues: []string{"/deleted_user_attributes/0 not_deletable"}},
		"group":                 {delete: "news", issues: []string{"/deleted_user_attributes/0 not_deletable"}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			b := withAttributes(c.attrs)
			b.DeletedUserAttributes = []string{c.delete}
			r := mapped(t, mapping.Config{Attributes: groups}, b)
			assertAttributes(t, c.want, r)
			assertIssues(t, c.issues, r)
		})
	}
}
