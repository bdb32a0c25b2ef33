package brazetest

import (
	"context"
	"maps"
	"net"
	"net/http"
	"net/http/httptest"
	"strconv"
	"testing"
	"time"
)

// Start serves s on a local socket until the test ends and returns its URL.
// Inside a testing/synctest bubble use [Server.Transport].
func (s *Server) Start(tb testing.TB) string {
	tb.Helper()
	server := httptest.NewServer(s)
	tb.Cleanup(server.Close)
	return server.URL
}

// ServeHTTP answers one request of Braze's REST API.
func (s *Server) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	a := s.serve(r)
	if a.cut != CutNone || a.err != nil {
		reset(w)
		return
	}
	maps.Copy(w.Header(), a.header)
	if len(a.body) > 0 {
		w.Header().Set("Content-Length", strconv.Itoa(len(a.body)))
	}
	w.WriteHeader(a.status)
	body := a.body[:len(a.body)-a.missing]
	if a.drip == 0 {
		_, _ = w.Write(body)
	} else {
		drip(r.Context(), w, body, a.drip)
	}
	if a.missing > 0 {
		// The server notices the short body and closes the connection, but
		// only a flush sends what there is.
		_ = http.NewResponseController(w).Flush()
	}
}

func drip(ctx context.Context, w http.ResponseWriter, body []byte, pause time.Duration) {
	controller := http.NewResponseController(w)
	for i := range body {
		if sleep(ctx, pause) != nil {
			return
		}
		if _, err := w.Write(body[i : i+1]); err != nil {
			return
		}
		_ = controller.Flush()
	}
}

// reset ends the connection with a TCP reset where there is one.
func reset(w http.ResponseWriter) {
	conn, _, err := http.NewResponseController(w).Hijack()
	if err != nil {
		panic(http.ErrAbortHandler)
	}
	if tcp, ok := conn.(*net.TCPConn); ok {
		_ = tcp.SetLinger(0)
	}
	_ = conn.Close()
}
