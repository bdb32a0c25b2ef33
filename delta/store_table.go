package delta

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"sync"

	"github.com/mpbraze/mpbraze/braze"
)

// storeTable is the table of a Tracker over a Store.
type storeTable struct {
	store   Store
	config  Config
	counts  *counters
	started int64

	mu      sync.Mutex
	current *installation
	// distrusted are the keys of records that could not be written although
	// something was sent: they may say what is not true any more.
	distrusted map[string]struct{}
	// blind is set when there are too many of those, or they cannot be named.
	// Nothing is believed until a new epoch has begun.
	blind bool
}

const (
	// maxRounds bounds how often a change meets a faster one.
	maxRounds = 4
	// maxDistrusted bounds the memory for distrusted keys.
	maxDistrusted = 1 << 16
)

func openStore(ctx context.Context, store Store, c Config, counts *counters) (*storeTable, error) {
	t := &storeTable{
		store: store, config: c, counts: counts, started: millis(c.Now()), distrusted: map[string]struct{}{},
	}
	var err error
	t.current, err = t.install(ctx, false)
	return t, err
}

// job is one user of a call, with the places of that user in it.
type job struct {
	key    string
	user   userKey
	places []int
}

var errInstallation = errors.New("delta: another installation")

func (t *storeTable) each(ctx context.Context, users []*braze.UserID, change change) error {
	for range maxRounds {
		in, err := t.installation(ctx)
		if err != nil {
			return err
		}
		jobs := in.jobs(users)
		if len(jobs) == 0 {
			return nil
		}
		err = t.work(ctx, in, jobs, change)
		if err == nil {
			return nil
		}
		t.distrust(jobs)
		if !errors.Is(err, errInstallation) {
			return err
		}
		t.outdate(in)
	}
	return fmt.Errorf("%w: the installation keeps changing", errStore)
}

// jobs groups the places of equal users.
func (in *installation) jobs(users []*braze.UserID) []*job {
	jobs := make([]*job, 0, len(users))
	byUser := make(map[userKey]*job, len(users))
	for i, id := range users {
		if id == nil {
			continue
		}
		user, ok := in.core.user(id)
		if !ok {
			continue
		}
		j := byUser[user]
		if j == nil {
			j = &job{key: user.record(), user: user}
			byUser[user] = j
			jobs = append(jobs, j)
		}
		j.places = append(j.places, i)
	}
	return jobs
}

// work changes all jobs, those that met a faster change again.
func (t *storeTable) work(ctx context.Context, in *installation, jobs []*job, change change) error {
	waiting := jobs
	for range maxRounds {
		conflicted, err := t.round(ctx, in, waiting, change)
		if err != nil {
			return err
		}
		if len(conflicted) == 0 {
			return nil
		}
		t.counts.conflicts.Add(int64(len(conflicted)))
		waiting = conflicted
	}
	return fmt.Errorf("%w: %d records keep changing", errStore, len(waiting))
}

// round reads and writes once.
func (t *storeTable) round(
	ctx context.Context, in *installation, jobs []*job, change change,
) (conflicted []*job, err error) {
	records, err := t.read(ctx, in, jobs)
	if err != nil {
		return nil, err
	}
	p := newPlanning()
	defer p.release()
	var puts []Versioned
	var writers []*job
	for i, j := range jobs {
		s := &p.state
		doubtful := t.load(j, &records[i], s)
		changed := doubtful
		for _, place := range j.places {
			changed = change(place, in.core, j.user, s) || changed
		}
		if changed {
			puts = append(puts, Versioned{Key: j.key, Value: value(s), Version: records[i].Version})
			writers = append(writers, j)
		}
	}
	if len(puts) == 0 {
		return nil, nil
	}
	lost, err := t.put(ctx, puts)
	if err != nil {
		return nil, err
	}
	for _, i := range lost {
		conflicted = append(conflicted, writers[i])
		writers[i] = nil
	}
	t.trust(writers)
	return conflicted, nil
}

// read returns the records of jobs, if the installation is still the same.
func (t *storeTable) read(ctx context.Context, in *installation, jobs []*job) ([]Versioned, error) {
	keys := make([]string, 1, len(jobs)+1)
	keys[0] = installationKey
	for _, j := range jobs {
		keys = append(keys, j.key)
	}
	records, err := t.get(ctx, keys)
	if err != nil {
		return nil, err
	}
	if !bytes.Equal(records[0].Value, in.record) {
		return nil, errInstallation
	}
	return records[1:], nil
}

// load sets s to what a record says, and reports whether that must be
// replaced.
func (t *storeTable) load(j *job, r *Versioned, s *State) (doubtful bool) {
	if t.distrusts(j) {
		s.invalidate(millis(t.config.Now()), true)
		return true
	}
	if r.Version == 0 {
		s.invalidate(0, false)
		s.lost = t.started
		return false
	}
	if s.UnmarshalBinary(r.Value) != nil {
		t.counts.damaged.Add(1)
		s.invalidate(millis(t.config.Now()), true)
		return true
	}
	return false
}

// value is the record of s, nil when there is nothing to remember.
func value(s *State) []byte {
	if s.empty() {
		return nil
	}
	b, _ := s.AppendBinary(nil)
	return b
}

func (t *storeTable) drop(ctx context.Context, users []braze.UserID, trace bool) error {
	ids := make([]*braze.UserID, len(users))
	for i := range users {
		ids[i] = &users[i]
	}
	return t.each(ctx, ids, func(_ int, _ *Core, _ userKey, s *State) bool {
		if s.born == 0 {
			return false
		}
		s.invalidate(millis(t.config.Now()), trace)
		return true
	})
}
