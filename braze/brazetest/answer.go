package brazetest

import (
	"encoding/json"
	"net/http"
	"time"
)

// answer is a response before it is on a wire, together with what goes wrong
// with it there.
type answer struct {
	status int
	header http.Header
	body   []byte

	// missing is the number of bytes that are announced but never come.
	missing int
	drip    time.Duration
	cut     Cut
	// err ends the request without an answer: its context is done.
	err error
}

func respond(status int, body any) answer {
	encoded, err := json.Marshal(body)
	if err != nil {
		return failure(http.StatusInternalServerError, "Internal Server Error")
	}
	header := http.Header{}
	header.Set("Content-Type", "application/json")
	return answer{status: status, header: header, body: encoded}
}

// failure answers with Braze's shape of an error.
func failure(status int, message string) answer {
	return respond(status, struct {
		Message string `json:"message"`
	}{message})
}
