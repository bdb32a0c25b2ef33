package mapping_test

import (
	"testing"

	"github.com/stretchr/testify/assert"

	"github.com/mpbraze/mpbraze/braze"
	"github.com/mpbraze/mpbraze/mapping"
	"github.com/mpbraze/mpbraze/mparticle"
)

func TestRules(t *testing.T) {
	t.Parallel()
	keep := func(*braze.Event, mparticle.Event) bool { return true }
	for name, c := range map[string]struct {
		rules  []mapping.Rule
		want   []string
		issues []string
	}{
		"change": {
			rules: []mapping.Rule{{Event: func(e *braze.Event, _ mparticle.Event) bool {
				e.Name = "shop: " + e.Name
				return true
			}}},
			want: []string{"shop: a", "shop: b"},
		},
		"drop": {
			rules:  []mapping.Rule{{Name: "no a", Event: func(e *braze.Event, _ mparticle.Event) bool { return e.Name != "a" }}},
			want:   []string{"b"},
			issues: []string{"/events/0/data rule_dropped"},
		},
		"in order": {
			rules: []mapping.Rule{
				{Event: func(e *braze.Event, _ mparticle.Event) bool { e.Name += "1"; return true }},
				{Event: func(e *braze.Event, _ mparticle.Event) bool { e.Name += "2"; return true }},
			},
			want: []string{"a12", "b12"},
		},
		"panic costs its object": {
			rules: []mapping.Rule{{Name: "bug", Event: func(e *braze.Event, _ mparticle.Event) bool {
				if e.Name == "a" {
					panic("secret value")
				}
				return true
			}}, {Event: keep}},
			want:   []string{"b"},
			issues: []string{"/events/0/data rule_panicked"},
		},
		"an invalid result costs its object": {
			rules: []mapping.Rule{{Event: func(e *braze.Event, _ mparticle.Event) bool {
				if e.Name == "a" {
					e.Properties = braze.Properties{"time": "reserved"}
				}
				return true
			}}},
			want:   []string{"b"},
			issues: []string{"/events/0/data object_invalid"},
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			b := known()
			b.Events = append(withEvent("a", nil).Events, withEvent("b", nil).Events...)
			r := mapped(t, mapping.Config{Rules: c.rules}, b)
			var names []string
			for _, e := range r.Track.Events {
				names = append(names, e.Name)
			}
			assert.Equal(t, c.want, names)
			assertIssues(t, c.issues, r)
			for _, i := range r.Issues {
				assert.NotContains(t, i.Detail, "secret value")
			}
		})
	}
}

func TestRulesForAttributesAndPurchases(t *testing.T) {
	t.Parallel()
	b := withAttributes(mparticle.Attributes{"plan": "gold"})
	b.Events = []mparticle.Event{&mparticle.CommerceEvent{
		EventCommon: mparticle.EventCommon{TimestampUnixtimeMS: batchTime},
		ProductAction: &mparticle.ProductAction{
			Action:   mparticle.ProductActionPurchase,
			Products: []mparticle.Product{{ID: "p1", Price: "2"}, {ID: "p2", Price: "3"}},
		},
	}}
	r := mapped(t, mapping.Config{Rules: []mapping.Rule{{
		Name: "shop",
		Attributes: func(a *braze.Attributes, from *mparticle.Batch) bool {
			a.Custom["events"] = len(from.Events)
			return true
		},
		Purchase: func(p *braze.Purchase, from *mparticle.CommerceEvent) bool {
			return p.ProductID != "p1" && from.ProductAction != nil
		},
	}}}, b)
	assertAttributes(t, `{"plan":"gold","events":1}`, r)
	assert.Len(t, r.Track.Purchases, 1)
	assert.Contains(t, at(r.Issues), "/events/0/data/product_action/products/0 rule_dropped")

	r = mapped(t, mapping.Config{Rules: []mapping.Rule{{
		Name: "none", Attributes: func(*braze.Attributes, *mparticle.Batch) bool { return false },
	}}}, withAttributes(mparticle.Attributes{"plan": "gold"}))
	assert.Zero(t, r.Track.Len())
	assertIssues(t, []string{" rule_dropped"}, r)
}

// Rules may change what they are given: it is theirs, and not the batch's.
func TestRulesChangeNothingOfTheBatch(t *testing.T) {
	t.Parallel()
	batch, want := visit(t), visit(t)
	m := mapper(t, mapping.Config{Rules: []mapping.Rule{{
		Event: func(e *braze.Event, _ mparticle.Event) bool {
			e.Properties["added"] = true
			return true
		},
		Purchase: func(p *braze.Purchase, _ *mparticle.CommerceEvent) bool {
			p.Properties["added"] = true
			return true
		},
		Attributes: func(a *braze.Attributes, _ *mparticle.Batch) bool {
			a.Custom["added"] = true
			return true
		},
	}}})
	result := m.Map(batch)
	assert.Equal(t, want, batch)
	for _, p := range result.Track.Purchases {
		assert.Equal(t, true, p.Properties["added"])
	}
}
