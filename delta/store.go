package delta

import "context"

// Versioned is a record of a [Store]. It is an alias of a plain struct, so that
// one store can serve several packages without importing any of them.
type Versioned = struct {
	// Key names the record: letters, digits, '-' and '.', at most 64 bytes. It
	// is a keyed hash and tells nothing about the user.
	Key string
	// Value is opaque, and nil when there is no record.
	Value []byte
	// Version is 0 when there is no record, and else changes with every write,
	// never to one the key has had before.
	Version uint64
}

// Store keeps small records by key, durably or for several processes. A write
// goes through only when the record has not changed since it was read. A store
// is safe for concurrent use. It may lose records whenever it likes, but never
// return an older value of one it has.
//
// Both methods take many keys, each at most once, so that a store can answer
// in one round trip. The Store of package segments is the same interface: one
// implementation serves both.
type Store interface {
	// Get returns the record of each key, in the order of keys. A missing
	// record is no error.
	Get(ctx context.Context, keys []string) ([]Versioned, error)
	// Put writes each record whose Version is still the stored one, and gives
	// it a new version. A nil Value deletes. It returns the indexes of the
	// records it did not write because the version was another; these are no
	// error. After an error any of the records may have been written.
	Put(ctx context.Context, records []Versioned) (conflicts []int, err error)
}
