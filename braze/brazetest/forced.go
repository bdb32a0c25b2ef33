package brazetest

import (
	"strconv"
	"strings"
	"time"
)

// coerce turns a value into the forced type; what is impossible is ignored.
func (t Type) coerce(value any) (any, bool) {
	switch t {
	case TypeBoolean:
		return coerceBoolean(value)
	case TypeNumber:
		return coerceNumber(value)
	case TypeString:
		return coerceString(value)
	case TypeTime:
		_, ok := value.(time.Time)
		return value, ok
	case TypeArray:
		_, ok := value.([]any)
		return value, ok
	}
	return value, true
}

func coerceBoolean(value any) (any, bool) {
	switch strings.ToLower(plainText(value)) {
	case "1", "true", "t":
		return true, true
	case "0", "false", "f":
		return false, true
	}
	return nil, false
}

func coerceNumber(value any) (any, bool) {
	if _, ok := number(value); ok {
		return value, true
	}
	text, _ := value.(string)
	if i, err := strconv.ParseInt(text, 10, 64); err == nil {
		return i, true
	}
	f, err := strconv.ParseFloat(text, 64)
	return f, err == nil
}

func coerceString(value any) (any, bool) {
	text := plainText(value)
	return text, text != "" || value == ""
}

// plainText is the text of a scalar, or empty.
func plainText(value any) string {
	switch v := value.(type) {
	case string:
		return v
	case bool:
		return strconv.FormatBool(v)
	case int64:
		return strconv.FormatInt(v, 10)
	case float64:
		return strconv.FormatFloat(v, 'g', -1, 64)
	case time.Time:
		return v.Format(time.RFC3339Nano)
	}
	return ""
}
