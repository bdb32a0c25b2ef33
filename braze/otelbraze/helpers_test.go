package otelbraze_test

import (
	"context"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"go.opentelemetry.io/otel/attribute"
	"go.opentelemetry.io/otel/sdk/metric"
	"go.opentelemetry.io/otel/sdk/metric/metricdata"
	"go.opentelemetry.io/otel/sdk/trace"
	"go.opentelemetry.io/otel/sdk/trace/tracetest"
	"go.uber.org/goleak"

	"github.com/mpbraze/mpbraze/braze"
	"github.com/mpbraze/mpbraze/braze/otelbraze"
)

func TestMain(m *testing.M) { goleak.VerifyTestMain(m) }

// private are the values that must not be reported.
const private = "ann@example.com"

// telemetry collects in memory.
type telemetry struct {
	reader *metric.ManualReader
	meters *metric.MeterProvider
	spans  *tracetest.InMemoryExporter
	tracer *trace.TracerProvider
}

func collect(t *testing.T) *telemetry {
	t.Helper()
	c := &telemetry{reader: metric.NewManualReader(), spans: tracetest.NewInMemoryExporter()}
	c.meters = metric.NewMeterProvider(metric.WithReader(c.reader))
	c.tracer = trace.NewTracerProvider(trace.WithSyncer(c.spans))
	t.Cleanup(func() {
		assert.NoError(t, c.meters.Shutdown(context.Background()))
		assert.NoError(t, c.tracer.Shutdown(context.Background()))
	})
	return c
}

func (c *telemetry) hooks(t *testing.T) braze.Option {
	t.Helper()
	hooks, err := otelbraze.New(otelbraze.Options{MeterProvider: c.meters, TracerProvider: c.tracer})
	require.NoError(t, err)
	return braze.WithHooks(hooks)
}

// values returns all that is reported: "name{attributes}" and the number, which
// of a histogram is the sum.
func (c *telemetry) values(t *testing.T) map[string]float64 {
	t.Helper()
	var all metricdata.ResourceMetrics
	require.NoError(t, c.reader.Collect(t.Context(), &all))
	values := map[string]float64{}
	for _, scope := range all.ScopeMetrics {
		assert.Equal(t, "github.com/mpbraze/mpbraze/braze/otelbraze", scope.Scope.Name)
		for _, m := range scope.Metrics {
			switch data := m.Data.(type) {
			case metricdata.Sum[int64]:
				for _, p := range data.DataPoints {
					values[label(m.Name, p.Attributes)] = float64(p.Value)
				}
			case metricdata.Histogram[float64]:
				assert.Equal(t, "s", m.Unit)
				for _, p := range data.DataPoints {
					values[label(m.Name, p.Attributes)] = p.Sum
				}
			default:
				require.Failf(t, "unexpected kind of metric", "%s is %T", m.Name, data)
			}
		}
	}
	return values
}

func label(name string, attributes attribute.Set) string {
	var parts []string
	for _, a := range attributes.ToSlice() {
		parts = append(parts, strings.TrimPrefix(string(a.Key), "braze.")+"="+a.Value.String())
	}
	slices.Sort(parts)
	if len(parts) == 0 {
		return name
	}
	return name + "{" + strings.Join(parts, ",") + "}"
}

// visit is a request with an event and a personal attribute.
func visit() braze.TrackRequest {
	user := braze.UserID{ExternalID: private}
	return braze.TrackRequest{
		Attributes: []braze.Attributes{{User: user, Email: braze.Set(private)}},
		Events:     []braze.Event{{User: user, Name: "visit", Time: time.Unix(900_000_000, 0)}},
	}
}
