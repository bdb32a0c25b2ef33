package brazetest

import (
	"maps"
	"slices"
	"testing"

	"github.com/mpbraze/mpbraze/braze"
)

// Client returns a client that talks to s in memory, with a key of s that has
// all permissions if there is one. It fails the test when an option is bad.
func (s *Server) Client(tb testing.TB, opts ...braze.Option) *braze.Client {
	tb.Helper()
	opts = append([]braze.Option{braze.WithTransport(s.Transport())}, opts...)
	client, err := braze.New(braze.US01, s.key(), opts...)
	if err != nil {
		tb.Fatalf("brazetest: %v", err)
	}
	return client
}

// key returns the best key of s.
func (s *Server) key() string {
	keys := slices.Sorted(maps.Keys(s.config.Keys))
	for _, key := range keys {
		if len(s.config.Keys[key]) == 0 {
			return key
		}
	}
	return keys[0]
}
