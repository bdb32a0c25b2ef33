package mparticle

import (
	"bytes"
	"errors"
	"fmt"
	"io"

	"github.com/go-json-experiment/json/jsontext"
)

// Parser reads batches. The zero Parser is strict: it is what [ParseBatch] uses.
type Parser struct {
	// Lenient accepts two faults of JSON instead of refusing the batch. Of
	// members with one name the last counts, and what is not UTF-8 (a lone
	// surrogate too) becomes U+FFFD.
	Lenient bool
}

// ParseBatch reads one batch from any of mParticle's outputs or SDKs. It
// neither changes nor keeps data.
//
// The error is a [*DecodeError] and means that nothing of the batch is known:
// the JSON is not valid, over the limits [MaxDepth] and [MaxMembers], or not
// an object with events, attributes and identities in their containers. One
// byte order mark is skipped. What is wrong within the batch is in
// [Batch.Problems]. For arrays and streams of batches see [Reader].
//
// See https://docs.mparticle.com/developers/server/json-reference/.
func ParseBatch(data []byte) (*Batch, error) { return Parser{}.ParseBatch(data) }

var byteOrderMark = []byte("\ufeff")

// ParseBatch reads one batch, as the function [ParseBatch] does.
func (p Parser) ParseBatch(data []byte) (*Batch, error) {
	b := new(Batch)
	if err := p.parse(data, b); err != nil {
		return nil, err
	}
	return b, nil
}

// ParseInto reads one batch into b, as [Parser.ParseBatch] does, and uses again
// what it put into b before: the structs, slices and maps of the batch before
// are changed. Texts and the values in maps are not. On error b is empty.
//
// It is for the loop of a worker that is done with a batch when it reads the
// next, and saves most of the allocations. Copies of b, its parts and what was
// mapped from it must not outlive the next call.
func (p Parser) ParseInto(b *Batch, data []byte) error {
	m := b.memory
	if m == nil {
		m = newMemory()
	}
	m.rewind()
	*b = Batch{memory: m}
	if err := p.parse(data, b); err != nil {
		m.rewind()
		*b = Batch{memory: m}
		return err
	}
	return nil
}

// parse reads into an empty batch. The error is a [*DecodeError].
func (p Parser) parse(data []byte, b *Batch) error {
	text := bytes.TrimPrefix(data, byteOrderMark)
	if err := p.parseText(text, b); err != nil {
		err.Offset += int64(len(data) - len(text))
		return err
	}
	return nil
}

func (p Parser) parseText(data []byte, b *Batch) *DecodeError {
	if p.Lenient {
		repaired, err := jsontext.AppendFormat(nil, data,
			jsontext.AllowInvalidUTF8(true), jsontext.AllowDuplicateNames(true))
		if err != nil {
			return decodeError(err)
		}
		data = repaired
	}
	d := borrowDecoder(data, p.Lenient)
	d.memory = b.memory
	defer d.release()
	if err := d.document(func(tok token) error {
		if tok.kind != '{' {
			return d.refuse(fmt.Errorf("%w: a batch is an object", ErrContainer))
		}
		return batchFields.read(d, b)
	}); err != nil {
		return decodeError(err)
	}
	b.Problems = *d.problems
	return nil
}

// document reads the one value of the input.
func (d *decoder) document(read func(token) error) error {
	tok, err := d.next()
	if err != nil {
		return err
	}
	if err := read(tok); err != nil {
		return err
	}
	_, err = d.json.ReadToken()
	if err == nil {
		return d.refuse(ErrSyntax)
	}
	if errors.Is(err, io.EOF) {
		return nil
	}
	return err
}

// unmarshal reads one value with c, for the UnmarshalJSON methods.
func unmarshal[V any](data []byte, v *V, c codec[V]) error {
	if string(data) == "null" {
		return nil // by convention of encoding/json
	}
	d := borrowDecoder(data, false)
	defer d.release()
	if err := d.document(func(tok token) error {
		s, err := c.read(d, tok, v)
		if err == nil && !s.stored() {
			err = d.refuse(ErrContainer)
		}
		return err
	}); err != nil {
		return decodeError(err)
	}
	return nil
}

// unmarshalObject reads one object into v and nothing of what v was.
func unmarshalObject[T any](data []byte, v *T, t *table[T]) error {
	return unmarshal(data, v, structOf(t))
}

// marshalObject writes one object, for the MarshalJSON methods.
func marshalObject[T any](v *T, t *table[T]) ([]byte, error) {
	var e encoder
	t.write(&e, v)
	return e.b, e.err
}

// unmarshalEvent reads an event with its envelope into v.
func unmarshalEvent[T any, P interface {
	*T
	Event
}](data []byte, v *T) error {
	return unmarshal(data, v, codec[T]{
		read: func(d *decoder, tok token, v *T) (spelling, error) {
			event, err := d.event(tok)
			read, ok := event.(P)
			if err != nil || !ok {
				return misfit, err
			}
			*v = *read
			return plain, nil
		},
	})
}

func marshalEvent(event Event) ([]byte, error) {
	var e encoder
	e.event(event)
	return e.b, e.err
}
