package braze

import (
	"bytes"
	"hash/maphash"
	"time"

	"github.com/go-json-experiment/json/jsontext"
)

// valueHash is the fingerprint of one attribute that was sent. Two names or
// values that meet in one cost a wait or, once in four billion changes, a
// missing one.
type valueHash struct{ name, value uint32 }

// recentBytes is what remembering hashes costs, so that they count against
// [SenderOptions.MaxBytes].
func recentBytes(h []valueHash) int { return 8 * cap(h) }

// settling is a user whose last values settle at an instant.
type settling struct {
	user *lineup
	at   time.Time
}

// hashSeed is fixed for the process: the hashes never leave it.
var hashSeed = maphash.MakeSeed()

func hash(b []byte) uint32 { return uint32(maphash.Bytes(hashSeed, b) >> 32) }

// hashMembers returns the fingerprints of an encoded attributes object.
func hashMembers(object []byte) []valueHash {
	hashes := make([]valueHash, 0, 16)
	d := jsontext.NewDecoder(bytes.NewBuffer(object), jsontext.AllowDuplicateNames(true))
	if _, err := d.ReadToken(); err != nil {
		return nil
	}
	for d.PeekKind() != '}' {
		name, err := d.ReadValue()
		if err != nil {
			return nil
		}
		// Braze trims names.
		h := valueHash{name: hash(bytes.TrimSpace(bytes.Trim(name, `"`)))}
		value, err := d.ReadValue()
		if err != nil {
			return nil
		}
		h.value = hash(value)
		hashes = append(hashes, h)
	}
	return hashes
}

// conflicts reports whether an attribute is in both with different values.
func conflicts(recent, next []valueHash) bool {
	for _, n := range next {
		for _, r := range recent {
			if n.name == r.name && n.value != r.value {
				return true
			}
		}
	}
	return false
}

// unsettled reports whether e has to wait for the values sent before.
func (u *lineup) unsettled(e *entry, now time.Time) bool {
	return e.place.Array == ArrayAttributes && u.ordered() && now.Before(u.settled) &&
		conflicts(u.recent, hashMembers(e.object.JSON()))
}

// appliedLater returns the attributes of b that Braze may still be about to
// apply.
func (s *Sender) appliedLater(b *batch) []*item {
	if s.opts.SettleTime == 0 {
		return nil
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	var later []*item
	for _, it := range b.items {
		delivered := it.state == Delivered && !it.suppressed
		if it.array == ArrayAttributes && !it.line.loose && (delivered || it.lost) {
			later = append(later, it)
		}
	}
	return later
}

// remember keeps the values of attributes that have just left, on top of those
// that have not settled yet. Called with the lock held.
func (s *Sender) remember(u *lineup, sent []valueHash, now time.Time) {
	s.bytes -= recentBytes(u.recent)
	if now.Before(u.settled) {
		for _, old := range u.recent {
			if !hasName(sent, old.name) {
				sent = append(sent, old)
			}
		}
	}
	u.recent = sent
	u.settled = now.Add(s.opts.SettleTime)
	s.bytes += recentBytes(u.recent)
	s.settling = append(s.settling, settling{u, u.settled})
}

func hasName(hashes []valueHash, name uint32) bool {
	for _, h := range hashes {
		if h.name == name {
			return true
		}
	}
	return false
}
