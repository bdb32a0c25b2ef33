package segments

// Names of mParticle's own attributes.
const (
	StringAttribute = "SegmentMembership"
	ArrayAttribute  = "SegmentMembershipArray"
	SegmentPrefix   = "In "
)

// Limits of Braze, from
// https://www.braze.com/docs/user_guide/data/activation/attributes/custom_attributes.
const (
	// MaxText is the number of characters of a text value, of an array's item,
	// and of an attribute's name.
	MaxText = 255
	// MaxArray is the number of items of an array attribute; accounts on the
	// old limit have [MaxArrayOld].
	MaxArray    = 500
	MaxArrayOld = 25
	// maxArrayBytes bounds a whole array in JSON.
	maxArrayBytes = 100 << 10
)

// limitOr returns limit, or def when there is none.
func limitOr(limit, def int) int {
	if limit > 0 {
		return limit
	}
	return def
}

// Over says what happens to a string or an array that is over its limit. There
// is an issue with [CodeOverLimit] in any case.
type Over uint8

// The policies for values over the limit.
const (
	// Cut leaves out the audiences with the highest ids, which are the newest,
	// and writes the others. What is written is true, but not all of it.
	Cut Over = iota
	// Refuse writes nothing. The profile keeps what it had, and so may show
	// audiences the user has left.
	Refuse
)
