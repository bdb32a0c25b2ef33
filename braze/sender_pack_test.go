package braze_test

import (
	"fmt"
	"testing"
	"testing/synctest"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/mpbraze/mpbraze/braze"
	"github.com/mpbraze/mpbraze/braze/brazetest"
)

// TestB11_Sender sends 10,000 visits of 500 users, of one attributes object,
// three events and two purchases each, and counts the requests: close to the
// optimum of the [braze.Packer], though a request carries a user only when no
// other does.
func TestB11_Sender(t *testing.T) {
	t.Parallel()
	for _, test := range []struct {
		name string
		caps braze.Caps
		best int
	}{
		{"75 combined", braze.Caps{}, 800},
		{"75 per array", braze.Caps{PerArray: 75}, 400},
		{"50 combined", braze.Caps{Total: 50}, 1200},
	} {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			synctest.Test(t, func(t *testing.T) {
				server := brazetest.New(brazetest.Config{PerArray: test.caps.PerArray > 0, KeepRequests: -1})
				sender := newSender(t, server, braze.SenderOptions{Caps: test.caps, SettleTime: -1})
				sendVisits(t, sender, 10_000, 500)
				assert.LessOrEqual(t, sender.Stats().Requests, int64(test.best*103/100))
				assert.Len(t, server.Events(), 30_000)
			})
		})
	}
}

// sendVisits submits visits in the order of a source and waits for all.
func sendVisits(t *testing.T, sender *braze.Sender, n, users int) {
	t.Helper()
	var all []*braze.Pending
	for i := range n {
		request := mixed(fmt.Sprintf("u%d", i%users))
		request.Events = append(request.Events, request.Events[0], request.Events[0])
		request.Purchases = append(request.Purchases, request.Purchases[0])
		all = append(all, sender.Submit(t.Context(), request))
	}
	for _, pending := range all {
		_, err := pending.Wait()
		require.NoError(t, err)
	}
}
