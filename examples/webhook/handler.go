package main

import (
	"context"
	"fmt"
	"log/slog"
	"net/http"
	"time"

	"github.com/mpbraze/mpbraze/braze"
	"github.com/mpbraze/mpbraze/mapping"
	"github.com/mpbraze/mpbraze/mparticle"
)

// webhook answers the posts of mParticle.
type webhook struct {
	secrets secrets
	mapper  *mapping.Mapper
	sender  *braze.Sender
	// slots bound the posts under way.
	slots chan struct{}
	// timeout is how long a batch may take on its way through Braze.
	timeout time.Duration
	log     *slog.Logger
}

// maxPosts is how many posts may be under way. It bounds the memory, together
// with maxBody and the sender's own bounds.
const maxPosts = 512

func newWebhook(s secrets, m *mapping.Mapper, sender *braze.Sender, log *slog.Logger) *webhook {
	return &webhook{
		secrets: s, mapper: m, sender: sender, log: log,
		slots:   make(chan struct{}, maxPosts),
		timeout: sendTimeout,
	}
}

// ServeHTTP answers one post. Statuses tell mParticle what to do: it repeats
// after 408 and 503, for a limited time, and drops what is answered with another
// 4xx. Whether it repeats after 429 is not documented, so that load is shed
// with 503.
func (h *webhook) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	status, text := h.handle(w, r)
	level := slog.LevelWarn
	switch status {
	case http.StatusOK:
		level = slog.LevelDebug
	case http.StatusUnauthorized:
		// The body of a stranger is not read, not even to reuse the connection.
		w.Header().Set("Connection", "close")
	case http.StatusServiceUnavailable:
		w.Header().Set("Retry-After", "5")
	}
	h.log.LogAttrs(r.Context(), level, "post", slog.Int("status", status), slog.String("result", text))
	w.Header().Set("Content-Type", "text/plain; charset=utf-8")
	w.WriteHeader(status)
	fmt.Fprintln(w, text)
}

// handle returns the status and the text of the answer, which never holds a
// value of the batch.
func (h *webhook) handle(w http.ResponseWriter, r *http.Request) (int, string) {
	if !h.secrets.admit(r.Header) {
		return http.StatusUnauthorized, "needs exactly one Authorization header with the secret"
	}
	select {
	case h.slots <- struct{}{}:
		defer func() { <-h.slots }()
	default:
		return http.StatusServiceUnavailable, "too many posts at once"
	}
	body, err := readBody(w, r)
	if err != nil {
		return bodyStatus[err], err.Error()
	}
	batch, err := mparticle.ParseBatch(body)
	if err != nil {
		return http.StatusBadRequest, err.Error()
	}
	return h.forward(r.Context(), batch)
}

// forward sends a batch to Braze. The context ends when mParticle hangs up: it
// will send again, so that what has not left yet stays here.
func (h *webhook) forward(ctx context.Context, batch *mparticle.Batch) (int, string) {
	ctx, cancel := context.WithTimeout(ctx, h.timeout)
	defer cancel()
	mapped := h.mapper.MapAt(batch, time.Now())
	result, err := h.sender.Send(ctx, mapped.Track)
	h.report(ctx, mapped.Issues, &result)
	if !result.Final() {
		return http.StatusServiceUnavailable, err.Error()
	}
	return http.StatusOK, fmt.Sprintf("delivered %d, rejected %d, issues %d",
		result.Count(braze.Delivered), result.Count(braze.Rejected), len(mapped.Issues))
}

// report logs what does not reach Braze. Neither issues nor errors hold values.
func (h *webhook) report(ctx context.Context, issues []mapping.Issue, result *braze.Result) {
	for _, issue := range issues {
		level := slog.LevelDebug
		if issue.Severity == mapping.Error {
			level = slog.LevelWarn
		}
		h.log.LogAttrs(ctx, level, "issue", slog.String("code", string(issue.Code)), slog.String("path", issue.Path))
	}
	for place, o := range result.All() {
		if o.State == braze.Rejected {
			h.log.LogAttrs(ctx, slog.LevelWarn, "rejected",
				slog.String("array", string(place.Array)), slog.Int("index", place.Index), slog.Any("reason", o.Err))
		}
	}
}
