package braze

import (
	"bytes"
	"hash/maphash"
	"time"

	"github.com/go-json-experiment/json/jsontext"
)

// valueHash is the fingerprint of one attribute that was sent.
type valueHash struct{ name, value uint64 }

// recentBytes is what remembering hashes costs, so that they count against
// [SenderOptions.MaxBytes].
func recentBytes(h []valueHash) int { return 16 * cap(h) }

// hashSeed is fixed for the process: the hashes never leave it.
var hashSeed = maphash.MakeSeed()

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
		h := valueHash{name: maphash.Bytes(hashSeed, name)}
		value, err := d.ReadValue()
		if err != nil {
			return nil
		}
		h.value = maphash.Bytes(hashSeed, value)
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

// unsettled reports whether attributes have to wait for the values sent before.
func (u *lineup) unsettled(object []byte, now time.Time) bool {
	return now.Before(u.settled) && conflicts(u.recent, hashMembers(object))
}

// remember keeps the values of attributes that have just left, on top of those
// that have not settled yet. Called with the lock held.
func (s *Sender) remember(u *lineup, sent []valueHash, now time.Time) {
	if s.opts.SettleTime == 0 || len(sent) == 0 {
		return
	}
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
	s.settling = append(s.settling, u)
}

func hasName(hashes []valueHash, name uint64) bool {
	for _, h := range hashes {
		if h.name == name {
			return true
		}
	}
	return false
}
