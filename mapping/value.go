package mapping

import (
	"encoding/json"
	"strings"
	"time"
	"unicode/utf8"

	"github.com/mpbraze/mpbraze/braze"
)

// target is what a value is converted for. The two differ in the settings that
// apply, and in which object is refused under [LimitReject].
type target uint8

const (
	userAttribute target = iota
	eventProperty
)

// value converts one value of an mParticle attribute for Braze: by the settings
// for types, lists and nested objects, and within the limits. It reports false
// when the value is left out, with an issue that says why.
func (r *run) value(p *path, v any, t target) (any, bool) {
	switch v := plain(v).(type) {
	case string:
		return r.textValue(p, v, t)
	case json.Number:
		return v, r.checkNumber(p, v)
	case nil:
		return r.null(p, t)
	case []any:
		return r.list(p, v, t)
	case map[string]any:
		return r.object(p, v, t)
	case unsupported:
		r.issue(p, CodeUnsupported, Warning, "a Go value that JSON has no type for: left out")
		return nil, false
	case time.Time:
		return storedTime(v), true
	default: // bool
		return v, true
	}
}

// storedTime returns t, or text for the years that Braze stores as text.
func storedTime(t time.Time) any {
	if y := t.UTC().Year(); y < 0 || y > braze.MaxYear {
		return t.UTC().Format(time.RFC3339)
	}
	return t.UTC()
}

// null converts a value that is not there. Among user attributes this is a
// user tag, a name that says all by itself.
func (r *run) null(p *path, t target) (any, bool) {
	switch {
	case t == eventProperty:
		r.issue(p, CodeNullDropped, Info, "a property has no null: left out")
		return nil, false
	case r.cfg.Attributes.TagsAsNull:
		return nil, true
	}
	r.issue(p, CodeTag, Info, "a user tag: sent as the text true")
	return "true", true
}

// checkNumber accepts numbers that Braze can hold. Their digits are not
// touched.
func (r *run) checkNumber(p *path, n json.Number) bool {
	switch {
	case !isNumber(string(n)):
		r.issue(p, CodeNumberInvalid, Warning, "not a number that JSON can say: left out")
	case !inRange(string(n)):
		r.issue(p, CodeNumberRange, Warning, "too large or too small for a 64-bit float: left out")
	default:
		return true
	}
	return false
}

// textValue converts text: by its type when type detection is on, else within
// the limits.
func (r *run) textValue(p *path, s string, t target) (any, bool) {
	if r.detects[t] {
		if v, ok := detect(s); ok {
			return v, true
		}
	}
	s, ok := r.cleanText(p, s, t, braze.MaxText)
	return s, ok
}

// cleanText returns s as Braze takes it: valid, without NUL, neutralised when
// the settings say so, and of at most limit characters.
func (r *run) cleanText(p *path, s string, t target, limit int) (string, bool) {
	if !utf8.ValidString(s) {
		r.issue(p, CodeTextRepaired, Warning, "invalid UTF-8: replaced by U+FFFD")
		s = strings.ToValidUTF8(s, "\uFFFD")
	}
	if strings.IndexByte(s, 0) >= 0 {
		r.issue(p, CodeTextRepaired, Warning, "NUL characters: removed")
		s = strings.ReplaceAll(s, "\x00", "")
	}
	if r.cfg.Limits.NeutralizeLiquid && strings.Contains(s, "{") {
		if neutral := liquid.Replace(s); neutral != s {
			r.issue(p, CodeLiquid, Info, "Liquid tags: broken up")
			s = neutral
		}
	}
	if longer(s, limit) {
		if !r.over(p, CodeTextTooLong, t) {
			return "", false
		}
		s = cut(s, limit)
	}
	return s, true
}

// liquid puts a space into what opens a Liquid tag. A brace is looked at
// together with the next one, so that {{{ leaves no {{ either.
var liquid = strings.NewReplacer("{{", "{ { ", "{%", "{ %")

// detect reads text as boolean, 64-bit integer, decimal or date, in this
// order. Codes that look like numbers stay text: with a leading zero or plus,
// with an exponent, or of more digits than 64 bits hold.
func detect(s string) (any, bool) {
	if s == "" {
		return nil, false
	}
	switch c := s[0]; {
	case c == 't' || c == 'T' || c == 'f' || c == 'F':
		if b, ok := truthText(s); ok {
			return b, true
		}
	case c == '-' || c >= '0' && c <= '9':
		if isPlainNumber(s) {
			return json.Number(s), true
		}
		if t, ok := date(s); ok {
			return t, true
		}
	}
	return nil, false
}

// isPlainNumber reports whether s is a 64-bit integer or a decimal fraction.
func isPlainNumber(s string) bool {
	if strings.ContainsAny(s, "eE") || s == "-0" || !isNumber(s) {
		return false
	}
	return strings.Contains(s, ".") || isInt64(s)
}

// date reads RFC 3339 and YYYY-MM-DD. Years Braze stores as text are no dates.
func date(s string) (time.Time, bool) {
	if len(s) < len(time.DateOnly) || s[4] != '-' {
		return time.Time{}, false
	}
	layout := time.DateOnly
	if len(s) > len(layout) {
		layout = time.RFC3339
		s = withoutLeapSecond(s)
	}
	t, err := time.Parse(layout, s)
	if err != nil || t.Year() > braze.MaxYear {
		return time.Time{}, false
	}
	return t.UTC(), true
}

// withoutLeapSecond turns second 60, which Go does not know, into the last
// millisecond of the minute.
func withoutLeapSecond(s string) string {
	const at = len("2006-01-02T15:04:")
	if len(s) < at+2 || s[at:at+2] != "60" {
		return s
	}
	zone := strings.TrimLeft(s[at+2:], ".0123456789")
	return s[:at] + "59.999" + zone
}
