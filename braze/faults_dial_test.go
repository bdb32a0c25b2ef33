package braze

import (
	"bufio"
	"context"
	"io"
	"net"
	"net/http"
	"os"
	"syscall"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

func bufioReader(r io.Reader) *bufio.Reader { return bufio.NewReader(r) }

func failingDial(err error) dialFunc {
	return func(context.Context, string, string) (net.Conn, error) { return nil, err }
}

func dialFaults(t *testing.T) {
	t.Helper()
	t.Run("F1_connection_refused", func(t *testing.T) {
		t.Parallel()
		listener, err := (&net.ListenConfig{}).Listen(t.Context(), "tcp", "127.0.0.1:0")
		require.NoError(t, err)
		address := listener.Addr().String()
		require.NoError(t, listener.Close())
		client := faultClient(t, nil, WithEndpoint("http://"+address), fastRetry)
		run, err := track(t.Context(), client, contentOnce)
		failed := requireFate(t, err, ErrNotSent, classDial)
		assert.Equal(t, 5, run.attempts)
		assert.Equal(t, 5, failed.Attempts)
		assert.ErrorIs(t, err, syscall.ECONNREFUSED)
	})
	t.Run("F2_no_such_host", func(t *testing.T) {
		t.Parallel()
		dial, dials := counter(failingDial(&net.OpError{Op: "dial", Err: &net.DNSError{IsNotFound: true}}))
		_, err := track(t.Context(), faultClient(t, dial, fastRetry), contentOnce)
		requireFate(t, err, ErrNotSent, classNoHost)
		require.ErrorIs(t, err, ErrEndpoint)
		assert.EqualValues(t, 1, dials.Load(), "it is not worth a second look")
	})
	t.Run("F3_temporary_lookup_failure", func(t *testing.T) {
		t.Parallel()
		dial, dials := counter(failingDial(&net.OpError{Op: "dial", Err: &net.DNSError{IsTemporary: true}}))
		_, err := track(t.Context(), faultClient(t, dial, fastRetry), contentOnce)
		requireFate(t, err, ErrNotSent, classDNS)
		assert.EqualValues(t, 5, dials.Load())
	})
	t.Run("F53_out_of_descriptors", func(t *testing.T) {
		t.Parallel()
		full := &net.OpError{Op: "dial", Err: os.NewSyscallError("socket", syscall.EMFILE)}
		dial, dials := counter(failingDial(full))
		_, err := track(t.Context(), faultClient(t, dial, fastRetry), contentOnce)
		requireFate(t, err, ErrNotSent, classResources)
		assert.EqualValues(t, 5, dials.Load())
	})
	t.Run("I64_private_address_at_dial", func(t *testing.T) {
		t.Parallel()
		// The name is a public one; only its address leads inside.
		dial := newDial(0, reachPublic)
		inside, dials := counter(func(ctx context.Context, network, _ string) (net.Conn, error) {
			return dial(ctx, network, "169.254.169.254:80")
		})
		_, err := track(t.Context(), faultClient(t, inside, fastRetry), contentOnce)
		requireFate(t, err, ErrNotSent, classAddress)
		require.ErrorIs(t, err, ErrEndpoint)
		assert.EqualValues(t, 1, dials.Load())
	})
	t.Run("F52_I66_proxy_of_the_environment_is_not_used", func(t *testing.T) {
		t.Parallel()
		client, err := New(US01, testKey)
		require.NoError(t, err)
		assert.Nil(t, client.doer.(roundTripDoer).RoundTripper.(*http.Transport).Proxy)
	})
	t.Run("F52_proxy_answers_407", func(t *testing.T) {
		t.Parallel()
		_, err := track(t.Context(), proxied(t, "407 Proxy Authentication Required"), contentOnce)
		failed := requireFate(t, err, ErrNotSent, classProxyAuth)
		assert.Equal(t, 1, failed.Attempts)
	})
	t.Run("F52_proxy_answers_502", func(t *testing.T) {
		t.Parallel()
		_, err := track(t.Context(), proxied(t, "502 Bad Gateway"), contentOnce)
		failed := requireFate(t, err, ErrNotSent, classProxy)
		assert.Equal(t, 5, failed.Attempts)
	})
}

// proxied returns a client of the real Braze behind a proxy that only ever
// answers this.
func proxied(t *testing.T, status string) *Client {
	t.Helper()
	address := listen(t, func(_ int, conn *net.TCPConn) {
		_, _ = http.ReadRequest(bufioReader(conn))
		_, _ = io.WriteString(conn, "HTTP/1.1 "+status+"\r\nContent-Length: 0\r\n\r\n")
	})
	client, err := New(US01, testKey, fastRetry, WithProxy(http.ProxyURL(mustURL(address))))
	require.NoError(t, err)
	t.Cleanup(client.CloseIdleConnections)
	return client
}
