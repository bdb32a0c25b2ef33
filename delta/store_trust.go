package delta

import (
	"context"
	"fmt"
)

// installation returns the current one, and makes a new epoch after too much
// was lost.
func (t *storeTable) installation(ctx context.Context) (*installation, error) {
	t.mu.Lock()
	in, blind := t.current, t.blind
	t.mu.Unlock()
	if in != nil && !blind {
		return in, nil
	}
	in, err := t.install(ctx, blind)
	t.mu.Lock()
	defer t.mu.Unlock()
	if err != nil {
		// What is sent now cannot be taken back from any record.
		t.blind = true
		return nil, err
	}
	t.current, t.blind = in, false
	clear(t.distrusted)
	return in, nil
}

// outdate says that an installation is not the store's any more.
func (t *storeTable) outdate(in *installation) {
	t.mu.Lock()
	defer t.mu.Unlock()
	if t.current == in {
		t.current = nil
	}
}

func (t *storeTable) distrust(jobs []*job) {
	t.mu.Lock()
	defer t.mu.Unlock()
	if len(t.distrusted)+len(jobs) > maxDistrusted {
		t.blind = true
		clear(t.distrusted)
		return
	}
	for _, j := range jobs {
		t.distrusted[j.key] = struct{}{}
	}
}

func (t *storeTable) distrusts(j *job) bool {
	t.mu.Lock()
	defer t.mu.Unlock()
	_, found := t.distrusted[j.key]
	return found
}

// trust says that the records of jobs were written.
func (t *storeTable) trust(jobs []*job) {
	t.mu.Lock()
	defer t.mu.Unlock()
	for _, j := range jobs {
		if j != nil {
			delete(t.distrusted, j.key)
		}
	}
}

func (t *storeTable) get(ctx context.Context, keys []string) ([]Versioned, error) {
	ctx, cancel := context.WithTimeout(ctx, t.config.Timeout)
	defer cancel()
	records, err := t.store.Get(ctx, keys)
	if err != nil {
		return nil, fmt.Errorf("%w: %w", errStore, err)
	}
	if len(records) != len(keys) {
		return nil, fmt.Errorf("%w: %d records for %d keys", errStore, len(records), len(keys))
	}
	return records, nil
}

func (t *storeTable) put(ctx context.Context, records []Versioned) (conflicts []int, err error) {
	ctx, cancel := context.WithTimeout(ctx, t.config.Timeout)
	defer cancel()
	conflicts, err = t.store.Put(ctx, records)
	if err != nil {
		return nil, fmt.Errorf("%w: %w", errStore, err)
	}
	for _, i := range conflicts {
		if i < 0 || i >= len(records) {
			return nil, fmt.Errorf("%w: conflict in record %d of %d", errStore, i, len(records))
		}
	}
	return conflicts, nil
}
