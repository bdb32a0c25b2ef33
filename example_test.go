package mpbraze_test

import (
	"context"
	"fmt"
	"log"
	"strings"

	"github.com/mpbraze/mpbraze/braze"
	"github.com/mpbraze/mpbraze/braze/brazetest"
	"github.com/mpbraze/mpbraze/mapping"
	"github.com/mpbraze/mpbraze/mparticle"
)

// The whole way: read, map, send, and look at what came out. With a real Braze
// the client is braze.New(braze.US01, key).
func Example() {
	ctx := context.Background()
	server := brazetest.New(brazetest.Config{})
	client, err := braze.New(braze.US01, brazetest.Key, braze.WithTransport(server.Transport()))
	if err != nil {
		log.Fatal(err)
	}
	mapper, err := mapping.New(mapping.Config{})
	if err != nil {
		log.Fatal(err)
	}
	sender, err := braze.NewSender(client, braze.SenderOptions{})
	if err != nil {
		log.Fatal(err)
	}
	input := strings.NewReader(`{
		"environment": "production",
		"user_identities": {"customer_id": "u1", "email": "ann@example.com"},
		"user_attributes": {"$FirstName": "Ann", "$Gender": "unsure", "plan": "gold"},
		"events": [{"event_type": "custom_event", "data": {
			"event_name": "Signed Up", "timestamp_unixtime_ms": 1772366400000}}]}`)
	for batch, err := range mparticle.NewReader(input, mparticle.ReaderOptions{}).All() {
		if err != nil {
			log.Fatal(err)
		}
		mapped := mapper.Map(batch)
		for _, issue := range mapped.Issues {
			fmt.Println(issue)
		}
		result, err := sender.Send(ctx, mapped.Track)
		if err != nil {
			log.Fatal(err)
		}
		fmt.Println("delivered:", result.Count(braze.Delivered))
	}
	if _, err := sender.Close(ctx); err != nil {
		log.Fatal(err)
	}
	profile, _ := server.Profile("u1")
	fmt.Println(profile.Fields["first_name"], profile.Custom["plan"], len(profile.Events))
	// Output:
	// warning gender_unknown /user_attributes/$Gender: not a gender that Braze knows: left out
	// delivered: 2
	// Ann gold 1
}
