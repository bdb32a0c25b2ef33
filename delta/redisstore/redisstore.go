// Package redisstore keeps records in [Redis], for several processes. It serves
// the packages delta and segments.
//
// Redis may forget records: by their time to live, by eviction, by a flush. It
// must not return old ones. So read from the primary only, and after a failover
// that lost writes, or a restore from a backup, delete the key
// "delta.installation": then nothing that package delta wrote before is
// believed. [Options.Replicas] makes a lost write unlikely.
//
// [Redis]: https://redis.io/docs/latest/
package redisstore

import (
	"context"
	"crypto/rand"
	"encoding/binary"
	"errors"
	"fmt"
	"slices"
	"time"

	"github.com/redis/go-redis/v9"
)

// Versioned is a record, as packages delta and segments define it.
type Versioned = struct {
	Key     string
	Value   []byte
	Version uint64
}

// Options are the options of a [Store]. The zero value is ready to use.
type Options struct {
	// Prefix stands before every key.
	Prefix string
	// TTL is how long a record lives after it was last written, give or take a
	// fifth, so that not all go at once. For package delta a little more than
	// its own is right, such as 10 days. Default: for ever, as package segments
	// needs it.
	TTL time.Duration
	// Permanent are keys that live for ever. Default: that of package delta
	// which says how the others are made.
	Permanent []string
	// Replicas is how many replicas must have a write before it counts, within
	// ReplicaTimeout (default 1 s). Default 0. It is not for clusters.
	Replicas       int
	ReplicaTimeout time.Duration
}

// Store is a store in Redis. It is safe for concurrent use.
type Store struct {
	client redis.UniversalClient
	opts   Options
}

var (
	// ErrDamaged is the error for a value that is no record.
	ErrDamaged = errors.New("redisstore: damaged record")
	// ErrReplicas is the error for a write that too few replicas have.
	ErrReplicas = errors.New("redisstore: too few replicas have the write")
)

// New returns a Store over a client, which stays the caller's to close.
func New(client redis.UniversalClient, o Options) *Store {
	if o.Permanent == nil {
		o.Permanent = []string{"delta.installation"}
	}
	if o.ReplicaTimeout == 0 {
		o.ReplicaTimeout = time.Second
	}
	return &Store{client: client, opts: o}
}

// A value is the version and the bytes of the record.
const versionSize = 8

// compareAndSet writes a value, or deletes it when it is empty, if the stored
// one still has the version. Nothing is the version of a missing one.
var compareAndSet = redis.NewScript(`
if redis.call('GETRANGE', KEYS[1], 0, 7) ~= ARGV[1] then return 0 end
if ARGV[2] == '' then
  redis.call('DEL', KEYS[1])
elseif ARGV[3] == '0' then
  redis.call('SET', KEYS[1], ARGV[2])
else
  redis.call('SET', KEYS[1], ARGV[2], 'PX', ARGV[3])
end
return 1`)

// Get returns the record of each key, in the order of keys, in one round trip. A
// missing record is no error.
func (s *Store) Get(ctx context.Context, keys []string) ([]Versioned, error) {
	records := make([]Versioned, len(keys))
	if len(keys) == 0 {
		return records, nil
	}
	// Not MGET: in a cluster the keys are on several nodes.
	pipe := s.client.Pipeline()
	answers := make([]*redis.StringCmd, len(keys))
	for i, key := range keys {
		answers[i] = pipe.Get(ctx, s.opts.Prefix+key)
	}
	if _, err := pipe.Exec(ctx); err != nil && !errors.Is(err, redis.Nil) {
		return nil, fmt.Errorf("redisstore: get: %w", err)
	}
	for i, key := range keys {
		records[i].Key = key
		stored, err := answers[i].Bytes()
		switch {
		case errors.Is(err, redis.Nil):
			continue
		case err != nil:
			return nil, fmt.Errorf("redisstore: get: %w", err)
		case len(stored) < versionSize:
			return nil, ErrDamaged
		}
		records[i].Version = binary.BigEndian.Uint64(stored)
		records[i].Value = stored[versionSize:]
	}
	return records, nil
}

// Put writes each record whose Version is still the stored one, in one round
// trip, and returns the indexes of the others. A nil Value deletes. After an
// error any of the records may have been written.
func (s *Store) Put(ctx context.Context, records []Versioned) (conflicts []int, err error) {
	if len(records) == 0 {
		return nil, nil
	}
	answers, err := s.run(ctx, records)
	if redis.HasErrorPrefix(err, "NOSCRIPT") {
		answers, err = s.runAgain(ctx, records, answers)
	}
	if err != nil {
		return nil, fmt.Errorf("redisstore: put: %w", err)
	}
	for i, answer := range answers {
		written, err := answer.Int()
		if err != nil {
			return nil, fmt.Errorf("redisstore: put: %w", err)
		}
		if written == 0 {
			conflicts = append(conflicts, i)
		}
	}
	return conflicts, nil
}

// runAgain runs the script where a server did not know it: it was new, or
// flushed. In a cluster other servers may have run it.
func (s *Store) runAgain(ctx context.Context, records []Versioned, answers []*redis.Cmd) ([]*redis.Cmd, error) {
	if err := compareAndSet.Load(ctx, s.client).Err(); err != nil {
		return nil, err
	}
	var missed []Versioned
	var places []int
	for i, answer := range answers {
		if redis.HasErrorPrefix(answer.Err(), "NOSCRIPT") {
			missed, places = append(missed, records[i]), append(places, i)
		}
	}
	again, err := s.run(ctx, missed)
	for i, answer := range again {
		answers[places[i]] = answer
	}
	return answers, err
}

// run runs the script for each record.
func (s *Store) run(ctx context.Context, records []Versioned) ([]*redis.Cmd, error) {
	pipe := s.client.Pipeline()
	answers := make([]*redis.Cmd, len(records))
	for i := range records {
		r := &records[i]
		expected := []byte{}
		if r.Version != 0 {
			expected = binary.BigEndian.AppendUint64(expected, r.Version)
		}
		stored := []byte{}
		if r.Value != nil {
			stored = append(binary.BigEndian.AppendUint64(stored, chance()|1), r.Value...)
		}
		answers[i] = compareAndSet.EvalSha(ctx, pipe, []string{s.opts.Prefix + r.Key}, expected, stored, s.life(r.Key))
	}
	var replicas *redis.Cmd
	if s.opts.Replicas > 0 {
		replicas = pipe.Do(ctx, "WAIT", s.opts.Replicas, s.opts.ReplicaTimeout.Milliseconds())
	}
	if _, err := pipe.Exec(ctx); err != nil {
		return answers, err
	}
	if replicas != nil {
		if n, err := replicas.Int(); err != nil || n < s.opts.Replicas {
			return answers, errors.Join(ErrReplicas, err)
		}
	}
	return answers, nil
}

// life returns how long a record lives, in milliseconds, and 0 for ever.
func (s *Store) life(key string) int64 {
	if s.opts.TTL <= 0 || slices.Contains(s.opts.Permanent, key) {
		return 0
	}
	ttl := s.opts.TTL.Milliseconds()
	return max(1, ttl-ttl/5+int64(chance()%uint64(2*(ttl/5)+1)))
}

// chance returns a random number. As a version, it does not come back.
func chance() uint64 {
	var b [8]byte
	_, _ = rand.Read(b[:]) // It never fails.
	return binary.BigEndian.Uint64(b[:])
}
