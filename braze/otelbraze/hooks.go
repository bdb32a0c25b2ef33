package otelbraze

import (
	"context"
	"strconv"
	"time"

	"go.opentelemetry.io/otel/attribute"
	"go.opentelemetry.io/otel/codes"
	"go.opentelemetry.io/otel/metric"
	metricnoop "go.opentelemetry.io/otel/metric/noop"
	"go.opentelemetry.io/otel/trace"
	tracenoop "go.opentelemetry.io/otel/trace/noop"

	"github.com/mpbraze/mpbraze/braze"
)

// scope names the instrumentation.
const scope = "github.com/mpbraze/mpbraze/braze/otelbraze"

// Names of attributes.
const (
	keyEndpoint    = attribute.Key("braze.endpoint")
	keyStatusClass = attribute.Key("braze.status_class")
	keyClass       = attribute.Key("braze.class")
	keyFate        = attribute.Key("braze.fate")
	keyState       = attribute.Key("braze.state")
	keyAttempt     = attribute.Key("braze.attempt")
	keyRepeat      = attribute.Key("braze.repeat")

	// These two are OpenTelemetry's own.
	keyStatus    = attribute.Key("http.response.status_code")
	keyErrorType = attribute.Key("error.type")
)

// Options of [New].
type Options struct {
	// MeterProvider gets the metrics; nil means none.
	MeterProvider metric.MeterProvider
	// TracerProvider gets the spans; nil means none.
	TracerProvider trace.TracerProvider
}

// Hooks report what a client does. Give them to [braze.WithHooks]; several
// clients may share them.
type Hooks struct {
	tracer trace.Tracer

	attempts, repeats, retries               metric.Int64Counter
	duration, retryDelay, pause, limiterWait metric.Float64Histogram
}

var (
	_ braze.AttemptHook     = (*Hooks)(nil)
	_ braze.RetryHook       = (*Hooks)(nil)
	_ braze.PauseHook       = (*Hooks)(nil)
	_ braze.LimiterWaitHook = (*Hooks)(nil)
)

// New returns hooks that report to the providers of o. The error is that of a
// provider which refuses an instrument.
func New(o Options) (*Hooks, error) {
	if o.MeterProvider == nil {
		o.MeterProvider = metricnoop.NewMeterProvider()
	}
	if o.TracerProvider == nil {
		o.TracerProvider = tracenoop.NewTracerProvider()
	}
	h := &Hooks{tracer: o.TracerProvider.Tracer(scope)}
	if err := h.makeInstruments(o.MeterProvider.Meter(scope)); err != nil {
		return nil, err
	}
	return h, nil
}

func (h *Hooks) makeInstruments(meter metric.Meter) error {
	var err error
	for _, c := range []struct {
		field                   *metric.Int64Counter
		name, unit, description string
	}{
		{&h.attempts, "attempts", "{attempt}", "Requests to Braze, retries among them."},
		{&h.repeats, "repeats", "{attempt}", "Attempts although an earlier one may have been processed."},
		{&h.retries, "retries", "{retry}", "Attempts that are followed by another one."},
	} {
		if *c.field, err = meter.Int64Counter("braze.client."+c.name,
			metric.WithUnit(c.unit), metric.WithDescription(c.description)); err != nil {
			return err
		}
	}
	for _, d := range []struct {
		field             *metric.Float64Histogram
		name, description string
	}{
		{&h.duration, "attempt.duration", "Time of an attempt on the network."},
		{&h.retryDelay, "retry.delay", "Wait before another attempt."},
		{&h.pause, "pause.duration", "Pauses that Braze's rate limit imposes."},
		{&h.limiterWait, "limiter.wait", "Wait of an attempt for its rate limit."},
	} {
		if *d.field, err = meter.Float64Histogram("braze.client."+d.name,
			metric.WithUnit("s"), metric.WithDescription(d.description),
			metric.WithExplicitBucketBoundaries(bounds...)); err != nil {
			return err
		}
	}
	return nil
}

// bounds are OpenTelemetry's for HTTP, and on to the longest waits of a client.
var bounds = []float64{
	0.005, 0.01, 0.025, 0.05, 0.075, 0.1, 0.25, 0.5, 0.75, 1, 2.5, 5, 7.5, 10, 30, 60,
}

// OnAttempt implements [braze.AttemptHook].
func (h *Hooks) OnAttempt(ctx context.Context, a braze.AttemptInfo) {
	endpoint := keyEndpoint.String(a.Endpoint)
	status := keyStatusClass.String(statusClass(a.Status))
	fate := keyFate.String(a.Fate)

	end := time.Now()
	ctx, span := h.tracer.Start(ctx, "braze "+a.Endpoint,
		trace.WithSpanKind(trace.SpanKindClient),
		trace.WithTimestamp(end.Add(-a.Took)),
		trace.WithAttributes(endpoint, fate, keyClass.String(a.Class),
			keyAttempt.Int(a.Number), keyRepeat.Bool(a.Repeat)))
	if a.Status != 0 {
		span.SetAttributes(keyStatus.Int(a.Status))
	}
	if a.Fate != braze.Delivered.String() {
		span.SetAttributes(keyErrorType.String(a.Class))
		span.SetStatus(codes.Error, a.Class)
	}
	// The metrics are recorded under the span, so that exemplars lead to it.
	h.attempts.Add(ctx, 1, metric.WithAttributes(endpoint, status, keyClass.String(a.Class), fate))
	h.duration.Record(ctx, a.Took.Seconds(), metric.WithAttributes(endpoint, status, fate))
	if a.Repeat {
		h.repeats.Add(ctx, 1, metric.WithAttributes(endpoint))
	}
	span.End(trace.WithTimestamp(end))
}

// OnRetry implements [braze.RetryHook].
func (h *Hooks) OnRetry(ctx context.Context, r braze.RetryInfo) {
	endpoint := keyEndpoint.String(r.Endpoint)
	h.retries.Add(ctx, 1, metric.WithAttributes(endpoint, keyClass.String(r.Class)))
	h.retryDelay.Record(ctx, r.Delay.Seconds(), metric.WithAttributes(endpoint))
}

// OnPause implements [braze.PauseHook].
func (h *Hooks) OnPause(ctx context.Context, p braze.PauseInfo) {
	h.pause.Record(ctx, p.For.Seconds(), metric.WithAttributes(keyEndpoint.String(p.Endpoint)))
}

// OnLimiterWait implements [braze.LimiterWaitHook].
func (h *Hooks) OnLimiterWait(ctx context.Context, w braze.LimiterWait) {
	h.limiterWait.Record(ctx, w.Waited.Seconds(), metric.WithAttributes(keyEndpoint.String(w.Endpoint)))
}

// statusClass is "2xx" for 201, and "none" without an answer.
func statusClass(status int) string {
	if status == 0 {
		return "none"
	}
	return strconv.Itoa(status/100) + "xx"
}
