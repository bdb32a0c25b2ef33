package braze

import (
	"bytes"
	"fmt"
	"regexp"
	"slices"
	"strconv"
	"strings"

	"github.com/go-json-experiment/json"
	"github.com/go-json-experiment/json/jsontext"
)

// TrackResponse is Braze's answer to /users/track. Braze has queued what it
// counts; it applies it later.
//
// See https://www.braze.com/docs/api/endpoints/user_data/post_user_track#responses.
type TrackResponse struct {
	// Message is "success", or "queued" during maintenance.
	Message string
	// The numbers of objects Braze has queued.
	AttributesProcessed int
	EventsProcessed     int
	PurchasesProcessed  int
	// Errors are the refused objects; the others were accepted.
	Errors []ItemError
	// Unattributed says that Braze reported errors that name no object of the
	// request: any object may be the one.
	Unattributed bool
	// Opaque says that Braze accepted the request but its answer could not be
	// read, so that nothing is known about single objects.
	Opaque bool
	// Queued says that Braze stored the request unseen.
	Queued bool
	// Attempts is the number of requests made.
	Attempts int
	// Repeats is how many of them were sent after one that Braze may have
	// processed: events and purchases may be there that often too many.
	Repeats int
}

// ItemError is one object that Braze refused.
type ItemError struct {
	// Type is Braze's reason: an enum ("EMAIL_BAD_FORMAT") or prose.
	Type string
	// Array the object was in, and its Index in it, as sent.
	Array Array
	Index int
}

// Error names the object, and the reason if Braze documents it.
func (e ItemError) Error() string { return "braze: " + e.describe() }

func (e ItemError) describe() string {
	reason := "refused"
	if enumPattern.MatchString(e.Type) || documented(e.Type) {
		reason = e.Type
	}
	return fmt.Sprintf("%s[%d]: %s", e.Array, e.Index, reason)
}

var enumPattern = regexp.MustCompile(`^[A-Z][A-Z_]{2,63}$`)

// Counts are the sizes of the three arrays of a request as sent. They bound
// the indexes of an answer.
type Counts struct {
	Attributes int
	Events     int
	Purchases  int
}

// Counts returns the sizes of the arrays of r.
func (r *TrackRequest) Counts() Counts {
	return Counts{len(r.Attributes), len(r.Events), len(r.Purchases)}
}

func (c Counts) of(a Array) int {
	switch a {
	case ArrayAttributes:
		return c.Attributes
	case ArrayEvents:
		return c.Events
	case ArrayPurchases:
		return c.Purchases
	}
	return 0
}

// scrub removes the key: a proxy may echo a request in its answer.
func (r *TrackResponse) scrub(key secret) {
	r.Message = key.scrub(r.Message)
	for i := range r.Errors {
		r.Errors[i].Type = key.scrub(r.Errors[i].Type)
	}
}

// ParseTrackResponse reads the answer to a request of /users/track, for those
// who send with a stack of their own. It is pure and takes any bytes.
//
// The error is nil if Braze accepted the request. Single objects may still be
// refused: see [TrackResponse.Errors]. Otherwise the error is an [*APIError].
func ParseTrackResponse(status int, body []byte, sent Counts) (*TrackResponse, error) {
	class, response := judgeTrack(status, body, sent)
	if classes[class].fate == fateDelivered {
		return response, nil
	}
	return nil, &APIError{
		Endpoint:     pathTrack,
		Status:       status,
		Message:      response.Message,
		Items:        response.Errors,
		Unattributed: response.Unattributed,
		Attempts:     1,
		class:        class,
	}
}

// judgeTrack decides the class of an answer. The response is never nil.
func judgeTrack(status int, body []byte, sent Counts) (class, *TrackResponse) {
	answer, shape := parseAnswer(body)
	r := &TrackResponse{
		Message:             cut(answer.Message.text(), maxMessage),
		AttributesProcessed: answer.Attributes.count(),
		EventsProcessed:     answer.Events.count(),
		PurchasesProcessed:  answer.Purchases.count(),
	}
	r.Errors, r.Unattributed = parseItems(answer.Errors.Value, sent)
	if status < 200 || status > 299 {
		return refine(statusClass(status), r.Message), r
	}
	switch {
	case shape == shapeEmpty || shape == shapeBroken:
		r.Opaque = true
		return classOpaque, r
	case shape == shapeForeign || answer.Message.missing():
		return classForeign, r
	case strings.EqualFold(r.Message, "success"):
		return classAccepted, r
	case strings.EqualFold(r.Message, "queued"):
		r.Queued = true
		return classQueued, r
	}
	return classFatal, r
}

// bodyShape tells what a body is, as far as it decides about a 2xx.
type bodyShape uint8

const (
	shapeObject  bodyShape = iota
	shapeEmpty             // no body: 204
	shapeBroken            // the beginning of an object: cut on the way
	shapeForeign           // anything else, such as the page of a proxy
)

// answer has the members of an answer, of whatever type they are.
type answer struct {
	Message    rawMember `json:"message"`
	Attributes rawMember `json:"attributes_processed"`
	Events     rawMember `json:"events_processed"`
	Purchases  rawMember `json:"purchases_processed"`
	Errors     rawMember `json:"errors"`
}

func parseAnswer(body []byte) (answer, bodyShape) {
	var a answer
	shape := shapeOf(body)
	if shape == shapeObject && json.Unmarshal(body, &a) != nil {
		return answer{}, shapeBroken
	}
	return a, shape
}

func shapeOf(body []byte) bodyShape {
	body = bytes.TrimSpace(bytes.TrimPrefix(body, []byte("\xef\xbb\xbf")))
	switch {
	case len(body) == 0:
		return shapeEmpty
	case body[0] == '{':
		return shapeObject
	}
	return shapeForeign
}

// rawMember is a value of an answer.
type rawMember struct{ jsontext.Value }

func (m rawMember) missing() bool { return len(m.Value) == 0 || m.Kind() == 'n' }

// text returns a text, or "".
func (m rawMember) text() string {
	if m.Kind() != '"' {
		return ""
	}
	s, err := jsontext.AppendUnquote(nil, m.Value)
	if err != nil {
		return ""
	}
	return string(s)
}

// integer returns a whole, non-negative number.
func (m rawMember) integer() (int, bool) {
	if m.Kind() != '0' {
		return 0, false
	}
	n, err := strconv.Atoi(string(m.Value))
	return n, err == nil && n >= 0
}

func (m rawMember) count() int {
	n, ok := m.integer()
	if !ok {
		return 0
	}
	return n
}

// parseItems reads errors[]. An entry counts only if it names an object of the
// request without doubt; any other makes the whole answer unattributed, never
// marks an object.
func parseItems(raw jsontext.Value, sent Counts) (items []ItemError, unattributed bool) {
	if (rawMember{raw}).missing() {
		return nil, false
	}
	var entries []rawMember
	if raw.Kind() != '[' || json.Unmarshal(raw, &entries) != nil {
		return nil, true
	}
	for _, entry := range entries {
		item, ok := parseItem(entry, sent)
		if !ok {
			unattributed = true
			continue
		}
		// Braze repeats entries.
		if !slices.Contains(items, item) {
			items = append(items, item)
		}
	}
	return items, unattributed
}

func parseItem(entry rawMember, sent Counts) (ItemError, bool) {
	var e struct {
		Type  rawMember `json:"type"`
		Array rawMember `json:"input_array"`
		Index rawMember `json:"index"`
	}
	if entry.Kind() != '{' || json.Unmarshal(entry.Value, &e) != nil {
		return ItemError{}, false
	}
	item := ItemError{Type: cut(e.Type.text(), maxReason), Array: Array(e.Array.text())}
	index, ok := e.Index.integer()
	item.Index = index
	return item, ok && index < sent.of(item.Array)
}
