package otelbraze_test

import (
	"errors"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"go.opentelemetry.io/otel/metric"
	"go.opentelemetry.io/otel/metric/noop"

	"github.com/mpbraze/mpbraze/braze"
	"github.com/mpbraze/mpbraze/braze/otelbraze"
)

var errRefused = errors.New("no more instruments")

// refusingProvider refuses histograms and observable counters.
type refusingProvider struct{ noop.MeterProvider }

func (refusingProvider) Meter(string, ...metric.MeterOption) metric.Meter { return refusingMeter{} }

type refusingMeter struct{ noop.Meter }

func (refusingMeter) Float64Histogram(string, ...metric.Float64HistogramOption) (metric.Float64Histogram, error) {
	return nil, errRefused
}

func (refusingMeter) Int64ObservableCounter(
	string, ...metric.Int64ObservableCounterOption,
) (metric.Int64ObservableCounter, error) {
	return nil, errRefused
}

func TestRefusedInstrumentIsAnError(t *testing.T) {
	t.Parallel()
	_, err := otelbraze.New(otelbraze.Options{MeterProvider: refusingProvider{}})
	require.ErrorIs(t, err, errRefused)
	_, err = otelbraze.ObserveSender(refusingProvider{}, &braze.Sender{})
	assert.ErrorIs(t, err, errRefused)
}
