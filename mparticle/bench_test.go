package mparticle_test

import (
	"encoding/json"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/mpbraze/mpbraze/mparticle"
)

// visit is one user's visit to a shop: 16 attributes and four events.
const visit = `{"application_info":{"application_build_number":"814","application_name":"Teahouse","application_version":"8.1.4","package":"com.example.tea"},` +
	`"batch_id":4881054929344087828,"consent_state":{"gdpr":{"marketing":{"consented":true,"document":"v2","hardware_id":"5b1c0f0e-9f57-4d2c-8f0e-1f0f2a9d0001","location":"signup","timestamp_unixtime_ms":1793520000000}}},` +
	`"context":{"data_plan":{"plan_id":"tea","plan_version":4}},"deleted_user_attributes":[],` +
	`"device_info":{"android_uuid":"5b1c0f0e-9f57-4d2c-8f0e-1f0f2a9d0001","brand":"google","build_identifier":"AP3A.240905","device":"panther","device_country":"Germany","device_manufacturer":"Google","device_model":"Pixel 7","http_header_user_agent":"Mozilla/5.0 (Linux; Android 15; Pixel 7)","is_dst":false,"limit_ad_tracking":true,"locale_country":"DE","locale_language":"de","network_carrier":"carrier","os_version":"15","platform":"Android","product":"panther","push_token":"fcm-5b1c0f0e","screen_dpi":420,"screen_height":2400,"screen_width":1080,"timezone_offset":1},` +
	`"environment":"production","events":[` +
	`{"data":{"custom_attributes":{"depth":"6","from_push":"false","section":"Green"},"event_id":610135599984222133,"event_start_unixtime_ms":1793520000000,"screen_name":"Home","session_id":5456252406632391160,"session_start_unixtime_ms":1793520000000,"session_uuid":"90f4dd3c-6667-4834-b089-a5834cb4a108","source_message_id":"93a8fa27-b265-4af3-a4c3-9c8a11e35bb6","timestamp_unixtime_ms":1793520000000},"event_type":"screen_view"},` +
	`{"data":{"custom_attributes":{"category":"Green","duration_sec":15.719,"experiment":"exp-1:b","item_id":"tea-783","logged_in":false,"position":37,"query":"sencha \"first flush\"","referrer":"https://www.example.com/a?utm_source=news"},"custom_event_type":"navigation","event_id":5436125940361532119,"event_name":"Search Performed","event_start_unixtime_ms":1793520017000,"session_id":5456252406632391160,"session_start_unixtime_ms":1793520000000,"session_uuid":"90f4dd3c-6667-4834-b089-a5834cb4a108","source_message_id":"9b7db00f-c393-47c5-937b-0062d67e85e6","timestamp_unixtime_ms":1793520017000},"event_type":"custom_event"},` +
	`{"data":{"currency_code":"EUR","custom_attributes":{"channel":"app","checkout":"express","store":"HH-2"},"event_id":1731619812225520624,"event_start_unixtime_ms":1793520034000,"product_action":{"action":"purchase","coupon_code":"AUTUMN","products":[{"brand":"Hill","category":"tea/green","custom_attributes":{"gift":"false","size":"100 g","warehouse":"HH-2"},"id":"tea-107","name":"Sencha","price":13.12,"quantity":1,"total_product_amount":13.12,"variant":"100 g"},{"brand":"Hill","category":"pots","custom_attributes":{"gift":"false","size":"1 l","warehouse":"HH-2"},"id":"pot-416","name":"Pot","price":46.4,"quantity":2,"total_product_amount":92.8,"variant":"black"}],"shipping_amount":4.9,"tax_amount":3.21,"total_amount":105.92,"transaction_id":"ord-745"},"session_id":5456252406632391160,"session_start_unixtime_ms":1793520000000,"session_uuid":"90f4dd3c-6667-4834-b089-a5834cb4a108","source_message_id":"7553404b-464a-41a1-a79a-990ec2a136ca","timestamp_unixtime_ms":1793520034000},"event_type":"commerce_event"},` +
	`{"data":{"custom_attributes":{"category":"Pots","duration_sec":34.507,"experiment":"exp-2:c","item_id":"pot-325","logged_in":true,"position":35,"query":"cast iron","referrer":""},"custom_event_type":"other","event_id":7789009003924249172,"event_name":"Coupon Viewed","event_start_unixtime_ms":1793520051000,"session_id":5456252406632391160,"session_start_unixtime_ms":1793520000000,"session_uuid":"90f4dd3c-6667-4834-b089-a5834cb4a108","source_message_id":"cca16ca1-a0e0-4d99-bda8-562bf524fcf4","timestamp_unixtime_ms":1793520051000},"event_type":"custom_event"}],` +
	`"integration_attributes":{"28":{"device_id":"5b1c0f0e"}},"ip":"203.0.113.0","message_id":"f9f3159d-91b4-4055-9644-022bdd7fc8f2","message_type":"events","mp_deviceid":"5b1c0f0e-9f57-4d2c-8f0e-1f0f2a9d0001","mpid":5000001797638223559,"schema_version":2,"source_info":{"channel":"native","is_historical":false,"partner":""},"source_request_id":"c5765d8e-f0b9-4a17-b12a-ff8a52b51d17","timestamp_unixtime_ms":1793520051000,` +
	`"user_attributes":{"$Age":65,"$City":"東京","$Country":"DE","$FirstName":"Zoë","$Gender":"F","$LastName":"Example","$Mobile":"+491500000227","app_theme":"dark","favorites":["green","black","white"],"language":"fr","last_store":"HH-14","lifetime_value":7191.28,"loyalty_points":8754,"newsletter":false,"plan":"gold","signup_date":"2023-04-17T09:30:00Z"},` +
	`"user_identities":{"customer_id":"cust-00000227","email":"zoe@example.com"}}`

func BenchmarkParseBatch(b *testing.B) {
	data := []byte(visit)
	b.SetBytes(int64(len(data)))
	b.ReportAllocs()
	for b.Loop() {
		if _, err := mparticle.ParseBatch(data); err != nil {
			b.Fatal(err)
		}
	}
}

// BenchmarkParseInto is the same in the memory of the batch before.
func BenchmarkParseInto(b *testing.B) {
	data := []byte(visit)
	b.SetBytes(int64(len(data)))
	b.ReportAllocs()
	var batch mparticle.Batch
	for b.Loop() {
		if err := (mparticle.Parser{}).ParseInto(&batch, data); err != nil {
			b.Fatal(err)
		}
	}
}

// BenchmarkParseBatchBaseline is what a program without this package does.
func BenchmarkParseBatchBaseline(b *testing.B) {
	data := []byte(visit)
	b.SetBytes(int64(len(data)))
	b.ReportAllocs()
	for b.Loop() {
		var batch map[string]any
		if err := json.Unmarshal(data, &batch); err != nil {
			b.Fatal(err)
		}
	}
}

func BenchmarkMarshalBatch(b *testing.B) {
	batch, err := mparticle.ParseBatch([]byte(visit))
	require.NoError(b, err)
	b.ReportAllocs()
	for b.Loop() {
		if _, err := batch.MarshalJSON(); err != nil {
			b.Fatal(err)
		}
	}
}
