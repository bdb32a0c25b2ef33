package braze

// TrackRequest holds objects for /users/track in the three arrays Braze knows.
// Braze applies attributes first, then events, then purchases.
type TrackRequest struct {
	Attributes []Attributes
	Events     []Event
	Purchases  []Purchase
}

// Len returns the number of objects in all three arrays.
func (r *TrackRequest) Len() int {
	return len(r.Attributes) + len(r.Events) + len(r.Purchases)
}
