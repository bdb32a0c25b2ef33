package mapping

import (
	"github.com/mpbraze/mpbraze/braze"
	"github.com/mpbraze/mpbraze/mparticle"
)

// Result is what became of one batch.
type Result struct {
	// Track goes to Braze. It may be empty.
	Track braze.TrackRequest
	// Issues lists what did not go through unchanged: first the batch as a
	// whole, then identities, user attributes by name, events in their order.
	Issues []Issue
	// Environment of the batch, in lower case; unknown when it is missing.
	Environment mparticle.Environment
	// Routed is set when [EnvironmentRoute] applied: do not send Track to the
	// production workspace.
	Routed bool

	// memory is of [Mapper.MapInto], nil for all other results.
	memory *memory
}
