package braze_test

import (
	"context"
	"io"
	"log/slog"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/jarcoal/httpmock"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/mpbraze/mpbraze/braze"
)

const (
	// canary is the key of every client in these tests; it must never show up
	// anywhere.
	canary   = "canary-0d5e8c1a-key"
	trackURL = "https://rest.iad-01.braze.com/users/track"
	success  = `{"message":"success","attributes_processed":1}`
)

var (
	plain = braze.TrackRequest{Attributes: []braze.Attributes{{
		User: braze.UserID{ExternalID: "u1"}, FirstName: braze.Set("Ann"),
	}}}
	withEvent = braze.TrackRequest{Events: []braze.Event{{
		User: braze.UserID{ExternalID: "u1"}, Name: "opened", Time: time.Unix(1_700_000_000, 0),
	}}}
)

// quick makes retries fast enough for real time.
var quick = braze.WithRetry(braze.RetryOptions{BaseDelay: time.Millisecond, MaxDelay: 2 * time.Millisecond})

func newClient(t *testing.T, opts ...braze.Option) *braze.Client {
	t.Helper()
	client, err := braze.New(braze.US01, canary, opts...)
	require.NoError(t, err)
	t.Cleanup(client.CloseIdleConnections)
	return client
}

// mocked returns a client whose Braze is a mock with one responder.
func mocked(t *testing.T, r httpmock.Responder, opts ...braze.Option) (*braze.Client, *httpmock.MockTransport) {
	t.Helper()
	mock := httpmock.NewMockTransport()
	mock.RegisterResponder(http.MethodPost, trackURL, r)
	return newClient(t, append([]braze.Option{quick, braze.WithTransport(mock)}, opts...)...), mock
}

func answers(status int, body string) httpmock.Responder {
	return httpmock.NewStringResponder(status, body)
}

func TestTrack(t *testing.T) {
	t.Parallel()
	t.Run("sends the request", func(t *testing.T) {
		t.Parallel()
		client, _ := mocked(t, func(req *http.Request) (*http.Response, error) {
			body, err := io.ReadAll(req.Body)
			if err != nil {
				return nil, err
			}
			assert.JSONEq(t, `{"attributes":[{"external_id":"u1","first_name":"Ann"}]}`, string(body))
			assert.Equal(t, "Bearer "+canary, req.Header.Get("Authorization"))
			assert.Equal(t, "application/json", req.Header.Get("Content-Type"))
			assert.Contains(t, req.Header.Get("User-Agent"), "mpbraze")
			assert.Empty(t, req.Header.Get("Idempotency-Key"))
			assert.NotContains(t, req.Header, "X-Idempotency-Key")
			assert.Equal(t, int64(len(body)), req.ContentLength)
			return httpmock.NewStringResponse(201, success), nil
		})
		response, err := client.Track(t.Context(), plain)
		require.NoError(t, err)
		assert.Equal(t, &braze.TrackResponse{Message: "success", AttributesProcessed: 1, Attempts: 1}, response)
	})
	t.Run("partial refusal is no error", func(t *testing.T) {
		t.Parallel()
		client, _ := mocked(t, answers(201, `{"message":"success","errors":[{"type":"BAD_DEVICE_ID","input_array":"attributes","index":0}]}`))
		response, err := client.Track(t.Context(), plain)
		require.NoError(t, err)
		require.Len(t, response.Errors, 1)
		assert.EqualError(t, response.Errors[0], "braze: attributes[0]: BAD_DEVICE_ID")
	})
	t.Run("counts repeats of what may have arrived", func(t *testing.T) {
		t.Parallel()
		client, mock := mocked(t, answers(503, "").Then(answers(429, "")).Then(answers(201, success)))
		response, err := client.Track(t.Context(), withEvent)
		require.NoError(t, err)
		assert.Equal(t, 3, response.Attempts)
		assert.Equal(t, 2, response.Repeats)
		assert.Equal(t, 3, mock.GetTotalCallCount())
	})
	t.Run("nothing to send", func(t *testing.T) {
		t.Parallel()
		client, mock := mocked(t, answers(201, success))
		_, err := client.Track(t.Context(), braze.TrackRequest{})
		require.ErrorIs(t, err, braze.ErrRejected)
		assert.Zero(t, mock.GetTotalCallCount())
	})
	t.Run("an invalid object", func(t *testing.T) {
		t.Parallel()
		client, mock := mocked(t, answers(201, success))
		_, err := client.Track(t.Context(), braze.TrackRequest{Events: []braze.Event{{Name: "no user"}}})
		require.ErrorIs(t, err, braze.ErrRejected)
		require.ErrorIs(t, err, braze.ErrInvalidObject)
		assert.Zero(t, mock.GetTotalCallCount())
	})
}

func TestTrackSurface(t *testing.T) {
	t.Parallel()
	surface := braze.WithRetry(braze.RetryOptions{
		BaseDelay: time.Millisecond, MaxDelay: time.Millisecond, OnUnknown: braze.Surface,
	})
	tests := map[string]struct {
		request  braze.TrackRequest
		attempts int
	}{
		"plain attributes go again":    {plain, 5},
		"events do not":                {withEvent, 1},
		"increments do not":            {custom(braze.Increment(1)), 1},
		"additions of objects do not":  {custom(braze.ObjectArrayUpdate{Add: []map[string]any{{"a": 1}}}), 1},
		"removals of objects go again": {custom(braze.ObjectArrayUpdate{Remove: []braze.ObjectMatch{{Key: "a", Value: 1}}}), 5},
		"array updates go again":       {custom(braze.ArrayUpdate{Add: []any{"x"}}), 5},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			client, mock := mocked(t, answers(500, ""), surface)
			_, err := client.Track(t.Context(), tt.request)
			require.ErrorIs(t, err, braze.ErrAmbiguous)
			assert.Equal(t, tt.attempts, mock.GetTotalCallCount())
		})
	}
}

func custom(value any) braze.TrackRequest {
	return braze.TrackRequest{Attributes: []braze.Attributes{{
		User: braze.UserID{ExternalID: "u1"}, Custom: braze.Custom{"x": value},
	}}}
}

func TestTrackCaps(t *testing.T) {
	t.Parallel()
	events := func(n int) braze.TrackRequest {
		r := braze.TrackRequest{}
		for range n {
			r.Events = append(r.Events, withEvent.Events[0])
		}
		return r
	}
	both := events(40)
	for range 40 {
		both.Attributes = append(both.Attributes, plain.Attributes[0])
	}
	legacy := braze.WithCaps(braze.Caps{Total: 225})
	tests := map[string]struct {
		request braze.TrackRequest
		options []braze.Option
		want    *braze.CapError
	}{
		"75 events":           {events(75), nil, nil},
		"76 events":           {events(76), nil, &braze.CapError{What: "events", Got: 76, Max: 75}},
		"80 in all":           {both, nil, &braze.CapError{What: "objects", Got: 80, Max: 75}},
		"80 in all, older":    {both, []braze.Option{legacy}, nil},
		"76 events, older":    {events(76), []braze.Option{legacy}, &braze.CapError{What: "events", Got: 76, Max: 75}},
		"51 with a cap of 50": {events(51), []braze.Option{braze.WithCaps(braze.Caps{Total: 50})}, &braze.CapError{What: "objects", Got: 51, Max: 50}},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			client, mock := mocked(t, answers(201, success), tt.options...)
			_, err := client.Track(t.Context(), tt.request)
			if tt.want == nil {
				require.NoError(t, err)
				return
			}
			var capped *braze.CapError
			require.ErrorAs(t, err, &capped)
			assert.Equal(t, tt.want, capped)
			require.ErrorIs(t, err, braze.ErrTooMany)
			require.ErrorIs(t, err, braze.ErrNotSent)
			assert.Contains(t, err.Error(), "Sender")
			assert.Zero(t, mock.GetTotalCallCount())
		})
	}
}

func TestTrackBytes(t *testing.T) {
	t.Parallel()
	texts := make([]any, 300)
	for i := range texts {
		texts[i] = strings.Repeat("x", 250)
	}
	r := braze.TrackRequest{}
	for range 75 {
		event := withEvent.Events[0]
		event.Properties = braze.Properties{"list": texts}
		r.Events = append(r.Events, event)
	}
	client, mock := mocked(t, answers(201, success))
	_, err := client.Track(t.Context(), r)
	require.ErrorIs(t, err, braze.ErrTooLarge)
	require.ErrorIs(t, err, braze.ErrNotSent)
	require.NotErrorIs(t, err, braze.ErrTooMany)
	assert.Zero(t, mock.GetTotalCallCount())
}

func TestLogging(t *testing.T) {
	t.Parallel()
	var out strings.Builder
	log := slog.New(slog.NewJSONHandler(&out, &slog.HandlerOptions{Level: slog.LevelDebug}))
	client, _ := mocked(t, answers(503, "").Then(answers(201, success)), braze.WithLogger(log))
	_, err := client.Track(context.Background(), plain)
	require.NoError(t, err)
	assert.Equal(t, 2, strings.Count(out.String(), `"msg":"attempt"`))
	assert.Equal(t, 1, strings.Count(out.String(), `"msg":"retry"`))
	assert.Contains(t, out.String(), `"braze":{"endpoint":"users/track"`)
	assert.NotContains(t, out.String(), "rest.iad-01")
	assert.NotContains(t, out.String(), "Ann")
}
