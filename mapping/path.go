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
	index int // noIndex for a key
}

const noIndex = -1

// at returns the path of the member key of p.
func (p *path) at(key string) path { return path{up: p, key: key, index: noIndex} }

// item returns the path of the element i of p.
func (p *path) item(i int) path { return path{up: p, index: i} }

// String returns p as RFC 6901 writes it.
func (p *path) String() string {
	if p == nil {
		return ""
	}
	return string(p.append(nil))
}

func (p *path) append(b []byte) []byte {
	if p.up != nil {
		b = p.up.append(b)
	}
	b = append(b, '/')
	if p.index != noIndex {
		return strconv.AppendInt(b, int64(p.index), 10)
	}
	if !strings.ContainsAny(p.key, "~/") {
		return append(b, p.key...)
	}
	return append(b, pointerEscapes.Replace(p.key)...)
}

var pointerEscapes = strings.NewReplacer("~", "~0", "/", "~1")
