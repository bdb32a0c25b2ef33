package mapping_test

import (
	"encoding/json"
	"errors"
	"maps"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/mpbraze/mpbraze/braze"
	"github.com/mpbraze/mpbraze/mapping"
	"github.com/mpbraze/mpbraze/mparticle"
)

// The job both benchmarks do: one visit is one batch of about 4.9 KB with 16
// user attributes and four actions, and becomes six Braze objects. Read a line
// in memory, map it, pack the objects over visits into request bodies.
const actionsPerVisit = 4

// BenchmarkForward is the library's path by default settings, with all
// validation on.
func BenchmarkForward(b *testing.B) {
	lines := visits(b, 64)
	mapper, err := mapping.New(mapping.Config{})
	require.NoError(b, err)
	packer := braze.NewPacker(braze.Caps{})
	var body []byte
	b.ReportAllocs()
	for i := 0; b.Loop(); i++ {
		batch, err := mparticle.ParseBatch(lines[i%len(lines)])
		if err != nil {
			b.Fatal(err)
		}
		result := mapper.Map(batch)
		for object, err := range result.Track.Objects() {
			if err != nil {
				b.Fatal(err)
			}
			err = packer.Add(object)
			if errors.Is(err, braze.ErrBodyFull) {
				full := packer.Take()
				body = full.AppendJSON(body[:0])
				err = packer.Add(object)
			}
			if err != nil {
				b.Fatal(err)
			}
		}
	}
	b.ReportMetric(float64(b.N*actionsPerVisit)/b.Elapsed().Seconds(), "actions/s")
}

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
	b.ReportMetric(float64(b.N*actionsPerVisit)/b.Elapsed().Seconds(), "actions/s")
}

type object = map[string]any

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
