package braze

import (
	"errors"
	"fmt"
	"io"
	"log/slog"
	"strings"
)

const redacted = "[redacted]"

// secret keeps the API key. It prints as [redacted] with every verb, in JSON
// and in logs.
//
// The key is in a closure because fmt does not call the methods of unexported
// fields, and with a verb that does not fit it even follows a pointer. Of a
// function it never prints more than the address.
type secret struct {
	reveal func() (key string, header []string)
}

// newSecret checks the key. The error says what is wrong and never the key.
func newSecret(key string) (secret, error) {
	if reason := keyProblem(key); reason != "" {
		return secret{}, &OptionError{Option: "apiKey", Reason: reason}
	}
	header := []string{"Bearer " + key}
	return secret{reveal: func() (string, []string) { return key, header }}, nil
}

// keyProblem finds what net/http would refuse later, without a word why, and
// what Braze would answer 401.
func keyProblem(key string) string {
	switch {
	case key == "":
		return "is empty"
	case strings.ContainsAny(key, "\r\n"):
		return "contains a line break (often the last byte of a secret file)"
	case strings.ContainsAny(key, " \t"):
		if len(key) > 7 && strings.EqualFold(key[:7], "bearer ") {
			return `starts with "Bearer ": give the key alone`
		}
		return "contains a space"
	case strings.ContainsAny(key, `"'`):
		return "contains a quote"
	}
	for i := range len(key) {
		if key[i] <= ' ' || key[i] > '~' {
			return "contains a byte that is not printable ASCII"
		}
	}
	return ""
}

// authorization returns the value of the Authorization header. Its capacity is
// its length, so that nobody can append to the shared array.
func (s secret) authorization() []string {
	_, header := s.reveal()
	return header[:1:1]
}

// scrub removes the key from text that came from outside: a server or a proxy
// may echo a request.
func (s secret) scrub(text string) string {
	key, _ := s.reveal()
	return strings.ReplaceAll(text, key, redacted)
}

// scrubError replaces an error whose text has the key in it.
func (s secret) scrubError(err error) error {
	if err == nil || s.scrub(err.Error()) == err.Error() {
		return err
	}
	return errRedacted
}

var errRedacted = errors.New(redacted)

// Format implements [fmt.Formatter] for every verb.
func (secret) Format(f fmt.State, _ rune) { _, _ = io.WriteString(f, redacted) }

// LogValue returns [redacted].
func (secret) LogValue() slog.Value { return slog.StringValue(redacted) }

// MarshalText returns [redacted].
func (secret) MarshalText() ([]byte, error) { return []byte(redacted), nil }
