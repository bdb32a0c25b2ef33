package brazetest

import (
	"maps"
	"net/http"
	"slices"
	"time"
)

// Request is a request the [Server] saw.
type Request struct {
	// Time of arrival on the server's clock.
	Time   time.Time
	Method string
	Path   string
	// Header without Authorization.
	Header http.Header
	// Body as sent, at most one byte over Braze's limit. Nil when the
	// connection was cut before it was read.
	Body []byte
	// Status of the answer. Zero: there was none, or not yet.
	Status int
}

// Counts are totals since the start of a [Server].
type Counts struct {
	// Statuses counts Braze's own answers. Answers that a script put in their
	// place are in [Request.Status].
	Statuses map[int]int
	// Attributes, Events and Purchases that were accepted, and objects that
	// were refused, in answered requests to /users/track.
	Attributes, Events, Purchases, Refused int
}

func (c *Counts) add(status int) {
	if c.Statuses == nil {
		c.Statuses = map[int]int{}
	}
	c.Statuses[status]++
}

// log keeps the newest requests.
type log struct {
	keep    int
	entries []*Request
}

// Requests returns the newest requests in order of arrival; see
// [Config.KeepRequests].
func (s *Server) Requests() []Request {
	s.mu.Lock()
	defer s.mu.Unlock()
	requests := make([]Request, len(s.log.entries))
	for i, entry := range s.log.entries {
		requests[i] = entry.clone()
	}
	return requests
}

// Counts returns the totals.
func (s *Server) Counts() Counts {
	s.mu.Lock()
	defer s.mu.Unlock()
	counts := s.counts
	counts.Statuses = maps.Clone(counts.Statuses)
	return counts
}

func (r *Request) clone() Request {
	c := *r
	c.Header = r.Header.Clone()
	c.Body = slices.Clone(r.Body)
	return c
}

func (s *Server) record(r *http.Request) *Request {
	entry := &Request{Method: r.Method, Path: r.URL.Path, Header: r.Header.Clone()}
	entry.Header.Del("Authorization")

	s.mu.Lock()
	defer s.mu.Unlock()
	entry.Time = s.config.Now()
	if s.log.keep > 0 {
		if len(s.log.entries) == s.log.keep {
			s.log.entries = slices.Delete(s.log.entries, 0, 1)
		}
		s.log.entries = append(s.log.entries, entry)
	}
	return entry
}

func (s *Server) recordBody(entry *Request, body []byte) {
	s.mu.Lock()
	defer s.mu.Unlock()
	entry.Body = body
}

func (s *Server) recordStatus(entry *Request, a answer) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if a.cut == CutNone {
		entry.Status = a.status
	}
}
