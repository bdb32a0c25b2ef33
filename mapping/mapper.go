package mapping

import (
	"time"

	"github.com/mpbraze/mpbraze/braze"
	"github.com/mpbraze/mpbraze/mparticle"
)

// Mapper maps batches by one configuration. It is safe for concurrent use.
type Mapper struct {
	cfg Config

	// What the settings mean for a target.
	detects      [2]bool
	keepsLists   [2]bool
	keepsObjects [2]bool
	maxArray     int
}

// New checks cfg and returns a mapper. Errors are of type [*ConfigError] and
// name the field; all of them are joined.
func New(cfg Config) (*Mapper, error) {
	m := &Mapper{cfg: cfg, maxArray: cfg.Limits.MaxArray}
	if m.maxArray == 0 {
		m.maxArray = braze.MaxArray
	}
	detect := cfg.Attributes.TypeDetection
	m.detects[userAttribute] = detect == DetectUserAttributes || detect == DetectBoth
	m.detects[eventProperty] = detect == DetectEventAttributes || detect == DetectBoth
	m.keepsLists = [2]bool{cfg.Attributes.ListsAsArrays, cfg.Events.NestedProperties}
	m.keepsObjects = [2]bool{cfg.Attributes.Nested, cfg.Events.NestedProperties}
	return m, nil
}

// Map maps one batch. It never fails: what cannot be mapped is an issue.
func (m *Mapper) Map(b *mparticle.Batch) Result {
	return m.MapAt(b, time.Time{})
}

// MapAt is like [Mapper.Map] and says when the batch was received, for events
// that carry no usable time in a batch that has none either.
func (m *Mapper) MapAt(b *mparticle.Batch, received time.Time) Result {
	r := run{Mapper: m, batch: b, received: received}
	r.mapBatch()
	return r.out
}
