// Package boltstore keeps records in a file, with [bbolt]: for one process whose
// memory of what Braze has must survive a restart. It serves the packages delta
// and segments.
//
// Every Put is one transaction and one fsync, so that batches are cheap and
// single records are not. A file belongs to one process at a time.
//
// Do not restore the file from a backup: it would say what Braze had then.
//
// [bbolt]: https://pkg.go.dev/go.etcd.io/bbolt
package boltstore

import (
	"context"
	"encoding/binary"
	"errors"
	"fmt"
	"time"

	"go.etcd.io/bbolt"
)

// Versioned is a record, as packages delta and segments define it.
type Versioned = struct {
	Key     string
	Value   []byte
	Version uint64
}

// Options are the options of a [Store]. The zero value is ready to use.
type Options struct {
	// Bucket is the name of the bucket that holds the records. Default
	// "mpbraze".
	Bucket string
	// Timeout is how long to wait for another process to release the file.
	// Default 1 s.
	Timeout time.Duration
}

// Store is a store in a file. Close it at the end.
type Store struct {
	db     *bbolt.DB
	bucket []byte
}

// ErrDamaged is the error for a record that is not one.
var ErrDamaged = errors.New("boltstore: damaged record")

// A value is the version and the bytes of the record.
const versionSize = 8

// Open opens or creates a file.
func Open(path string, o Options) (*Store, error) {
	if o.Bucket == "" {
		o.Bucket = "mpbraze"
	}
	if o.Timeout == 0 {
		o.Timeout = time.Second
	}
	db, err := bbolt.Open(path, 0o600, &bbolt.Options{Timeout: o.Timeout})
	if err != nil {
		return nil, fmt.Errorf("boltstore: open: %w", err)
	}
	s := &Store{db: db, bucket: []byte(o.Bucket)}
	err = db.Update(func(tx *bbolt.Tx) error {
		_, err := tx.CreateBucketIfNotExists(s.bucket)
		return err
	})
	if err != nil {
		return nil, errors.Join(fmt.Errorf("boltstore: create bucket: %w", err), db.Close())
	}
	return s, nil
}

// Close closes the file.
func (s *Store) Close() error { return s.db.Close() }

// Get returns the record of each key, in the order of keys. A missing record is
// no error.
func (s *Store) Get(ctx context.Context, keys []string) ([]Versioned, error) {
	if err := ctx.Err(); err != nil {
		return nil, err
	}
	records := make([]Versioned, len(keys))
	err := s.db.View(func(tx *bbolt.Tx) error {
		bucket := tx.Bucket(s.bucket)
		for i, key := range keys {
			version, value, err := parse(bucket.Get([]byte(key)))
			if err != nil {
				return err
			}
			records[i] = Versioned{Key: key, Version: version}
			if version != 0 {
				// The bytes are the file's only until the transaction ends.
				records[i].Value = append([]byte{}, value...)
			}
		}
		return nil
	})
	if err != nil {
		return nil, fmt.Errorf("boltstore: get: %w", err)
	}
	return records, nil
}

// Put writes each record whose Version is still the stored one, all in one
// transaction, and returns the indexes of the others. A nil Value deletes.
func (s *Store) Put(ctx context.Context, records []Versioned) (conflicts []int, err error) {
	if err := ctx.Err(); err != nil {
		return nil, err
	}
	if len(records) == 0 {
		return nil, nil
	}
	err = s.db.Update(func(tx *bbolt.Tx) error {
		bucket := tx.Bucket(s.bucket)
		conflicts = nil
		for i := range records {
			written, err := put(bucket, &records[i])
			if err != nil {
				return err
			}
			if !written {
				conflicts = append(conflicts, i)
			}
		}
		return nil
	})
	if err != nil {
		return nil, fmt.Errorf("boltstore: put: %w", err)
	}
	return conflicts, nil
}

func put(bucket *bbolt.Bucket, r *Versioned) (written bool, err error) {
	key := []byte(r.Key)
	version, _, err := parse(bucket.Get(key))
	if err != nil || version != r.Version {
		return false, err
	}
	if r.Value == nil {
		return true, bucket.Delete(key)
	}
	next, err := bucket.NextSequence()
	if err != nil {
		return false, err
	}
	return true, bucket.Put(key, append(binary.BigEndian.AppendUint64(nil, next), r.Value...))
}

// parse splits a stored value; a missing one has version 0.
func parse(stored []byte) (version uint64, value []byte, err error) {
	switch {
	case stored == nil:
		return 0, nil, nil
	case len(stored) < versionSize:
		return 0, nil, ErrDamaged
	}
	return binary.BigEndian.Uint64(stored), stored[versionSize:], nil
}
