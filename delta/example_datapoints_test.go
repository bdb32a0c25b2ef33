package delta_test

import (
	"context"
	"fmt"
	"time"

	"github.com/mpbraze/mpbraze/braze"
	"github.com/mpbraze/mpbraze/braze/brazetest"
	"github.com/mpbraze/mpbraze/delta"
)

// A visitor tells name and phone number in the first session. Later the visitor
// signs up for the newsletter: mParticle passes everything it knows, and only
// the address and the flag are new.
func Example_dataPoints() {
	memory, err := delta.NewMemory(delta.MemoryOptions{})
	if err != nil {
		fmt.Println(err)
		return
	}
	tracker, err := delta.NewInMemory(memory, delta.Config{})
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Println("without delta:", signUp(nil))
	fmt.Println("with delta:", signUp(tracker))
	fmt.Println("saved:", tracker.Stats().DataPoints)
	// Output:
	// without delta: [3 5]
	// with delta: [3 2]
	// saved: 3
}

// signUp returns the data points of the first session and of the sign-up.
func signUp(planner braze.Planner) []int {
	fake := brazetest.New(brazetest.Config{})
	client, err := braze.New(braze.US01, brazetest.Key, braze.WithTransport(fake.Transport()))
	if err != nil {
		return nil
	}
	sender, err := braze.NewSender(client, braze.SenderOptions{Planner: planner, Linger: time.Millisecond, SettleTime: -1})
	if err != nil {
		return nil
	}
	first := braze.Attributes{
		User:      braze.UserID{ExternalID: "visitor-1"},
		FirstName: braze.Set("Ada"),
		LastName:  braze.Set("Byron"),
		Phone:     braze.Set("+4930901820"),
	}
	later := first
	later.Email = braze.Set("ada@example.com")
	later.Custom = braze.Custom{"newsletter": true}

	var points []int
	before := 0
	for _, attributes := range []braze.Attributes{first, later} {
		_, err := sender.Send(context.Background(), braze.TrackRequest{Attributes: []braze.Attributes{attributes}})
		if err != nil {
			return nil
		}
		points = append(points, fake.DataPoints()-before)
		before = fake.DataPoints()
	}
	if _, err := sender.Close(context.Background()); err != nil {
		return nil
	}
	return points
}
