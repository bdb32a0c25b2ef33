package otelbraze

import (
	"context"
	"slices"

	"go.opentelemetry.io/otel/attribute"
	"go.opentelemetry.io/otel/metric"

	"github.com/mpbraze/mpbraze/braze"
)

// ObserveSender reports the counters of s whenever the provider's reader
// collects. Give each of several Senders attributes that tell them apart, such
// as the workspace. The report keeps s alive until it is unregistered.
//
// The error is that of a provider which refuses an instrument.
func ObserveSender(
	provider metric.MeterProvider, s *braze.Sender, attributes ...attribute.KeyValue,
) (metric.Registration, error) {
	meter := provider.Meter(scope)
	all := make([]metric.Observable, len(readings))
	each := make([]metric.Int64Observable, len(readings))
	for i, r := range readings {
		instrument, err := r.instrument(meter)
		if err != nil {
			return nil, err
		}
		all[i], each[i] = instrument, instrument
	}
	sets := attributeSets(attributes)
	return meter.RegisterCallback(func(_ context.Context, o metric.Observer) error {
		stats := s.Stats()
		for i, r := range readings {
			o.ObserveInt64(each[i], r.value(&stats), sets[i])
		}
		return nil
	}, all...)
}

// attributeSets returns the attributes of each reading.
func attributeSets(common []attribute.KeyValue) []metric.MeasurementOption {
	sets := make([]metric.MeasurementOption, len(readings))
	for i, r := range readings {
		own := slices.Clone(common)
		if r.state != 0 {
			own = append(own, keyState.String(r.state.String()))
		}
		sets[i] = metric.WithAttributeSet(attribute.NewSet(own...))
	}
	return sets
}

func (r *reading) instrument(meter metric.Meter) (metric.Int64Observable, error) {
	name := "braze.sender." + r.name
	if r.now {
		return meter.Int64ObservableUpDownCounter(name,
			metric.WithUnit(r.unit), metric.WithDescription(r.description))
	}
	return meter.Int64ObservableCounter(name,
		metric.WithUnit(r.unit), metric.WithDescription(r.description))
}
