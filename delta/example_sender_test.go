package delta_test

import (
	"context"
	"fmt"
	"log"

	"github.com/mpbraze/mpbraze/braze"
	"github.com/mpbraze/mpbraze/braze/brazetest"
	"github.com/mpbraze/mpbraze/delta"
)

// Plug a Tracker into a Sender. What Braze has acknowledged does not leave a
// second time.
func Example() {
	fake := brazetest.New(brazetest.Config{})
	client, err := braze.New(braze.US01, brazetest.Key, braze.WithTransport(fake.Transport()))
	if err != nil {
		log.Fatal(err)
	}
	memory, err := delta.NewMemory(delta.MemoryOptions{})
	if err != nil {
		log.Fatal(err)
	}
	tracker, err := delta.NewInMemory(memory, delta.Config{})
	if err != nil {
		log.Fatal(err)
	}
	sender, err := braze.NewSender(client, braze.SenderOptions{Planner: tracker})
	if err != nil {
		log.Fatal(err)
	}
	for range 2 {
		result, err := sender.Send(context.Background(), braze.TrackRequest{Attributes: []braze.Attributes{{
			User:   braze.UserID{ExternalID: "u1"},
			Custom: braze.Custom{"plan": "gold"},
		}}})
		if err != nil {
			log.Fatal(err)
		}
		fmt.Println(result.Attributes[0].State, "suppressed:", result.Attributes[0].Suppressed)
	}
	if _, err := sender.Close(context.Background()); err != nil {
		log.Fatal(err)
	}
	fmt.Println(len(fake.Requests()), "request")
	// Output:
	// delivered suppressed: false
	// delivered suppressed: true
	// 1 request
}
