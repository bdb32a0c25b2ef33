package mapping

import (
	"encoding/json"
	"strconv"
	"time"
	"unicode/utf8"

	"github.com/mpbraze/mpbraze/braze"
)

// isScalar reports whether v is neither an array nor an object.
func isScalar(v any) bool {
	switch v.(type) {
	case []any, []string, map[string]any:
		return false
	}
	return true
}

// sameValue reports whether two properties say the same, be it as text or as
// a number: outputs of mParticle repeat amounts as text.
func sameValue(a, b any) bool {
	x, ok := text(a)
	if !ok {
		return false
	}
	y, ok := text(b)
	return ok && x == y
}

// sizeBound is an upper bound of the size of one encoded member: no character
// takes more than six bytes for one.
func sizeBound(name string, v any) int {
	n := 6*len(name) + len(`"":,`)
	switch v := v.(type) {
	case string:
		return n + 6*len(v) + len(`""`)
	case json.Number:
		return n + len(v)
	case bool, int, int64:
		return n + len("-9223372036854775808")
	}
	return n + jsonSize(v)
}

// jsonSize is the size of v as JSON.
func jsonSize(v any) int {
	switch v := v.(type) {
	case string:
		return textSize(v)
	case json.Number:
		return len(v)
	case bool:
		return len(strconv.FormatBool(v))
	case int:
		return len(strconv.Itoa(v))
	case int64:
		return len(strconv.FormatInt(v, 10))
	case time.Time:
		return len(`"2006-01-02T15:04:05.000Z"`)
	case []any:
		n := len("[]") + max(0, len(v)-1)
		for _, item := range v {
			n += jsonSize(item)
		}
		return n
	case []string:
		n := len("[]") + max(0, len(v)-1)
		for _, item := range v {
			n += textSize(item)
		}
		return n
	case braze.ArrayUpdate:
		return len(`{"add":,"remove":}`) + jsonSize(v.Add) + jsonSize(v.Remove)
	case map[string]any:
		n := len("{}") + max(0, len(v)-1)
		for name, member := range v {
			n += textSize(name) + len(":") + jsonSize(member)
		}
		return n
	}
	return len("null")
}

// textSize is the size of s as JSON text, with the escapes that JSON demands.
func textSize(s string) int {
	n := len(`""`) + len(s)
	for i := range len(s) {
		switch c := s[i]; {
		case c == '"' || c == '\\' || c == '\n' || c == '\r' || c == '\t' || c == '\b' || c == '\f':
			n++
		case c < ' ':
			n += len(`\u0000`) - 1
		}
	}
	if !utf8.ValidString(s) {
		// The replacement character takes three bytes for each bad one.
		n += 2 * len(s)
	}
	return n
}

// largestMember returns the name of the largest member, of equals the first.
func largestMember[M ~map[string]any](m M) string {
	best, most := "", -1
	for name, v := range m {
		if n := jsonSize(v); n > most || n == most && name < best {
			best, most = name, n
		}
	}
	return best
}
