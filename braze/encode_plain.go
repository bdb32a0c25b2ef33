package braze

import (
	"encoding/binary"
	"encoding/json"
	"slices"
	"strconv"
	"strings"
	"time"
)

// Nearly all members need no escape and break no rule. What is here sees that
// in one pass over their bytes and appends them. Whatever it does not
// recognise takes the way that knows all rules: it may say no to what is fine,
// never yes to what is not.

// plainMember appends a member of one of the common types. It reports false,
// having appended nothing, when the member needs a closer look.
func (e *encoder) plainMember(name string, v any, in scope) bool {
	if !mayBePlain(name, in) {
		return false
	}
	b, ok := appendPlain(appendComma(e.buf), name)
	if !ok {
		return false
	}
	b = append(b, ':')
	switch v := v.(type) {
	case string:
		if len(v) > MaxText {
			return false
		}
		if b, ok = appendPlain(b, v); !ok {
			return false
		}
	case json.Number:
		if !isPlainNumber(string(v)) {
			return false
		}
		b = append(b, v...)
	case bool:
		b = strconv.AppendBool(b, v)
	default:
		return false
	}
	e.grown(b)
	return true
}

// plainText appends a member of this package's own that is text of at most so
// many bytes and not blank. It reports false, having appended nothing, when the
// member needs a closer look.
func (e *encoder) plainText(name, s string, most int) bool {
	if s == "" || len(s) > most || s[0] == ' ' {
		return false
	}
	b, ok := appendPlain(appendKey(e.buf, name), s)
	if ok {
		e.grown(b)
	}
	return ok
}

// mayBePlain reports whether a name is good where it stands, if it also stands
// in JSON as it is.
func mayBePlain(name string, in scope) bool {
	if name == "" || len(name) > MaxKey || name[0] == ' ' || name[0] == '$' || name[len(name)-1] == ' ' {
		return false
	}
	return in != inNested || !strings.ContainsAny(name, " .$")
}

// appendPlain appends s as a JSON string when it stands in JSON as it is: when it
// is ASCII without control characters, quotes and backslashes.
func appendPlain(b []byte, s string) ([]byte, bool) {
	n := len(b)
	b = slices.Grow(b, len(s)+2)[:n+len(s)+2]
	b[n], b[n+1+len(s)] = '"', '"'
	to := b[n+1 : n+1+len(s)]
	last := len(s) - 8
	if last < 0 {
		for i := range to {
			if to[i] = s[i]; !plainByte[s[i]] {
				return b[:n], false
			}
		}
		return b, true
	}
	for i := 0; ; i += 8 {
		i = min(i, last) // the last eight bytes may have been looked at in part
		w := word(s[i:])
		if !isPlainWord(w) {
			return b[:n], false
		}
		binary.LittleEndian.PutUint64(to[i:], w)
		if i == last {
			return b, true
		}
	}
}

// plainByte holds what stands in JSON as it is.
var plainByte = func() (plain [256]bool) {
	for c := range plain {
		plain[c] = ' ' <= c && c < 0x80 && c != '"' && c != '\\'
	}
	return plain
}()

// isPlainWord is plainByte for eight bytes at once. The highest bit of a byte is
// set when it was, or when less is left of the byte than is taken away.
func isPlainWord(w uint64) bool {
	const each, highest = 0x0101010101010101, 0x8080808080808080
	quote, backslash := w^'"'*each, w^'\\'*each // 0 where the character is
	return (w|(w-' '*each)|(quote-each)|(backslash-each))&highest == 0
}

// word returns the first eight bytes of s.
func word(s string) uint64 {
	_ = s[7]
	return uint64(s[0]) | uint64(s[1])<<8 | uint64(s[2])<<16 | uint64(s[3])<<24 |
		uint64(s[4])<<32 | uint64(s[5])<<40 | uint64(s[6])<<48 | uint64(s[7])<<56
}

// isPlainNumber reports whether s is a short JSON number without an exponent.
func isPlainNumber(s string) bool {
	const short = 16
	if s == "" || len(s) > short || s[0] == '0' && len(s) > 1 && s[1] != '.' {
		return false
	}
	points := 0
	for i := range len(s) {
		switch c := s[i]; {
		case '0' <= c && c <= '9':
		case c == '.' && i > 0 && i < len(s)-1 && points == 0:
			points++
		default:
			return false
		}
	}
	return true
}

// appendTime appends t, which is in UTC and of a year up to 9999, as
// 2006-01-02T15:04:05.000Z. That is what t.AppendFormat does, in a fraction of
// its time.
func appendTime(b []byte, t time.Time) []byte {
	year, month, day := t.Date()
	hour, minute, second := t.Clock()
	b = appendTwo(b, year/100)
	b = appendTwo(b, year%100)
	b = append(b, '-')
	b = appendTwo(b, int(month))
	b = append(b, '-')
	b = appendTwo(b, day)
	b = append(b, 'T')
	b = appendTwo(b, hour)
	b = append(b, ':')
	b = appendTwo(b, minute)
	b = append(b, ':')
	b = appendTwo(b, second)
	milliseconds := t.Nanosecond() / int(time.Millisecond)
	b = append(b, '.', byte('0'+milliseconds/100))
	b = appendTwo(b, milliseconds%100)
	return append(b, 'Z')
}

func appendTwo(b []byte, n int) []byte { return append(b, byte('0'+n/10), byte('0'+n%10)) }
