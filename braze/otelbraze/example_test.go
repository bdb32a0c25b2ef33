package otelbraze_test

import (
	"context"
	"fmt"
	"time"

	"go.opentelemetry.io/otel/sdk/metric"
	"go.opentelemetry.io/otel/sdk/metric/metricdata"
	"go.opentelemetry.io/otel/sdk/trace"
	"go.opentelemetry.io/otel/sdk/trace/tracetest"

	"github.com/mpbraze/mpbraze/braze"
	"github.com/mpbraze/mpbraze/braze/brazetest"
	"github.com/mpbraze/mpbraze/braze/otelbraze"
)

// Report attempts and outcomes. A program takes the providers of its
// OpenTelemetry set-up; here they collect in memory.
func Example() {
	reader, spans := metric.NewManualReader(), tracetest.NewInMemoryExporter()
	meters := metric.NewMeterProvider(metric.WithReader(reader))
	tracers := trace.NewTracerProvider(trace.WithSyncer(spans))

	hooks, err := otelbraze.New(otelbraze.Options{MeterProvider: meters, TracerProvider: tracers})
	if err != nil {
		fmt.Println(err)
		return
	}
	fake := brazetest.New(brazetest.Config{})
	client, err := braze.New(braze.US01, brazetest.Key,
		braze.WithTransport(fake.Transport()), braze.WithHooks(hooks))
	if err != nil {
		fmt.Println(err)
		return
	}
	sender, err := braze.NewSender(client, braze.SenderOptions{})
	if err != nil {
		fmt.Println(err)
		return
	}
	registration, err := otelbraze.ObserveSender(meters, sender)
	if err != nil {
		fmt.Println(err)
		return
	}

	ctx := context.Background()
	_, err = sender.Send(ctx, braze.TrackRequest{Events: []braze.Event{
		{User: braze.UserID{ExternalID: "user-1"}, Name: "Signed Up", Time: time.Now()},
	}})
	fmt.Println(err)
	for _, span := range spans.GetSpans() {
		fmt.Println(span.Name)
	}
	printCounter(ctx, reader, "braze.client.attempts")
	printCounter(ctx, reader, "braze.sender.requests")

	_, err = sender.Close(ctx)
	fmt.Println(err, registration.Unregister())
	// Output:
	// <nil>
	// braze users/track
	// braze.client.attempts 1
	// braze.sender.requests 1
	// <nil> <nil>
}

func printCounter(ctx context.Context, reader metric.Reader, name string) {
	var all metricdata.ResourceMetrics
	if err := reader.Collect(ctx, &all); err != nil {
		fmt.Println(err)
		return
	}
	for _, scope := range all.ScopeMetrics {
		for _, m := range scope.Metrics {
			if sum, ok := m.Data.(metricdata.Sum[int64]); ok && m.Name == name {
				fmt.Println(name, sum.DataPoints[0].Value)
			}
		}
	}
}
