package braze_test

import (
	"maps"
	"testing"
	"testing/synctest"

	"github.com/mpbraze/mpbraze/braze"
)

// TestSenderFaults has a row for each fault that a Sender has to survive, in
// time that stands still. The rows are in the files of their topic. Each keeps
// the accounts: see [rig].
func TestSenderFaults(t *testing.T) {
	t.Parallel()
	rows := map[string]func(*testing.T){}
	for _, topic := range []map[string]func(*testing.T){
		senderNetworkFaults, senderAnswerFaults, senderSizeFaults, senderLimitFaults, senderCancelFaults,
		senderCloseFaults, senderForeignFaults, senderOrderFaults,
	} {
		maps.Copy(rows, topic)
	}
	for name, row := range rows {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			synctest.Test(t, row)
		})
	}
}

// withSurface is at most once.
var withSurface = braze.WithRetry(braze.RetryOptions{OnUnknown: braze.Surface})
