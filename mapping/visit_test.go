package mapping_test

import (
	"encoding/json"
	"fmt"
	"strconv"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/mpbraze/mpbraze/mparticle"
)

// visits returns the lines of n visits of different users.
func visits(tb testing.TB, n int) [][]byte {
	tb.Helper()
	lines := make([][]byte, n)
	for i := range lines {
		line, err := json.Marshal(forwardVisit(i))
		require.NoError(tb, err)
		lines[i] = line
	}
	return lines
}

// visit is the first of them, as it is read.
func visit(tb testing.TB) *mparticle.Batch {
	tb.Helper()
	batch, err := mparticle.ParseBatch(visits(tb, 1)[0])
	require.NoError(tb, err)
	return batch
}

// actionsPerVisit are the events of one visit. Its batch is of about 4.9 KB and
// becomes six objects for Braze.
const actionsPerVisit = 4

// forwardVisit is the batch of the benchmarks: a screen, two custom events and a
// purchase of two products, by a user with 16 attributes on a phone.
func forwardVisit(i int) *mparticle.Batch {
	at := int64(1_793_520_000_000) + int64(i)*1370
	uuid := fmt.Sprintf("3c8e62ad-6663-4e99-8292-%012d", i)
	common := func(k int64, attributes mparticle.Attributes) mparticle.EventCommon {
		return mparticle.EventCommon{
			TimestampUnixtimeMS:    at + k*17_000,
			EventID:                6_101_355_999_842_221_33 + int64(i)*10 + k,
			SourceMessageID:        fmt.Sprintf("93a8fa27-b265-4af3-a4c3-%012d", int64(i)*10+k),
			SessionID:              5_456_252_406_632_391_160 + int64(i),
			SessionUUID:            uuid,
			SessionStartUnixtimeMS: at,
			EventStartUnixtimeMS:   at + k*17_000,
			CustomAttributes:       attributes,
		}
	}
	custom := func() mparticle.Attributes {
		return mparticle.Attributes{
			"category": "Northwind", "position": i % 40, "duration_sec": 15.719, "logged_in": i%2 == 0,
			"referrer":   "https://www.example.com/a?utm_source=news&utm_medium=email",
			"experiment": "exp-43:variant-b", "query": `läuft "schnell" & weit`, "item_id": fmt.Sprintf("sku-%06d", i),
		}
	}
	product := func(name string, price, total json.Number, quantity json.Number) mparticle.Product {
		return mparticle.Product{
			ID: fmt.Sprintf("sku-%06d", i), Name: name, Brand: "Northwind", Category: "footwear/trail", Variant: "EU-41",
			Price: price, Quantity: quantity, TotalProductAmount: total,
			CustomAttributes: mparticle.Attributes{"gift": "false", "size": "EU-41", "warehouse": "HAM-2"},
		}
	}
	return &mparticle.Batch{
		Environment: mparticle.EnvironmentProduction,
		MPID:        5_000_000_001_797_638_223 + int64(i), BatchID: 4_881_054_929_344_087_828 - int64(i),
		DeviceID: uuid, MessageID: uuid, MessageType: "events", SchemaVersion: 2, SourceRequestID: uuid,
		TimestampUnixtimeMS: at + 51_000, IP: "203.0.113.7",
		UserIdentities: mparticle.Identities{
			{Type: mparticle.IdentityCustomerID, Value: fmt.Sprintf("cust-%08d", i)},
			{Type: mparticle.IdentityEmail, Value: "user" + strconv.Itoa(i) + "@example.com"},
		},
		UserAttributes: mparticle.Attributes{
			"$FirstName": "Zoë", "$LastName": "Müller-33", "$City": "東京", "$Country": "DE", "$Mobile": "+491500000227",
			"$Gender": "F", "$Age": 65, "plan": "enterprise", "language": "fr", "loyalty_points": 8754,
			"lifetime_value": 7191.28, "newsletter": false, "last_store": "store-014",
			"signup_date": "2023-04-17T09:30:00Z", "favorite_categories": []string{"shoes", "outdoor", "free"},
			"app_theme": "dark",
		},
		Events: []mparticle.Event{
			&mparticle.ScreenView{EventCommon: common(0, mparticle.Attributes{
				"section": "Northwind", "depth": "6", "from_push": "false",
			}), ScreenName: "Home"},
			&mparticle.CustomEvent{EventCommon: common(1, custom()), EventName: "Search Performed", CustomEventType: mparticle.CustomEventNavigation},
			&mparticle.CommerceEvent{
				EventCommon:  common(2, mparticle.Attributes{"channel": "app", "checkout": "express", "store": "HAM-2"}),
				CurrencyCode: "EUR",
				ProductAction: &mparticle.ProductAction{
					Action: mparticle.ProductActionPurchase, TransactionID: "ord-745623052", CouponCode: "AUTUMN",
					TotalAmount: "229.92", TaxAmount: "3.21", ShippingAmount: "4.9",
					Products: []mparticle.Product{
						product("Trail Shoe 399", "137.12", "137.12", "1"), product("Trail Shoe 14", "46.4", "92.8", "2"),
					},
				},
			},
			&mparticle.CustomEvent{EventCommon: common(3, custom()), EventName: "Coupon Viewed", CustomEventType: mparticle.CustomEventOther},
		},
		ApplicationInfo: &mparticle.ApplicationInfo{
			ApplicationName: "Shop", ApplicationVersion: "9.14.2", ApplicationBuildNumber: "91402", Package: "com.example.shop",
		},
		DeviceInfo: &mparticle.DeviceInfo{
			Brand: "google", Product: "husky", Device: "husky", AndroidUUID: uuid, DeviceManufacturer: "Google",
			Platform: "Android", OSVersion: "15", DeviceModel: "Pixel 8 Pro", ScreenHeight: 2992, ScreenWidth: 1344, ScreenDPI: 480,
			DeviceCountry: "Germany", LocaleLanguage: "de", LocaleCountry: "DE", NetworkCountry: "de", NetworkCarrier: "o2 - de",
			TimezoneOffset: "1", BuildIdentifier: "AP4A.250105.002", PushToken: "fcm-" + uuid, LimitAdTracking: true,
			HTTPHeaderUserAgent: "Mozilla/5.0 (Linux; Android 15; Pixel 8 Pro) AppleWebKit/537.36",
		},
		ConsentState: &mparticle.ConsentState{GDPR: map[string]*mparticle.Consent{"marketing": {
			Consented: true, Document: "v3", TimestampUnixtimeMS: at, Location: "onboarding", HardwareID: uuid,
		}}},
		Context:               &mparticle.Context{DataPlan: &mparticle.DataPlan{PlanID: "shop_plan", PlanVersion: 12}},
		SourceInfo:            &mparticle.SourceInfo{Channel: mparticle.ChannelNative},
		IntegrationAttributes: map[string]map[string]string{"28": {"device_id": uuid}},
	}
}
