package braze

import (
	"encoding/json"
	"math"
	"strconv"
	"strings"
	"time"
)

// scope says where a value stands, because Braze has other rules for the
// inside of attributes than for properties.
type scope uint8

const (
	inCustom   scope = iota // value of a custom attribute, and its items
	inNested                // inside an object of a custom attribute
	inProperty              // value of a property and everything inside
)

// value appends any value except null and operations.
func (e *encoder) value(v any, in scope) {
	switch v := v.(type) {
	case string:
		e.text(v)
	case bool:
		e.flag(v)
	case int:
		e.integer(int64(v))
	case int64:
		e.integer(v)
	case float64:
		e.float(v, 64)
	case json.Number:
		e.number(v)
	case time.Time:
		e.timeValue(v, in)
	case []any:
		e.anys(v, in)
	case []string:
		e.texts(v, in)
	case []map[string]any:
		e.objects(v, in)
	case map[string]any:
		e.object(v, in)
	case nil:
		e.fail(FieldNull, "null is no value here: leave the member out")
	case Increment, ArrayUpdate, ObjectArrayUpdate:
		e.fail(FieldOperator, "an operation stands for a whole custom attribute")
	default:
		e.other(v, in)
	}
}

// other appends the less common types.
func (e *encoder) other(v any, in scope) {
	switch v := v.(type) {
	case int32:
		e.integer(int64(v))
	case int16:
		e.integer(int64(v))
	case int8:
		e.integer(int64(v))
	case uint:
		e.unsigned(uint64(v))
	case uint64:
		e.unsigned(v)
	case uint32:
		e.unsigned(uint64(v))
	case uint16:
		e.unsigned(uint64(v))
	case uint8:
		e.unsigned(uint64(v))
	case float32:
		e.float(float64(v), 32)
	default:
		plain, ok := plainValue(v)
		if !ok {
			e.fail(FieldType, "this Go type is no value of Braze")
			return
		}
		e.value(plain, in)
	}
}

func (e *encoder) null()             { e.buf = append(e.buf, "null"...) }
func (e *encoder) flag(v bool)       { e.buf = strconv.AppendBool(e.buf, v) }
func (e *encoder) integer(v int64)   { e.buf = strconv.AppendInt(e.buf, v, 10) }
func (e *encoder) unsigned(v uint64) { e.buf = strconv.AppendUint(e.buf, v, 10) }

// text appends text of at most [MaxText] characters.
func (e *encoder) text(s string) { e.textUpTo(s, MaxText) }

func (e *encoder) textUpTo(s string, most int) {
	if longer(s, most) {
		e.fail(FieldTooLong, "at most "+strconv.Itoa(most)+" characters")
	}
	e.quote(s)
}

// float appends the shortest text that reads back as v, in the form
// encoding/json chooses.
func (e *encoder) float(v float64, bits int) {
	if math.IsNaN(v) || math.IsInf(v, 0) {
		e.fail(FieldRange, "a number must be finite")
		return
	}
	format := byte('f')
	if abs := math.Abs(v); abs != 0 && (abs < 1e-6 || abs >= 1e21) {
		format = 'e'
	}
	e.buf = strconv.AppendFloat(e.buf, v, format, -1, bits)
}

// number appends n digit by digit: decimals and 64-bit ids lose nothing.
func (e *encoder) number(n json.Number) {
	switch s := string(n); {
	case !isNumber(s):
		e.fail(FieldFormat, "a number as JSON writes it")
	case !inRange(s):
		e.fail(FieldRange, "a number that fits 64-bit floating point")
	default:
		e.buf = append(e.buf, s...)
	}
}

// isNumber reports whether s is a number by the grammar of JSON.
func isNumber(s string) bool {
	s = strings.TrimPrefix(s, "-")
	whole := digits(s)
	if whole == 0 || whole > 1 && s[0] == '0' {
		return false
	}
	s = s[whole:]
	if s != "" && s[0] == '.' {
		fraction := digits(s[1:])
		if fraction == 0 {
			return false
		}
		s = s[1+fraction:]
	}
	if s != "" && (s[0] == 'e' || s[0] == 'E') {
		s = s[1:]
		if s != "" && (s[0] == '+' || s[0] == '-') {
			s = s[1:]
		}
		exponent := digits(s)
		return exponent > 0 && exponent == len(s)
	}
	return s == ""
}

func digits(s string) int {
	n := 0
	for n < len(s) && '0' <= s[n] && s[n] <= '9' {
		n++
	}
	return n
}

// inRange reports whether the number s neither overflows a float64 nor
// vanishes in it. Short numbers without an exponent always fit.
func inRange(s string) bool {
	if len(s) <= 20 && strings.IndexByte(s, 'e') < 0 && strings.IndexByte(s, 'E') < 0 {
		return true
	}
	if len(s) > MaxText {
		return false
	}
	f, err := strconv.ParseFloat(s, 64)
	if err != nil {
		return false
	}
	mantissa, _, _ := strings.Cut(strings.ToLower(s), "e")
	return f != 0 || !strings.ContainsAny(mantissa, "123456789")
}

// The seconds from 1970 to the first one of the year 0 and the last one of
// [MaxYear].
var (
	firstSecond = time.Date(0, 1, 1, 0, 0, 0, 0, time.UTC).Unix()
	lastSecond  = time.Date(MaxYear+1, 1, 1, 0, 0, 0, 0, time.UTC).Unix() - 1
)

// moment appends t as ISO 8601 in UTC with milliseconds, the form that all of
// Braze's pages accept.
func (e *encoder) moment(t time.Time) {
	t = t.UTC()
	if t.IsZero() {
		e.fail(FieldRequired, "the zero time is no time")
		return
	}
	if s := t.Unix(); s < firstSecond || s > lastSecond {
		e.fail(FieldRange, "Braze keeps times of the years 0 to "+strconv.Itoa(MaxYear))
		return
	}
	e.buf = append(e.buf, '"')
	e.buf = appendTime(e.buf, t)
	e.buf = append(e.buf, '"')
}

// timeValue appends a time as data. Braze detects times in top-level values,
// but inside nested attributes only in an object of this form.
func (e *encoder) timeValue(t time.Time, in scope) {
	if in == inProperty && e.inItem() {
		e.fail(FieldType, "arrays of properties take no times")
		return
	}
	if in != inNested {
		e.moment(t)
		return
	}
	e.buf = append(e.buf, `{"$time":`...)
	e.moment(t)
	e.buf = append(e.buf, '}')
}
