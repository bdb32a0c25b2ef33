package braze

import (
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/tls"
	"crypto/x509"
	"crypto/x509/pkix"
	"io"
	"log"
	"math/big"
	"net"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

func mustURL(s string) *url.URL {
	u, err := url.Parse(s)
	if err != nil {
		panic(err)
	}
	return u
}

// tlsServer answers 201 over TLS and counts requests and connections.
func tlsServer(t *testing.T, config *tls.Config) (server *httptest.Server, requests, conns *atomic.Int64) {
	t.Helper()
	requests, conns = new(atomic.Int64), new(atomic.Int64)
	server = httptest.NewUnstartedServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		requests.Add(1)
		w.WriteHeader(http.StatusCreated)
		_, _ = io.WriteString(w, `{"message":"success"}`)
	}))
	server.Config.ErrorLog = log.New(io.Discard, "", 0)
	server.Config.ConnState = func(_ net.Conn, state http.ConnState) {
		if state == http.StateNew {
			conns.Add(1)
		}
	}
	server.TLS = config
	server.StartTLS()
	t.Cleanup(server.Close)
	return server, requests, conns
}

func poolOf(certificate *x509.Certificate) *x509.CertPool {
	pool := x509.NewCertPool()
	pool.AddCert(certificate)
	return pool
}

// expired returns a certificate for loopback that ended yesterday.
func expired(t *testing.T) tls.Certificate {
	t.Helper()
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	require.NoError(t, err)
	template := &x509.Certificate{
		SerialNumber: big.NewInt(1),
		Subject:      pkix.Name{CommonName: "test"},
		NotBefore:    time.Now().Add(-48 * time.Hour),
		NotAfter:     time.Now().Add(-24 * time.Hour),
		IPAddresses:  []net.IP{net.IPv4(127, 0, 0, 1)},
		IsCA:         true, BasicConstraintsValid: true,
	}
	der, err := x509.CreateCertificate(rand.Reader, template, template, &key.PublicKey, key)
	require.NoError(t, err)
	leaf, err := x509.ParseCertificate(der)
	require.NoError(t, err)
	return tls.Certificate{Certificate: [][]byte{der}, PrivateKey: key, Leaf: leaf}
}

// requireTLSRefused makes a call that must end with one handshake.
func requireTLSRefused(t *testing.T, server *httptest.Server, requests, conns *atomic.Int64, opts ...Option) {
	t.Helper()
	opts = append([]Option{WithEndpoint(server.URL), fastRetry}, opts...)
	_, err := track(t.Context(), faultClient(t, nil, opts...), contentOnce)
	failed := requireFate(t, err, ErrNotSent, classTLS)
	require.ErrorIs(t, err, ErrEndpoint)
	assert.Equal(t, 1, failed.Attempts)
	assert.EqualValues(t, 1, conns.Load(), "one attempt, no plaintext fallback")
	assert.Zero(t, requests.Load())
}

func tlsFaults(t *testing.T) {
	t.Helper()
	t.Run("F4_unknown_CA", func(t *testing.T) {
		t.Parallel()
		server, requests, conns := tlsServer(t, nil)
		requireTLSRefused(t, server, requests, conns)
	})
	t.Run("F4_wrong_name", func(t *testing.T) {
		t.Parallel()
		server, requests, conns := tlsServer(t, nil)
		byName := strings.Replace(server.URL, "127.0.0.1", "localhost", 1)
		requireTLSRefused(t, server, requests, conns, WithEndpoint(byName), WithRootCAs(poolOf(server.Certificate())))
	})
	t.Run("F4_expired", func(t *testing.T) {
		t.Parallel()
		certificate := expired(t)
		server, requests, conns := tlsServer(t, &tls.Config{Certificates: []tls.Certificate{certificate}})
		requireTLSRefused(t, server, requests, conns, WithRootCAs(poolOf(certificate.Leaf)))
	})
	t.Run("I67_TLS_1_1_server", func(t *testing.T) {
		t.Parallel()
		server, requests, conns := tlsServer(t, &tls.Config{MinVersion: tls.VersionTLS10, MaxVersion: tls.VersionTLS11})
		requireTLSRefused(t, server, requests, conns, WithRootCAs(poolOf(server.Certificate())))
	})
	t.Run("F4_plain_HTTP_on_the_port", func(t *testing.T) {
		t.Parallel()
		address := listen(t, func(_ int, conn *net.TCPConn) {
			_, _ = conn.Read(make([]byte, 1024))
			_, _ = io.WriteString(conn, "HTTP/1.1 400 Bad Request\r\n\r\n")
		})
		client := faultClient(t, nil, WithEndpoint(strings.Replace(address, "http:", "https:", 1)), fastRetry)
		_, err := track(t.Context(), client, contentOnce)
		failed := requireFate(t, err, ErrNotSent, classTLS)
		assert.Equal(t, 1, failed.Attempts)
	})
	t.Run("F5_handshake_stalls", func(t *testing.T) {
		t.Parallel()
		release := make(chan struct{})
		address := listen(t, func(int, *net.TCPConn) { <-release })
		t.Cleanup(func() { close(release) })
		client := faultClient(t, nil, WithEndpoint(strings.Replace(address, "http:", "https:", 1)),
			WithTimeouts(Timeouts{TLSHandshake: 20 * time.Millisecond}),
			WithRetry(RetryOptions{MaxAttempts: 2, BaseDelay: time.Millisecond, MaxDelay: time.Millisecond}))
		_, err := track(t.Context(), client, contentOnce)
		failed := requireFate(t, err, ErrNotSent, classHandshake)
		assert.Equal(t, 2, failed.Attempts)
	})
	t.Run("F5_handshake_is_cut", func(t *testing.T) {
		t.Parallel()
		address := listen(t, func(_ int, conn *net.TCPConn) {
			_, _ = conn.Read(make([]byte, 16))
			_ = conn.SetLinger(0)
		})
		client := faultClient(t, nil, WithEndpoint(strings.Replace(address, "http:", "https:", 1)), fastRetry)
		_, err := track(t.Context(), client, contentOnce)
		failed := requireFate(t, err, ErrNotSent, classHandshake)
		assert.Equal(t, 5, failed.Attempts)
	})
	t.Run("TLS_works", func(t *testing.T) {
		t.Parallel()
		server, requests, _ := tlsServer(t, nil)
		_, err := track(t.Context(), faultClient(t, nil, WithEndpoint(server.URL), WithRootCAs(poolOf(server.Certificate()))), contentOnce)
		require.NoError(t, err)
		assert.EqualValues(t, 1, requests.Load())
	})
	t.Run("F36_HTTP_2_works_when_asked_for", func(t *testing.T) {
		t.Parallel()
		var proto atomic.Int64
		server := httptest.NewUnstartedServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
			proto.Store(int64(r.ProtoMajor))
			w.WriteHeader(http.StatusCreated)
			_, _ = io.WriteString(w, `{"message":"success"}`)
		}))
		server.EnableHTTP2 = true
		server.StartTLS()
		t.Cleanup(server.Close)
		root := WithRootCAs(poolOf(server.Certificate()))
		_, err := track(t.Context(), faultClient(t, nil, WithEndpoint(server.URL), root, WithHTTP2()), contentOnce)
		require.NoError(t, err)
		assert.EqualValues(t, 2, proto.Load())
		_, err = track(t.Context(), faultClient(t, nil, WithEndpoint(server.URL), root), contentOnce)
		require.NoError(t, err)
		assert.EqualValues(t, 1, proto.Load())
	})
}
