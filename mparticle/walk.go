package mparticle

import (
	"errors"
	"io"
	"strings"

	"github.com/go-json-experiment/json/jsontext"
)

// check reports what is wrong with the JSON. The rest of this file walks the
// text without looking again.
func (d *decoder) check() error {
	if _, err := d.json.ReadValue(); err != nil {
		return d.syntax()
	}
	_, err := d.json.ReadToken()
	switch {
	case errors.Is(err, io.EOF):
		return nil
	case err == nil:
		err = &DecodeError{Offset: d.json.InputOffset(), Pointer: string(d.json.StackPointer()), Err: ErrSyntax}
	}
	return err
}

// syntax returns what is wrong first with JSON that is broken or too deep.
func (d *decoder) syntax() error {
	d.rewind()
	for {
		if _, err := d.json.ReadToken(); err != nil {
			return err
		}
		if d.json.StackDepth() > MaxDepth {
			d.end = int(d.json.InputOffset())
			return d.refuse(ErrDepth)
		}
	}
}

// isDelimiter reports whether c may stand between two tokens.
func isDelimiter(c byte) bool {
	return c == ',' || c == ':' || c == ' ' || c == '\n' || c == '\r' || c == '\t'
}

// next reads the next scalar or enters the next container.
func (d *decoder) next() (token, error) {
	start := d.end
	for isDelimiter(d.text[start]) {
		start++
	}
	switch kind := jsontext.Kind(d.text[start]); kind {
	case '{', '[':
		d.end = start + 1
		d.depth++
		if d.depth > MaxDepth {
			return token{}, d.refuse(ErrDepth)
		}
		return token{kind: kind, start: start, depth: d.depth}, nil
	case '"':
		d.end = endOfString(d.text, start)
		return token{kind: '"', raw: d.text[start:d.end]}, nil
	case 't', 'n':
		d.end = start + len("true")
		return token{kind: kind, raw: d.text[start:d.end]}, nil
	case 'f':
		d.end = start + len("false")
		return token{kind: 'f', raw: d.text[start:d.end]}, nil
	default:
		d.end = endOfNumber(d.text, start)
		return token{kind: '0', raw: d.text[start:d.end]}, nil
	}
}

// endOfString returns where the string ends that begins at start.
func endOfString(text string, start int) int {
	for i := start + 1; ; i++ {
		i += strings.IndexByte(text[i:], '"')
		slashes := i
		for text[slashes-1] == '\\' {
			slashes--
		}
		if (i-slashes)%2 == 0 {
			return i + 1
		}
	}
}

// endOfNumber returns where the number ends that begins at start.
func endOfNumber(text string, start int) int {
	for i := start; i < len(text); i++ {
		if c := text[i]; c == '}' || c == ']' || isDelimiter(c) {
			return i
		}
	}
	return len(text)
}

// ended reports whether the container that is read ends here with end, and
// leaves it then.
func (d *decoder) ended(end byte) bool {
	for isDelimiter(d.text[d.end]) {
		d.end++
	}
	if d.text[d.end] != end {
		return false
	}
	d.end++
	d.depth--
	return true
}

// element reads the next element of an array. It reports false at the array's
// end and on an error.
func (d *decoder) element() (token, bool, error) {
	if d.ended(']') {
		return token{}, false, nil
	}
	tok, err := d.next()
	return tok, err == nil, err
}

// member reads the name of the nth member of an object, with its escapes. It
// reports false at the object's end and on an error.
func (d *decoder) member(n int) (string, bool, error) {
	if d.ended('}') {
		return "", false, nil
	}
	start := d.end
	d.end = endOfString(d.text, start)
	if n >= MaxMembers {
		return "", false, d.refuse(ErrTooLarge)
	}
	return d.text[start+1 : d.end-1], true, nil
}

// leave goes to the end of the container that began with tok, however much of
// it has been read, and returns the whole of it. A scalar is returned as it is.
func (d *decoder) leave(tok token) (string, error) {
	if tok.raw != "" {
		return tok.raw, nil
	}
	d.end, d.depth = tok.start, tok.depth-1
	var members [MaxDepth + 1]int
	for begun := false; !begun || d.depth >= tok.depth; begun = true {
		at := d.end
		for isDelimiter(d.text[at]) {
			if d.text[at] == ':' {
				members[d.depth]++
			}
			at++
		}
		if members[d.depth] > MaxMembers {
			return "", d.refuse(ErrTooLarge)
		}
		if c := d.text[at]; c == '}' || c == ']' {
			d.end = at + 1
			d.depth--
			continue
		}
		next, err := d.next()
		if err != nil {
			return "", err
		}
		if next.raw == "" {
			members[d.depth] = 0
		}
	}
	return d.text[tok.start:d.end], nil
}
