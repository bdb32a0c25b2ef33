package braze_test

import (
	"errors"
	"fmt"
	"time"

	"github.com/mpbraze/mpbraze/braze"
)

func ExampleAttributes() {
	a := braze.Attributes{
		User:      braze.UserID{ExternalID: "u1"},
		FirstName: braze.Set("Ann"),
		Phone:     braze.Null[string](), // removes the number
		Custom: braze.Custom{
			"plan":   "gold",
			"trial":  nil, // removes the attribute
			"visits": braze.Increment(1),
			"tags":   braze.ArrayUpdate{Add: []any{"vip"}},
		},
	}
	b, err := a.AppendJSON(nil)
	fmt.Println(string(b), err)
	fmt.Println(a.DataPoints(), "data points")
	// Output:
	// {"external_id":"u1","first_name":"Ann","phone":null,"plan":"gold","tags":{"add":["vip"]},"trial":null,"visits":{"inc":1}} <nil>
	// 6 data points
}

func ExampleObjectArrayUpdate() {
	a := braze.Attributes{
		User:         braze.UserID{ExternalID: "u1"},
		MergeObjects: true,
		Custom: braze.Custom{"pets": braze.ObjectArrayUpdate{
			Remove: []braze.ObjectMatch{{Key: "id", Value: 1}},
			Update: []braze.ObjectUpdate{{
				ObjectMatch: braze.ObjectMatch{Key: "id", Value: 4},
				New:         map[string]any{"breed": "goldfish"},
			}},
		}},
	}
	b, err := a.AppendJSON(nil)
	fmt.Println(string(b), err)
	// Output:
	// {"external_id":"u1","_merge_objects":true,"pets":{"$remove":[{"$identifier_key":"id","$identifier_value":1}],"$update":[{"$identifier_key":"id","$identifier_value":4,"$new_object":{"breed":"goldfish"}}]}} <nil>
}

func ExampleEvent() {
	e := braze.Event{
		User:       braze.UserID{ExternalID: "u1"},
		Name:       "rented_movie",
		Time:       time.Date(2026, 3, 1, 12, 0, 0, 0, time.UTC),
		Properties: braze.Properties{"title": "The Sad Egg", "minutes": 90},
	}
	b, err := e.AppendJSON(nil)
	fmt.Println(string(b), err)
	// Output:
	// {"external_id":"u1","name":"rented_movie","time":"2026-03-01T12:00:00.000Z","properties":{"minutes":90,"title":"The Sad Egg"}} <nil>
}

func ExamplePurchase() {
	p := braze.Purchase{
		User:      braze.UserID{ExternalID: "u1"},
		ProductID: "backpack",
		Currency:  "EUR",
		Price:     "40.00", // text, so that no digit is lost
		Quantity:  2,
		Time:      time.Date(2026, 3, 1, 12, 0, 0, 0, time.UTC),
	}
	b, err := p.AppendJSON(nil)
	fmt.Println(string(b), err)
	// Output:
	// {"external_id":"u1","product_id":"backpack","currency":"EUR","price":40.00,"quantity":2,"time":"2026-03-01T12:00:00.000Z"} <nil>
}

func ExampleOrderPlaced() {
	order := braze.OrderPlaced{
		OrderID:  "o1",
		Totals:   braze.Totals{Value: "44.90", Shipping: "4.90"},
		Currency: "EUR",
		Source:   "web",
		Products: []braze.RecommendedProduct{
			{ID: "backpack", Name: "Backpack", VariantID: "backpack-red", Price: "40.00", Quantity: 1},
		},
	}
	e, err := order.Event(braze.UserID{ExternalID: "u1"}, time.Date(2026, 3, 1, 12, 0, 0, 0, time.UTC))
	fmt.Println(e.Name, e.Properties["total_value"], err)
	// Output:
	// ecommerce.order_placed 44.90 <nil>
}

func ExampleAttributes_Validate() {
	a := braze.Attributes{
		User:   braze.UserID{ExternalID: "u1"},
		Gender: braze.Set(braze.Gender("female")),
		Custom: braze.Custom{"email": "ann@example.com"},
	}
	if wrong, ok := errors.AsType[*braze.ObjectError](a.Validate()); ok {
		for _, f := range wrong.Fields {
			fmt.Println(f.Field, f.Code)
		}
	}
	// Output:
	// gender bad_format
	// email reserved_name
}

func ExamplePacker() {
	packer := braze.NewPacker(braze.Caps{}) // today's limits; Caps{PerArray: 75} for older contracts
	send := func(body braze.Body) { fmt.Println(body.Len(), "objects,", body.Size(), "bytes") }

	for i := range 100 {
		a := braze.Attributes{User: braze.UserID{ExternalID: fmt.Sprintf("u%03d", i)}}
		o, err := a.Encode()
		if err != nil {
			continue // this one is wrong, the others go
		}
		if errors.Is(packer.Add(o), braze.ErrBodyFull) {
			send(packer.Take())
			_ = packer.Add(o) // an empty body takes every encoded object
		}
	}
	send(packer.Take())
	// Output:
	// 75 objects, 1741 bytes
	// 25 objects, 591 bytes
}

func ExampleTrackRequest_Split() {
	var r braze.TrackRequest
	for i := range 160 {
		r.Attributes = append(r.Attributes, braze.Attributes{User: braze.UserID{ExternalID: fmt.Sprint("u", i)}})
	}
	parts, err := r.Split(braze.Caps{})
	for _, part := range parts {
		fmt.Println(part.Len())
	}
	fmt.Println(err)
	// Output:
	// 75
	// 75
	// 10
	// <nil>
}
