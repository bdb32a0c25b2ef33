package brazetest

import (
	"time"

	"github.com/mpbraze/mpbraze/braze"
)

// Key is the REST API key of a [Server] whose [Config] names no other.
const Key = "brazetest-key"

// Config says which workspace a [Server] plays. The zero value is a workspace
// of today's default contract, whose only key is [Key].
type Config struct {
	// Keys maps each REST API key to its permissions, such as "users.track".
	// A key whose list is empty has them all. No keys: only [Key].
	Keys map[string][]string
	// Now is the clock. Nil means time.Now, which is right in a
	// testing/synctest bubble too.
	Now func() time.Time

	// MaxObjects is the number of objects one /users/track request may hold in
	// its three arrays together. Zero means 75.
	MaxObjects int
	// PerArray applies MaxObjects to each array, as for contracts of old.
	PerArray bool
	// MaxArray is the length of an array attribute. Zero means 500.
	MaxArray int
	// MaxNames is the number of distinct event names, and of distinct products,
	// after which Braze blocks a profile. Zero means 20,000.
	MaxNames int

	// Limit is the rate limit of /users/track. Zero means 3,000 requests per
	// 3 seconds; negative Requests mean no limit at all, on any endpoint.
	Limit Limit
	// HourlyLimit is the quota of /users/track per clock hour that plans by
	// monthly active users have. Zero means none.
	HourlyLimit int
	// MAUHeaders makes the rate limit headers of those plans: seconds left
	// instead of the time of the reset, and X-Ratelimit-Retry-After on a 429.
	MAUHeaders bool

	// Apps are the app identifiers of the workspace. Empty: any.
	Apps []string
	// SubscriptionGroups are the ids of its groups. Empty: any UUID.
	SubscriptionGroups []string
	// Blocklist names custom attributes, events and products whose data Braze
	// does not collect.
	Blocklist []string
	// ForcedTypes fixes the type of custom attributes.
	ForcedTypes map[string]Type

	// ApplyDelay, when above zero, makes Braze's ingestion visible: what is
	// acknowledged is applied within this time, and two requests about one user
	// may be applied in the wrong order. [Server.Settle] applies all of it.
	ApplyDelay time.Duration
	// Seed of the delays. The delays of one user depend on Seed, on the user
	// and on how many requests came before, not on other users.
	Seed uint64

	// KeepRequests is the number of newest requests that [Server.Requests]
	// returns. Zero means 1,000; negative means none.
	KeepRequests int
}

// Type is the forced type of a custom attribute.
//
// See https://www.braze.com/docs/user_guide/data/activation/custom_data/managing_custom_data.
type Type string

// The types an administrator may force.
const (
	TypeBoolean Type = "boolean"
	TypeNumber  Type = "number"
	TypeString  Type = "string"
	TypeTime    Type = "time"
	TypeArray   Type = "array"
)

const (
	defaultMaxObjects   = 75
	defaultMaxNames     = 20_000
	defaultKeepRequests = 1_000
)

func (c Config) withDefaults() Config {
	if len(c.Keys) == 0 {
		c.Keys = map[string][]string{Key: nil}
	}
	if c.Now == nil {
		c.Now = time.Now
	}
	setDefault(&c.MaxObjects, defaultMaxObjects)
	setDefault(&c.MaxArray, braze.MaxArray)
	setDefault(&c.MaxNames, defaultMaxNames)
	setDefault(&c.KeepRequests, defaultKeepRequests)
	if c.Limit.Requests == 0 {
		c.Limit.Requests = 3_000
	}
	if c.Limit.Window <= 0 {
		c.Limit.Window = 3 * time.Second
	}
	return c
}

func setDefault(field *int, value int) {
	if *field == 0 {
		*field = value
	}
}
