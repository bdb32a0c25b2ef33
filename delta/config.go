package delta

import (
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"
)

// ErrConfig is the error for a [Config] or [MemoryOptions] that cannot be used.
var ErrConfig = errors.New("delta: invalid configuration")

// MinSecret is the smallest length of a secret in bytes.
const MinSecret = 16

// Config says what to suppress. The zero value is ready to use.
type Config struct {
	// Secret is the key of all hashes, at least [MinSecret] random bytes: one
	// for the installation, the same in every process and after every start.
	// Empty: a random one, kept beside the state it belongs to. That is enough
	// against mistakes; whoever can read such a store can test guesses of ids
	// and values against it.
	Secret []byte
	// TTL is how long Braze is believed to hold what it acknowledged, because
	// SDKs, imports and the dashboard write to profiles too. It differs by up
	// to a fifth from user to user, so that not all expire at once. Default
	// 7 days.
	TTL time.Duration
	// RefusedTTL is how long a value that Braze refused is not sent again.
	// Default 24 hours.
	RefusedTTL time.Duration
	// SettleTime is how long Braze may take to apply a request: two within it
	// may be applied in the wrong order. A value that was sent that soon after
	// another one of the same attribute is sent once more after it. Default
	// 5 s; negative: never.
	SettleTime time.Duration
	// Volatile names attributes that are always sent: those that others write
	// too, for example. Standard fields have their names in Braze, such as
	// home_city.
	Volatile []string
	// OverwriteNewer sends a value whose data is older than that of the value
	// Braze acknowledged. It matters only where times of data are known, see
	// [Tracker.PlanOne].
	OverwriteNewer bool
	// Timeout limits one access to a [Store]. Default 5 s.
	Timeout time.Duration
	// Now is the clock of a [Tracker]. Default time.Now.
	Now func() time.Time
}

func (c Config) withDefaults() (Config, error) {
	if len(c.Secret) > 0 && len(c.Secret) < MinSecret {
		return c, fmt.Errorf("%w: Secret has %d bytes, must have at least %d", ErrConfig, len(c.Secret), MinSecret)
	}
	for _, d := range []struct {
		name     string
		field    *time.Duration
		standard time.Duration
	}{
		{"TTL", &c.TTL, 7 * 24 * time.Hour},
		{"RefusedTTL", &c.RefusedTTL, 24 * time.Hour},
		{"Timeout", &c.Timeout, 5 * time.Second},
	} {
		if *d.field < 0 {
			return c, fmt.Errorf("%w: %s is negative", ErrConfig, d.name)
		}
		if *d.field == 0 {
			*d.field = d.standard
		}
	}
	if c.SettleTime == 0 {
		c.SettleTime = 5 * time.Second
	}
	c.SettleTime = max(c.SettleTime, 0)
	if slices.ContainsFunc(c.Volatile, func(name string) bool { return strings.TrimSpace(name) != name }) {
		return c, fmt.Errorf("%w: a name in Volatile has spaces around it", ErrConfig)
	}
	if c.Now == nil {
		c.Now = time.Now
	}
	return c, nil
}
