package mapping_test

import (
	"encoding/json"
	"maps"
	"testing"
	"time"
)

// BenchmarkBaseline does the same with encoding/json into map[string]any, a
// trivial mapping without any check, and Marshal: what one would write in an
// afternoon. Compare with BenchmarkForward in the same run.
func BenchmarkBaseline(b *testing.B) {
	lines := visits(b, 64)
	b.ReportAllocs()
	var pending baselineRequest
	for i := 0; b.Loop(); i++ {
		var batch map[string]any
		if err := json.Unmarshal(lines[i%len(lines)], &batch); err != nil {
			b.Fatal(err)
		}
		pending.add(batch)
		if pending.n >= 72 {
			if _, err := json.Marshal(map[string]any{
				"attributes": pending.attributes, "events": pending.events, "purchases": pending.purchases,
			}); err != nil {
				b.Fatal(err)
			}
			pending = baselineRequest{}
		}
	}
	reportActions(b)
}

type object = map[string]any

type baselineRequest struct {
	attributes, events, purchases []object
	n                             int
}

func (r *baselineRequest) add(batch object) {
	identities := batch["user_identities"].(object)
	id := identities["customer_id"]
	attributes := object{"external_id": id, "email": identities["email"]}
	for name, v := range batch["user_attributes"].(object) {
		if standard, ok := baselineNames[name]; ok {
			name = standard
		}
		attributes[name] = v
	}
	r.attributes = append(r.attributes, attributes)
	r.n++
	for _, e := range batch["events"].([]any) {
		data := e.(object)["data"].(object)
		at := time.UnixMilli(int64(data["timestamp_unixtime_ms"].(float64))).UTC().Format("2006-01-02T15:04:05.000Z")
		switch e.(object)["event_type"] {
		case "custom_event":
			r.event(id, data["event_name"], at, data["custom_attributes"])
		case "screen_view":
			r.event(id, "Viewed "+data["screen_name"].(string), at, data["custom_attributes"])
		case "commerce_event":
			r.purchase(id, at, data)
		}
	}
}

func (r *baselineRequest) event(id, name any, at string, properties any) {
	r.events = append(r.events, object{"external_id": id, "name": name, "time": at, "properties": properties})
	r.n++
}

func (r *baselineRequest) purchase(id any, at string, data object) {
	action := data["product_action"].(object)
	for _, p := range action["products"].([]any) {
		product := p.(object)
		properties := object{
			"Transaction Id": action["transaction_id"], "Total Amount": action["total_amount"],
			"Tax Amount": action["tax_amount"], "Shipping Amount": action["shipping_amount"],
			"Name": product["name"], "Brand": product["brand"], "Category": product["category"],
			"Variant": product["variant"], "Total Product Amount": product["total_product_amount"],
		}
		maps.Copy(properties, data["custom_attributes"].(object))
		maps.Copy(properties, product["custom_attributes"].(object))
		r.purchases = append(r.purchases, object{
			"external_id": id, "product_id": product["id"], "currency": data["currency_code"],
			"price": product["price"], "quantity": product["quantity"], "time": at, "properties": properties,
		})
		r.n++
	}
}

var baselineNames = map[string]string{
	"$FirstName": "first_name", "$LastName": "last_name", "$City": "home_city", "$Country": "country",
	"$Mobile": "phone", "$Gender": "gender",
}
