package braze

import (
	"context"
	"errors"
	"io"
	"net"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// deafConn fails every write and takes nothing.
type deafConn struct{ net.Conn }

func (deafConn) Write([]byte) (int, error) {
	return 0, &net.OpError{Op: "write", Err: io.ErrClosedPipe}
}

// closeSignal tells when the transport has given up a connection.
type closeSignal struct {
	net.Conn

	closed chan<- struct{}
	once   sync.Once
}

func (c *closeSignal) Close() error {
	c.once.Do(func() { c.closed <- struct{}{} })
	return c.Conn.Close()
}

var surface = WithRetry(RetryOptions{OnUnknown: Surface, BaseDelay: time.Millisecond, MaxDelay: time.Millisecond})

// lossy makes a call against a server that handles a connection this way, and
// returns the number of connections.
func lossy(t *testing.T, kind content, handle func(conn *net.TCPConn), opts ...Option) (int64, error) {
	t.Helper()
	var conns atomic.Int64
	address := listen(t, func(_ int, conn *net.TCPConn) {
		conns.Add(1)
		handle(conn)
	})
	_, err := track(t.Context(), faultClient(t, nil, append([]Option{WithEndpoint(address), fastRetry}, opts...)...), kind)
	return conns.Load(), err
}

func resetAfterRequest(conn *net.TCPConn) {
	readRequest(conn)
	_ = conn.SetLinger(0)
}

func socketFaults(t *testing.T) {
	t.Helper()
	t.Run("F6_lost_before_any_byte", func(t *testing.T) {
		t.Parallel()
		var dials atomic.Int64
		client := faultClient(t, func(context.Context, string, string) (net.Conn, error) {
			dials.Add(1)
			near, far := net.Pipe()
			t.Cleanup(func() { _ = errors.Join(near.Close(), far.Close()) })
			return deafConn{near}, nil
		}, surface)
		_, err := track(t.Context(), client, contentOnce)
		requireFate(t, err, ErrNotSent, classUnwritten)
		assert.EqualValues(t, 5, dials.Load(), "resent even under Surface")
	})
	t.Run("F7_reset_in_the_request", func(t *testing.T) {
		t.Parallel()
		half := func(conn *net.TCPConn) {
			_, _ = io.ReadFull(conn, make([]byte, 60))
			_ = conn.SetLinger(0)
		}
		conns, err := lossy(t, contentOnce, half, surface)
		requireFate(t, err, ErrAmbiguous, classAmbiguous)
		assert.EqualValues(t, 1, conns)
	})
	t.Run("F8_reset_before_the_status_attributes", func(t *testing.T) {
		t.Parallel()
		conns, err := lossy(t, contentRepeatable, resetAfterRequest, surface)
		requireFate(t, err, ErrAmbiguous, classAmbiguous)
		assert.EqualValues(t, 5, conns)
	})
	t.Run("F8_reset_before_the_status_events_surface", func(t *testing.T) {
		t.Parallel()
		conns, err := lossy(t, contentOnce, resetAfterRequest, surface)
		requireFate(t, err, ErrAmbiguous, classAmbiguous)
		assert.EqualValues(t, 1, conns)
	})
	t.Run("F8_reset_before_the_status_events_resend", func(t *testing.T) {
		t.Parallel()
		conns, err := lossy(t, contentOnce, resetAfterRequest)
		requireFate(t, err, ErrAmbiguous, classAmbiguous)
		assert.EqualValues(t, 5, conns)
	})
	t.Run("F8_a_later_refusal_to_connect_leaves_it_ambiguous", func(t *testing.T) {
		t.Parallel()
		address := listen(t, func(_ int, conn *net.TCPConn) { resetAfterRequest(conn) })
		var dials atomic.Int64
		client := faultClient(t, func(ctx context.Context, network, _ string) (net.Conn, error) {
			if dials.Add(1) > 1 {
				return nil, &net.OpError{Op: "dial", Err: io.EOF}
			}
			return (&net.Dialer{}).DialContext(ctx, network, address[len("http://"):])
		}, fastRetry)
		_, err := track(t.Context(), client, contentOnce)
		requireFate(t, err, ErrAmbiguous, classDial)
	})
	t.Run("F9_idle_connection_was_closed", func(t *testing.T) {
		t.Parallel()
		var requests atomic.Int64
		address := listen(t, func(_ int, conn *net.TCPConn) {
			readRequest(conn)
			requests.Add(1)
			_, _ = io.WriteString(conn, created)
		})
		noticed := make(chan struct{}, 3)
		dial := newDial(time.Second, reachLoopback)
		client := faultClient(t, func(ctx context.Context, network, target string) (net.Conn, error) {
			conn, err := dial(ctx, network, target)
			return &closeSignal{Conn: conn, closed: noticed}, err
		}, WithEndpoint(address), surface)
		for range 3 {
			run, err := track(t.Context(), client, contentOnce)
			require.NoError(t, err)
			assert.Equal(t, 1, run.attempts)
			<-noticed
		}
		assert.EqualValues(t, 3, requests.Load())
	})
	t.Run("F10_reused_connection_dies_with_the_request", func(t *testing.T) {
		t.Parallel()
		var requests atomic.Int64
		address := listen(t, func(_ int, conn *net.TCPConn) {
			reader := bufioReader(conn)
			for i := range 2 {
				readRequest(reader)
				requests.Add(1)
				if i == 0 {
					_, _ = io.WriteString(conn, created)
				}
			}
		})
		client := faultClient(t, nil, WithEndpoint(address), surface)
		_, err := track(t.Context(), client, contentOnce)
		require.NoError(t, err)
		_, err = track(t.Context(), client, contentOnce)
		requireFate(t, err, ErrAmbiguous, classAmbiguous)
		assert.EqualValues(t, 2, requests.Load(), "nothing below us repeats a request")
	})
	t.Run("F36_server_closes_after_each_answer", func(t *testing.T) {
		t.Parallel()
		address := listen(t, func(_ int, conn *net.TCPConn) {
			readRequest(conn)
			_, _ = io.WriteString(conn, "HTTP/1.1 201 Created\r\nConnection: close\r\n\r\n"+`{"message":"success"}`)
		})
		client := faultClient(t, nil, WithEndpoint(address), surface)
		for range 3 {
			run, err := track(t.Context(), client, contentOnce)
			require.NoError(t, err)
			assert.Equal(t, 1, run.attempts)
			assert.False(t, run.last.track.Opaque)
		}
	})
}
