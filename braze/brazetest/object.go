package brazetest

import (
	"bytes"
	"encoding/json"
	"io"
	"strconv"
	"unicode/utf8"
)

// object is one object of a request.
type object struct {
	array   string
	who     identity
	members map[string]any
	raw     json.RawMessage
}

// decodeObject reads a JSON object with nothing after it.
func decodeObject(data []byte) (map[string]json.RawMessage, bool) {
	if !utf8.Valid(data) {
		return nil, false
	}
	var members map[string]json.RawMessage
	if json.Unmarshal(data, &members) != nil || members == nil {
		return nil, false
	}
	return members, true
}

// decodeArray reads an optional array; null counts as not sent.
func decodeArray(data json.RawMessage) (array []json.RawMessage, sent, ok bool) {
	if data == nil || string(data) == "null" {
		return nil, false, true
	}
	if json.Unmarshal(data, &array) != nil {
		return nil, true, false
	}
	return array, true, true
}

// newObject reads one object of an array.
func newObject(array string, raw json.RawMessage) (object, bool) {
	o := object{array: array, raw: raw}
	decoder := json.NewDecoder(bytes.NewReader(raw))
	decoder.UseNumber()
	if decoder.Decode(&o.members) != nil || o.members == nil {
		return o, false
	}
	plainNumbers(o.members)
	return o, true
}

// plainNumbers makes numbers int64 where they are whole and fit, else float64;
// one too large for that stays text. It changes objects and arrays in place.
func plainNumbers(value any) any {
	switch v := value.(type) {
	case json.Number:
		if i, err := strconv.ParseInt(v.String(), 10, 64); err == nil {
			return i
		}
		if f, err := v.Float64(); err == nil {
			return f
		}
		return v.String()
	case []any:
		for i := range v {
			v[i] = plainNumbers(v[i])
		}
	case map[string]any:
		for name := range v {
			v[name] = plainNumbers(v[name])
		}
	}
	return value
}

// memberNames returns the names of a JSON object in the order they stand.
func memberNames(data json.RawMessage) []string {
	decoder := json.NewDecoder(bytes.NewReader(data))
	if token, err := decoder.Token(); err != nil || token != json.Delim('{') {
		return nil
	}
	var names []string
	for decoder.More() {
		token, err := decoder.Token()
		name, ok := token.(string)
		if err != nil || !ok {
			return names
		}
		names = append(names, name)
		var value json.RawMessage
		if decoder.Decode(&value) == io.EOF {
			return names
		}
	}
	return names
}

// encodedSize is the size of value as JSON.
func encodedSize(value any) int {
	var encoded bytes.Buffer
	encoder := json.NewEncoder(&encoded)
	encoder.SetEscapeHTML(false)
	if err := encoder.Encode(value); err != nil {
		return 0
	}
	return encoded.Len() - len("\n")
}

// text returns the string member name of o; blank counts as absent.
func (o object) text(name string) (string, bool) {
	value, ok := o.members[name].(string)
	return value, ok && value != ""
}

// present reports whether o has a member that is not null.
func (o object) present(name string) bool { return o.members[name] != nil }
