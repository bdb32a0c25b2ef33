package braze

// Caps are the limits of one /users/track request. The zero value is what
// Braze documents today: 75 objects over the three arrays together, 100 KB an
// object, 4 MB a request.
//
//   - Older contracts, with 75 objects in each array: Caps{PerArray: 75}, or
//     the same as Caps{Total: 225}
//   - Accounts that are held to 50 objects: Caps{Total: 50}
//
// See https://www.braze.com/docs/api/api_limits#batching-user-track-requests.
type Caps struct {
	// Total is the number of objects in the three arrays together. Zero means
	// [DefaultTotal], or three times PerArray when only that is set.
	Total int
	// PerArray is the number of objects in each array. Zero means
	// [DefaultPerArray].
	PerArray int
	// ObjectBytes is the size of one encoded object. Zero means
	// [MaxObjectBytes].
	ObjectBytes int
	// BodyBytes is the size of the body. Zero means [DefaultBodyBytes].
	BodyBytes int
}

const (
	// DefaultTotal is the number of objects in one request.
	DefaultTotal = 75
	// DefaultPerArray is the number of objects in each array of a request.
	DefaultPerArray = 75
	// DefaultBodyBytes is [MaxBodyBytes] with a margin, because Braze does not
	// say whether its 4 MB are decimal.
	DefaultBodyBytes = 3_900_000
)

func defaultCaps() Caps { return Caps{}.filled() }

// filled returns c with its defaults.
func (c Caps) filled() Caps {
	if c.Total <= 0 {
		c.Total = DefaultTotal
		if c.PerArray > 0 {
			c.Total = len(arrays) * c.PerArray
		}
	}
	if c.PerArray <= 0 {
		c.PerArray = DefaultPerArray
	}
	if c.ObjectBytes <= 0 {
		c.ObjectBytes = MaxObjectBytes
	}
	if c.BodyBytes <= 0 {
		c.BodyBytes = DefaultBodyBytes
	}
	return c
}

// bounds returns the error of an option that holds impossible caps.
func (c Caps) bounds(option string) error {
	for _, bound := range []struct {
		name      string
		got, most int
	}{
		{"PerArray", c.PerArray, DefaultPerArray},
		{"Total", c.Total, len(arrays) * DefaultPerArray},
		{"ObjectBytes", c.ObjectBytes, MaxObjectBytes},
		{"BodyBytes", c.BodyBytes, MaxBodyBytes},
	} {
		if bound.got < 0 || bound.got > bound.most {
			return invalid(option, "%s is %d, must be 1 to %d", bound.name, bound.got, bound.most)
		}
	}
	return nil
}

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
