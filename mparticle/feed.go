package mparticle

import (
	"bufio"
	"bytes"
	"compress/gzip"
	"errors"
	"fmt"
	"io"
)

// errFeedLimit ends the reading of a batch that is too large.
var errFeedLimit = errors.New("batch too large")

// feed stands between a source and a JSON decoder. It hands out bytes only up
// to a limit, so that the decoder never holds more than one batch, and takes
// back what the decoder could not use.
type feed struct {
	in     *bufio.Reader
	back   []byte // given back, to be read before in
	offset int64  // of the next byte, in the stream
	limit  int64
	err    error // of the source; a JSON decoder hides it among its own
}

// allow lets the feed hand out bytes up to an offset.
func (f *feed) allow(limit int64) { f.limit = limit }

// Read implements [io.Reader].
func (f *feed) Read(p []byte) (n int, err error) {
	left := f.limit - f.offset
	if left <= 0 {
		if _, err := f.peek(); err != nil {
			return 0, err
		}
		return 0, errFeedLimit
	}
	p = p[:min(int64(len(p)), left)]
	if len(f.back) > 0 {
		n = copy(p, f.back)
		f.back = f.back[n:]
	} else {
		n, err = f.in.Read(p)
		if err != nil && !errors.Is(err, io.EOF) {
			f.err = err
		}
	}
	f.offset += int64(n)
	return n, err
}

func (f *feed) giveBack(b []byte) {
	f.back = append(bytes.Clone(b), f.back...)
	f.offset -= int64(len(b))
}

func (f *feed) peek() (byte, error) {
	if len(f.back) > 0 {
		return f.back[0], nil
	}
	b, err := f.in.Peek(1)
	if err != nil {
		return 0, err
	}
	return b[0], nil
}

// skipLines goes to the next line that begins with {, or to the end, and
// returns its offset. Lines that begin otherwise belong to the value at hand.
// An error of the source comes again at the next Read.
func (f *feed) skipLines() int64 {
	f.skipBlank()
	for {
		if err := f.skipLine(); err != nil {
			return f.offset
		}
		if first, err := f.peek(); err != nil || first == '{' {
			return f.offset
		}
	}
}

// skipBlank goes to where the value at hand begins.
func (f *feed) skipBlank() {
	for {
		first, err := f.peek()
		if err != nil || !bytes.ContainsRune([]byte(" \t\r\n"), rune(first)) {
			return
		}
		f.limit = f.offset + 1
		_, _ = f.Read(make([]byte, 1)) // has been peeked
	}
}

func (f *feed) skipLine() error {
	if end := bytes.IndexByte(f.back, '\n') + 1; end > 0 {
		f.back = f.back[end:]
		f.offset += int64(end)
		return nil
	}
	f.offset += int64(len(f.back))
	f.back = nil
	for {
		line, err := f.in.ReadSlice('\n')
		f.offset += int64(len(line))
		if !errors.Is(err, bufio.ErrBufferFull) {
			return err
		}
	}
}

// gunzip opens the compressed stream at the first Read, where its error belongs.
type gunzip struct {
	in  io.Reader
	out *gzip.Reader
	err error
}

// Read implements [io.Reader].
func (g *gunzip) Read(p []byte) (int, error) {
	if g.out == nil && g.err == nil {
		g.out, g.err = gzip.NewReader(g.in)
	}
	if g.err != nil {
		return 0, g.err
	}
	return g.out.Read(p)
}

// capped fails when there is more to read than it may.
type capped struct {
	in   io.Reader
	left int64
}

// Read implements [io.Reader].
func (c *capped) Read(p []byte) (int, error) {
	n, err := c.in.Read(p)
	if c.left -= int64(n); c.left < 0 {
		return 0, fmt.Errorf("stream: %w", ErrTooLarge)
	}
	return n, err
}
