package braze

import (
	"bytes"
	"io"
	"net/http"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
	"golang.org/x/time/rate"
)

// instantBraze answers at once, so that only the work above it is measured.
type instantBraze struct{}

func (instantBraze) RoundTrip(req *http.Request) (*http.Response, error) {
	_, _ = io.Copy(io.Discard, req.Body)
	_ = req.Body.Close()
	return &http.Response{
		StatusCode: http.StatusCreated,
		Header:     http.Header{"Content-Type": jsonType},
		Body:       io.NopCloser(strings.NewReader(`{"message":"success","attributes_processed":75}`)),
		Request:    req,
	}, nil
}

// BenchmarkB13 compares a call with a bare net/http client that sends the same
// 20 KB and reads the answer.
func BenchmarkB13(b *testing.B) {
	body := bytes.Repeat([]byte("x"), 20<<10)
	b.Run("net_http", func(b *testing.B) {
		client := &http.Client{Transport: instantBraze{}}
		b.ReportAllocs()
		for b.Loop() {
			req, err := http.NewRequestWithContext(b.Context(), http.MethodPost, "https://rest.iad-01.braze.com/users/track", bytes.NewReader(body))
			require.NoError(b, err)
			req.Header.Set("Authorization", "Bearer key")
			req.Header.Set("Content-Type", "application/json")
			response, err := client.Do(req)
			require.NoError(b, err)
			_, _ = io.ReadAll(response.Body)
			_ = response.Body.Close()
		}
	})
	client, err := New(US01, testKey, WithTransport(instantBraze{}), WithLimiter(rate.NewLimiter(rate.Inf, 0)))
	require.NoError(b, err)
	sent := Counts{Attributes: 75}
	b.Run("call", func(b *testing.B) {
		b.ReportAllocs()
		for b.Loop() {
			_, err := client.do(b.Context(), &client.track, body, contentRepeatable, sent)
			require.NoError(b, err)
		}
	})
	b.Run("attempt", func(b *testing.B) {
		b.ReportAllocs()
		for b.Loop() {
			run := client.trackBody(b.Context(), body, contentRepeatable, sent, 0, false)
			require.Equal(b, classAccepted, run.last.class)
		}
	})
}
