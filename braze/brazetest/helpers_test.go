package brazetest_test

import (
	"errors"
	"io"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/mpbraze/mpbraze/braze/brazetest"
)

// now is the clock of servers with a fixed time: second 1 of a window of 3.
var now = time.Date(2024, 3, 1, 12, 0, 1, 0, time.UTC)

func fixed() time.Time { return now }

// post sends body to one endpoint of s with the default key.
func post(tb testing.TB, s *brazetest.Server, path, body string) *http.Response {
	tb.Helper()
	response, err := s.Transport().RoundTrip(request(tb, path, body))
	require.NoError(tb, err)
	return response
}

func request(tb testing.TB, path, body string) *http.Request {
	tb.Helper()
	r, err := http.NewRequestWithContext(
		tb.Context(), http.MethodPost, "https://rest.iad-01.braze.com"+path, strings.NewReader(body))
	require.NoError(tb, err)
	r.Header.Set("Authorization", "Bearer "+brazetest.Key)
	return r
}

// call returns status and body of the answer.
func call(tb testing.TB, s *brazetest.Server, path, body string) (int, string) {
	tb.Helper()
	response := post(tb, s, path, body)
	defer response.Body.Close()
	answer, err := io.ReadAll(response.Body)
	require.NoError(tb, err)
	return response.StatusCode, string(answer)
}

func track(tb testing.TB, s *brazetest.Server, body string) (int, string) {
	tb.Helper()
	return call(tb, s, "/users/track", body)
}

// set sends attributes objects, all of which must be accepted.
func set(tb testing.TB, s *brazetest.Server, objects ...string) {
	tb.Helper()
	status, answer := track(tb, s, `{"attributes":[`+strings.Join(objects, ",")+`]}`)
	require.Equal(tb, http.StatusCreated, status, answer)
	require.NotContains(tb, answer, "errors")
}

// refused sends one object and returns the type of its error; empty: accepted.
func refused(tb testing.TB, s *brazetest.Server, array, object string) string {
	tb.Helper()
	_, answer := track(tb, s, `{"`+array+`":[`+object+`]}`)
	_, rest, found := strings.Cut(answer, `{"type":"`)
	if !found {
		assert.Contains(tb, answer, `"message":"success"`)
		return ""
	}
	problem, _, _ := strings.Cut(rest, `","input_array":"`+array+`","index":0}`)
	return problem
}

func profile(tb testing.TB, s *brazetest.Server, externalID string) brazetest.Profile {
	tb.Helper()
	p, ok := s.Profile(externalID)
	require.True(tb, ok, "no profile %q", externalID)
	return p
}

var errBroken = errors.New("broken")

// failing is a body that cannot be read.
type failing struct{}

func (failing) Read([]byte) (int, error) { return 0, errBroken }
