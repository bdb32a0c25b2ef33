package mapping

import (
	"bytes"
	"errors"
	"html"
	"io"
	"strings"

	"github.com/go-json-experiment/json"
	"github.com/go-json-experiment/json/jsontext"
)

// ParseSettingsJSON is [ParseSettings] for a JSON object. Values may be text,
// booleans, numbers and null, and those that are JSON inside text may also be
// JSON itself. A name that occurs twice is an error.
func ParseSettingsJSON(object []byte) (Settings, error) {
	settings, twice, err := settingsFromJSON(object)
	if err != nil {
		return Settings{}, &SettingError{Detail: "not one JSON object"}
	}
	parsed, err := ParseSettings(settings)
	if err := errors.Join(twice, err); err != nil {
		return Settings{}, err
	}
	return parsed, nil
}

// settingsFromJSON turns the members of an object into text. The error twice
// names members that occur again, err says that it is not an object at all.
func settingsFromJSON(object []byte) (settings map[string]string, twice, err error) {
	dec := jsontext.NewDecoder(bytes.NewReader(object), jsontext.AllowDuplicateNames(true))
	if dec.PeekKind() != '{' {
		return nil, nil, errors.New("not an object")
	}
	if _, err := dec.ReadToken(); err != nil {
		return nil, nil, err
	}
	settings = make(map[string]string)
	for dec.PeekKind() != '}' {
		token, err := dec.ReadToken()
		if err != nil {
			return nil, nil, err
		}
		name := token.String()
		value, err := dec.ReadValue()
		if err != nil {
			return nil, nil, err
		}
		if _, again := settings[name]; again {
			twice = errors.Join(twice, &SettingError{Name: name, Detail: "given twice"})
		}
		settings[name] = settingText(value)
	}
	if _, err := dec.ReadToken(); err != nil {
		return nil, nil, err
	}
	if _, err := dec.ReadToken(); !errors.Is(err, io.EOF) {
		return nil, nil, errors.New("more than an object")
	}
	return settings, twice, nil
}

// settingText is the text of a setting whose value is JSON.
func settingText(value jsontext.Value) string {
	if value.Kind() != '"' {
		return string(value)
	}
	text, err := jsontext.AppendUnquote(nil, value)
	if err != nil {
		return string(value)
	}
	return string(text)
}

// decodeSetting reads JSON inside text, as it is or escaped once more: the web
// kit's settings come with &quot;, the Android kit's with backslashes. Names
// that occur twice are an error, since one of the two would be lost.
func decodeSetting(text string, into any) bool {
	for _, candidate := range []string{
		text,
		html.UnescapeString(text),
		strings.ReplaceAll(text, `\"`, `"`),
	} {
		if jsontext.Value(candidate).IsValid() {
			return json.Unmarshal([]byte(candidate), into) == nil
		}
	}
	return false
}
