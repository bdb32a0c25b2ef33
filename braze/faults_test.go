package braze

import (
	"context"
	"errors"
	"io"
	"net"
	"net/http"
	"sync/atomic"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// TestFaults has a row for each fault of the network, of the server and of the
// caller that one request can meet. The rows are in the files of their topic.
func TestFaults(t *testing.T) {
	t.Parallel()
	dialFaults(t)
	tlsFaults(t)
	socketFaults(t)
	answerFaults(t)
	timeFaults(t)
	cancelFaults(t)
}

const testKey = "canary-5f1d-key"

type dialFunc = func(ctx context.Context, network, address string) (net.Conn, error)

var fastRetry = WithRetry(RetryOptions{BaseDelay: time.Millisecond, MaxDelay: time.Millisecond})

// faultClient returns a client with its own transport and a dial of the test.
func faultClient(t *testing.T, dial dialFunc, opts ...Option) *Client {
	t.Helper()
	opts = append([]Option{WithEndpoint("http://127.0.0.1"), WithInsecureLoopback()}, opts...)
	client, err := New(US01, testKey, opts...)
	require.NoError(t, err)
	if dial != nil {
		client.doer.(roundTripDoer).RoundTripper.(*http.Transport).DialContext = func(ctx context.Context, network, address string) (net.Conn, error) {
			conn, err := dial(ctx, network, address)
			if err != nil {
				return nil, err
			}
			return &countingConn{Conn: conn}, nil
		}
	}
	t.Cleanup(client.CloseIdleConnections)
	return client
}

// track sends a body of one attribute or one event, and counts requests.
func track(ctx context.Context, c *Client, kind content) (*call, error) {
	return c.do(ctx, &c.track, []byte(`{"attributes":[{"external_id":"u"}]}`), kind, Counts{Attributes: 1})
}

// requireFate checks the error and that it is of exactly this fate.
func requireFate(t *testing.T, err, fate error, class class) *APIError {
	t.Helper()
	require.Error(t, err)
	for _, other := range []error{ErrNotSent, ErrAmbiguous, ErrRejected} {
		require.Equal(t, errors.Is(other, fate), errors.Is(err, other), "%v: %v", err, other)
	}
	failed, ok := errors.AsType[*APIError](err)
	require.True(t, ok)
	assert.Equal(t, class.String(), failed.class.String())
	assert.NotContains(t, err.Error(), testKey)
	assert.NotContains(t, err.Error(), "127.0.0.1")
	return failed
}

// listen serves raw connections on loopback; the handler closes them. It
// returns the address.
func listen(t *testing.T, handle func(n int, conn *net.TCPConn)) string {
	t.Helper()
	listener, err := (&net.ListenConfig{}).Listen(t.Context(), "tcp", "127.0.0.1:0")
	require.NoError(t, err)
	done := make(chan struct{})
	t.Cleanup(func() {
		_ = listener.Close()
		<-done
	})
	go func() {
		defer close(done)
		for n := 1; ; n++ {
			conn, err := listener.Accept()
			if err != nil {
				return
			}
			handle(n, conn.(*net.TCPConn))
			_ = conn.Close()
		}
	}()
	return "http://" + listener.Addr().String()
}

// readRequest reads one request with its body.
func readRequest(conn io.Reader) {
	req, err := http.ReadRequest(bufioReader(conn))
	if err == nil {
		_, _ = io.Copy(io.Discard, req.Body)
	}
}

const created = "HTTP/1.1 201 Created\r\nContent-Type: application/json\r\nContent-Length: 21\r\n\r\n" + `{"message":"success"}`

// counter counts calls of a dial.
func counter(dial dialFunc) (dialFunc, *atomic.Int64) {
	var n atomic.Int64
	return func(ctx context.Context, network, address string) (net.Conn, error) {
		n.Add(1)
		return dial(ctx, network, address)
	}, &n
}
