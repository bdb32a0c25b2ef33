package brazetest

import (
	"container/heap"
	"fmt"
	"hash/fnv"
	"time"

	"github.com/mpbraze/mpbraze/braze"
)

// pending is what is acknowledged and not yet applied: Braze answers when a
// request is queued, and promises no order between requests.
//
// See https://www.braze.com/docs/api/endpoints/user_data/post_user_track_synchronous.
type pending struct {
	delay time.Duration
	seed  uint64
	jobs  jobHeap
	// count numbers the requests about each user, so that the delays of one
	// user do not depend on what happens to others at the same time.
	count map[braze.UserID]int
	next  int
}

// job is all that one request says about one user. It is applied as a whole.
type job struct {
	due     time.Time
	number  int
	changes []change
}

func newPending(c Config) pending {
	return pending{delay: c.ApplyDelay, seed: c.Seed, count: map[braze.UserID]int{}}
}

// accept applies changes, or puts them off when the server is to be late.
func (s *Server) accept(now time.Time, changes []change) {
	if s.pending.delay <= 0 {
		for _, c := range changes {
			c.apply(&s.store)
		}
		return
	}
	jobs := map[braze.UserID]*job{}
	for _, c := range changes {
		user := c.who.UserID
		if jobs[user] == nil {
			jobs[user] = s.pending.newJob(now, user)
		}
		jobs[user].changes = append(jobs[user].changes, c)
	}
	for _, j := range jobs {
		heap.Push(&s.pending.jobs, *j)
	}
}

func (p *pending) newJob(now time.Time, user braze.UserID) *job {
	p.count[user]++
	p.next++
	hash := fnv.New64a()
	fmt.Fprintf(hash, "%d %q %d", p.seed, user, p.count[user])
	// The low bits of the hash of similar texts differ well enough.
	delay := time.Duration(hash.Sum64() % uint64(p.delay))
	return &job{due: now.Add(delay), number: p.next}
}

// Settle applies all that is acknowledged, as if the longest delay had passed.
// The methods that look into Braze do the same first; /users/export/ids shows
// what is applied by now.
func (s *Server) Settle() {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.applyAll()
}

func (s *Server) applyAll() {
	for s.pending.jobs.Len() > 0 {
		s.applyNext()
	}
}

func (s *Server) applyDue(now time.Time) {
	for s.pending.jobs.Len() > 0 && !s.pending.jobs[0].due.After(now) {
		s.applyNext()
	}
}

func (s *Server) applyNext() {
	for _, c := range heap.Pop(&s.pending.jobs).(job).changes {
		c.apply(&s.store)
	}
}

// jobHeap orders jobs by the time they are due; see [heap.Interface].
type jobHeap []job //nolint:recvcheck // Push and Pop change the slice, the others do not

func (h jobHeap) Len() int      { return len(h) }
func (h jobHeap) Swap(i, j int) { h[i], h[j] = h[j], h[i] }

func (h jobHeap) Less(i, j int) bool {
	if !h[i].due.Equal(h[j].due) {
		return h[i].due.Before(h[j].due)
	}
	return h[i].number < h[j].number
}

// Push implements [heap.Interface].
func (h *jobHeap) Push(x any) { *h = append(*h, x.(job)) }

// Pop implements [heap.Interface].
func (h *jobHeap) Pop() any {
	last := (*h)[len(*h)-1]
	*h = (*h)[:len(*h)-1]
	return last
}
