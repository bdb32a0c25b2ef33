package braze

// Increment adds to a number attribute; it may be negative. Sending it twice
// adds twice.
type Increment int64

// ArrayUpdate adds values to an array attribute and removes others. It is safe
// to send again: arrays hold no value twice.
type ArrayUpdate struct {
	Add    []any
	Remove []any
}

// ObjectArrayUpdate changes an attribute that is an array of objects. Braze
// adds first, then removes, then updates. Sending Add twice adds twice.
//
// See https://www.braze.com/docs/user_guide/data/activation/attributes/array_of_objects.
type ObjectArrayUpdate struct {
	Add    []map[string]any
	Remove []ObjectMatch
	// Update merges into the objects that match; [Attributes.MergeObjects]
	// must be set.
	Update []ObjectUpdate
}

// ObjectMatch selects the objects whose member Key equals Value.
type ObjectMatch struct {
	Key   string
	Value any
}

// ObjectUpdate merges New into the objects that match.
type ObjectUpdate struct {
	ObjectMatch

	New map[string]any
}
