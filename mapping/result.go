package mapping

import (
	"github.com/mpbraze/mpbraze/braze"
	"github.com/mpbraze/mpbraze/mparticle"
)

// Result is what became of one batch.
type Result struct {
	// Track goes to Braze. It may be empty.
	Track braze.TrackRequest
	// Issues lists what did not go through unchanged, in the order of the batch.
	Issues []Issue
	// Environment of the batch, in lower case.
	Environment mparticle.Environment
	// Routed is set when [EnvironmentRoute] applied: do not send Track to the
	// production workspace.
	Routed bool
}
