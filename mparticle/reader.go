package mparticle

import (
	"bufio"
	"bytes"
	"errors"
	"fmt"
	"io"
	"iter"

	"github.com/go-json-experiment/json/jsontext"
)

// DefaultMaxBatchBytes is the size of a batch that a [Reader] refuses to
// exceed, unless told otherwise. mParticle's own limit is far below it.
const DefaultMaxBatchBytes = 1 << 20

// ReaderOptions are the limits of a [Reader]. The zero value is useful.
type ReaderOptions struct {
	// Parser reads the batches.
	Parser Parser
	// MaxBatchBytes is the size that one batch may have, without compression.
	// It bounds the memory a Reader uses. 0 means [DefaultMaxBatchBytes].
	MaxBatchBytes int64
	// MaxBytes is the size that the whole stream may have, without compression.
	// 0 means that there is no limit.
	MaxBytes int64
}

// Reader reads batches one after the other from files and bodies as mParticle's
// outputs leave them: one batch, an array of batches, newline-delimited or
// concatenated JSON, compressed by gzip or not. What it is, is detected.
//
// See https://docs.mparticle.com/integrations/amazons3/event/.
type Reader struct {
	options ReaderOptions
	source  io.Reader
	feed    *feed
	json    *jsontext.Decoder // finds where values end; a Parser reads them
	start   int64             // where json began in the stream
	index   int
	ended   bool
}

// StreamError says which batch of a stream could not be read.
type StreamError struct {
	// Index counts the batches of the stream from zero, good and bad.
	Index int
	// Offset is where the batch begins, in bytes of the uncompressed stream.
	Offset int64
	// Err is a [*DecodeError], or the error of the source.
	Err error
}

// Error names the batch and the reason.
func (e *StreamError) Error() string {
	return fmt.Sprintf("mparticle: batch %d at offset %d: %v", e.Index, e.Offset, e.Err)
}

// Unwrap returns the reason.
func (e *StreamError) Unwrap() error { return e.Err }

// NewReader returns a Reader of r. It reads nothing before [Reader.All].
func NewReader(r io.Reader, options ReaderOptions) *Reader {
	if options.MaxBatchBytes <= 0 {
		options.MaxBatchBytes = DefaultMaxBatchBytes
	}
	return &Reader{options: options, source: r}
}

// All returns the batches that are left in the stream. An empty stream has
// none; {} is an empty batch.
//
// A batch that cannot be read yields a [*StreamError] in its place, and the
// stream goes on: with the next value when only this one is wrong, with the
// next line that begins with { when the JSON is broken. It ends after an error
// of the source, after MaxBytes, and after broken JSON within an array.
func (r *Reader) All() iter.Seq2[*Batch, error] {
	return func(yield func(*Batch, error) bool) {
		if r.feed == nil {
			r.open()
		}
		for !r.ended {
			if batch, err := r.next(); (batch != nil || err != nil) && !yield(batch, err) {
				return
			}
		}
	}
}

// open looks at the first bytes for compression and a byte order mark. An error
// of the source comes again when the first batch is read.
func (r *Reader) open() {
	in := bufio.NewReader(r.source)
	if magic, _ := in.Peek(2); bytes.Equal(magic, []byte{0x1f, 0x8b}) {
		in = bufio.NewReader(&gunzip{in: in})
	}
	if r.options.MaxBytes > 0 {
		in = bufio.NewReader(&capped{in: in, left: r.options.MaxBytes})
	}
	if mark, _ := in.Peek(len(byteOrderMark)); bytes.Equal(mark, byteOrderMark) {
		n, _ := in.Discard(len(byteOrderMark)) // has been peeked
		r.start = int64(n)
	}
	r.feed = &feed{in: in}
	r.restart()
}

func (r *Reader) restart() {
	r.json = jsontext.NewDecoder(r.feed, jsontext.AllowDuplicateNames(true), jsontext.AllowInvalidUTF8(true))
}

// next returns the next batch or what is wrong with it, or neither.
func (r *Reader) next() (*Batch, error) {
	from := r.json.InputOffset()
	r.feed.allow(r.start + from + r.options.MaxBatchBytes)
	kind := r.json.PeekKind()
	if inArray := r.json.StackDepth() > 0; !inArray && kind == '[' || inArray && kind == ']' {
		_, err := r.json.ReadToken()
		return nil, err // is nil: the token was peeked
	}
	value, err := r.json.ReadValue()
	switch {
	case err == nil:
		batch, err := r.parse(value)
		return batch, r.failed(r.json.InputOffset()-int64(len(value)), err)
	case errors.Is(err, io.EOF) && r.json.StackDepth() == 0:
		r.ended = true
		return nil, nil
	default:
		return nil, r.broken(err)
	}
}

func (r *Reader) parse(value jsontext.Value) (*Batch, error) {
	if int64(len(value)) > r.options.MaxBatchBytes {
		return nil, &DecodeError{Err: ErrTooLarge}
	}
	return r.options.Parser.ParseBatch(value)
}

// broken returns what is wrong with a value that does not end, and seeks the
// next one where that makes sense.
func (r *Reader) broken(err error) error {
	unread := r.json.UnreadBuffer()
	at := r.json.InputOffset() + int64(len(unread)-len(bytes.TrimLeft(unread, " \t\r\n,")))
	r.ended = r.feed.err != nil || r.json.StackDepth() > 0
	switch {
	case r.feed.err != nil:
		err = r.feed.err
	case errors.Is(err, errFeedLimit):
		err = &DecodeError{Err: ErrTooLarge}
	default:
		reason := decodeError(err)
		reason.Offset -= at
		err = reason
	}
	err = r.failed(at, err)
	if !r.ended {
		r.feed.giveBack(unread)
		r.start = r.feed.skipLines()
		r.restart()
	}
	return err
}

// failed adds the place to an error.
func (r *Reader) failed(offset int64, err error) error {
	r.index++
	if err == nil {
		return nil
	}
	return &StreamError{Index: r.index - 1, Offset: r.start + offset, Err: err}
}
