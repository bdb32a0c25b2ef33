package braze

import (
	"crypto/tls"
	"net"
	"testing"
	"testing/synctest"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

func TestCountingConn(t *testing.T) {
	t.Parallel()
	t.Run("counts while a write waits", func(t *testing.T) {
		t.Parallel()
		synctest.Test(t, func(t *testing.T) {
			near, far := net.Pipe()
			conn := &countingConn{Conn: near}
			done := make(chan struct{})
			go func() {
				defer close(done)
				_, _ = conn.Write([]byte("abc"))
			}()
			synctest.Wait()
			assert.EqualValues(t, 3, conn.written.Load(), "a part may have left")
			_, err := far.Read(make([]byte, 1))
			require.NoError(t, err)
			require.NoError(t, far.Close())
			<-done
			assert.EqualValues(t, 1, conn.written.Load(), "one byte did")
		})
	})
	t.Run("takes back what did not leave", func(t *testing.T) {
		t.Parallel()
		near, far := net.Pipe()
		require.NoError(t, far.Close())
		conn := &countingConn{Conn: near}
		_, err := conn.Write([]byte("abc"))
		require.Error(t, err)
		assert.Zero(t, conn.written.Load())
	})
	t.Run("is found below TLS", func(t *testing.T) {
		t.Parallel()
		near, _ := net.Pipe()
		conn := &countingConn{Conn: near}
		assert.Same(t, conn, countingOf(tls.Client(conn, &tls.Config{})))
		assert.Nil(t, countingOf(near))
		assert.Nil(t, countingOf(nil))
	})
}
