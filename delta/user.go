package delta

import (
	"encoding/binary"
	"encoding/hex"

	"github.com/mpbraze/mpbraze/braze"
)

// userKey stands for a user: two keyed hashes of the identifier.
type userKey struct {
	// place finds the record.
	place uint64
	// salt goes into every fingerprint. Two users who share a place therefore
	// never have equal fingerprints, and equal values of two users do not show.
	salt uint64
}

// The kinds of identifiers.
const (
	byExternalID uint64 = iota + 1
	byAlias
)

// user returns the key of an identifier, and false when it does not name one
// profile for good: addresses and numbers may move to another profile, and a
// Braze id is always the second name of a profile.
func (c *Core) user(id *braze.UserID) (userKey, bool) {
	alias := id.Alias != (braze.UserAlias{})
	if id.BrazeID != "" || (id.ExternalID != "") == alias {
		return userKey{}, false
	}
	hash := func(k sipKey) uint64 {
		s := k.begin()
		if alias {
			s.word(byAlias | uint64(len(id.Alias.Label))<<8)
			s.text(id.Alias.Label)
			s.word(uint64(len(id.Alias.Name)))
			s.text(id.Alias.Name)
		} else {
			s.word(byExternalID | uint64(len(id.ExternalID))<<8)
			s.text(id.ExternalID)
		}
		return s.sum()
	}
	return userKey{place: hash(c.keys.place), salt: hash(c.keys.salt)}, true
}

// record is the key of the user's record in a [Store].
func (u userKey) record() string {
	var b [16]byte
	binary.BigEndian.PutUint64(b[:8], u.place)
	binary.BigEndian.PutUint64(b[8:], u.salt)
	return recordPrefix + hex.EncodeToString(b[:])
}

const recordPrefix = "delta."
