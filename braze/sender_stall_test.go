package braze_test

import (
	"context"
	"errors"
	"fmt"
	"runtime"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/mpbraze/mpbraze/braze"
	"github.com/mpbraze/mpbraze/braze/brazetest"
)

// TestB15_P15_Stalled takes in all it can for ten minutes while Braze answers
// nothing: what the Sender holds stays in its bounds, and so does the heap.
//
//nolint:paralleltest // it looks at the heap, which parallel tests share
func TestB15_P15_Stalled(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		const most = 4 << 20
		server := brazetest.New(brazetest.Config{KeepRequests: -1})
		server.ScriptFunc(func(brazetest.Request) brazetest.Fault { return brazetest.Fault{Delay: time.Hour, Status: 500} })
		sender, err := braze.NewSender(server.Client(t), braze.SenderOptions{MaxBytes: most})
		require.NoError(t, err)
		before := heap()
		var group sync.WaitGroup
		for caller := range 50 {
			group.Go(func() { callInVain(t, sender, caller) })
		}
		full, grown := 0, uint64(0)
		for range 20 {
			time.Sleep(29 * time.Second)
			stats := sender.Stats()
			full = max(full, stats.Bytes)
			assert.LessOrEqual(t, stats.Bytes, most)
			now := heap()
			grown = max(grown, now-min(now, before))
		}
		group.Wait()
		assert.Greater(t, full, most*9/10, "it was full")
		assert.Less(t, grown, uint64(most+64<<20))
		ctx, cancel := context.WithTimeout(t.Context(), time.Second)
		defer cancel()
		_, _ = sender.Close(ctx)
		assertEmpty(t, sender)
	})
}

// callInVain sends for ten minutes, ten seconds at a time.
func callInVain(t *testing.T, sender *braze.Sender, caller int) {
	t.Helper()
	for call := range 60 {
		ctx, cancel := context.WithTimeout(t.Context(), 10*time.Second)
		request := events(200)
		for i := range request.Events {
			request.Events[i].User.ExternalID = fmt.Sprintf("u%d-%d-%d", caller, call%7, i)
		}
		result, err := sender.Send(ctx, request)
		cancel()
		assert.True(t, errors.Is(err, braze.ErrNotFinal), "%v", err) //nolint:testifylint // require must not run in another goroutine
		assert.Zero(t, result.Count(braze.Delivered))
	}
}

func heap() uint64 {
	var stats runtime.MemStats
	runtime.GC()
	runtime.ReadMemStats(&stats)
	return stats.HeapAlloc
}
