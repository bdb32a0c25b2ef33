package mapping

import (
	"encoding/json"
	"strconv"
	"strings"
)

// text reads a scalar as text: digits exactly as they came, booleans as true
// and false.
func text(v any) (string, bool) {
	switch v := plain(v).(type) {
	case string:
		return v, true
	case json.Number:
		return string(v), true
	case bool:
		return strconv.FormatBool(v), true
	}
	return "", false
}

// truth reads a boolean the way outputs of mParticle spell it: true, "True",
// "false", 1, "0".
func truth(v any) (value, ok bool) {
	switch v := plain(v).(type) {
	case bool:
		return v, true
	case string:
		return truthText(v)
	case json.Number:
		return truthText(string(v))
	}
	return false, false
}

func truthText(s string) (value, ok bool) {
	switch {
	case s == "1" || strings.EqualFold(s, "true"):
		return true, true
	case s == "0" || strings.EqualFold(s, "false"):
		return false, true
	}
	return false, false
}

// number reads a number from a number or from text, digit for digit and never
// through float64. It refuses what JSON does not call a number.
func number(v any) (json.Number, bool) {
	var s string
	switch v := plain(v).(type) {
	case json.Number:
		s = string(v)
	case string:
		s = strings.TrimSpace(v)
	default:
		return "", false
	}
	if !isNumber(s) || !inRange(s) {
		return "", false
	}
	return json.Number(s), true
}

// isNumber reports whether s is a number as JSON writes them.
func isNumber(s string) bool {
	s = strings.TrimPrefix(s, "-")
	whole, rest := digits(s)
	if whole == 0 || whole > 1 && s[0] == '0' {
		return false
	}
	s = rest
	if strings.HasPrefix(s, ".") {
		var n int
		if n, s = digits(s[1:]); n == 0 {
			return false
		}
	}
	if s != "" && (s[0] == 'e' || s[0] == 'E') {
		s = s[1:]
		if s != "" && (s[0] == '+' || s[0] == '-') {
			s = s[1:]
		}
		var n int
		if n, s = digits(s); n == 0 {
			return false
		}
	}
	return s == ""
}

// digits returns how many digits s starts with, and the rest.
func digits(s string) (n int, rest string) {
	for n < len(s) && s[n] >= '0' && s[n] <= '9' {
		n++
	}
	return n, s[n:]
}

// inRange reports whether a float64 holds the magnitude of the number s:
// neither infinite nor, being more than 0, nothing.
func inRange(s string) bool {
	if len(s) < 300 && strings.IndexByte(s, 'e') < 0 && strings.IndexByte(s, 'E') < 0 {
		return true
	}
	f, err := strconv.ParseFloat(s, 64)
	if err != nil {
		return false
	}
	mantissa, _, _ := strings.Cut(strings.ToLower(s), "e")
	return f != 0 || !strings.ContainsAny(mantissa, "123456789")
}

// isInt64 reports whether the integer s fits 64 bits.
func isInt64(s string) bool {
	if len(s) < len("9223372036854775807") {
		return true
	}
	_, err := strconv.ParseInt(s, 10, 64)
	return err == nil
}
