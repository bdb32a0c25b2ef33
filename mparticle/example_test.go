package mparticle_test

import (
	"encoding/json"
	"fmt"
	"strings"

	"github.com/mpbraze/mpbraze/mparticle"
)

func ExampleParseBatch() {
	batch, err := mparticle.ParseBatch([]byte(`{
		"mpid": "-5227515829034156637",
		"user_identities": [{"identity_type": "customer_id", "identity": "c-1"}],
		"events": [
			{"event_type": "screen_view", "data": {"screen_name": "Home"}},
			{"event_type": "commerce_event", "data": {"product_action": {
				"action": "purchase", "products": [{"id": "tea", "price": "4.50", "quantity": 2}]}}}
		]
	}`))
	if err != nil {
		fmt.Println(err)
		return
	}
	customer, _ := batch.UserIdentities.Get(mparticle.IdentityCustomerID)
	fmt.Println(customer, batch.MPID)
	for _, event := range batch.Events {
		switch e := event.(type) {
		case *mparticle.ScreenView:
			fmt.Println("saw", e.ScreenName)
		case *mparticle.CommerceEvent:
			for _, product := range e.ProductAction.Products {
				fmt.Println("bought", product.Quantity, product.ID, "at", product.Price)
			}
		}
	}
	// Output:
	// c-1 -5227515829034156637
	// saw Home
	// bought 2 tea at 4.50
}

// What cannot be read is reported and kept; the rest of the batch is there.
func ExampleBatch_problems() {
	batch, err := mparticle.ParseBatch([]byte(`{"mpid": 7.3e18, "events": [{"event_type": "custom_event", "data": []}], "ip": "203.0.113.7"}`))
	if err != nil {
		fmt.Println(err)
		return
	}
	for _, problem := range batch.Problems {
		fmt.Printf("%s: want %s, got %s\n", problem.Pointer, problem.Want, problem.Got)
	}
	fmt.Println(batch.IP, string(batch.Extra["mpid"]))
	// Output:
	// /mpid: want integer, got number
	// /events/0/data: want object, got array
	// 203.0.113.7 7.3e18
}

// A batch to send to mParticle.
func ExampleBatch() {
	batch := mparticle.Batch{
		Environment:    mparticle.EnvironmentDevelopment,
		UserIdentities: mparticle.Identities{{Type: mparticle.IdentityEmail, Value: "zoe@example.com"}},
		UserAttributes: mparticle.Attributes{"plan": "gold", "cups": 3},
		Events: []mparticle.Event{&mparticle.CustomEvent{
			EventCommon:     mparticle.EventCommon{TimestampUnixtimeMS: 1793520000000},
			EventName:       "Tea brewed",
			CustomEventType: mparticle.CustomEventOther,
		}},
	}
	data, err := json.MarshalIndent(batch, "", "  ")
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Println(string(data))
	// Output:
	// {
	//   "events": [
	//     {
	//       "data": {
	//         "event_name": "Tea brewed",
	//         "custom_event_type": "other",
	//         "timestamp_unixtime_ms": 1793520000000
	//       },
	//       "event_type": "custom_event"
	//     }
	//   ],
	//   "environment": "development",
	//   "user_attributes": {
	//     "cups": 3,
	//     "plan": "gold"
	//   },
	//   "user_identities": {
	//     "email": "zoe@example.com"
	//   }
	// }
}

// Files and bodies hold many batches: lines, an array, or one after the other,
// perhaps compressed.
func ExampleReader() {
	file := strings.NewReader(`{"mpid": 1}
{"mpid": }
{"mpid": 3}
`)
	for batch, err := range mparticle.NewReader(file, mparticle.ReaderOptions{}).All() {
		if err != nil {
			fmt.Println(err)
			continue
		}
		fmt.Println("batch of", batch.MPID)
	}
	// Output:
	// batch of 1
	// mparticle: batch 1 at offset 12: mparticle: not one JSON value in UTF-8 at offset 9, "/mpid"
	// batch of 3
}

// A worker that is done with a batch when it reads the next needs no new memory
// for it.
func ExampleParser_ParseInto() {
	lines := []string{`{"user_attributes": {"plan": "gold"}}`, `{"user_attributes": {"plan": "free"}}`}
	var batch mparticle.Batch
	for _, line := range lines {
		if err := (mparticle.Parser{}).ParseInto(&batch, []byte(line)); err != nil {
			fmt.Println(err)
			continue
		}
		fmt.Println(batch.UserAttributes["plan"])
	}
	// Output:
	// gold
	// free
}

func ExampleParser() {
	lenient := mparticle.Parser{Lenient: true}
	batch, err := lenient.ParseBatch([]byte(`{"mpid": 1, "mpid": 2}`))
	fmt.Println(batch.MPID, err)
	// Output: 2 <nil>
}
