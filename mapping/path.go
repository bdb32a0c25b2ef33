package mapping

import (
	"strconv"
	"strings"
)

// path is a JSON pointer into the batch, kept as a chain on the stack. It
// becomes text only when an issue or a trace needs it, so a batch that maps
// cleanly builds none. nil is the whole batch.
type path struct {
	up    *path
	key   string
	index int // noIndex for a key, asText for a key that is the whole pointer
}

const (
	noIndex = -1
	asText  = -2
)

// at returns the path of the member key of p.
func (p *path) at(key string) path { return path{up: p, key: key, index: noIndex} }

// item returns the path of the element i of p.
func (p *path) item(i int) path { return path{up: p, index: i} }

// detached returns p without its chain, for functions that the compiler cannot
// look into: they would move the whole chain to the heap.
func (p *path) detached() path { return path{key: p.String(), index: asText} }

// String returns p as RFC 6901 writes it. Names in literals may be invalid
// UTF-8, which would break the JSON of whoever logs the path.
func (p *path) String() string {
	if p == nil {
		return ""
	}
	var buf [128]byte
	return strings.ToValidUTF8(string(p.append(buf[:0])), "\uFFFD")
}

func (p *path) append(b []byte) []byte {
	if p.index == asText {
		return append(b, p.key...)
	}
	if p.up != nil {
		b = p.up.append(b)
	}
	b = append(b, '/')
	if p.index != noIndex {
		return strconv.AppendInt(b, int64(p.index), 10)
	}
	return appendToken(b, p.key)
}

// appendToken appends a name with ~ and / escaped. It copies byte by byte, as
// [strings.Replacer] would let the compiler move paths to the heap.
func appendToken(b []byte, name string) []byte {
	for i := range len(name) {
		switch c := name[i]; c {
		case '~':
			b = append(b, "~0"...)
		case '/':
			b = append(b, "~1"...)
		default:
			b = append(b, c)
		}
	}
	return b
}

// rootPath returns the path of a member of the batch.
func rootPath(key string) path { return path{key: key, index: noIndex} }
