package main

import (
	"context"
	"errors"
	"log/slog"
	"net"
	"net/http"
	"time"

	"github.com/mpbraze/mpbraze/braze"
)

// Time limits. A post takes at most readTimeout and sendTimeout; grace covers
// both and stays under the 30 s that Kubernetes waits after SIGTERM.
const (
	readTimeout = 10 * time.Second
	sendTimeout = 10 * time.Second
	grace       = 25 * time.Second
)

// newServer guards against slow and endless requests.
func newServer(h http.Handler, log *slog.Logger) *http.Server {
	mux := http.NewServeMux()
	mux.Handle("POST /mparticle", h)
	return &http.Server{
		Handler:           mux,
		ReadHeaderTimeout: readTimeout / 2,
		ReadTimeout:       readTimeout,
		WriteTimeout:      grace,
		IdleTimeout:       2 * time.Minute,
		MaxHeaderBytes:    16 << 10,
		ErrorLog:          slog.NewLogLogger(log.Handler(), slog.LevelWarn),
	}
}

// serve answers posts until ctx ends, then shuts down in the order in which the
// data flows: no new posts, those under way are finished, the sender is closed.
func serve(ctx context.Context, server *http.Server, listener net.Listener, sender *braze.Sender) error {
	failed := make(chan error, 1)
	go func() { failed <- server.Serve(listener) }()
	var err error
	select {
	case err = <-failed:
	case <-ctx.Done():
	}
	// The signal has ended ctx, not the posts under way.
	ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), grace)
	defer cancel()
	err = errors.Join(err, server.Shutdown(ctx))
	// What is not delivered was not answered 2xx: mParticle has it still.
	_, closing := sender.Close(ctx)
	return errors.Join(err, closing, server.Close())
}
