package braze

import (
	"context"
	"net"
	"net/http"
	"sync"
	"testing"
)

// memNet is a network in memory, for tests whose time stands still: real
// sockets would keep a synctest bubble awake.
type memNet struct {
	conns chan net.Conn
	done  chan struct{}
	once  sync.Once
}

func newMemNet(t *testing.T) *memNet {
	t.Helper()
	n := &memNet{conns: make(chan net.Conn), done: make(chan struct{})}
	t.Cleanup(func() { _ = n.Close() })
	return n
}

func (n *memNet) dial(ctx context.Context, _, _ string) (net.Conn, error) {
	near, far := net.Pipe()
	select {
	case n.conns <- far:
		return near, nil
	case <-ctx.Done():
		return nil, ctx.Err()
	case <-n.done:
		return nil, net.ErrClosed
	}
}

// Accept implements net.Listener.
func (n *memNet) Accept() (net.Conn, error) {
	select {
	case conn := <-n.conns:
		return conn, nil
	case <-n.done:
		return nil, net.ErrClosed
	}
}

// Close implements net.Listener.
func (n *memNet) Close() error {
	n.once.Do(func() { close(n.done) })
	return nil
}

// Addr implements net.Listener.
func (n *memNet) Addr() net.Addr { return &net.TCPAddr{} }

// served returns a client of a handler in memory.
func served(t *testing.T, handler http.HandlerFunc, opts ...Option) *Client {
	t.Helper()
	network := newMemNet(t)
	server := &http.Server{Handler: handler}
	t.Cleanup(func() { _ = server.Close() })
	go func() { _ = server.Serve(network) }()
	return faultClient(t, network.dial, opts...)
}

// scripted returns a client of a server that treats each connection this way.
func scripted(t *testing.T, handle func(conn net.Conn), opts ...Option) *Client {
	t.Helper()
	network := newMemNet(t)
	go func() {
		for {
			conn, err := network.Accept()
			if err != nil {
				return
			}
			t.Cleanup(func() { _ = conn.Close() })
			go handle(conn)
		}
	}()
	return faultClient(t, network.dial, opts...)
}
