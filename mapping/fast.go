package mapping

import (
	"encoding/json"
	"strings"
	"unicode/utf8"

	"github.com/mpbraze/mpbraze/braze"
)

// Nearly all names and values of a batch need no change. The functions here
// see that without allocating; whatever they do not recognise takes the path
// that knows all rules. They may say no to what is fine, never yes to what is
// not.

// fastName reports whether a name surely goes through as it is. It counts
// bytes, of which there are never fewer than characters.
func fastName(s string) bool { return len(s) <= braze.MaxKey && isCleanName(s) }

// fastValue is fastName for values.
func fastValue(v any) bool {
	switch v := v.(type) {
	case string:
		return fastText(v)
	case bool:
		return true
	case json.Number:
		return len(v) < 16 && plainDecimal(string(v))
	}
	return false
}

// fastText counts bytes, of which there are never fewer than characters.
func fastText(s string) bool {
	return len(s) <= braze.MaxText && strings.IndexByte(s, 0) < 0 && utf8.ValidString(s)
}

// plainDecimal reports whether s is a JSON number without an exponent.
func plainDecimal(s string) bool {
	if s != "" && (s[len(s)-1] == '.' || s[0] == '+') {
		return false
	}
	for i := range len(s) {
		if s[i] == 'e' || s[i] == 'E' {
			return false
		}
	}
	return isNumber(s)
}
