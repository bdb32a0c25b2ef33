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

// permanent checks a status that ends the call at once.
func permanent(t *testing.T, status int, fate error, class class) {
	t.Helper()
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

// redirect checks that nobody follows one.
func redirect(t *testing.T, status int, scheme string) {
	t.Helper()
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

func answerFaults(t *testing.T) {
	t.Helper()
	t.Run("F14_truncated_JSON", func(t *testing.T) {
		t.Parallel()
		client := rawAnswer(t, "HTTP/1.1 201 Created\r\nContent-Length: 100\r\n\r\n{\"message\":\"success\"}")
		run, err := track(t.Context(), client, contentOnce)
		require.NoError(t, err, "a 2xx is never sent again")
		assert.Equal(t, 1, run.attempts)
		assert.True(t, run.trackResponse().Opaque)
	})
	t.Run("F15_page_of_a_captive_proxy", func(t *testing.T) {
		t.Parallel()
		client := rawAnswer(t, "HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n<html>Sign in</html>")
		run, err := track(t.Context(), client, contentRepeatable)
		requireFate(t, err, ErrAmbiguous, classForeign)
		assert.Equal(t, 1, run.attempts)
	})
	t.Run("F22_401", func(t *testing.T) {
		t.Parallel()
		permanent(t, http.StatusUnauthorized, ErrNotSent, classAuth)
	})
	t.Run("F22_403", func(t *testing.T) {
		t.Parallel()
		permanent(t, http.StatusForbidden, ErrNotSent, classAuth)
	})
	t.Run("F23_404", func(t *testing.T) {
		t.Parallel()
		permanent(t, http.StatusNotFound, ErrNotSent, classEndpoint)
	})
	t.Run("F24_413", func(t *testing.T) {
		t.Parallel()
		permanent(t, http.StatusRequestEntityTooLarge, ErrNotSent, classTooLarge)
	})
	t.Run("F32_501", func(t *testing.T) {
		t.Parallel()
		permanent(t, http.StatusNotImplemented, ErrRejected, classUnsupported)
	})
	t.Run("F32_505", func(t *testing.T) {
		t.Parallel()
		permanent(t, http.StatusHTTPVersionNotSupported, ErrRejected, classUnsupported)
	})
	t.Run("F19_plain_400", func(t *testing.T) {
		t.Parallel()
		permanent(t, http.StatusBadRequest, ErrRejected, classBadRequest)
	})
	t.Run("F32_600", func(t *testing.T) {
		t.Parallel()
		_, err := track(t.Context(), rawAnswer(t, "HTTP/1.1 600 What\r\nContent-Length: 0\r\n\r\n"), contentOnce)
		requireFate(t, err, ErrAmbiguous, classNonsense)
	})
	t.Run("F32_status_without_digits", func(t *testing.T) {
		t.Parallel()
		_, err := track(t.Context(), rawAnswer(t, "HTTP/1.1  \r\n\r\n"), contentOnce)
		requireFate(t, err, ErrAmbiguous, classAmbiguous)
	})
	t.Run("F33_early_hints_before_the_answer", func(t *testing.T) {
		t.Parallel()
		hints := "HTTP/1.1 103 Early Hints\r\nLink: </x>\r\n\r\nHTTP/1.1 100 Continue\r\n\r\n"
		run, err := track(t.Context(), rawAnswer(t, hints+created), contentOnce)
		require.NoError(t, err)
		assert.Equal(t, "success", run.trackResponse().Message)
	})
	t.Run("F33_204", func(t *testing.T) {
		t.Parallel()
		run, err := track(t.Context(), rawAnswer(t, "HTTP/1.1 204 No Content\r\n\r\n"), contentOnce)
		require.NoError(t, err)
		assert.True(t, run.trackResponse().Opaque)
	})
	t.Run("F34_I65_301_to_another_port", func(t *testing.T) {
		t.Parallel()
		redirect(t, http.StatusMovedPermanently, "http://")
	})
	t.Run("F34_I65_302_to_another_port", func(t *testing.T) {
		t.Parallel()
		redirect(t, http.StatusFound, "http://")
	})
	t.Run("F34_I65_303_to_another_port", func(t *testing.T) {
		t.Parallel()
		redirect(t, http.StatusSeeOther, "http://")
	})
	t.Run("F34_I65_P26_307_to_another_port", func(t *testing.T) {
		t.Parallel()
		redirect(t, http.StatusTemporaryRedirect, "http://")
	})
	t.Run("F34_I65_P26_308_without_a_scheme", func(t *testing.T) {
		t.Parallel()
		redirect(t, http.StatusPermanentRedirect, "//")
	})
	t.Run("F34_location_is_not_a_URL", func(t *testing.T) {
		t.Parallel()
		redirect(t, http.StatusTemporaryRedirect, "http://%zz")
	})
	t.Run("F34_supplied_client_is_kept", func(t *testing.T) {
		t.Parallel()
		redirectSupplied(t)
	})
	t.Run("F35_gzip_bomb", func(t *testing.T) {
		t.Parallel()
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
	})
	t.Run("F35_large_headers", func(t *testing.T) {
		t.Parallel()
		header := "X-Large: " + strings.Repeat("x", 8<<10) + "\r\n"
		client := rawAnswer(t, "HTTP/1.1 201 Created\r\n"+strings.Repeat(header, 20)+"\r\n{}")
		_, err := track(t.Context(), client, contentOnce)
		requireFate(t, err, ErrAmbiguous, classAmbiguous)
	})
	t.Run("F35_many_headers", func(t *testing.T) {
		t.Parallel()
		var headers strings.Builder
		for i := range 10_000 {
			fmt.Fprintf(&headers, "X-%d: 1\r\n", i)
		}
		_, err := track(t.Context(), rawAnswer(t, "HTTP/1.1 201 Created\r\n"+headers.String()+"\r\n{}"), contentOnce)
		requireFate(t, err, ErrAmbiguous, classAmbiguous)
	})
}

// redirectSupplied: a supplied http.Client follows redirects, our copy of it
// does not, and the original is left as it was.
func redirectSupplied(t *testing.T) {
	t.Helper()
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
