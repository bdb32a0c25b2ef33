package delta

import (
	"crypto/rand"
	"fmt"
	"sync/atomic"
)

// MemoryOptions are the options of a [Memory]. The zero value is ready to use.
type MemoryOptions struct {
	// MaxBytes bounds the memory. When it is full, users who have not been seen
	// for long are forgotten. Default 256 MiB: about 1.7 million users of 16
	// attributes, or 11 million with WholeProfile.
	MaxBytes int64
	// WholeProfile keeps one fingerprint a user instead of one an attribute:
	// the attributes of an object are sent all or not at all, and the time of
	// data does not count.
	WholeProfile bool
}

// minMemory is the least that is of any use.
const minMemory = 4 << 10

// Memory holds states in memory: in flat tables without pointers, so that the
// garbage collector has nothing to do. A fingerprint takes 8 bytes, an
// attribute's name nearly nothing, as long as there are not more than
// [MaxNames]. A Memory is safe for concurrent use and serves one [Tracker].
type Memory struct {
	opts   MemoryOptions
	names  dictionary
	secret secret
	shards []shard
	// lost is when a record was last dropped that was still settling.
	lost atomic.Int64
}

// secret is what a Memory knows of the secret that its hashes are made with.
type secret struct {
	// own is set when the secret was made here.
	own []byte
	// check identifies it, 0 before the first use.
	check uint64
}

// NewMemory returns an empty Memory.
func NewMemory(o MemoryOptions) (*Memory, error) {
	if o.MaxBytes == 0 {
		o.MaxBytes = 256 << 20
	}
	if o.MaxBytes < minMemory {
		return nil, fmt.Errorf("%w: MaxBytes is %d, must be at least %d", ErrConfig, o.MaxBytes, minMemory)
	}
	own := make([]byte, 2*MinSecret)
	_, _ = rand.Read(own) // It never fails.
	m := &Memory{opts: o, secret: secret{own: own}}
	m.empty()
	return m, nil
}

// empty makes new, empty shards.
func (m *Memory) empty() {
	count, chunk := maxShards, maxChunk
	if m.opts.MaxBytes < 16<<20 {
		count = 1
		chunk = max(minChunk, min(maxChunk, int(m.opts.MaxBytes/32)&^(align-1)))
	}
	m.shards = make([]shard, count)
	for i := range m.shards {
		m.shards[i] = shard{
			whole: m.opts.WholeProfile,
			limit: int(m.opts.MaxBytes) / count,
			arena: arena{chunkSize: chunk},
		}
	}
}

// use makes m ready for the hashes of a secret: of the configured one, or of
// its own if that is empty. What was kept under another one is worthless.
func (m *Memory) use(configured []byte) keys {
	s := configured
	if len(s) == 0 {
		s = m.secret.own
	} else {
		m.secret.own = nil
	}
	k := newKeys(s)
	check := k.check()
	if m.secret.check != 0 && m.secret.check != check {
		m.empty()
	}
	m.secret.check = check
	return k
}

// check identifies the secret without telling it.
func (k *keys) check() uint64 {
	s := k.name.begin()
	return s.sum() | 1
}

// update changes the state of one user. The State is only a place to work in.
func (m *Memory) update(user userKey, s *State, change func(*State) bool) {
	sh := m.shard(user.place)
	sh.mu.Lock()
	defer sh.mu.Unlock()
	i, found := sh.read(user.place, s)
	if !found {
		s.lost = m.lost.Load()
	}
	if !change(s) {
		if found {
			sh.slots[i] |= usedFlag
		}
		return
	}
	sh.write(user.place, s)
	if sh.lost > m.lost.Load() {
		m.lost.Store(sh.lost)
	}
}

func (m *Memory) shard(place uint64) *shard { return &m.shards[place/maxShards%uint64(len(m.shards))] }

func (m *Memory) lock() {
	for i := range m.shards {
		m.shards[i].mu.Lock()
	}
}

func (m *Memory) unlock() {
	for i := range m.shards {
		m.shards[i].mu.Unlock()
	}
}

// Len returns the number of users in memory.
func (m *Memory) Len() int {
	n := 0
	for i := range m.shards {
		sh := &m.shards[i]
		sh.mu.Lock()
		n += sh.count
		sh.mu.Unlock()
	}
	return n
}

// Bytes returns the memory in use.
func (m *Memory) Bytes() int64 {
	n := 0
	for i := range m.shards {
		sh := &m.shards[i]
		sh.mu.Lock()
		n += sh.bytes()
		sh.mu.Unlock()
	}
	return int64(n)
}
