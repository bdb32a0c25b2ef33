package mapping_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/mpbraze/mpbraze/mapping"
	"github.com/mpbraze/mpbraze/mparticle"
)

// BenchmarkEvents maps a visit of four actions: a screen view, two custom
// events of eight attributes and a purchase of two products.
func BenchmarkEvents(b *testing.B) {
	attributes := mparticle.Attributes{
		"category": "Acme", "position": number("12"), "duration_sec": number("31.25"), "logged_in": true,
		"referrer": "https://search.example.org/?q=shoes+%26+boots", "experiment": "exp-7:variant-b",
		"query": "läuft \"schnell\" & weit", "item_id": "sku-004711",
	}
	event := commerce(mparticle.ProductActionPurchase, shoe(), shoe())
	event.CustomAttributes = mparticle.Attributes{"checkout": "express", "channel": "app", "store": "HAM-2"}
	batch := eventBatch(
		&mparticle.ScreenView{EventCommon: common(mparticle.Attributes{"section": "Acme", "depth": "3", "from_push": "false"}), ScreenName: "Home"},
		&mparticle.CustomEvent{EventCommon: common(attributes), EventName: "Article Read"},
		event,
		&mparticle.CustomEvent{EventCommon: common(attributes), EventName: "Share Tapped"},
	)
	m, err := mapping.New(mapping.Config{})
	require.NoError(b, err)
	require.Empty(b, m.Map(batch).Issues)
	b.ReportAllocs()
	for b.Loop() {
		m.Map(batch)
	}
}
