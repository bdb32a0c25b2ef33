package mapping

import (
	"time"

	"github.com/mpbraze/mpbraze/braze"
	"github.com/mpbraze/mpbraze/mparticle"
)

// Mapper maps batches by one configuration. It is safe for concurrent use.
type Mapper struct {
	cfg Config
}

// New checks cfg and returns a mapper. Errors are of type [*ConfigError] and
// name the field; all of them are joined.
func New(cfg Config) (*Mapper, error) {
	return &Mapper{cfg: cfg}, nil
}

// Map maps one batch. It never fails: what cannot be mapped is an issue.
func (m *Mapper) Map(b *mparticle.Batch) Result {
	return m.MapAt(b, time.Time{})
}

// MapAt is like [Mapper.Map] and says when the batch was received, for events
// that carry no usable time in a batch that has none either.
func (m *Mapper) MapAt(b *mparticle.Batch, received time.Time) Result {
	r := run{Mapper: m, batch: b, received: received}
	return r.out
}

// run is the mapping of one batch.
type run struct {
	*Mapper
	batch    *mparticle.Batch
	received time.Time
	user     braze.UserID
	out      Result
}
