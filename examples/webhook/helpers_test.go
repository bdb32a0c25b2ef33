package main

import (
	"bytes"
	"compress/gzip"
	"context"
	"fmt"
	"io"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/mpbraze/mpbraze/braze"
	"github.com/mpbraze/mpbraze/mapping"
)

const (
	secret  = "the-first-secret-of-two"
	rotated = "the-second-secret-of-two"
)

// newHook returns a handler that forwards through client.
func newHook(t *testing.T, client *braze.Client, o braze.SenderOptions) *webhook {
	t.Helper()
	accepted, err := parseSecrets(secret + ", " + rotated)
	require.NoError(t, err)
	mapper, err := mapping.New(mapping.Config{})
	require.NoError(t, err)
	sender, err := braze.NewSender(client, o)
	require.NoError(t, err)
	t.Cleanup(func() {
		_, err := sender.Close(context.Background())
		assert.NoError(t, err)
	})
	return newWebhook(accepted, mapper, sender, slog.New(slog.DiscardHandler))
}

// post returns a request as mParticle makes it.
func post(t *testing.T, body io.Reader) *http.Request {
	t.Helper()
	r := httptest.NewRequestWithContext(t.Context(), http.MethodPost, "/mparticle", body)
	r.Header.Set("Authorization", secret)
	r.Header.Set("Content-Type", "application/json")
	return r
}

func answer(h http.Handler, r *http.Request) *httptest.ResponseRecorder {
	w := httptest.NewRecorder()
	h.ServeHTTP(w, r)
	return w
}

// batchOf is a batch about one user: an attribute of its own, one that
// changes from batch to batch, and an event.
func batchOf(user, step int) string {
	return fmt.Sprintf(`{
		"environment": "production",
		"timestamp_unixtime_ms": 1735689600000,
		"user_identities": [{"identity_type": "customer_id", "identity": "user-%d"}],
		"user_attributes": {"seen_%d": "yes", "last": "%d"},
		"events": [{"event_type": "custom_event", "data": {
			"event_name": "step %d", "custom_event_type": "other", "timestamp_unixtime_ms": 1735689600000}}]
	}`, user, step, step, step)
}

func gzipped(text string) io.Reader {
	var b bytes.Buffer
	w := gzip.NewWriter(&b)
	_, _ = io.Copy(w, strings.NewReader(text))
	_ = w.Close()
	return &b
}

// endless is a body without an end that counts what was read of it.
type endless struct{ read int }

func (e *endless) Read(p []byte) (int, error) {
	for i := range p {
		p[i] = ' '
	}
	e.read += len(p)
	return len(p), nil
}
