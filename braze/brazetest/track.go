package brazetest

import (
	"encoding/json"
	"net/http"
	"time"
)

// The arrays of /users/track, in the order Braze applies them.
const (
	arrayAttributes = "attributes"
	arrayEvents     = "events"
	arrayPurchases  = "purchases"
)

const noValidData = "Valid data must be provided in the 'attributes', 'events', or 'purchases' fields."

// itemError is Braze's word on one object.
type itemError struct {
	Type       string `json:"type"`
	InputArray string `json:"input_array"`
	Index      int    `json:"index"`
}

type trackResponse struct {
	Message    string      `json:"message"`
	Errors     []itemError `json:"errors,omitempty"`
	Attributes *int        `json:"attributes_processed,omitempty"`
	Events     *int        `json:"events_processed,omitempty"`
	Purchases  *int        `json:"purchases_processed,omitempty"`
}

// change is one accepted object, ready to be applied.
type change struct {
	who   identity
	apply func(*store)
}

// track answers /users/track.
//
// See https://www.braze.com/docs/api/endpoints/user_data/post_user_track.
func (s *Server) track(now time.Time, body []byte) answer {
	request, ok := decodeObject(body)
	if !ok {
		return failure(http.StatusBadRequest, "Bad Request")
	}
	arrays := map[string][]json.RawMessage{}
	for _, name := range []string{arrayAttributes, arrayEvents, arrayPurchases} {
		array, sent, ok := decodeArray(request[name])
		if !ok {
			return failure(http.StatusBadRequest, "'"+name+"' must be an array of objects")
		}
		if sent {
			arrays[name] = array
		}
	}
	if s.tooMany(arrays) {
		return failure(http.StatusBadRequest, "Max Input Length Exceeded")
	}

	t := tracking{server: s, now: now, spoilt: map[string]bool{}}
	response := trackResponse{
		Message:    "success",
		Attributes: t.take(arrays, arrayAttributes, t.attributes),
		Events:     t.take(arrays, arrayEvents, t.event),
		Purchases:  t.take(arrays, arrayPurchases, t.purchase),
	}
	response.Errors = t.errors
	if len(t.changes) == 0 {
		return respond(http.StatusBadRequest, trackResponse{Message: noValidData, Errors: t.errors})
	}
	s.countTrack(response)
	s.accept(now, t.changes)
	return respond(http.StatusCreated, response)
}

func (s *Server) tooMany(arrays map[string][]json.RawMessage) bool {
	total, longest := 0, 0
	for _, array := range arrays {
		total += len(array)
		longest = max(longest, len(array))
	}
	if s.config.PerArray {
		return longest > s.config.MaxObjects
	}
	return total > s.config.MaxObjects
}

func (s *Server) countTrack(r trackResponse) {
	for total, processed := range map[*int]*int{
		&s.counts.Attributes: r.Attributes,
		&s.counts.Events:     r.Events,
		&s.counts.Purchases:  r.Purchases,
	} {
		if processed != nil {
			*total += *processed
		}
	}
}

// tracking is the work on one request: each object is checked now and turned
// into a change that is applied later.
type tracking struct {
	server  *Server
	now     time.Time
	changes []change
	errors  []itemError
	// spoilt holds the attributes, by user, of which one nested value was
	// invalid: Braze drops all their nested updates in the request.
	spoilt map[string]bool
}

// take checks the objects of one array and returns how many are good, or nil
// when the array was not sent.
func (t *tracking) take(
	arrays map[string][]json.RawMessage, name string, check func(object) (change, string),
) *int {
	array, sent := arrays[name]
	if !sent {
		return nil
	}
	good := 0
	for i, raw := range array {
		c, problem := t.check(name, raw, check)
		if problem != "" {
			t.errors = append(t.errors, itemError{Type: problem, InputArray: name, Index: i})
			t.server.counts.Refused++
			continue
		}
		t.changes = append(t.changes, c)
		good++
	}
	return &good
}

func (t *tracking) check(
	array string, raw json.RawMessage, check func(object) (change, string),
) (change, string) {
	o, ok := newObject(array, raw)
	if !ok {
		return change{}, "must be an object"
	}
	who, problem := readIdentity(o)
	if problem != "" {
		return change{}, problem
	}
	if t.server.store.blocked(who) {
		return change{}, "BLACKLISTED_EXTERNAL_USER_ID"
	}
	o.who = who
	return check(o)
}
