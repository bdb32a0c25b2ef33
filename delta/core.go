package delta

import (
	"crypto/sha256"
	"encoding/binary"
	"fmt"
	"time"

	"github.com/mpbraze/mpbraze/braze"
)

// Core decides what to send, and learns from answers. It holds no state and
// reads no clock: a [Tracker] is a Core with a place for the states, and a
// stream processor that keeps states of its own needs only this. A Core is safe
// for concurrent use.
type Core struct {
	keys       keys
	ttl        int64
	refusedTTL int64
	settle     int64
	overwrite  bool
	// whole keeps one fingerprint of all attributes together.
	whole    bool
	volatile map[string]bool
	names    names
}

// keys are the keys of the hashes, all from one secret.
type keys struct{ place, salt, name, value sipKey }

func newKeys(secret []byte) keys {
	derive := func(purpose string) sipKey {
		sum := sha256.Sum256(append([]byte("mpbraze/delta/1/"+purpose+"/"), secret...))
		return sipKey{binary.LittleEndian.Uint64(sum[:]), binary.LittleEndian.Uint64(sum[8:])}
	}
	return keys{place: derive("place"), salt: derive("salt"), name: derive("name"), value: derive("value")}
}

// names numbers the names of attributes.
type names interface {
	// number returns the number of a name, and what makes it unique in a
	// fingerprint; false if the name cannot have a number.
	number(name string) (number uint32, salt uint64, ok bool)
	// field does so for the name of a standard field.
	field(i int) (number uint32, salt uint64, ok bool)
}

// number makes keys the names of states that are on their own: a keyed hash.
// Of two names with the same number one pushes the other out, which costs a
// request now and then.
func (k *keys) number(name string) (number uint32, salt uint64, ok bool) {
	s := k.name.begin()
	s.word(uint64(len(name)))
	s.text(name)
	salt = s.sum()
	return uint32(salt), salt, true
}

func (k *keys) field(i int) (number uint32, salt uint64, ok bool) {
	return k.number(profileFields[i].name)
}

// NewCore returns a Core. c.Secret is required; c.Timeout and c.Now do not
// matter.
func NewCore(c Config) (*Core, error) {
	if len(c.Secret) == 0 {
		return nil, fmt.Errorf("%w: no Secret", ErrConfig)
	}
	c, err := c.withDefaults()
	if err != nil {
		return nil, err
	}
	core := newCore(&c, newKeys(c.Secret))
	core.names = &core.keys
	return core, nil
}

func newCore(c *Config, k keys) *Core {
	core := &Core{
		keys:       k,
		ttl:        c.TTL.Milliseconds(),
		refusedTTL: c.RefusedTTL.Milliseconds(),
		settle:     c.SettleTime.Milliseconds(),
		overwrite:  c.OverwriteNewer,
		volatile:   make(map[string]bool, len(c.Volatile)),
	}
	for _, name := range c.Volatile {
		core.volatile[name] = true
	}
	return core
}

// RecordKey returns the key under which to keep a user's [State]: a keyed hash.
// It returns false for a user of whom none is kept. Only an external id or an
// alias names one profile for good: an address or a number may move to another
// one, and a Braze id is a second name.
func (c *Core) RecordKey(id braze.UserID) (string, bool) {
	user, ok := c.user(&id)
	if !ok {
		return "", false
	}
	return user.record(), true
}

// Plan returns what to send of wanted. It is empty but for the identifiers when
// Braze has everything. When changed is true, keep the state before anything
// leaves: it says that values are on their way, so that nobody believes the old
// ones if this process dies.
//
// The time of the data, at, may be zero. With it, data that is older than what
// Braze acknowledged is left out, unless [Config.OverwriteNewer].
//
// Plan does not change the maps and slices of wanted. What it returns may
// share them.
func (c *Core) Plan(s *State, wanted *braze.Attributes, at, now time.Time) (send braze.Attributes, changed bool) {
	p := newPlanning()
	defer p.release()
	user, ok := c.tracked(wanted)
	if !ok {
		return *wanted, false
	}
	changed = c.plan(p, s, user, wanted, &p.send, millis(at), millis(now))
	return p.send, changed
}

// Commit learns what became of attributes that Plan let pass, and reports
// whether the state changed and must be kept. Only a certain delivery makes a
// value known; an unknown outcome makes it unknown; a refused value is not sent
// again until it changes or [Config.RefusedTTL] is over.
func (c *Core) Commit(s *State, settled *braze.Settled, now time.Time) (changed bool) {
	p := newPlanning()
	defer p.release()
	return c.commit(p, s, settled, millis(now))
}

// millis returns t in milliseconds since 1970, and 0 for the zero time.
func millis(t time.Time) int64 {
	if t.IsZero() {
		return 0
	}
	return max(t.UnixMilli(), 1)
}
