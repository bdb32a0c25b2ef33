package brazetest_test

import (
	"fmt"
	"net/http"
	"sync"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/mpbraze/mpbraze/braze/brazetest"
)

// exported is what Braze shows at this moment.
func exported(t *testing.T, s *brazetest.Server) string {
	t.Helper()
	_, answer := call(t, s, "/users/export/ids", `{"external_ids":["u"],"fields_to_export":["custom_attributes"]}`)
	return answer
}

func TestAcknowledgedIsNotApplied(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		s := brazetest.New(brazetest.Config{ApplyDelay: 4 * time.Second})
		set(t, s, `{"external_id":"u","n":1}`)
		assert.Contains(t, exported(t, s), `"invalid_user_ids":["u"]`)
		time.Sleep(4 * time.Second)
		assert.Contains(t, exported(t, s), `{"n":1}`)
	})
}

func TestLookingInsideSettles(t *testing.T) {
	t.Parallel()
	s := brazetest.New(brazetest.Config{ApplyDelay: time.Hour})
	set(t, s, `{"external_id":"u","n":1}`)
	assert.Equal(t, m{"n": int64(1)}, profile(t, s, "u").Custom)

	set(t, s, `{"external_id":"u","n":2}`)
	s.Settle()
	assert.Contains(t, exported(t, s), `{"n":2}`)
}

// TestF50_requests_are_applied_out_of_order: a sender that does not wait
// between two values of an attribute loses the last one sometimes, a sender
// that waits never does.
func TestF50_requests_are_applied_out_of_order(t *testing.T) {
	t.Parallel()
	const delay = 4 * time.Second
	lost := func(t *testing.T, pause time.Duration) (lost int) {
		t.Helper()
		for seed := range uint64(50) {
			s := brazetest.New(brazetest.Config{ApplyDelay: delay, Seed: seed})
			for _, value := range []string{"A", "B", "A", "B"} {
				set(t, s, `{"external_id":"u","value":"`+value+`"}`)
				time.Sleep(pause)
			}
			if profile(t, s, "u").Custom["value"] != "B" {
				lost++
			}
		}
		return lost
	}
	synctest.Test(t, func(t *testing.T) {
		impatient := lost(t, time.Second)
		assert.Positive(t, impatient, "some")
		assert.Less(t, impatient, 50, "not all")
		assert.Zero(t, lost(t, delay))
	})
}

func TestOneRequestIsAppliedInOrder(t *testing.T) {
	t.Parallel()
	for seed := range uint64(50) {
		s := brazetest.New(brazetest.Config{ApplyDelay: time.Hour, Seed: seed})
		set(t, s, `{"external_id":"u","v":1}`, `{"external_id":"u","v":2}`, `{"external_id":"u","v":3}`)
		require.Equal(t, m{"v": int64(3)}, profile(t, s, "u").Custom)
	}
}

func TestDelaysOfAUserDependOnThatUserOnly(t *testing.T) {
	t.Parallel()
	final := func(others bool, seed uint64) any {
		s := brazetest.New(brazetest.Config{ApplyDelay: time.Hour, Seed: seed, Now: fixed})
		for i := range 5 {
			if others {
				set(t, s, `{"external_id":"other","v":1}`)
			}
			set(t, s, fmt.Sprintf(`{"external_id":"u","v":%d}`, i))
		}
		return profile(t, s, "u").Custom["v"]
	}
	seen := map[any]bool{}
	for seed := range uint64(20) {
		alone := final(false, seed)
		require.Equal(t, alone, final(true, seed))
		seen[alone] = true
	}
	assert.Greater(t, len(seen), 1, "the seed matters")
}

func TestConcurrentUse(t *testing.T) {
	t.Parallel()
	s := brazetest.New(brazetest.Config{ApplyDelay: time.Millisecond})
	s.ScriptFunc(func(r brazetest.Request) brazetest.Fault {
		if len(r.Body)%7 == 0 {
			return brazetest.Status(http.StatusInternalServerError)
		}
		return brazetest.OK()
	})
	const senders, each = 8, 50
	requests := make(chan *http.Request, senders*each)
	for i := range senders * each {
		requests <- request(t, "/users/track", fmt.Sprintf(`{"attributes":[{"external_id":"u%d","n":{"inc":1}}]}`, i%20))
	}
	close(requests)
	var good atomic.Int64
	var wait sync.WaitGroup
	for range senders {
		wait.Go(func() {
			for r := range requests {
				response, err := s.Transport().RoundTrip(r)
				if err != nil {
					t.Error(err)
					return
				}
				response.Body.Close()
				if response.StatusCode == http.StatusCreated {
					good.Add(1)
				}
				_, _, _ = s.Profiles(), s.Requests(), s.Counts()
			}
		})
	}
	wait.Wait()
	assert.EqualValues(t, good.Load(), s.Counts().Attributes)
	assert.Len(t, s.Requests(), senders*each)
	sum := int64(0)
	for _, p := range s.Profiles() {
		sum += p.Custom["n"].(int64)
	}
	assert.Equal(t, good.Load(), sum, "none is lost, none is applied twice")
}
