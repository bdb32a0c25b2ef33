package braze_test

import (
	"context"
	"errors"
	"fmt"
	"log"
	"net/http"
	"time"

	"github.com/jarcoal/httpmock"

	"github.com/mpbraze/mpbraze/braze"
	"github.com/mpbraze/mpbraze/braze/brazetest"
)

// One request with an attribute and an event. The Braze of the example is in
// memory; without the last option it is the real one.
func ExampleClient_Track() {
	server := brazetest.New(brazetest.Config{})
	client, err := braze.New(braze.US01, brazetest.Key, braze.WithTransport(server.Transport()))
	if err != nil {
		log.Fatal(err)
	}
	ann := braze.UserID{ExternalID: "ann"}
	response, err := client.Track(context.Background(), braze.TrackRequest{
		Attributes: []braze.Attributes{{User: ann, FirstName: braze.Set("Ann")}},
		Events:     []braze.Event{{User: ann, Name: "opened", Time: time.Unix(1_700_000_000, 0)}},
	})
	if err != nil {
		log.Fatal(err)
	}
	fmt.Println(response.Message, response.AttributesProcessed, response.EventsProcessed)
	// Output: success 1 1
}

// What to do about a failed call depends on what became of its objects.
func ExampleAPIError() {
	broken := httpmock.NewMockTransport()
	broken.RegisterNoResponder(httpmock.NewStringResponder(http.StatusBadGateway, ""))
	client, err := braze.New(braze.EU01, "a-rest-api-key",
		braze.WithTransport(broken),
		braze.WithRetry(braze.RetryOptions{MaxAttempts: 2, BaseDelay: time.Millisecond}))
	if err != nil {
		log.Fatal(err)
	}
	_, err = client.Track(context.Background(), braze.TrackRequest{
		Attributes: []braze.Attributes{{User: braze.UserID{ExternalID: "ann"}, FirstName: braze.Set("Ann")}},
	})
	switch {
	case errors.Is(err, braze.ErrAuth):
		fmt.Println("stop: the key is wrong")
	case errors.Is(err, braze.ErrQuota):
		fmt.Println("come back later")
	case errors.Is(err, braze.ErrNotSent):
		fmt.Println("send it again")
	case errors.Is(err, braze.ErrAmbiguous):
		fmt.Println("Braze may have it:", err)
	case errors.Is(err, braze.ErrRejected):
		fmt.Println("Braze does not want it")
	}
	// Output: Braze may have it: braze: users/track: server error (status 502), after 2 attempts
}

// counting is a hook: any of the hook methods will do.
type counting struct{ attempts int }

func (c *counting) OnAttempt(_ context.Context, a braze.AttemptInfo) {
	c.attempts++
	fmt.Println(a.Endpoint, a.Status, a.Fate)
}

func ExampleWithHooks() {
	server := brazetest.New(brazetest.Config{})
	client, err := braze.New(braze.US01, brazetest.Key,
		braze.WithTransport(server.Transport()), braze.WithHooks(&counting{}))
	if err != nil {
		log.Fatal(err)
	}
	if _, err := client.DeleteUsers(context.Background(), braze.DeleteRequest{ExternalIDs: []string{"ann"}}); err != nil {
		log.Fatal(err)
	}
	// Output: users/delete 200 delivered
}

func ExampleParseInstance() {
	instance, err := braze.ParseInstance("eu-01")
	fmt.Println(instance, instance.Endpoint(), err)
	// Output: EU-01 https://rest.fra-01.braze.eu <nil>
}

func ExampleParseTrackResponse() {
	body := []byte(`{"message":"success","errors":[{"type":"EMAIL_BAD_FORMAT","input_array":"attributes","index":1}]}`)
	response, err := braze.ParseTrackResponse(http.StatusCreated, body, braze.Counts{Attributes: 2})
	fmt.Println(response.Errors[0], err)
	// Output: braze: attributes[1]: EMAIL_BAD_FORMAT <nil>
}
