package main

import (
	"bufio"
	"fmt"
	"io"
	"log/slog"
	"net"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/mpbraze/mpbraze/braze"
	"github.com/mpbraze/mpbraze/braze/brazetest"
)

// exchange writes text to a server that reads no longer than patience, and
// returns the status of its answer.
func exchange(t *testing.T, patience time.Duration, text string) int {
	t.Helper()
	hook := newHook(t, brazetest.New(brazetest.Config{}).Client(t), braze.SenderOptions{})
	server := newServer(hook, slog.New(slog.DiscardHandler))
	server.ReadTimeout = patience
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	require.NoError(t, err)
	go server.Serve(listener)
	t.Cleanup(func() { assert.NoError(t, server.Close()) })

	conn, err := net.Dial("tcp", listener.Addr().String())
	require.NoError(t, err)
	defer conn.Close()
	require.NoError(t, conn.SetDeadline(time.Now().Add(10*time.Second)))
	_, err = io.WriteString(conn, text)
	require.NoError(t, err)
	response, err := http.ReadResponse(bufio.NewReader(conn), nil)
	require.NoError(t, err)
	defer response.Body.Close()
	return response.StatusCode
}

func TestWire(t *testing.T) {
	t.Parallel()
	request := func(line string, headers ...string) string {
		return line + " HTTP/1.1\r\nHost: localhost\r\n" + strings.Join(headers, "\r\n") + "\r\n\r\n"
	}
	const (
		line    = "POST /mparticle"
		known   = "Authorization: " + secret
		chunked = "Transfer-Encoding: chunked"
	)
	for name, row := range map[string]struct {
		text   string
		status int
	}{
		"a batch": {request(line, known, "Content-Length: 2") + "{}", 200},
		"I13_100_MB_announced": {
			request(line, known, fmt.Sprintf("Content-Length: %d", 100<<20)) + strings.Repeat(" ", maxBody+1), 413,
		},
		"I15_chunks_that_never_end":  {request(line, known, chunked) + "2\r\n{}\r\n", 408},
		"I15_length_above_the_body":  {request(line, known, "Content-Length: 3") + "{}", 408},
		"I15_length_below_the_body":  {request(line, known, "Content-Length: 1") + "{}", 400},
		"I70_body_not_waited_for":    {request(line, "Content-Length: 1000"), 401},
		"I71_header_over_the_bounds": {request(line, "Authorization: "+strings.Repeat("x", 64<<10)), 431},
		"I77_two_lengths":            {request(line, known, "Content-Length: 2", "Content-Length: 9") + "{}", 400},
		"I77_length_and_chunks":      {request(line, known, "Content-Length: 9", chunked) + "2\r\n{}\r\n0\r\n\r\n", 200},
		"I77_chunks_twice":           {request(line, known, chunked, "Transfer-Encoding: identity") + "{}", 501},
		"I77_absolute_URI":           {request("POST http://localhost/mparticle", known, "Content-Length: 2") + "{}", 200},
		"I77_HTTP_1_0":               {line + " HTTP/1.0\r\n" + known + "\r\nContent-Length: 2\r\n\r\n{}", 200},
		"GET":                        {request("GET /mparticle", known), 405},
		"another path":               {request("POST /", known, "Content-Length: 0"), 404},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			assert.Equal(t, row.status, exchange(t, time.Second, row.text))
		})
	}
}
