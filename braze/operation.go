package braze

// Increment adds to a number attribute; it may be negative. Sending it twice
// adds twice.
type Increment int64

// MarshalJSON returns the operation as Braze reads it, {"inc":n}.
func (n Increment) MarshalJSON() ([]byte, error) {
	return operation(func(e *encoder) { e.increment(n) })
}

// UnmarshalJSON reads {"inc":n}.
func (n *Increment) UnmarshalJSON(b []byte) error { return decodeOperation(b, n) }

// ArrayUpdate adds values to an array attribute and removes others. It is safe
// to send again: arrays hold no value twice.
type ArrayUpdate struct {
	Add    []any
	Remove []any
}

// MarshalJSON returns the operation as Braze reads it.
func (u ArrayUpdate) MarshalJSON() ([]byte, error) {
	return operation(func(e *encoder) { e.arrayUpdate(u) })
}

// UnmarshalJSON reads {"add":[...],"remove":[...]}.
func (u *ArrayUpdate) UnmarshalJSON(b []byte) error { return decodeOperation(b, u) }

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

// MarshalJSON returns the operation as Braze reads it.
func (u ObjectArrayUpdate) MarshalJSON() ([]byte, error) {
	return operation(func(e *encoder) { e.objectArrayUpdate(u, true) })
}

// UnmarshalJSON reads {"$add":[...],"$remove":[...],"$update":[...]}.
func (u *ObjectArrayUpdate) UnmarshalJSON(b []byte) error { return decodeOperation(b, u) }

// ObjectMatch selects the objects whose member Key equals Value, which is text,
// a number or a boolean.
type ObjectMatch struct {
	Key   string
	Value any
}

// ObjectUpdate merges New into the objects that match.
type ObjectUpdate struct {
	ObjectMatch

	New map[string]any
}

// operation encodes an operation alone.
func operation(encode func(*encoder)) ([]byte, error) {
	e := newEncoder(nil)
	encode(e)
	return e.finish(ArrayAttributes)
}
