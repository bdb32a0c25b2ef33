package mapping

import (
	"cmp"
	"maps"
	"slices"
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

	maxArray int
}

// New checks cfg and returns a mapper. Errors are of type [*ConfigError] and
// name the field; all of them are joined. Later changes of cfg have no effect.
func New(cfg Config) (*Mapper, error) {
	if err := check(&cfg); err != nil {
		return nil, err
	}
	m := &Mapper{cfg: own(cfg)}
	id := &m.cfg.Identity
	id.ExternalID = cmp.Or(id.ExternalID, mparticle.IdentityCustomerID)
	id.Email = cmp.Or(id.Email, mparticle.IdentityEmail)
	id.AliasFrom = cmp.Or(id.AliasFrom, MPID)

	detect := cfg.Attributes.TypeDetection
	m.detects[userAttribute] = detect == DetectUserAttributes || detect == DetectBoth
	m.detects[eventProperty] = detect == DetectEventAttributes || detect == DetectBoth
	m.keepsLists = [2]bool{cfg.Attributes.ListsAsArrays, cfg.Events.NestedProperties}
	m.keepsObjects = [2]bool{cfg.Attributes.Nested, cfg.Events.NestedProperties}
	m.maxArray = cmp.Or(cfg.Limits.MaxArray, braze.MaxArray)
	return m, nil
}

// own returns cfg with maps and slices of its own.
func own(cfg Config) Config {
	cfg.Identity.Deny = slices.Clone(cfg.Identity.Deny)
	cfg.Batch.Channels = slices.Clone(cfg.Batch.Channels)
	cfg.Batch.RequireConsent = slices.Clone(cfg.Batch.RequireConsent)
	cfg.Attributes.SubscriptionGroups = maps.Clone(cfg.Attributes.SubscriptionGroups)
	cfg.Attributes.Consent = maps.Clone(cfg.Attributes.Consent)
	cfg.Events.Forward = maps.Clone(cfg.Events.Forward)
	cfg.Events.ToUser = slices.Clone(cfg.Events.ToUser)
	cfg.Push.AppIDs = maps.Clone(cfg.Push.AppIDs)
	cfg.Push.Platforms = slices.Clone(cfg.Push.Platforms)
	cfg.Rules = slices.Clone(cfg.Rules)
	return cfg
}

// Map maps one batch. It never fails: what cannot be mapped is an issue. The
// batch is not changed; without Rules the result may share maps of attributes
// with it, so change neither while the other is in use. With [Config.Rules]
// each object of the result has maps of its own.
func (m *Mapper) Map(b *mparticle.Batch) Result {
	return m.MapAt(b, time.Time{})
}

// MapAt is like [Mapper.Map] and says when the batch was received, for events
// that carry no usable time in a batch that has none either. The time also
// bounds how far in the future an event may lie.
func (m *Mapper) MapAt(b *mparticle.Batch, received time.Time) Result {
	return m.mapIn(nil, b, received)
}

// MapInto maps one batch into out, as [Mapper.MapAt] does, and uses again what
// it put into out before: the lists and maps of the result before are changed.
// Texts and the values in maps are not.
//
// It is for the loop of a worker that encodes a result before it maps the next
// batch, and saves most of the allocations. Copies of the result and its parts
// must not outlive the next call. A [braze.Sender] holds on to attributes while
// requests are under way: give it results of Map. See
// [mparticle.Parser.ParseInto].
func (m *Mapper) MapInto(out *Result, b *mparticle.Batch, received time.Time) {
	kept := out.memory
	if kept == nil {
		kept = new(memory)
	}
	kept.rewind()
	*out = m.mapIn(kept, b, received)
	kept.keep(out)
}

func (m *Mapper) mapIn(kept *memory, b *mparticle.Batch, received time.Time) Result {
	r := runs.Get().(*run)
	r.Mapper, r.batch, r.received, r.memory = m, b, received, kept
	if kept != nil {
		r.out = Result{Issues: kept.issues, memory: kept}
	}
	r.mapBatch()
	out := r.out
	r.release()
	return out
}
