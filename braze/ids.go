package braze

import (
	"fmt"

	"github.com/go-json-experiment/json/jsontext"
)

// MaxIDs is the number of users in one request of the endpoints that take ids.
const MaxIDs = 50

// idList is the part of a request that names users.
type idList struct {
	externalIDs []string
	aliases     []UserAlias
	brazeIDs    []string
}

func (l idList) len() int { return len(l.externalIDs) + len(l.aliases) + len(l.brazeIDs) }

// check finds an empty or over-long list, or an empty id in it. The error never
// shows an id.
func (l idList) check() error {
	switch n := l.len(); {
	case n == 0:
		return fmt.Errorf("%w: no user is named", ErrRejected)
	case n > MaxIDs:
		return &CapError{What: "ids", Got: n, Max: MaxIDs}
	}
	for i, id := range l.externalIDs {
		if id == "" || len(id) > MaxExternalIDBytes {
			return fmt.Errorf("%w: external_ids[%d] has %d bytes, must be 1 to %d", ErrRejected, i, len(id), MaxExternalIDBytes)
		}
	}
	for i, alias := range l.aliases {
		if alias.Name == "" || alias.Label == "" {
			return fmt.Errorf("%w: user_aliases[%d] needs a name and a label", ErrRejected, i)
		}
	}
	for i, id := range l.brazeIDs {
		if id == "" {
			return fmt.Errorf("%w: braze_ids[%d] is empty", ErrRejected, i)
		}
	}
	return nil
}

// objectWriter appends the members of a JSON object.
type objectWriter struct {
	dst []byte
	err error
}

func (w *objectWriter) name(name string) {
	if len(w.dst) == 0 {
		w.dst = append(w.dst, '{')
	} else {
		w.dst = append(w.dst, ',')
	}
	w.quote(name)
	w.dst = append(w.dst, ':')
}

func (w *objectWriter) quote(s string) {
	var err error
	if w.dst, err = jsontext.AppendQuote(w.dst, s); err != nil && w.err == nil {
		w.err = fmt.Errorf("%w: text is not UTF-8", ErrRejected)
	}
}

func (w *objectWriter) text(name, value string) {
	if value != "" {
		w.name(name)
		w.quote(value)
	}
}

func (w *objectWriter) texts(name string, values []string) {
	writeList(w, name, values, w.quote)
}

func (w *objectWriter) aliases(name string, values []UserAlias) {
	writeList(w, name, values, func(alias UserAlias) {
		w.dst = append(w.dst, `{"alias_name":`...)
		w.quote(alias.Name)
		w.dst = append(w.dst, `,"alias_label":`...)
		w.quote(alias.Label)
		w.dst = append(w.dst, '}')
	})
}

func writeList[T any](w *objectWriter, name string, values []T, write func(T)) {
	if len(values) == 0 {
		return
	}
	w.name(name)
	for i, value := range values {
		if i == 0 {
			w.dst = append(w.dst, '[')
		} else {
			w.dst = append(w.dst, ',')
		}
		write(value)
	}
	w.dst = append(w.dst, ']')
}

// bytes closes the object.
func (w *objectWriter) bytes() ([]byte, error) {
	return append(w.dst, '}'), w.err
}

// judgePlain decides about the answers of endpoints other than /users/track:
// any 2xx with a JSON object is success.
func judgePlain(status int, body []byte, _ Counts) (class, *TrackResponse) {
	answer, shape := parseAnswer(body)
	r := &TrackResponse{Message: cut(answer.Message.text(), maxMessage)}
	if status < 200 || status > 299 {
		return refine(statusClass(status), r.Message), r
	}
	switch shape {
	case shapeEmpty, shapeBroken:
		r.Opaque = true
		return classOpaque, r
	case shapeForeign:
		return classForeign, r
	case shapeObject:
	}
	return classAccepted, r
}
