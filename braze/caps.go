package braze

// Caps is what an account allows in one request of /users/track. A zero field
// keeps its default.
//
// See https://www.braze.com/docs/api/api_limits#batching-user-track-requests.
type Caps struct {
	// Total of objects in the three arrays together, default 75. Accounts with
	// older contracts have 225, some have 50.
	Total int
	// PerArray is the number of objects in each array, default 75.
	PerArray int
}

func defaultCaps() Caps { return Caps{Total: 75, PerArray: 75} }

// check returns a [*CapError] for a request that is too large.
func (c Caps) check(sent Counts) error {
	for _, count := range []CapError{
		{What: string(ArrayAttributes), Got: sent.Attributes, Max: c.PerArray},
		{What: string(ArrayEvents), Got: sent.Events, Max: c.PerArray},
		{What: string(ArrayPurchases), Got: sent.Purchases, Max: c.PerArray},
		{What: "objects", Got: sent.Attributes + sent.Events + sent.Purchases, Max: c.Total},
	} {
		if count.Got > count.Max {
			return &count
		}
	}
	return nil
}
