package delta_test

import (
	"context"
	"errors"
	"sync"

	"github.com/mpbraze/mpbraze/delta"
	"github.com/mpbraze/mpbraze/segments"
)

// One store serves both packages.
var (
	_ delta.Store    = (*segments.MemoryStore)(nil)
	_ segments.Store = (*faultyStore)(nil)
)

var errBroken = errors.New("broken")

// faultyStore is a store that fails as told.
type faultyStore struct {
	segments.MemoryStore
	mu sync.Mutex
	// get and put may return an error, or change what is written or read.
	get func(records []delta.Versioned) error
	put func(records []delta.Versioned) error
	// late makes a failed write go through nevertheless.
	late bool
	gets int
}

func (s *faultyStore) set(get, put func([]delta.Versioned) error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.get, s.put = get, put
}

func (s *faultyStore) Get(ctx context.Context, keys []string) ([]delta.Versioned, error) {
	records, err := s.MemoryStore.Get(ctx, keys)
	s.mu.Lock()
	defer s.mu.Unlock()
	s.gets++
	if err == nil && s.get != nil {
		err = s.get(records)
	}
	return records, err
}

func (s *faultyStore) Put(ctx context.Context, records []delta.Versioned) ([]int, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.put != nil {
		if err := s.put(records); err != nil {
			if s.late {
				_, _ = s.MemoryStore.Put(ctx, records)
			}
			return nil, err
		}
	}
	return s.MemoryStore.Put(ctx, records)
}

func fail([]delta.Versioned) error { return errBroken }
