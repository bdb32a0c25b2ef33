package mapping_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/mpbraze/mpbraze/mapping"
	"github.com/mpbraze/mpbraze/mparticle"
)

// visit returns one user's screen view, two custom events and a purchase of two
// products, with 16 user attributes: six objects for Braze.
func visit(tb testing.TB) *mparticle.Batch {
	tb.Helper()
	b, err := mparticle.ParseBatch([]byte(`{
		"environment":"production","mpid":"7346244611012968789","timestamp_unixtime_ms":1772366400000,
		"user_identities":{"customer_id":"u1","email":"ann@shop.example"},
		"user_attributes":{"$FirstName":"Zoë","$LastName":"Müller","$City":"Köln","$Country":"DE","$Mobile":"+4915112345678",
			"$Gender":"F","$Age":36,"plan":"gold","language":"de","loyalty_points":4711,"lifetime_value":1234.5,
			"newsletter":true,"last_store":"store-017","signup_date":"2023-04-17T09:30:00Z",
			"favorite_categories":["shoes","outdoor","gold"],"app_theme":"dark"},
		"events":[
			{"event_type":"screen_view","data":{"event_id":1,"timestamp_unixtime_ms":1772366390000,"screen_name":"Home",
				"custom_attributes":{"section":"shoes","depth":"3","from_push":"false"}}},
			{"event_type":"custom_event","data":{"event_id":2,"timestamp_unixtime_ms":1772366391000,"event_name":"Product Viewed","custom_event_type":"navigation",
				"custom_attributes":{"category":"shoes","position":7,"duration_sec":1.25,"logged_in":true,"referrer":"search","experiment":"exp-7:variant-a","query":"läuft \"schnell\"","item_id":"sku-000001"}}},
			{"event_type":"commerce_event","data":{"event_id":3,"timestamp_unixtime_ms":1772366392000,"currency_code":"EUR",
				"product_action":{"action":"purchase","transaction_id":"o-1","total_amount":129.9,"tax_amount":3.21,"shipping_amount":4.9,"coupon_code":"AUTUMN","products":[
					{"id":"p1","name":"Boot","brand":"Acme","category":"shoes","variant":"42","price":59.9,"quantity":1,"total_product_amount":59.9,"custom_attributes":{"size":"42","gift":"false","warehouse":"HAM-2"}},
					{"id":"p2","name":"Coat","brand":"Acme","category":"coats","variant":"L","price":70,"quantity":1,"total_product_amount":70,"custom_attributes":{"size":"L","gift":"false","warehouse":"HAM-2"}}]},
				"custom_attributes":{"checkout":"express","channel":"app","store":"HAM-2"}}},
			{"event_type":"custom_event","data":{"event_id":4,"timestamp_unixtime_ms":1772366393000,"event_name":"Search","custom_event_type":"search",
				"custom_attributes":{"category":"coats","position":2,"duration_sec":0.5,"logged_in":true,"referrer":"home","experiment":"exp-7:variant-b","query":"mantel","item_id":"sku-000002"}}}
		]}`))
	require.NoError(tb, err)
	return b
}

// BenchmarkB5MapAndEncode is one visit of four actions.
func BenchmarkB5MapAndEncode(b *testing.B) {
	batch := visit(b)
	m, err := mapping.New(mapping.Config{})
	require.NoError(b, err)
	b.Run("map", func(b *testing.B) {
		b.ReportAllocs()
		for b.Loop() {
			m.Map(batch)
		}
	})
	b.Run("map and encode", func(b *testing.B) {
		b.ReportAllocs()
		var buf []byte
		for b.Loop() {
			r := m.Map(batch)
			buf, err = r.Track.AppendJSON(buf[:0])
		}
		require.NoError(b, err)
	})
}
