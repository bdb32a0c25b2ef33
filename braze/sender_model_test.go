package braze_test

import (
	"context"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"strings"
	"sync"
	"testing"
	"time"

	"pgregory.net/rapid"

	"github.com/mpbraze/mpbraze/braze"
	"github.com/mpbraze/mpbraze/braze/brazetest"
)

// story is what happens to a Sender in one run of a property: drawn first, then
// played in a bubble.
type story struct {
	options braze.SenderOptions
	policy  braze.UnknownPolicy
	// delay and seed make Braze apply requests in another order.
	delay  time.Duration
	seed   uint64
	faults []brazetest.Fault
	users  [][]visit
}

// visit is what a user does: events, and attributes if changes says so.
type visit struct {
	after   time.Duration
	events  int
	changes bool
	// patience of the caller; 0: for ever.
	patience time.Duration
}

// faultTable is what may happen to a request. Nothing in it lies: a 2xx was
// processed.
var faultTable = []brazetest.Fault{
	{},
	{},
	{Delay: 3 * time.Second},
	{Delay: 40 * time.Second}, // longer than an attempt may take, but processed
	{Status: 500},
	{Status: 503, Process: true},
	{Status: 400},
	{Status: 413},
	brazetest.RateLimited(2 * time.Second),
	brazetest.Lost(),
	brazetest.Queued(),
	{Truncate: 7},
	{Cut: brazetest.CutDial},
	{Cut: brazetest.CutBeforeWrite},
	{Cut: brazetest.CutBeforeBody},
}

func drawStory(t *rapid.T) story {
	s := story{
		options: braze.SenderOptions{
			Caps: braze.Caps{
				Total:     rapid.IntRange(1, 12).Draw(t, "total"),
				PerArray:  rapid.IntRange(1, 8).Draw(t, "per array"),
				BodyBytes: rapid.SampledFrom([]int{0, 500, 2000}).Draw(t, "bytes"),
			},
			Linger:       rapid.SampledFrom([]time.Duration{0, -1, time.Second}).Draw(t, "linger"),
			Concurrency:  rapid.IntRange(1, 4).Draw(t, "concurrency"),
			MaxObjects:   rapid.SampledFrom([]int{0, 3, 20}).Draw(t, "room"),
			FailWhenFull: rapid.Bool().Draw(t, "fail when full"),
		},
		policy: rapid.SampledFrom([]braze.UnknownPolicy{braze.Resend, braze.Surface}).Draw(t, "policy"),
		delay:  rapid.SampledFrom([]time.Duration{0, 4 * time.Second}).Draw(t, "apply delay"),
		seed:   rapid.Uint64().Draw(t, "seed"),
		faults: rapid.SliceOfN(rapid.SampledFrom(faultTable), 0, 25).Draw(t, "faults"),
	}
	s.users = rapid.SliceOfN(rapid.SliceOfN(rapid.Custom(drawVisit), 1, 8), 1, 4).Draw(t, "users")
	return s
}

func drawVisit(t *rapid.T) visit {
	return visit{
		after:    rapid.SampledFrom([]time.Duration{0, 0, 20 * time.Millisecond, time.Second, 4 * time.Second, 20 * time.Second}).Draw(t, "after"),
		events:   rapid.IntRange(0, 4).Draw(t, "events"),
		changes:  rapid.Bool().Draw(t, "changes"),
		patience: rapid.SampledFrom([]time.Duration{0, 0, 0, time.Second, 10 * time.Second, time.Minute}).Draw(t, "patience"),
	}
}

// ending is what came of a story.
type ending struct {
	server   *brazetest.Server
	stats    braze.SenderStats
	wire     *wire
	in       int64
	outcomes map[string]braze.State // by name of event
	// plans are the values each user was given, with their outcomes.
	plans [][]given
}

type given struct {
	value string
	state braze.State
}

// play lets each user visit, in the order of the visits.
func (s story) play(t *testing.T) *ending {
	t.Helper()
	server := brazetest.New(brazetest.Config{ApplyDelay: s.delay, Seed: s.seed})
	server.Script(s.faults...)
	p := &ending{server: server, wire: newWire(server.Transport()), outcomes: map[string]braze.State{}, plans: make([][]given, len(s.users))}
	client, err := braze.New(braze.US01, brazetest.Key, braze.WithTransport(p.wire), braze.WithRetry(braze.RetryOptions{OnUnknown: s.policy}))
	if err != nil {
		t.Fatal(err)
	}
	sender, err := braze.NewSender(client, s.options)
	if err != nil {
		t.Fatal(err)
	}
	var mu sync.Mutex
	var group sync.WaitGroup
	for u, visits := range s.users {
		group.Go(func() {
			for v, visit := range visits {
				time.Sleep(visit.after)
				request := visit.request(u, v)
				ctx, cancel := context.WithCancel(t.Context())
				if visit.patience > 0 {
					time.AfterFunc(visit.patience, cancel)
				}
				pending := sender.Submit(ctx, request)
				group.Go(func() {
					defer cancel()
					result, _ := pending.Wait()
					mu.Lock()
					defer mu.Unlock()
					p.enter(u, v, request, result)
				})
			}
		})
	}
	group.Wait()
	if _, err := sender.Close(t.Context()); err != nil {
		t.Fatal(err)
	}
	p.stats = sender.Stats()
	return p
}

// request is the content of the vth visit of user u: everything has its name.
func (v visit) request(u, n int) braze.TrackRequest {
	user := fmt.Sprintf("u%d", u)
	var request braze.TrackRequest
	if v.changes {
		request.Attributes = []braze.Attributes{attributes(user, braze.Custom{"plan": planName(n), "seen": n})}
	}
	for i := range v.events {
		request.Events = append(request.Events, event(user, fmt.Sprintf("%s-%03d-%d", user, n, i)))
	}
	return request
}

// planName goes back and forth, so that old and new values are the same.
func planName(visit int) string { return string("ab"[visit%2]) }

func (p *ending) enter(u, v int, request braze.TrackRequest, result braze.Result) {
	p.in += int64(request.Len())
	for i, o := range result.Events {
		p.outcomes[request.Events[i].Name] = o.State
	}
	for _, o := range result.Attributes {
		for len(p.plans[u]) <= v {
			p.plans[u] = append(p.plans[u], given{})
		}
		p.plans[u][v] = given{planName(v), o.State}
	}
}

// wire is a transport that watches what is on it.
type wire struct {
	next http.RoundTripper

	mu       sync.Mutex
	flying   map[string]int
	problems []string
	// bodies are the requests in the order in which they began, acked those
	// that were answered 2xx.
	bodies []braze.TrackRequest
	acked  map[string]bool
}

func newWire(next http.RoundTripper) *wire {
	return &wire{next: next, flying: map[string]int{}, acked: map[string]bool{}}
}

// RoundTrip implements [http.RoundTripper].
func (w *wire) RoundTrip(r *http.Request) (*http.Response, error) {
	raw, err := io.ReadAll(r.Body)
	if err != nil {
		return nil, err
	}
	var body braze.TrackRequest
	if err := json.Unmarshal(raw, &body); err != nil {
		return nil, err
	}
	users := usersOf(body)
	w.begin(body, users)
	r = r.Clone(r.Context())
	r.Body = io.NopCloser(strings.NewReader(string(raw)))
	response, err := w.next.RoundTrip(r)
	w.end(body, users, err == nil && response.StatusCode/100 == 2)
	return response, err
}

func usersOf(r braze.TrackRequest) map[string]bool {
	users := map[string]bool{}
	for _, a := range r.Attributes {
		users[a.User.ExternalID] = true
	}
	for _, e := range r.Events {
		users[e.User.ExternalID] = true
	}
	return users
}

func (w *wire) begin(body braze.TrackRequest, users map[string]bool) {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.bodies = append(w.bodies, body)
	for user := range users {
		if w.flying[user]++; w.flying[user] > 1 {
			w.problems = append(w.problems, user+" is in two requests at once")
		}
	}
	for _, e := range body.Events {
		if w.acked[e.Name] {
			w.problems = append(w.problems, e.Name+" goes again after a 2xx")
		}
	}
}

func (w *wire) end(body braze.TrackRequest, users map[string]bool, ok bool) {
	w.mu.Lock()
	defer w.mu.Unlock()
	for user := range users {
		w.flying[user]--
	}
	for _, e := range body.Events {
		w.acked[e.Name] = w.acked[e.Name] || ok
	}
}
