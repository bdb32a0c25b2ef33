package braze

import (
	"context"
	"log/slog"
	"sync/atomic"
)

// isolatedHandler keeps the panics of a log handler inside, and counts them.
type isolatedHandler struct {
	handler slog.Handler
	panics  *atomic.Int64
}

// isolatedLogger returns l in the group of this package.
func isolatedLogger(l *slog.Logger, panics *atomic.Int64) *slog.Logger {
	return slog.New(isolatedHandler{l.Handler(), panics}).WithGroup("braze")
}

// keep ends the panic of foreign code, whose value may hold anything.
func (h isolatedHandler) keep() {
	if recover() != nil {
		h.panics.Add(1)
	}
}

// Enabled implements [slog.Handler].
func (h isolatedHandler) Enabled(ctx context.Context, level slog.Level) bool {
	defer h.keep()
	return h.handler.Enabled(ctx, level)
}

// Handle implements [slog.Handler].
func (h isolatedHandler) Handle(ctx context.Context, r slog.Record) error {
	defer h.keep()
	return h.handler.Handle(ctx, r)
}

// WithAttrs implements [slog.Handler].
func (h isolatedHandler) WithAttrs(attrs []slog.Attr) slog.Handler {
	return isolatedHandler{h.handler.WithAttrs(attrs), h.panics}
}

// WithGroup implements [slog.Handler].
func (h isolatedHandler) WithGroup(name string) slog.Handler {
	return isolatedHandler{h.handler.WithGroup(name), h.panics}
}
