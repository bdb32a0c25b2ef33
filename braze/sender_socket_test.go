package braze_test

import (
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/mpbraze/mpbraze/braze"
	"github.com/mpbraze/mpbraze/braze/brazetest"
)

// TestSenderSockets repeats the rows about broken connections over TCP, where
// the kernel has a word in it.
func TestSenderSockets(t *testing.T) {
	t.Parallel()
	for name, row := range map[string]struct {
		fault brazetest.Fault
		// events and copies are the outcome of the event under Surface, and how
		// often Braze has it.
		event  braze.State
		copies int
	}{
		"F7_reset_after_the_headers":   {brazetest.Fault{Cut: brazetest.CutBeforeBody}, braze.Unknown, 0},
		"F8_reset_before_the_status":   {brazetest.Lost(), braze.Unknown, 1},
		"F14_body_shorter_than_it_was": {brazetest.Fault{Truncate: 10}, braze.Delivered, 1},
		"F22_forbidden":                {brazetest.Status(403), braze.NotSent, 0},
		"F30_server_error":             {brazetest.Status(500), braze.Unknown, 0},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			server := brazetest.New(brazetest.Config{})
			server.Script(row.fault)
			client, err := braze.New("", brazetest.Key, braze.WithEndpoint(server.Start(t)), braze.WithInsecureLoopback(),
				braze.WithRetry(braze.RetryOptions{OnUnknown: braze.Surface, BaseDelay: 1, MaxDelay: 1}))
			require.NoError(t, err)
			t.Cleanup(client.CloseIdleConnections)
			sender, err := braze.NewSender(client, braze.SenderOptions{Linger: -1, SettleTime: -1})
			require.NoError(t, err)
			result, _ := sender.Send(t.Context(), mixed("u1"))
			assert.Equal(t, row.event, result.Events[0].State)
			if row.event != braze.NotSent {
				assert.Equal(t, braze.Delivered, result.Attributes[0].State, "safe to repeat")
			}
			_, err = sender.Close(t.Context())
			require.NoError(t, err)
			assertEmpty(t, sender)
			assert.Len(t, server.Events(), row.copies)
		})
	}
}
