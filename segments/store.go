package segments

import (
	"context"
	"slices"
	"sync"
)

// Versioned is a record of a [Store]. It is an alias of a plain struct, so that
// one store can serve several packages without importing any of them.
type Versioned = struct {
	// Key names the record. It is a user's id as the application gave it, so
	// personal data; a store may hash it.
	Key string
	// Value is opaque, and nil when there is no record.
	Value []byte
	// Version is 0 when there is no record, and else changes with every write,
	// never to one the key has had before.
	Version uint64
}

// Store keeps small records by key. Two processes may share one: a write goes
// through only when the record has not changed since it was read. A store is
// safe for concurrent use.
//
// Both methods take many keys, each at most once, so that a store can answer
// in one round trip.
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

// MemoryStore is a [Store] in memory, for tests and for membership that is read
// anew at every start. The zero value is empty and ready. It must not be copied
// after first use.
type MemoryStore struct {
	mu      sync.Mutex
	records map[string]Versioned
	// version is the last one given out, over all keys, so that a key written
	// again after a delete does not repeat an old version.
	version uint64
}

// Get implements [Store].
func (m *MemoryStore) Get(ctx context.Context, keys []string) ([]Versioned, error) {
	if err := ctx.Err(); err != nil {
		return nil, err
	}
	m.mu.Lock()
	defer m.mu.Unlock()
	records := make([]Versioned, len(keys))
	for i, key := range keys {
		r := m.records[key]
		records[i] = Versioned{Key: key, Value: slices.Clone(r.Value), Version: r.Version}
	}
	return records, nil
}

// Put implements [Store].
func (m *MemoryStore) Put(ctx context.Context, records []Versioned) (conflicts []int, err error) {
	if err := ctx.Err(); err != nil {
		return nil, err
	}
	m.mu.Lock()
	defer m.mu.Unlock()
	if m.records == nil {
		m.records = make(map[string]Versioned, len(records))
	}
	for i, r := range records {
		if m.records[r.Key].Version != r.Version {
			conflicts = append(conflicts, i)
			continue
		}
		if r.Value == nil {
			delete(m.records, r.Key)
			continue
		}
		m.version++
		m.records[r.Key] = Versioned{Key: r.Key, Value: slices.Clone(r.Value), Version: m.version}
	}
	return conflicts, nil
}

// Len returns the number of records.
func (m *MemoryStore) Len() int {
	m.mu.Lock()
	defer m.mu.Unlock()
	return len(m.records)
}
