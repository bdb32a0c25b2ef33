package brazetest_test

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/mpbraze/mpbraze/braze"
	"github.com/mpbraze/mpbraze/braze/brazetest"
)

// Test your forwarding against a fake Braze: send, then look at the profile.
// In a test, fake.Client(t) makes the client in one line.
func Example() {
	fake := brazetest.New(brazetest.Config{})
	client, err := braze.New(braze.US01, brazetest.Key, braze.WithTransport(fake.Transport()))
	if err != nil {
		fmt.Println(err)
		return
	}

	user := braze.UserID{ExternalID: "user-1"}
	response, err := client.Track(context.Background(), braze.TrackRequest{
		Attributes: []braze.Attributes{{
			User:      user,
			FirstName: braze.Set("Ann"),
			TimeZone:  braze.Set("Mars/Base"), // Braze ignores it in silence.
			Custom:    braze.Custom{"tags": []any{"new", "vip", "new"}},
		}},
		Events: []braze.Event{{User: user, Name: "Signed Up", Time: time.Now()}},
	})
	if err != nil {
		fmt.Println(err)
		return
	}

	profile, _ := fake.Profile("user-1")
	fmt.Println(response.AttributesProcessed, response.EventsProcessed)
	fmt.Println(profile.Fields["first_name"], profile.Fields["time_zone"], profile.Custom["tags"])
	fmt.Println(profile.Events[0].Name, fake.DataPoints())
	// Output:
	// 1 1
	// Ann <nil> [vip new]
	// Signed Up 3
}

// Does your code survive a lost answer? Braze has processed the request, and
// removes no duplicates.
func ExampleServer_Script() {
	fake := brazetest.New(brazetest.Config{})
	send := func(policy braze.RetryOptions) error {
		policy.BaseDelay = time.Millisecond
		client, err := braze.New(braze.US01, brazetest.Key,
			braze.WithTransport(fake.Transport()), braze.WithRetry(policy))
		if err != nil {
			return err
		}
		_, err = client.Track(context.Background(), braze.TrackRequest{Events: []braze.Event{
			{User: braze.UserID{ExternalID: "user-1"}, Name: "Signed Up", Time: time.Now()},
		}})
		return err
	}

	fake.Script(brazetest.Lost(), brazetest.OK())
	fmt.Println(send(braze.RetryOptions{OnUnknown: braze.Resend}), len(fake.Events()))

	fake.Script(brazetest.Lost())
	err := send(braze.RetryOptions{OnUnknown: braze.Surface})
	fmt.Println(errors.Is(err, braze.ErrAmbiguous), len(fake.Events()))
	// Output:
	// <nil> 2
	// true 3
}

// A script may depend on what is sent.
func ExampleServer_ScriptFunc() {
	fake := brazetest.New(brazetest.Config{})
	fake.ScriptFunc(func(r brazetest.Request) brazetest.Fault {
		if r.Path == "/users/delete" {
			return brazetest.Status(403)
		}
		return brazetest.OK()
	})
	client, err := braze.New(braze.US01, brazetest.Key, braze.WithTransport(fake.Transport()))
	if err != nil {
		fmt.Println(err)
		return
	}
	_, err = client.DeleteUsers(context.Background(), braze.DeleteRequest{ExternalIDs: []string{"user-1"}})
	fmt.Println(errors.Is(err, braze.ErrAuth))
	// Output: true
}
