package brazetest

import (
	"context"
	"io"
	"maps"
	"net/http"
	"sync"
	"time"

	"github.com/mpbraze/mpbraze/braze"
)

// Server is a Braze in memory. It is an [http.Handler]; [Server.Start] gives
// it a socket and [Server.Transport] does without one. Use [New].
//
// A Server is safe for concurrent use.
type Server struct {
	config Config

	mu      sync.Mutex
	script  script
	limits  limits
	log     log
	store   store
	pending pending
	counts  Counts
}

// New returns a Server that plays the workspace of config.
func New(config Config) *Server {
	config = config.withDefaults()
	return &Server{
		config:  config,
		limits:  newLimits(config),
		log:     log{keep: config.KeepRequests},
		store:   newStore(config),
		pending: newPending(config),
	}
}

// endpoint is one URL Braze answers.
type endpoint struct {
	permission string
	limit      limitClass
	serve      func(*Server, time.Time, []byte) answer
}

var endpoints = map[string]endpoint{
	"/users/track":      {"users.track", limitTrack, (*Server).track},
	"/users/delete":     {"users.delete", limitUsers, (*Server).deleteUsers},
	"/users/alias/new":  {"users.alias.new", limitUsers, (*Server).newAliases},
	"/users/identify":   {"users.identify", limitUsers, (*Server).identifyUsers},
	"/users/export/ids": {"users.export.ids", limitExport, (*Server).exportUsers},
}

// serve turns one request into one answer. It is all that the two ways in,
// ServeHTTP and Transport, have in common.
func (s *Server) serve(r *http.Request) answer {
	fault, queued := s.nextFault()
	entry := s.record(r)
	if fault.Cut != CutNone && fault.Cut != CutAfterBody {
		return answer{cut: fault.Cut}
	}
	body, err := io.ReadAll(io.LimitReader(r.Body, braze.MaxBodyBytes+1))
	if err != nil {
		return answer{cut: CutBeforeBody}
	}
	s.recordBody(entry, body)
	if !queued {
		fault = s.askFault(entry)
	}

	var a answer
	if fault.keepsAnswer() || fault.Process {
		a = s.answer(r, body)
	}
	fault.apply(&a)
	if err := sleep(r.Context(), fault.Delay); err != nil {
		return answer{err: err}
	}
	s.recordStatus(entry, a)
	return a
}

// answer is what Braze says when nothing goes wrong on the way.
func (s *Server) answer(r *http.Request, body []byte) answer {
	s.mu.Lock()
	defer s.mu.Unlock()

	now := s.config.Now()
	e, ok := endpoints[r.URL.Path]
	if !ok || r.Method != http.MethodPost {
		return failure(http.StatusNotFound, "Not Found")
	}
	if a, ok := s.authorize(r, e.permission); !ok {
		return a
	}
	header, ok := s.limits.take(e.limit, now)
	a := failure(http.StatusTooManyRequests, "Rate Limited")
	switch {
	case !ok:
	case len(body) > braze.MaxBodyBytes:
		a = failure(http.StatusRequestEntityTooLarge, "Request Entity Too Large")
	default:
		s.applyDue(now)
		a = e.serve(s, now, body)
	}
	maps.Copy(a.header, header)
	a.header.Set("Date", now.UTC().Format(http.TimeFormat))
	s.counts.add(a.status)
	return a
}

// sleep waits for d on the clock of package time, or until ctx ends.
func sleep(ctx context.Context, d time.Duration) error {
	if d <= 0 {
		return nil
	}
	timer := time.NewTimer(d)
	defer timer.Stop()
	select {
	case <-timer.C:
		return nil
	case <-ctx.Done():
		return context.Cause(ctx)
	}
}
