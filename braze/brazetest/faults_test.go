package brazetest_test

import (
	"compress/gzip"
	"context"
	"io"
	"net/http"
	"net/http/httptrace"
	"strings"
	"syscall"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/mpbraze/mpbraze/braze/brazetest"
)

type sender func(*http.Request) (*http.Response, error)

// read returns the body as far as it comes.
func read(tb testing.TB, response *http.Response) string {
	tb.Helper()
	body, _ := io.ReadAll(response.Body)
	return string(body)
}

// ways runs a test for each of the two ways into a server.
func ways(t *testing.T, test func(t *testing.T, s *brazetest.Server, send sender)) {
	t.Helper()
	t.Run("transport", func(t *testing.T) {
		t.Parallel()
		s := brazetest.New(brazetest.Config{})
		test(t, s, s.Transport().RoundTrip)
	})
	t.Run("socket", func(t *testing.T) {
		t.Parallel()
		s := brazetest.New(brazetest.Config{})
		host := strings.TrimPrefix(s.Start(t), "http://")
		transport := &http.Transport{}
		t.Cleanup(transport.CloseIdleConnections)
		test(t, s, func(r *http.Request) (*http.Response, error) {
			r.URL.Scheme, r.URL.Host = "http", host
			return transport.RoundTrip(r)
		})
	})
}

func TestFaultAnswers(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct {
		fault       brazetest.Fault
		status      int
		body        string
		contentType string
		processed   bool
	}{
		"none":                    {brazetest.OK(), 201, `{"message":"success","attributes_processed":1}`, "application/json", true},
		"status":                  {brazetest.Status(503), 503, `{"message":"Service Unavailable"}`, "application/json", false},
		"status, processed":       {brazetest.Fault{Status: 500, Process: true}, 500, `{"message":"Internal Server Error"}`, "application/json", true},
		"nonsense status":         {brazetest.Status(600), 600, `{"message":""}`, "application/json", false},
		"no content":              {brazetest.Fault{Status: 204, Process: true}, 204, ``, "application/json", true},
		"queued, maintenance":     {brazetest.Queued(), 202, `{"message":"queued"}`, "application/json", true},
		"captive proxy":           {brazetest.HTML(200), 200, `<html><body>Sign in to the network</body></html>`, "text/html", false},
		"own body":                {brazetest.Fault{Status: 201, Body: []byte(`{"message":`)}, 201, `{"message":`, "application/json", false},
		"truncated":               {brazetest.Fault{Truncate: 10}, 201, `{"message":"success","attributes_pro`, "application/json", true},
		"rate limited, no change": {brazetest.RateLimited(2 * time.Second), 429, `{"message":"Too Many Requests"}`, "application/json", false},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			ways(t, func(t *testing.T, s *brazetest.Server, send sender) {
				t.Helper()
				s.Script(test.fault)
				response, err := send(request(t, "/users/track", one))
				require.NoError(t, err)
				defer response.Body.Close()
				body, err := io.ReadAll(response.Body)
				if test.fault.Truncate > 0 {
					require.ErrorIs(t, err, io.ErrUnexpectedEOF)
				} else {
					require.NoError(t, err)
				}
				assert.Equal(t, test.status, response.StatusCode)
				assert.Equal(t, test.body, string(body))
				assert.Equal(t, test.contentType, response.Header.Get("Content-Type"))
				assert.Equal(t, test.status, s.Requests()[0].Status)
				_, found := s.Profile("u")
				assert.Equal(t, test.processed, found)
			})
		})
	}
}

func TestRateLimitedHeader(t *testing.T) {
	t.Parallel()
	s := brazetest.New(brazetest.Config{})
	s.Script(brazetest.RateLimited(7 * time.Second))
	response := post(t, s, "/users/track", one)
	defer response.Body.Close()
	assert.Equal(t, "7", response.Header.Get("X-Ratelimit-Retry-After"))
	assert.Empty(t, response.Header.Get("X-Ratelimit-Limit"))
}

func TestCuts(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct {
		fault     brazetest.Fault
		want      syscall.Errno
		steps     []string
		processed bool
	}{
		"dial": {
			brazetest.Fault{Cut: brazetest.CutDial},
			syscall.ECONNREFUSED,
			[]string{"get"},
			false,
		},
		"before write": {
			brazetest.Fault{Cut: brazetest.CutBeforeWrite},
			syscall.ECONNRESET,
			[]string{"get", "got"},
			false,
		},
		"before body": {
			brazetest.Fault{Cut: brazetest.CutBeforeBody},
			syscall.ECONNRESET,
			[]string{"get", "got", "headers"},
			false,
		},
		"after body": {
			brazetest.Fault{Cut: brazetest.CutAfterBody},
			syscall.ECONNRESET,
			[]string{"get", "got", "headers", "body"},
			false,
		},
		"after body, processed": {
			brazetest.Lost(),
			syscall.ECONNRESET,
			[]string{"get", "got", "headers", "body"},
			true,
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			s := brazetest.New(brazetest.Config{})
			s.Script(test.fault)
			var steps []string
			step := func(name string) { steps = append(steps, name) }
			r := request(t, "/users/track", one)
			r = r.WithContext(httptrace.WithClientTrace(r.Context(), &httptrace.ClientTrace{
				GetConn:      func(string) { step("get") },
				GotConn:      func(httptrace.GotConnInfo) { step("got") },
				WroteHeaders: func() { step("headers") },
				WroteRequest: func(httptrace.WroteRequestInfo) { step("body") },
			}))
			_, err := s.Transport().RoundTrip(r) //nolint:bodyclose // there is no response
			require.ErrorIs(t, err, test.want)
			assert.Equal(t, test.steps, steps)
			assert.Zero(t, s.Requests()[0].Status)
			_, found := s.Profile("u")
			assert.Equal(t, test.processed, found)

			ways(t, func(t *testing.T, s *brazetest.Server, send sender) {
				t.Helper()
				s.Script(test.fault)
				_, err := send(request(t, "/users/track", one)) //nolint:bodyclose // there is no response
				require.Error(t, err)
				_, found := s.Profile("u")
				assert.Equal(t, test.processed, found)
			})
		})
	}
}

func TestGzipBomb(t *testing.T) {
	t.Parallel()
	const size = 8 << 20
	ways(t, func(t *testing.T, s *brazetest.Server, send sender) {
		t.Helper()
		s.Script(brazetest.GzipBomb(size), brazetest.GzipBomb(size))
		response, err := send(request(t, "/users/track", one))
		require.NoError(t, err)
		defer response.Body.Close()
		assert.True(t, response.Uncompressed)
		assert.Len(t, read(t, response), size)

		asked := request(t, "/users/track", one)
		asked.Header.Set("Accept-Encoding", "gzip")
		response, err = send(asked)
		require.NoError(t, err)
		defer response.Body.Close()
		assert.Equal(t, "gzip", response.Header.Get("Content-Encoding"))
		assert.Less(t, response.ContentLength, int64(size/100))
		unzipped, err := gzip.NewReader(response.Body)
		require.NoError(t, err)
		n, err := io.Copy(io.Discard, unzipped)
		require.NoError(t, err)
		assert.EqualValues(t, size, n)
	})
}

func TestDelay(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		s := brazetest.New(brazetest.Config{})
		s.Script(brazetest.Fault{Delay: 29 * time.Second}, brazetest.Fault{Delay: time.Hour, Process: true})
		start := time.Now()
		status, _ := track(t, s, one)
		assert.Equal(t, http.StatusCreated, status)
		assert.Equal(t, 29*time.Second, time.Since(start))

		ctx, cancel := context.WithTimeout(t.Context(), 30*time.Second)
		defer cancel()
		start = time.Now()
		_, err := s.Transport().RoundTrip(request(t, "/users/track", one).WithContext(ctx)) //nolint:bodyclose // there is no response
		require.ErrorIs(t, err, context.DeadlineExceeded)
		assert.Equal(t, 30*time.Second, time.Since(start))
		assert.Equal(t, 2, s.Counts().Attributes, "processed on arrival")
	})
}

func TestDrip(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		s := brazetest.New(brazetest.Config{})
		s.Script(brazetest.Fault{Drip: time.Second}, brazetest.Fault{Drip: time.Second})
		start := time.Now()
		_, body := track(t, s, one)
		assert.Equal(t, time.Duration(len(body))*time.Second, time.Since(start))

		ctx, cancel := context.WithTimeout(t.Context(), 10500*time.Millisecond)
		defer cancel()
		response, err := s.Transport().RoundTrip(request(t, "/users/track", one).WithContext(ctx))
		require.NoError(t, err)
		defer response.Body.Close()
		got, err := io.ReadAll(response.Body)
		require.ErrorIs(t, err, context.DeadlineExceeded)
		assert.Equal(t, body[:10], string(got))
	})
}

func TestDripOnSocket(t *testing.T) {
	t.Parallel()
	s := brazetest.New(brazetest.Config{})
	url := s.Start(t)
	s.Script(brazetest.Fault{Drip: time.Millisecond})
	r := request(t, "/users/track", one)
	drip, err := http.NewRequestWithContext(t.Context(), http.MethodPost, url+"/users/track", r.Body)
	require.NoError(t, err)
	drip.Header = r.Header
	transport := &http.Transport{}
	defer transport.CloseIdleConnections()
	start := time.Now()
	response, err := transport.RoundTrip(drip)
	require.NoError(t, err)
	defer response.Body.Close()
	body := read(t, response)
	assert.JSONEq(t, `{"message":"success","attributes_processed":1}`, body)
	assert.GreaterOrEqual(t, time.Since(start), time.Duration(len(body))*time.Millisecond)
}

func TestScriptOrder(t *testing.T) {
	t.Parallel()
	s := brazetest.New(brazetest.Config{})
	s.ScriptFunc(func(r brazetest.Request) brazetest.Fault {
		if strings.Contains(string(r.Body), "poison") {
			return brazetest.Status(http.StatusBadRequest)
		}
		return brazetest.OK()
	})
	s.Script(brazetest.Status(500), brazetest.OK())
	const poison = `{"attributes":[{"external_id":"u","a":"poison"}]}`
	var statuses []int
	for _, body := range []string{poison, poison, poison, one} {
		status, _ := track(t, s, body)
		statuses = append(statuses, status)
	}
	assert.Equal(t, []int{500, 201, 400, 201}, statuses, "the queue first, then the function")
	s.ScriptFunc(nil)
	status, _ := track(t, s, poison)
	assert.Equal(t, http.StatusCreated, status)
}

func TestCancelledBeforehand(t *testing.T) {
	t.Parallel()
	s := brazetest.New(brazetest.Config{})
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	_, err := s.Transport().RoundTrip(request(t, "/users/track", one).WithContext(ctx)) //nolint:bodyclose // there is no response
	require.ErrorIs(t, err, context.Canceled)
	assert.Empty(t, s.Requests())
}

func TestBodyThatFails(t *testing.T) {
	t.Parallel()
	s := brazetest.New(brazetest.Config{})
	r := request(t, "/users/track", one)
	r.Body = io.NopCloser(io.MultiReader(strings.NewReader(`{"attr`), failing{}))
	_, err := s.Transport().RoundTrip(r) //nolint:bodyclose // there is no response
	require.ErrorIs(t, err, errBroken)
	assert.Empty(t, s.Profiles())
}
