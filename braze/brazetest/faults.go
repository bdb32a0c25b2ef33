package brazetest

import (
	"bytes"
	"compress/gzip"
	"maps"
	"net/http"
	"strconv"
	"time"
)

// Fault is what goes wrong with one request. The zero value is no fault. The
// fields combine:
//
//	Fault{Status: 503}                                // refused, not processed
//	Fault{Status: 503, Process: true}                 // processed, but who knows
//	Fault{Cut: CutAfterBody, Process: true}           // the answer is lost
//	Fault{Delay: time.Minute}                         // a slow, correct answer
//	Fault{Truncate: 10}                               // a broken, correct answer
//	Fault{Status: 200, Body: []byte("<html></html>")} // a proxy's page
type Fault struct {
	// Status, Header and Body replace Braze's answer when Status is not zero.
	// Without Body the answer has Braze's shape of an error.
	Status int
	Header http.Header
	Body   []byte
	// Process lets Braze do its work although the answer is replaced or lost.
	Process bool
	// Delay holds the answer back. What is processed is processed at once.
	Delay time.Duration
	// Cut breaks the connection.
	Cut Cut
	// Truncate leaves out so many bytes at the end of the body; Content-Length
	// announces them.
	Truncate int
	// Drip is a pause before each byte of the body.
	Drip time.Duration
}

// Cut is a point where the connection breaks.
type Cut int

// The points. The first two need [Server.Transport]: a socket that listens
// cannot refuse, and answers them like CutBeforeBody.
const (
	CutNone Cut = iota
	// CutDial refuses the connection.
	CutDial
	// CutBeforeWrite resets it before anything is written.
	CutBeforeWrite
	// CutBeforeBody resets it when the headers have come.
	CutBeforeBody
	// CutAfterBody resets it when all has come.
	CutAfterBody
)

// OK is no fault, to fill a place in a script.
func OK() Fault { return Fault{} }

// Status replaces the answer by an error; nothing is processed.
func Status(status int) Fault { return Fault{Status: status} }

// RateLimited is a 429 in the style of monthly active user plans.
func RateLimited(wait time.Duration) Fault {
	header := http.Header{}
	header.Set("X-Ratelimit-Retry-After", strconv.Itoa(int(wait/time.Second)))
	return Fault{Status: http.StatusTooManyRequests, Header: header}
}

// Lost processes the request and breaks the connection before the answer.
func Lost() Fault { return Fault{Cut: CutAfterBody, Process: true} }

// HTML is the page of a captive proxy: nothing reached Braze.
func HTML(status int) Fault {
	return Fault{
		Status: status,
		Header: http.Header{"Content-Type": {"text/html"}},
		Body:   []byte("<html><body>Sign in to the network</body></html>"),
	}
}

// Queued is the answer 202 that Braze gave during maintenance.
func Queued() Fault {
	return Fault{Status: http.StatusAccepted, Body: []byte(`{"message":"queued"}`), Process: true}
}

// GzipBomb is a small answer that expands to size bytes of spaces, rounded up
// to whole MiB.
func GzipBomb(size int) Fault {
	const block = 1 << 20
	var member bytes.Buffer
	// Writing to memory cannot fail.
	w := gzip.NewWriter(&member)
	_, _ = w.Write(bytes.Repeat([]byte{' '}, block))
	_ = w.Close()
	// A gzip file may have many members: the block is compressed only once.
	return Fault{
		Status: http.StatusCreated,
		Header: http.Header{
			"Content-Type":     {"application/json"},
			"Content-Encoding": {"gzip"},
		},
		Body: bytes.Repeat(member.Bytes(), (size+block-1)/block),
	}
}

func (f Fault) keepsAnswer() bool { return f.Status == 0 && f.Cut == CutNone }

// apply puts the fault on a.
func (f Fault) apply(a *answer) {
	if f.Status != 0 {
		header := a.header
		*a = failure(f.Status, http.StatusText(f.Status))
		if f.Body != nil {
			a.body = f.Body
		}
		if f.Status == http.StatusNoContent || f.Status == http.StatusNotModified {
			a.body = nil // HTTP allows none.
		}
		maps.Copy(a.header, header)
	}
	if a.header == nil {
		a.header = http.Header{}
	}
	for name, value := range f.Header {
		a.header[http.CanonicalHeaderKey(name)] = value
	}
	a.missing = min(f.Truncate, len(a.body))
	a.drip, a.cut = f.Drip, f.Cut
}

// script is the faults to come.
type script struct {
	queue []Fault
	ask   func(Request) Fault
}

// Script adds faults to a queue of which each request to the server takes one,
// in order of arrival. Requests after the last are answered without a fault.
func (s *Server) Script(faults ...Fault) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.script.queue = append(s.script.queue, faults...)
}

// ScriptFunc asks choose for the fault of each request that finds the queue of
// [Server.Script] empty. Nil ends that. The server calls choose from many
// goroutines, after it has read the body.
func (s *Server) ScriptFunc(choose func(Request) Fault) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.script.ask = choose
}

func (s *Server) nextFault() (Fault, bool) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if len(s.script.queue) == 0 {
		return Fault{}, false
	}
	fault := s.script.queue[0]
	s.script.queue = s.script.queue[1:]
	return fault, true
}

func (s *Server) askFault(entry *Request) Fault {
	s.mu.Lock()
	choose, request := s.script.ask, entry
	s.mu.Unlock()
	if choose == nil {
		return Fault{}
	}
	return choose(request.clone())
}
