package mapping_test

import (
	"fmt"

	"github.com/mpbraze/mpbraze/mapping"
	"github.com/mpbraze/mpbraze/mparticle"
)

// mParticle's settings name the attribute of an event by its filter hash.
func ExampleFilterHash() {
	fmt.Println(mapping.FilterHash(mparticle.CustomEventNavigation, "AndroidTEST", "destination"))
	// Output: 888169310
}
