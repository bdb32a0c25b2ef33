package braze

import "slices"

// Array names one of the three arrays of a /users/track request. Braze counts
// an object's index within its array, also in its answers.
type Array string

// The arrays of a /users/track request, in the order Braze applies them.
const (
	ArrayAttributes Array = "attributes"
	ArrayEvents     Array = "events"
	ArrayPurchases  Array = "purchases"
)

// arrays are in the order in which Braze applies them.
var arrays = [...]Array{ArrayAttributes, ArrayEvents, ArrayPurchases}

// place returns the array's index in arrays, or -1.
func (a Array) place() int { return slices.Index(arrays[:], a) }

// TrackRequest holds objects for /users/track in the three arrays Braze knows.
// Braze applies attributes first, then events, then purchases.
//
// See https://www.braze.com/docs/api/endpoints/user_data/post_user_track.
type TrackRequest struct {
	Attributes []Attributes
	Events     []Event
	Purchases  []Purchase
}

// Len returns the number of objects in all three arrays.
func (r *TrackRequest) Len() int {
	return len(r.Attributes) + len(r.Events) + len(r.Purchases)
}

// DataPoints returns the sum of the objects' data points; see
// [Attributes.DataPoints].
func (r *TrackRequest) DataPoints() int {
	n := 0
	for i := range r.Attributes {
		n += r.Attributes[i].DataPoints()
	}
	for i := range r.Events {
		n += r.Events[i].DataPoints()
	}
	for i := range r.Purchases {
		n += r.Purchases[i].DataPoints()
	}
	return n
}
