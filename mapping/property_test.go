package mapping_test

import (
	"encoding/json"
	"math"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"github.com/mpbraze/mpbraze/mapping"
	"github.com/mpbraze/mpbraze/mparticle"
)

// Names and texts that something in Braze or mParticle treats specially.
var (
	oddNames = []string{
		"", "$", " ", "a", "$a", "$$a", "a ", "A", "\x00", "\xff", "time", "event_name", "price", "currency",
		"quantity", "product_id", "external_id", "$external_id", "user_alias", "_update_existing_only",
		"push_tokens", "subscription_groups", "email", "phone", "dob", "gender", "country", "news", "$Age", "$FirstName",
		"$Gender", "$Country", "$Mobile", "$Zip", "$google_ad_user_data", "language", "time_zone", "products", "Name",
		"inc", "add", "$add", strings.Repeat("n", 256), strings.Repeat("é", 200), "😀", "places", "kept",
	}
	oddTexts = []string{
		"", " ", "true", "False", "null", "undefined", "0", "-0", "007", "1e3", "1e999", "NaN", "Infinity", "12.5",
		"9223372036854775808", "2024-02-29", "2023-02-29", "2024-02-29T25:00:00Z", "9999-12-31T23:59:60Z", "F", "de",
		"DEU", "+43 660 1", "ann@example.com", "opted_in", canary, "{{ x }}", "{% x %}", "\x00", "\xed\xa0\x80",
		strings.Repeat("é", 256), strings.Repeat("x", 5000), "eur", "XXX", "cust-1", "https://shop.example/1.jpg",
	}
	oddNumbers = []json.Number{
		"", "0", "-0", "1", "-1", "1.5", "100", "101", "250", "1e2", "1e400", "-1e-400", "0.1", "9007199254740993",
		"18446744073709551616", "x",
	}
	oddTimes = []int64{0, -1, 1, 1772366400, 1772366400000, 1772366400000000, math.MaxInt64, math.MinInt64, 253402300799999}
)

// oddValue draws any value that a batch or a literal may hold.
func oddValue(t *rapid.T, depth int) any {
	kinds := 8
	if depth > 0 {
		kinds = 11
	}
	switch rapid.IntRange(0, kinds-1).Draw(t, "kind") {
	case 0:
		return nil
	case 1:
		return rapid.Bool().Draw(t, "bool")
	case 2:
		return rapid.SampledFrom(oddNumbers).Draw(t, "number")
	case 3:
		return rapid.Int64().Draw(t, "integer")
	case 4:
		return rapid.Float64().Draw(t, "float")
	case 5:
		return rapid.SampledFrom([]any{math.NaN(), math.Inf(1), []string{"b", "a", "b"}, struct{}{}, uint8(3), make(chan int)}).Draw(t, "Go")
	case 6:
		return rapid.String().Draw(t, "any text")
	case 8, 9:
		items := make([]any, rapid.IntRange(0, 4).Draw(t, "items"))
		for i := range items {
			items[i] = oddValue(t, depth-1)
		}
		return items
	case 10:
		return map[string]any(oddAttributes(t, 3, depth-1))
	}
	return rapid.SampledFrom(oddTexts).Draw(t, "text")
}

func oddAttributes(t *rapid.T, most, depth int) mparticle.Attributes {
	names := rapid.SliceOfN(rapid.SampledFrom(oddNames), 0, most).Draw(t, "names")
	attributes := make(mparticle.Attributes, len(names))
	for _, name := range names {
		attributes[name] = oddValue(t, depth)
	}
	return attributes
}

func oddProducts(t *rapid.T) []mparticle.Product {
	text := rapid.SampledFrom(oddTexts)
	number := rapid.SampledFrom(oddNumbers)
	products := make([]mparticle.Product, rapid.IntRange(0, 3).Draw(t, "products"))
	for i := range products {
		products[i] = mparticle.Product{
			ID: text.Draw(t, "id"), Name: text.Draw(t, "name"), Variant: text.Draw(t, "variant"),
			Price: number.Draw(t, "price"), Quantity: number.Draw(t, "quantity"), Position: number.Draw(t, "position"),
			CustomAttributes: oddAttributes(t, 4, 1),
		}
	}
	return products
}

// oddEvent draws an event of any kind that is forwarded under some setting.
func oddEvent(t *rapid.T) mparticle.Event {
	text := rapid.SampledFrom(oddTexts)
	common := mparticle.EventCommon{
		TimestampUnixtimeMS: rapid.SampledFrom(oddTimes).Draw(t, "time"),
		SessionID:           rapid.Int64().Draw(t, "session"),
		CustomAttributes:    oddAttributes(t, 6, 2),
	}
	switch rapid.IntRange(0, 9).Draw(t, "event") {
	case 0:
		return &mparticle.ScreenView{EventCommon: common, ScreenName: text.Draw(t, "screen")}
	case 1:
		return &mparticle.SessionStart{EventCommon: common}
	case 2:
		return &mparticle.SessionEnd{EventCommon: common, SessionDurationMS: rapid.Int64().Draw(t, "duration")}
	case 3:
		return &mparticle.OptOut{EventCommon: common, IsOptedOut: rapid.Bool().Draw(t, "out")}
	case 4:
		return &mparticle.PushRegistration{EventCommon: common, Register: true, RegistrationToken: text.Draw(t, "token")}
	case 5:
		return &mparticle.PushMessage{EventCommon: common, Message: text.Draw(t, "message"), PushNotificationPayload: text.Draw(t, "payload")}
	case 6:
		return &mparticle.UserAttributeChange{
			EventCommon: common, UserAttributeName: rapid.SampledFrom(oddNames).Draw(t, "name"),
			New: oddValue(t, 1), Deleted: rapid.Bool().Draw(t, "deleted"),
		}
	case 7, 8:
		return oddCommerce(t, common)
	}
	return &mparticle.CustomEvent{EventCommon: common, EventName: text.Draw(t, "name"), CustomEventType: mparticle.CustomEventNavigation}
}

func oddCommerce(t *rapid.T, common mparticle.EventCommon) *mparticle.CommerceEvent {
	text := rapid.SampledFrom(oddTexts)
	number := rapid.SampledFrom(oddNumbers)
	e := &mparticle.CommerceEvent{EventCommon: common, CurrencyCode: rapid.SampledFrom([]string{"", "EUR", "usd", "XXX", canary}).Draw(t, "currency")}
	switch rapid.IntRange(0, 4).Draw(t, "commerce") {
	case 0:
		e.PromotionAction = &mparticle.PromotionAction{Action: "view", Promotions: []mparticle.Promotion{{ID: text.Draw(t, "id"), Name: text.Draw(t, "name")}}}
	case 1:
		e.ProductImpressions = []mparticle.ProductImpression{{ProductImpressionList: text.Draw(t, "list"), Products: oddProducts(t)}}
	default:
		e.ProductAction = &mparticle.ProductAction{
			Action: rapid.SampledFrom([]mparticle.ProductActionType{
				"purchase", "refund", "add_to_cart", "remove_from_cart", "checkout", "view_detail", "unknown", "", canary,
			}).Draw(t, "action"),
			TransactionID: text.Draw(t, "transaction"), CouponCode: text.Draw(t, "coupon"),
			TotalAmount: number.Draw(t, "total"), TaxAmount: number.Draw(t, "tax"), ShippingAmount: number.Draw(t, "shipping"),
			Products: oddProducts(t),
		}
	}
	return e
}

// What must hold for every batch holds for literals too, which can be odder
// than JSON.
func TestMapAnything(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(rt *rapid.T) {
		batch := &mparticle.Batch{
			Environment:         rapid.SampledFrom([]mparticle.Environment{"production", "PRODUCTION", "development", ""}).Draw(rt, "environment"),
			MPID:                rapid.Int64().Draw(rt, "mpid"),
			TimestampUnixtimeMS: rapid.SampledFrom(oddTimes).Draw(rt, "time"),
			UserIdentities: mparticle.Identities{
				{Type: mparticle.IdentityCustomerID, Value: rapid.SampledFrom(oddTexts).Draw(rt, "customer")},
				{Type: mparticle.IdentityEmail, Value: rapid.SampledFrom(oddTexts).Draw(rt, "email")},
			},
			UserAttributes:        oddAttributes(rt, 12, 3),
			DeletedUserAttributes: rapid.SliceOfN(rapid.SampledFrom(oddNames), 0, 4).Draw(rt, "deleted"),
		}
		for range rapid.IntRange(0, 4).Draw(rt, "events") {
			batch.Events = append(batch.Events, oddEvent(rt))
		}
		m, err := mapping.New(fuzzConfig(rapid.Uint32().Draw(rt, "config")))
		require.NoError(rt, err)

		result := m.Map(batch)
		track := encodeTrack(rt, &result.Track)
		checkIssues(rt, result.Issues)

		again := m.Map(batch)
		require.Equal(rt, string(track), string(encodeTrack(rt, &again.Track)), "same bytes twice")
		require.Equal(rt, result.Issues, again.Issues)
	})
}
