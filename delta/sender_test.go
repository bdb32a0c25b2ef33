package delta_test

import (
	"context"
	"fmt"
	"maps"
	"math/rand/v2"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/mpbraze/mpbraze/braze"
	"github.com/mpbraze/mpbraze/braze/brazetest"
	"github.com/mpbraze/mpbraze/delta"
)

// F50 with a Sender: requests fail, answers get lost, Braze applies what it
// acknowledged up to 4 s later in any order; the profiles end as the last
// inputs.
func TestF50_sender_with_faults(t *testing.T) {
	t.Parallel()
	for seed := range uint64(4) {
		t.Run(fmt.Sprintf("seed=%d", seed), func(t *testing.T) {
			t.Parallel()
			synctest.Test(t, func(t *testing.T) { sendWithFaults(t, seed) })
		})
	}
}

func sendWithFaults(t *testing.T, seed uint64) {
	t.Helper()
	fake := brazetest.New(brazetest.Config{ApplyDelay: 4 * time.Second, Seed: seed})
	var mu sync.Mutex
	chance := rand.New(rand.NewPCG(seed, 50))
	faults := []brazetest.Fault{
		brazetest.Status(503), brazetest.Lost(), brazetest.RateLimited(time.Second),
		{Status: 500, Process: true},
		{Truncate: 5},
		{Cut: brazetest.CutDial},
		{Delay: 20 * time.Second},
		brazetest.Queued(),
	}
	fake.ScriptFunc(func(brazetest.Request) brazetest.Fault {
		mu.Lock()
		defer mu.Unlock()
		if i := chance.IntN(2 * len(faults)); i < len(faults) {
			return faults[i]
		}
		return brazetest.OK()
	})
	memory, err := delta.NewMemory(delta.MemoryOptions{})
	require.NoError(t, err)
	tracker, err := delta.NewInMemory(memory, delta.Config{})
	require.NoError(t, err)
	sender, err := braze.NewSender(fake.Client(t), braze.SenderOptions{Planner: tracker})
	require.NoError(t, err)

	const users, rounds = 8, 40
	last := make([]map[string]any, users)
	var group sync.WaitGroup
	for u := range users {
		last[u] = map[string]any{}
		inputs := rand.New(rand.NewPCG(seed, uint64(u)))
		group.Go(func() {
			for range rounds {
				value, city := fmt.Sprint("v", inputs.IntN(3)), fmt.Sprint("c", inputs.IntN(2))
				last[u]["v"], last[u]["city"], last[u]["same"] = value, city, "x"
				sendUntilFinal(t, sender, u, last[u])
				time.Sleep(time.Duration(inputs.IntN(8)) * time.Second)
			}
		})
	}
	group.Wait()
	_, err = sender.Close(context.Background())
	require.NoError(t, err)
	fake.Settle()
	for u := range users {
		profile, ok := fake.Profile(fmt.Sprint("user-", u))
		require.True(t, ok)
		assert.Equal(t, last[u], profile.Custom, "user %d", u)
	}
	assert.Positive(t, tracker.Stats().Known)
}

// sendUntilFinal is what a source does: it repeats what was not done with.
func sendUntilFinal(t *testing.T, sender *braze.Sender, u int, custom map[string]any) {
	t.Helper()
	wanted := braze.Attributes{User: braze.UserID{ExternalID: fmt.Sprint("user-", u)}, Custom: braze.Custom{}}
	maps.Copy(wanted.Custom, custom)
	for {
		result, err := sender.Send(t.Context(), braze.TrackRequest{Attributes: []braze.Attributes{wanted}})
		if err == nil && result.Final() {
			return
		}
		time.Sleep(time.Second)
	}
}
