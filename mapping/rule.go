package mapping

import (
	"github.com/mpbraze/mpbraze/braze"
	"github.com/mpbraze/mpbraze/mparticle"
)

// Rule is an application's own change to mapped objects. Each function may
// change its object in any way and returns whether to keep it. Functions that
// are nil do nothing. A function that panics costs its object, with an issue,
// and so does one that makes an object Braze would refuse.
//
// The functions get the mapped object and what it came from, which they must
// not change, and are tested like any Go function, with literals. They run on
// the goroutine that maps, so on several at once when the mapper is shared.
type Rule struct {
	// Name stands in issues.
	Name string

	// Attributes gets the one attributes object of a batch, when there is one.
	Attributes func(a *braze.Attributes, from *mparticle.Batch) (keep bool)
	// Event gets each custom event, those of commerce events included.
	Event func(e *braze.Event, from mparticle.Event) (keep bool)
	// Purchase gets each purchase.
	Purchase func(p *braze.Purchase, from *mparticle.CommerceEvent) (keep bool)
}
