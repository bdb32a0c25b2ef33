// Package braze models what Braze's REST API takes, encodes it, and sends it.
//
// # Objects
//
// [Attributes], [Event] and [Purchase] are the three objects of /users/track; a
// [TrackRequest] holds any number of them. They are plain structs: build them
// with literals. Each validates itself (Validate), encodes itself (AppendJSON,
// deterministic bytes), and knows what it costs in data points (DataPoints).
//
// Profile fields have three states, and Braze treats them differently:
// absent leaves a field alone, null removes it, a value sets it. [Opt] says
// which; its zero value is absent.
//
//	braze.Attributes{
//		User:      braze.UserID{ExternalID: "u1"},
//		FirstName: braze.Set("Ann"),
//		Phone:     braze.Null[string](),
//		Custom: braze.Custom{
//			"plan":   "gold",
//			"visits": braze.Increment(1),
//			"tags":   braze.ArrayUpdate{Add: []any{"vip"}},
//		},
//	}
//
// Checking and encoding are one pass: what encodes, Braze can take. An
// [ObjectError] lists all that is wrong with an object as [FieldError] values,
// which name field and rule and never hold a value. Everything here also works
// under plain encoding/json, and decodes to what was encoded.
//
// # Packing
//
// Encode turns each into an [Object]: its bytes, whom it is about, what it
// costs, and whether sending it twice is harmless. A [Packer] fills request
// bodies with objects under the [Caps] of the account; a [Body] is joined from
// the bytes and encodes nothing again. [TrackRequest.Split] does the same for
// requests.
//
// # Commerce
//
// New customers of Braze have no [Purchase]. [ProductViewed], [CartUpdated],
// [CheckoutStarted], [OrderPlaced], [OrderRefunded] and [OrderCancelled] build
// the recommended events that replace it.
//
// # Client
//
// [Client] has a method for each endpoint. Instances of Braze are typed
// constants ([US01], [EU01]...).
//
// A call ends in one of four ways, and [errors.Is] tells which: no error
// (delivered; single objects may still be refused, see
// [TrackResponse.Errors]), [ErrRejected], [ErrNotSent] (certainly not
// processed, safe to send again), or [ErrAmbiguous] (nobody knows). Every
// attempt takes a token of the limiter of its endpoint, and [RetryOptions] says
// what is retried: never blindly, because Braze counts a repeated event twice.
//
// The client talks to hosts of Braze only, over TLS 1.2 or newer, follows no
// redirect, uses no proxy of the environment, and prints its key nowhere.
//
// The vendor's pages are https://www.braze.com/docs/api/home.
package braze
