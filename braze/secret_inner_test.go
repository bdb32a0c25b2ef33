package braze

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// TestP25_Secret prints the key itself, also from where fmt does not call methods.
func TestP25_Secret(t *testing.T) {
	t.Parallel()
	key, err := newSecret(testKey)
	require.NoError(t, err)
	inside := struct{ key secret }{key}
	var out bytes.Buffer
	for _, verb := range []string{"%v", "%+v", "%#v", "%s", "%q", "%x", "%d", "%t"} {
		fmt.Fprintf(&out, verb+verb+verb+verb, key, &key, inside, &inside)
	}
	slog.New(slog.NewJSONHandler(&out, nil)).Info("x", slog.Any("key", key))
	encoded, err := json.Marshal(map[string]any{"key": key})
	require.NoError(t, err)
	out.Write(encoded)
	assert.NotContains(t, out.String(), testKey)
	assert.NotContains(t, out.String(), fmt.Sprintf("%x", testKey))
	assert.Equal(t, redacted, fmt.Sprint(key))
	assert.JSONEq(t, `{"key":"[redacted]"}`, string(encoded))
	assert.Equal(t, []string{"Bearer " + testKey}, key.authorization())
}

func TestScrub(t *testing.T) {
	t.Parallel()
	key, err := newSecret(testKey)
	require.NoError(t, err)
	assert.Equal(t, "a [redacted] b", key.scrub("a "+testKey+" b"))
	require.NoError(t, key.scrubError(nil))
	assert.Equal(t, io.EOF, key.scrubError(io.EOF))
	assert.Equal(t, errRedacted, key.scrubError(errors.New("Bearer "+testKey)))
}

func TestErrorsInLogs(t *testing.T) {
	t.Parallel()
	failed := &APIError{Endpoint: pathTrack, Status: 429, Attempts: 2, class: classQuota, Message: "ann@example.com"}
	limited := &RateLimitError{RetryAfter: 90 * time.Second, Err: failed}
	var out bytes.Buffer
	log := slog.New(slog.NewTextHandler(&out, nil))
	log.Info("x", slog.Any("a", failed), slog.Any("b", limited))
	assert.Contains(t, out.String(), "b.class=quota b.status=429 b.attempts=2")
	text := out.String() + fmt.Sprintf("%#v %#v %v", failed, limited, limited)
	assert.NotContains(t, text, "ann@")
	require.EqualError(t, limited, "braze: users/track: quota used up (status 429), after 2 attempts: free again in 1m30s")
	assert.Equal(t, "braze.Client(nil)", (*Client)(nil).String())
}

func TestCut(t *testing.T) {
	t.Parallel()
	assert.Equal(t, "abc", cut("abc", 3))
	assert.Equal(t, "ab", cut("abc", 2))
	assert.Equal(t, "a", cut("aé", 2), "never inside a rune")
	assert.Empty(t, cut("é", 1))
	assert.False(t, documented(strings.Repeat("x", maxReason+1)))
	assert.False(t, documented(""))
}

// doerFunc is a stack that is no http.Client.
type doerFunc func(*http.Request) (*http.Response, error)

func (f doerFunc) Do(req *http.Request) (*http.Response, error) { return f(req) }

func TestWithHTTPClientTakesAnyDoer(t *testing.T) {
	t.Parallel()
	closed := 0
	client, err := New(US01, testKey, fastRetry, WithHTTPClient(doerFunc(func(req *http.Request) (*http.Response, error) {
		assert.Equal(t, "rest.iad-01.braze.com", req.URL.Host)
		body := &closeCounter{Reader: strings.NewReader("{"), closed: &closed}
		// Against the contract of http.Client: an answer and an error.
		return &http.Response{Body: body}, io.ErrUnexpectedEOF
	})))
	require.NoError(t, err)
	_, err = track(t.Context(), client, contentRepeatable)
	requireFate(t, err, ErrAmbiguous, classAmbiguous)
	assert.Equal(t, 5, closed, "bodies are closed all the same")
	client.CloseIdleConnections()
}

type closeCounter struct {
	io.Reader

	closed *int
}

func (c *closeCounter) Close() error {
	*c.closed++
	return nil
}
