package delta

import (
	"context"
	"encoding/binary"
	"encoding/hex"
	"fmt"
	"strconv"
	"sync"
)

// EventKey names one delivery of an mParticle event for a [Window]: by event_id
// and source_message_id, and the part when one event becomes several objects,
// such as a purchase for each product. It is empty, which is never a duplicate,
// when both ids are missing.
func EventKey(eventID int64, sourceMessageID string, part int) string {
	if eventID == 0 && sourceMessageID == "" {
		return ""
	}
	return strconv.FormatInt(eventID, 10) + "/" + strconv.Itoa(part) + "/" + sourceMessageID
}

// WindowOptions are the options of a [Window]. The zero value is ready to use.
type WindowOptions struct {
	// Size is how many deliveries are remembered at least, twice as many at
	// most, at about 25 bytes each. Default 1,000,000. A Store knows no Size.
	Size int
	// Secret is the key of the hashes, see [Config.Secret]; all processes that
	// share a store need the same. Default: a fixed key, so that whoever can
	// read the store can test guesses of ids.
	Secret []byte
}

// Window remembers which events were delivered, because mParticle sends some of
// them twice, and Braze counts them twice then. Ask [Window.Delivered] before
// sending, and [Window.Mark] what Braze acknowledged: never before, or an event
// whose delivery failed is lost. Two copies on their way at the same time both
// arrive. A Window is safe for concurrent use.
type Window struct {
	keys  keys
	size  int
	store Store

	mu sync.Mutex
	// recent is full at size, and becomes old.
	recent, old map[deliveryKey]struct{}
}

// deliveryKey is a 128-bit hash: two events never share one.
type deliveryKey [2]uint64

// NewWindow returns a Window in memory.
func NewWindow(o WindowOptions) (*Window, error) { return newWindow(nil, o) }

// NewSharedWindow returns a Window whose deliveries are in a store, such as one
// that drops records after some days.
func NewSharedWindow(store Store, o WindowOptions) (*Window, error) { return newWindow(store, o) }

func newWindow(store Store, o WindowOptions) (*Window, error) {
	if o.Size < 0 {
		return nil, fmt.Errorf("%w: Size is negative", ErrConfig)
	}
	if len(o.Secret) > 0 && len(o.Secret) < MinSecret {
		return nil, fmt.Errorf("%w: Secret has %d bytes, must have %d", ErrConfig, len(o.Secret), MinSecret)
	}
	if o.Size == 0 {
		o.Size = 1_000_000
	}
	return &Window{keys: newKeys(o.Secret), size: o.Size, store: store, recent: map[deliveryKey]struct{}{}}, nil
}

// Delivered reports for each key whether it was marked. After an error send the
// events: a duplicate is better than a loss.
func (w *Window) Delivered(ctx context.Context, keys []string) ([]bool, error) {
	delivered := make([]bool, len(keys))
	if w.store != nil {
		return delivered, w.ask(ctx, keys, delivered)
	}
	w.mu.Lock()
	defer w.mu.Unlock()
	for i, key := range keys {
		if key == "" {
			continue
		}
		k := w.key(key)
		if _, delivered[i] = w.recent[k]; !delivered[i] {
			_, delivered[i] = w.old[k]
		}
	}
	return delivered, nil
}

// Mark says that Braze acknowledged the events of keys.
func (w *Window) Mark(ctx context.Context, keys []string) error {
	if w.store != nil {
		return w.tell(ctx, keys)
	}
	w.mu.Lock()
	defer w.mu.Unlock()
	for _, key := range keys {
		if key == "" {
			continue
		}
		if len(w.recent) >= w.size {
			w.old, w.recent = w.recent, make(map[deliveryKey]struct{}, w.size)
		}
		w.recent[w.key(key)] = struct{}{}
	}
	return nil
}

func (w *Window) key(key string) deliveryKey {
	hash := func(k sipKey) uint64 {
		s := k.begin()
		s.word(uint64(len(key)))
		s.text(key)
		return s.sum()
	}
	return deliveryKey{hash(w.keys.place), hash(w.keys.salt)}
}

// records returns a record for each different key, and where it comes first.
func (w *Window) records(keys []string) (records []string, places [][]int) {
	seen := make(map[string]int, len(keys))
	for i, key := range keys {
		if key == "" {
			continue
		}
		k := w.key(key)
		b := binary.BigEndian.AppendUint64(binary.BigEndian.AppendUint64(nil, k[0]), k[1])
		record := "delta.event." + hex.EncodeToString(b)
		at, ok := seen[record]
		if !ok {
			at = len(records)
			seen[record] = at
			records, places = append(records, record), append(places, nil)
		}
		places[at] = append(places[at], i)
	}
	return records, places
}

func (w *Window) ask(ctx context.Context, keys []string, delivered []bool) error {
	records, places := w.records(keys)
	if len(records) == 0 {
		return nil
	}
	found, err := w.store.Get(ctx, records)
	if err != nil {
		return fmt.Errorf("%w: %w", errStore, err)
	}
	if len(found) != len(records) {
		return fmt.Errorf("%w: %d records for %d keys", errStore, len(found), len(records))
	}
	for i := range found {
		for _, place := range places[i] {
			delivered[place] = found[i].Version != 0
		}
	}
	return nil
}

func (w *Window) tell(ctx context.Context, keys []string) error {
	records, _ := w.records(keys)
	if len(records) == 0 {
		return nil
	}
	puts := make([]Versioned, len(records))
	for i, record := range records {
		puts[i] = Versioned{Key: record, Value: []byte{stateVersion}}
	}
	// A conflict says that somebody marked it before.
	if _, err := w.store.Put(ctx, puts); err != nil {
		return fmt.Errorf("%w: %w", errStore, err)
	}
	return nil
}
