package braze

import (
	"compress/gzip"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync/atomic"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// answering returns a client of a server with this handler.
func answering(t *testing.T, handler http.HandlerFunc, opts ...Option) *Client {
	t.Helper()
	server := httptest.NewServer(handler)
	t.Cleanup(server.Close)
	return faultClient(t, nil, append([]Option{WithEndpoint(server.URL), fastRetry}, opts...)...)
}

// rawAnswer is a client of a server that says exactly this and hangs up.
func rawAnswer(t *testing.T, answer string, opts ...Option) *Client {
	t.Helper()
	address := listen(t, func(_ int, conn *net.TCPConn) {
		readRequest(conn)
		_, _ = io.WriteString(conn, answer)
	})
	return faultClient(t, nil, append([]Option{WithEndpoint(address), surface}, opts...)...)
}

// permanent is a row for a status that ends the call at once.
func permanent(status int, fate error, class class) func(*testing.T) {
	return func(t *testing.T) {
		var requests atomic.Int64
		client := answering(t, func(w http.ResponseWriter, _ *http.Request) {
			requests.Add(1)
			w.WriteHeader(status)
		})
		_, err := track(t.Context(), client, contentRepeatable)
		failed := requireFate(t, err, fate, class)
		assert.Equal(t, status, failed.Status)
		assert.EqualValues(t, 1, requests.Load())
	}
}

func redirect(status int, scheme string) func(*testing.T) {
	return func(t *testing.T) {
		var hits atomic.Int64
		target := httptest.NewServer(http.HandlerFunc(func(http.ResponseWriter, *http.Request) { hits.Add(1) }))
		t.Cleanup(target.Close)
		client := answering(t, func(w http.ResponseWriter, _ *http.Request) {
			w.Header().Set("Location", scheme+target.Listener.Addr().String()+"/stolen")
			w.WriteHeader(status)
		})
		_, err := track(t.Context(), client, contentRepeatable)
		failed := requireFate(t, err, ErrNotSent, classRedirect)
		require.ErrorIs(t, err, ErrRedirect)
		assert.Equal(t, 1, failed.Attempts)
		assert.Zero(t, hits.Load(), "the target sees nothing")
		assert.NotContains(t, err.Error(), "stolen")
	}
}

var answerFaults = map[string]func(*testing.T){
	"F14_truncated_JSON": func(t *testing.T) {
		client := rawAnswer(t, "HTTP/1.1 201 Created\r\nContent-Length: 100\r\n\r\n{\"message\":\"success\"}")
		run, err := track(t.Context(), client, contentOnce)
		require.NoError(t, err, "a 2xx is never sent again")
		assert.Equal(t, 1, run.attempts)
		assert.True(t, run.trackResponse().Opaque)
	},
	"F15_page_of_a_captive_proxy": func(t *testing.T) {
		client := rawAnswer(t, "HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n<html>Sign in</html>")
		run, err := track(t.Context(), client, contentRepeatable)
		requireFate(t, err, ErrAmbiguous, classForeign)
		assert.Equal(t, 1, run.attempts)
	},
	"F22_401":       permanent(http.StatusUnauthorized, ErrNotSent, classAuth),
	"F22_403":       permanent(http.StatusForbidden, ErrNotSent, classAuth),
	"F23_404":       permanent(http.StatusNotFound, ErrNotSent, classEndpoint),
	"F24_413":       permanent(http.StatusRequestEntityTooLarge, ErrNotSent, classTooLarge),
	"F32_501":       permanent(http.StatusNotImplemented, ErrRejected, classUnsupported),
	"F32_505":       permanent(http.StatusHTTPVersionNotSupported, ErrRejected, classUnsupported),
	"F19_plain_400": permanent(http.StatusBadRequest, ErrRejected, classBadRequest),
	"F32_600": func(t *testing.T) {
		_, err := track(t.Context(), rawAnswer(t, "HTTP/1.1 600 What\r\nContent-Length: 0\r\n\r\n"), contentOnce)
		requireFate(t, err, ErrAmbiguous, classNonsense)
	},
	"F32_status_without_digits": func(t *testing.T) {
		_, err := track(t.Context(), rawAnswer(t, "HTTP/1.1  \r\n\r\n"), contentOnce)
		requireFate(t, err, ErrAmbiguous, classAmbiguous)
	},
	"F33_early_hints_before_the_answer": func(t *testing.T) {
		hints := "HTTP/1.1 103 Early Hints\r\nLink: </x>\r\n\r\nHTTP/1.1 100 Continue\r\n\r\n"
		run, err := track(t.Context(), rawAnswer(t, hints+created), contentOnce)
		require.NoError(t, err)
		assert.Equal(t, "success", run.trackResponse().Message)
	},
	"F33_204": func(t *testing.T) {
		run, err := track(t.Context(), rawAnswer(t, "HTTP/1.1 204 No Content\r\n\r\n"), contentOnce)
		require.NoError(t, err)
		assert.True(t, run.trackResponse().Opaque)
	},
	"F34_301_to_another_port":     redirect(http.StatusMovedPermanently, "http://"),
	"F34_302_to_another_port":     redirect(http.StatusFound, "http://"),
	"F34_303_to_another_port":     redirect(http.StatusSeeOther, "http://"),
	"F34_307_to_another_port":     redirect(http.StatusTemporaryRedirect, "http://"),
	"F34_308_without_a_scheme":    redirect(http.StatusPermanentRedirect, "//"),
	"F34_location_is_not_a_URL":   redirect(http.StatusTemporaryRedirect, "http://%zz"),
	"F34_supplied_client_is_kept": redirectSupplied,
	"F35_gzip_bomb": func(t *testing.T) {
		client := answering(t, func(w http.ResponseWriter, _ *http.Request) {
			w.Header().Set("Content-Encoding", "gzip")
			w.WriteHeader(http.StatusCreated)
			zip := gzip.NewWriter(w)
			_, _ = io.WriteString(zip, `{"message":"success","x":"`)
			_, _ = io.CopyN(zip, zeros{}, 64<<20)
			_ = zip.Close()
		})
		run, err := track(t.Context(), client, contentOnce)
		require.NoError(t, err)
		assert.True(t, run.trackResponse().Opaque)
		assert.LessOrEqual(t, cap(run.last.body), 4*maxResponseBytes)
	},
	"F35_large_headers": func(t *testing.T) {
		header := "X-Large: " + strings.Repeat("x", 8<<10) + "\r\n"
		client := rawAnswer(t, "HTTP/1.1 201 Created\r\n"+strings.Repeat(header, 20)+"\r\n{}")
		_, err := track(t.Context(), client, contentOnce)
		requireFate(t, err, ErrAmbiguous, classAmbiguous)
	},
	"F35_many_headers": func(t *testing.T) {
		var headers strings.Builder
		for i := range 10_000 {
			fmt.Fprintf(&headers, "X-%d: 1\r\n", i)
		}
		_, err := track(t.Context(), rawAnswer(t, "HTTP/1.1 201 Created\r\n"+headers.String()+"\r\n{}"), contentOnce)
		requireFate(t, err, ErrAmbiguous, classAmbiguous)
	},
}

// redirectSupplied: a supplied http.Client follows redirects, our copy of it
// does not, and the original is left as it was.
func redirectSupplied(t *testing.T) {
	var hits atomic.Int64
	target := httptest.NewServer(http.HandlerFunc(func(http.ResponseWriter, *http.Request) { hits.Add(1) }))
	t.Cleanup(target.Close)
	supplied := &http.Client{Transport: &http.Transport{}}
	t.Cleanup(supplied.CloseIdleConnections)
	client := answering(t, func(w http.ResponseWriter, r *http.Request) {
		http.Redirect(w, r, target.URL, http.StatusTemporaryRedirect)
	}, WithHTTPClient(supplied))
	_, err := track(t.Context(), client, contentRepeatable)
	requireFate(t, err, ErrNotSent, classRedirect)
	assert.Zero(t, hits.Load())
	assert.Nil(t, supplied.CheckRedirect)
}

// zeros is an endless stream.
type zeros struct{}

func (zeros) Read(p []byte) (int, error) {
	for i := range p {
		p[i] = '0'
	}
	return len(p), nil
}
