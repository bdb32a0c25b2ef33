package mapping_test

import (
	"fmt"

	"github.com/mpbraze/mpbraze/mapping"
	"github.com/mpbraze/mpbraze/mparticle"
)

// Attributes of events can end up on the user's profile, here in an array.
func ExampleEventAttributeRule() {
	m, err := mapping.New(mapping.Config{Events: mapping.EventConfig{
		ToUser: []mapping.EventAttributeRule{{
			EventName: "Article Read",
			Attribute: "category",
			Action:    mapping.AddToArray,
			To:        "interests",
		}},
	}})
	if err != nil {
		fmt.Println(err)
		return
	}
	read := func(category string) mparticle.Event {
		return &mparticle.CustomEvent{
			EventName: "Article Read",
			EventCommon: mparticle.EventCommon{
				TimestampUnixtimeMS: 1_793_520_000_000,
				CustomAttributes:    mparticle.Attributes{"category": category},
			},
		}
	}
	result := m.Map(&mparticle.Batch{
		Environment:    mparticle.EnvironmentProduction,
		UserIdentities: mparticle.Identities{{Type: mparticle.IdentityCustomerID, Value: "u1"}},
		Events:         []mparticle.Event{read("sports"), read("travel")},
	})
	fmt.Println(result.Track.Attributes[0].Custom["interests"])
	// Output:
	// {[sports travel] []}
}
