package braze_test

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

	"github.com/jarcoal/httpmock"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/mpbraze/mpbraze/braze"
)

func TestBadInputI63APIKey(t *testing.T) {
	t.Parallel()
	tests := map[string]struct{ key, says string }{
		"empty":            {"", "empty"},
		"CR":               {canary + "\r", "line break"},
		"LF in the middle": {canary + "\nX-Evil: 1", "line break"},
		"trailing newline": {canary + "\n", "line break"},
		"space":            {canary + " x", "space"},
		"tab":              {"\t" + canary, "space"},
		"non-ASCII":        {canary + "é", "ASCII"},
		"control":          {canary + "\x00", "ASCII"},
		"Bearer":           {"Bearer " + canary, "Bearer"},
		"bearer":           {"bearer " + canary, "Bearer"},
		"quotes":           {`"` + canary + `"`, "quote"},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			client, err := braze.New(braze.US01, tt.key)
			assert.Nil(t, client)
			require.ErrorIs(t, err, braze.ErrInvalidOption)
			assert.Contains(t, err.Error(), tt.says)
			assert.NotContains(t, err.Error(), canary)
		})
	}
}

// everyWay prints a value in all the ways a program may print it by accident.
func everyWay(v any) string {
	var out bytes.Buffer
	for _, verb := range []string{"%v", "%+v", "%#v", "%s", "%q", "%x", "%X", "%d", "%t", "%p"} {
		fmt.Fprintf(&out, verb+"\n", v)
		fmt.Fprintf(&out, verb+"\n", struct{ inner any }{v})
		fmt.Fprintf(&out, verb+"\n", []any{v})
		fmt.Fprintf(&out, verb+"\n", map[string]any{"k": v})
	}
	for _, handler := range []slog.Handler{
		slog.NewJSONHandler(&out, nil), slog.NewTextHandler(&out, nil),
	} {
		slog.New(handler).Info("x", slog.Any("v", v), slog.Any("s", []any{v}))
	}
	if encoded, err := json.Marshal(map[string]any{"v": v}); err == nil {
		out.Write(encoded)
	}
	func() {
		defer func() { fmt.Fprint(&out, recover()) }()
		panic(fmt.Sprintf("%+v", v))
	}()
	return out.String()
}

// requireNoCanary fails if the key is in the text, plain or as hex.
func requireNoCanary(t *testing.T, text string) {
	t.Helper()
	for _, form := range []string{canary, fmt.Sprintf("%x", canary), fmt.Sprintf("%X", canary)} {
		require.NotContains(t, text, form)
	}
}

// TestBadInputI68 prints clients in every way.
func TestBadInputI68(t *testing.T) {
	t.Parallel()
	var log bytes.Buffer
	client := newClient(t, braze.WithLogger(slog.New(slog.NewTextHandler(&log, nil))))
	requireNoCanary(t, everyWay(client))
	requireNoCanary(t, everyWay(&client))
	requireNoCanary(t, everyWay(*client))
	requireNoCanary(t, everyWay(struct{ Client *braze.Client }{client}))
	requireNoCanary(t, log.String())
	assert.Equal(t, "braze.Client(rest.iad-01.braze.com)", fmt.Sprintf("%+v", client))
}

// TestBadInputI69 lets servers and transports echo the request, and prints all
// that comes back.
func TestBadInputI69(t *testing.T) {
	t.Parallel()
	echo := func(status int, body string) httpmock.Responder {
		return func(req *http.Request) (*http.Response, error) {
			response := httpmock.NewStringResponse(status, strings.ReplaceAll(body, "KEY", req.Header.Get("Authorization")))
			response.Header.Set("X-Echo", req.Header.Get("Authorization"))
			return response, nil
		}
	}
	broken := func(err error) httpmock.Responder { return httpmock.NewErrorResponder(err) }
	tests := map[string]httpmock.Responder{
		"message of a refusal":  echo(400, `{"message":"bad key KEY"}`),
		"message of a 2xx":      echo(201, `{"message":"KEY"}`),
		"reason of an item":     echo(201, `{"message":"success","errors":[{"type":"KEY","input_array":"attributes","index":0}]}`),
		"reason in a refusal":   echo(400, `{"message":"KEY","errors":[{"type":"KEY","input_array":"attributes","index":0}]}`),
		"page":                  echo(200, `<html>KEY</html>`),
		"401":                   echo(401, `KEY`),
		"429":                   echo(429, `KEY`),
		"503":                   echo(503, `KEY`),
		"redirect":              echo(307, `KEY`),
		"transport with a text": broken(errors.New("cannot send Authorization: Bearer " + canary)),
		"transport that fails":  broken(io.ErrUnexpectedEOF),
	}
	for name, responder := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			var log bytes.Buffer
			logger := slog.New(slog.NewJSONHandler(&log, &slog.HandlerOptions{Level: slog.LevelDebug}))
			client, _ := mocked(t, responder, braze.WithLogger(logger), braze.WithHooks(&recorder{}))
			response, err := client.Track(t.Context(), plain)
			if err != nil {
				requireNoCanary(t, everyWay(err))
				var failed *braze.APIError
				require.ErrorAs(t, err, &failed)
				requireNoCanary(t, failed.Message)
				requireNoCanary(t, everyWay(failed.Items))
				for _, secret := range []string{"rest.iad-01", "users/track?", "Ann"} {
					assert.NotContains(t, err.Error(), secret)
				}
			}
			requireNoCanary(t, everyWay(response))
			requireNoCanary(t, log.String())
		})
	}
}
