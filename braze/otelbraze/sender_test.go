package otelbraze_test

import (
	"context"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"go.opentelemetry.io/otel/attribute"

	"github.com/mpbraze/mpbraze/braze"
	"github.com/mpbraze/mpbraze/braze/brazetest"
	"github.com/mpbraze/mpbraze/braze/otelbraze"
)

func newSender(t *testing.T, fake *brazetest.Server, opts ...braze.Option) *braze.Sender {
	t.Helper()
	sender, err := braze.NewSender(fake.Client(t, opts...), braze.SenderOptions{})
	require.NoError(t, err)
	t.Cleanup(func() {
		_, err := sender.Close(context.Background())
		assert.NoError(t, err)
	})
	return sender
}

func TestObserveSender(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		c := collect(t)
		fake := brazetest.New(brazetest.Config{})
		fake.Script(brazetest.Lost(), brazetest.Fault{Delay: time.Second})
		sender := newSender(t, fake, c.hooks(t))
		registration, err := otelbraze.ObserveSender(c.meters, sender)
		require.NoError(t, err)

		request := visit()
		request.Events = append(request.Events, braze.Event{User: braze.UserID{ExternalID: private}})
		pending := sender.Submit(t.Context(), request)
		got := c.values(t)
		assert.InDelta(t, 2, got["braze.sender.queue.objects"], 0)
		assert.Positive(t, got["braze.sender.queue.bytes"])
		_, err = pending.Wait()
		require.NoError(t, err)

		got = c.values(t)
		for name, want := range map[string]float64{
			"braze.sender.objects{state=delivered}": 2,
			"braze.sender.objects{state=rejected}":  1, // an event without a name
			"braze.sender.objects{state=not_sent}":  0,
			"braze.sender.objects{state=unknown}":   0,
			"braze.sender.requests":                 2,
			"braze.sender.retries":                  1,
			"braze.sender.ambiguous_resends":        1,
			"braze.sender.queue.objects":            0,
		} {
			assert.Contains(t, got, name)
			assert.InDelta(t, want, got[name], 0, name)
		}
		for name := range got {
			assert.NotContains(t, name, private)
		}
		assert.Len(t, c.spans.GetSpans(), 2)

		require.NoError(t, registration.Unregister())
		assert.NotContains(t, c.values(t), "braze.sender.requests")
	})
}

func TestObserveTwoSenders(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		c := collect(t)
		fake := brazetest.New(brazetest.Config{})
		for _, workspace := range []string{"production", "test"} {
			sender := newSender(t, fake)
			_, err := otelbraze.ObserveSender(c.meters, sender, attribute.String("workspace", workspace))
			require.NoError(t, err)
			_, err = sender.Send(t.Context(), visit())
			require.NoError(t, err)
		}
		got := c.values(t)
		for _, name := range []string{
			"braze.sender.requests{workspace=production}", "braze.sender.requests{workspace=test}",
		} {
			assert.InDelta(t, 1, got[name], 0, name)
		}
		assert.InDelta(t, 2, got["braze.sender.objects{state=delivered,workspace=test}"], 0)
	})
}
