package main

import (
	"context"
	"fmt"
	"log/slog"
	"net"
	"net/http"
	"strconv"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/mpbraze/mpbraze/braze"
	"github.com/mpbraze/mpbraze/braze/brazetest"
)

const (
	posters = 200
	steps   = 5
)

// trouble gives every other request to Braze a fault, each kind in turn, and
// counts them.
type trouble struct{ requests atomic.Int64 }

var troubles = []brazetest.Fault{
	brazetest.Status(http.StatusTooManyRequests),
	brazetest.Status(http.StatusServiceUnavailable),
	{Status: http.StatusServiceUnavailable, Process: true},
	{Cut: brazetest.CutBeforeBody},
	brazetest.Lost(),
	{Drip: time.Millisecond},
	{Delay: 20 * time.Millisecond},
}

func (f *trouble) next(brazetest.Request) brazetest.Fault {
	n := int(f.requests.Add(1))
	if n%2 == 0 {
		return brazetest.OK()
	}
	return troubles[n/2%len(troubles)]
}

// instance is one running server.
type instance struct {
	url  string
	hook *webhook
	// stop is the signal; stopped gets what serve returned.
	stop    context.CancelFunc
	stopped chan error
}

func start(t *testing.T, address string) *instance {
	t.Helper()
	client, err := braze.New("", brazetest.Key,
		braze.WithEndpoint(address), braze.WithInsecureLoopback(),
		braze.WithRetry(braze.RetryOptions{BaseDelay: time.Millisecond, MaxDelay: 20 * time.Millisecond, Quota: 10_000}))
	require.NoError(t, err)
	t.Cleanup(client.CloseIdleConnections)
	hook := newHook(t, client, braze.SenderOptions{
		FailWhenFull: true, MaxObjects: posters, // half of what comes at once
		Linger: time.Millisecond, SettleTime: -1, Caps: braze.Caps{Total: 20},
	})
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	require.NoError(t, err)
	ctx, stop := context.WithCancel(t.Context())
	i := &instance{
		url:     "http://" + listener.Addr().String() + "/mparticle",
		hook:    hook,
		stop:    stop,
		stopped: make(chan error, 1),
	}
	go func() {
		i.stopped <- serve(ctx, newServer(hook, slog.New(slog.DiscardHandler)), listener, hook.sender)
	}()
	return i
}

// source posts batches as mParticle does: again and again until the answer is
// 2xx, to whichever instance the balancer picks.
type source struct {
	client           *http.Client
	instances        []*instance
	accepted, resent atomic.Int64
	// sigterm is called when so many were accepted.
	sigtermAt int64
	sigterm   func()
}

func (p *source) deliver(ctx context.Context, batch string) error {
	for try := range 1000 {
		r, err := http.NewRequestWithContext(ctx, http.MethodPost,
			p.instances[try%len(p.instances)].url, strings.NewReader(batch))
		if err != nil {
			return err
		}
		r.Header.Set("Authorization", secret)
		response, err := p.client.Do(r)
		if err == nil {
			response.Body.Close()
			if response.StatusCode == http.StatusOK {
				if p.accepted.Add(1) == p.sigtermAt {
					p.sigterm()
				}
				return nil
			}
		}
		p.resent.Add(1)
		time.Sleep(time.Millisecond)
	}
	return context.DeadlineExceeded
}

// 200 posters, a Braze that refuses, breaks off and drips, and a SIGTERM in the
// middle: in the end Braze has what was posted, and each event at least once.
func TestNothingIsLost(t *testing.T) {
	t.Parallel()
	fake := brazetest.New(brazetest.Config{Limit: brazetest.Limit{Requests: -1}})
	faults := &trouble{}
	fake.ScriptFunc(faults.next)
	address := fake.Start(t)
	first, second := start(t, address), start(t, address)

	transport := &http.Transport{MaxIdleConnsPerHost: posters}
	defer transport.CloseIdleConnections()
	p := &source{
		client:    &http.Client{Transport: transport},
		instances: []*instance{first, second},
		sigtermAt: posters * steps / 3,
		sigterm:   first.stop,
	}
	var wg sync.WaitGroup
	for user := range posters {
		wg.Go(func() {
			for step := range steps {
				assert.NoError(t, p.deliver(t.Context(), batchOf(user, step)))
			}
		})
	}
	require.NoError(t, <-first.stopped)
	wg.Wait()
	second.stop()
	require.NoError(t, <-second.stopped)

	assert.NotZero(t, p.resent.Load())
	assert.Greater(t, faults.requests.Load(), int64(2*len(troubles)), "each trouble came")
	assert.NotZero(t, first.hook.sender.Stats().Delivered)
	assert.NotZero(t, second.hook.sender.Stats().Delivered)
	checkProfiles(t, fake)
}

func checkProfiles(t *testing.T, fake *brazetest.Server) {
	t.Helper()
	require.Len(t, fake.Profiles(), posters)
	for user := range posters {
		profile, ok := fake.Profile(fmt.Sprintf("user-%d", user))
		require.True(t, ok)
		want := map[string]any{"last": strconv.Itoa(steps - 1)}
		for step := range steps {
			want[fmt.Sprintf("seen_%d", step)] = "yes"
		}
		assert.Equal(t, want, profile.Custom)
		times := map[string]int{}
		for _, event := range profile.Events {
			times[event.Name]++
		}
		assert.Len(t, times, steps, "every event at least once")
	}
}

func TestF39_shutdown_finishes_the_post_under_way(t *testing.T) {
	t.Parallel()
	fake := brazetest.New(brazetest.Config{})
	arrived := make(chan struct{})
	fake.ScriptFunc(func(brazetest.Request) brazetest.Fault {
		close(arrived)
		return brazetest.Fault{Delay: 200 * time.Millisecond}
	})
	server := start(t, fake.Start(t))
	transport := &http.Transport{}
	defer transport.CloseIdleConnections()
	p := &source{client: &http.Client{Transport: transport}, instances: []*instance{server}}

	delivered := make(chan error, 1)
	go func() { delivered <- p.deliver(t.Context(), batchOf(1, 1)) }()
	<-arrived
	server.stop()
	require.NoError(t, <-server.stopped)
	require.NoError(t, <-delivered)
	assert.Zero(t, p.resent.Load(), "the first post was answered 200")
	_, err := net.Dial("tcp", strings.TrimSuffix(strings.TrimPrefix(server.url, "http://"), "/mparticle"))
	assert.Error(t, err, "nobody listens any more")
}
