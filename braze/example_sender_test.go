package braze_test

import (
	"context"
	"fmt"
	"log"
	"time"

	"github.com/mpbraze/mpbraze/braze"
	"github.com/mpbraze/mpbraze/braze/brazetest"
)

// Each object has an outcome. The error is for what has to be sent again; what
// was refused for good stands in the result.
func ExampleSender_Send() {
	server := brazetest.New(brazetest.Config{SubscriptionGroups: []string{"1c7e2a0b-5f7d-4f3a-8e0e-0d1c2b3a4f50"}})
	server.Script(brazetest.RateLimited(time.Second)) // the Sender waits and tries again
	client, err := braze.New(braze.US01, brazetest.Key, braze.WithTransport(server.Transport()))
	if err != nil {
		log.Fatal(err)
	}
	sender, err := braze.NewSender(client, braze.SenderOptions{})
	if err != nil {
		log.Fatal(err)
	}
	ann, bo := braze.UserID{ExternalID: "ann"}, braze.UserID{ExternalID: "bo"}
	result, err := sender.Send(context.Background(), braze.TrackRequest{
		Attributes: []braze.Attributes{
			{User: ann, FirstName: braze.Set("Ann")},
			{User: bo, SubscriptionGroups: []braze.SubscriptionGroup{{ID: "news", State: braze.Subscribed}}},
		},
		Events: []braze.Event{{User: bo, Name: "", Time: time.Now()}},
	})
	fmt.Println("to be sent again:", err)
	for place, outcome := range result.All() {
		fmt.Println(place.Array, place.Index, outcome.State, outcome.Err)
	}
	if _, err := sender.Close(context.Background()); err != nil {
		log.Fatal(err)
	}
	// Output:
	// to be sent again: <nil>
	// attributes 0 delivered <nil>
	// attributes 1 rejected braze: attributes[1]: BAD_SUBSCRIPTION_GROUP_ID
	// events 0 rejected braze: events[0]: "name": required: must not be blank
}

// Erase a user: first from what waits, then from Braze.
func ExampleSender_Forget() {
	ctx := context.Background()
	server := brazetest.New(brazetest.Config{})
	client, err := braze.New(braze.US01, brazetest.Key, braze.WithTransport(server.Transport()))
	if err != nil {
		log.Fatal(err)
	}
	sender, err := braze.NewSender(client, braze.SenderOptions{})
	if err != nil {
		log.Fatal(err)
	}
	ann := braze.UserID{ExternalID: "ann"}
	attributes := braze.Attributes{User: ann, FirstName: braze.Set("Ann")}
	if _, err := sender.Send(ctx, braze.TrackRequest{Attributes: []braze.Attributes{attributes}}); err != nil {
		log.Fatal(err)
	}
	if err := sender.Forget(ctx, ann); err != nil {
		log.Fatal(err)
	}
	answer, err := client.DeleteUsers(ctx, braze.DeleteRequest{ExternalIDs: []string{"ann"}})
	if err != nil {
		log.Fatal(err)
	}
	_, found := server.Profile("ann")
	fmt.Println("deleted:", answer.Deleted, "still there:", found)
	if _, err := sender.Close(ctx); err != nil {
		log.Fatal(err)
	}
	// Output: deleted: 1 still there: false
}
