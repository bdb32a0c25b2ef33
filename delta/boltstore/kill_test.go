package boltstore_test

import (
	"bufio"
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"math/rand/v2"
	"net/http"
	"net/http/httptest"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"sync"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/mpbraze/mpbraze/braze"
	"github.com/mpbraze/mpbraze/delta"
	"github.com/mpbraze/mpbraze/delta/boltstore"
)

// The test binary is its own child: childState names the file of its states,
// childBraze the address of the Braze it sends to.
const (
	childState = "MPBRAZE_TEST_STATE"
	childBraze = "MPBRAZE_TEST_BRAZE"
)

func TestMain(m *testing.M) {
	if path := os.Getenv(childState); path != "" {
		if err := forward(path, os.Getenv(childBraze)); err != nil {
			fmt.Fprintln(os.Stderr, err)
			os.Exit(1)
		}
		os.Exit(0)
	}
	os.Exit(m.Run())
}

// forward reads attributes from standard input, one a line, sends what changed,
// and writes a line for each that is done with.
func forward(path, address string) error {
	store, err := boltstore.Open(path, boltstore.Options{Timeout: 5 * time.Second})
	if err != nil {
		return err
	}
	ctx := context.Background()
	tracker, err := delta.New(ctx, store, delta.Config{SettleTime: -1})
	if err != nil {
		return err
	}
	lines := bufio.NewScanner(os.Stdin)
	for lines.Scan() {
		var wanted braze.Attributes
		if err := json.Unmarshal(lines.Bytes(), &wanted); err != nil {
			return err
		}
		send, err := tracker.PlanOne(ctx, &wanted, time.Time{})
		if err != nil {
			return err
		}
		settled := braze.Settled{Wanted: wanted, Sent: send, State: braze.Delivered, Certain: true}
		if len(send.Custom) > 0 {
			if err := post(address, send); err != nil {
				return err
			}
		}
		if err := tracker.Commit(ctx, []braze.Settled{settled}); err != nil {
			return err
		}
		fmt.Println("done")
	}
	return errors.Join(lines.Err(), store.Close())
}

func post(address string, a braze.Attributes) error {
	body, err := json.Marshal(a)
	if err != nil {
		return err
	}
	response, err := http.Post(address, "application/json", bytes.NewReader(body))
	if err != nil {
		return err
	}
	defer response.Body.Close()
	if response.StatusCode != http.StatusCreated {
		return errors.New(response.Status)
	}
	return nil
}

// profiles is a Braze that knows custom attributes.
type profiles struct {
	mu      sync.Mutex
	users   map[string]map[string]any
	objects int
}

func (p *profiles) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	var members map[string]any
	if err := json.NewDecoder(r.Body).Decode(&members); err != nil {
		w.WriteHeader(http.StatusBadRequest)
		return
	}
	p.mu.Lock()
	defer p.mu.Unlock()
	id, _ := members["external_id"].(string)
	delete(members, "external_id")
	set(p.users, id, members)
	p.objects++
	w.WriteHeader(http.StatusCreated)
}

func set(users map[string]map[string]any, id string, members map[string]any) (changed bool) {
	if users[id] == nil {
		users[id] = map[string]any{}
	}
	for name, v := range members {
		if users[id][name] != v {
			changed = true
		}
		users[id][name] = v
	}
	return changed
}

// P24: a process that is killed at any moment, and whose source repeats what was
// not done with, misses no update and repeats at most what was on its way.
func TestP24_killed_at_any_moment(t *testing.T) {
	t.Parallel()
	server := &profiles{users: map[string]map[string]any{}}
	web := httptest.NewServer(server)
	t.Cleanup(web.Close)
	path := filepath.Join(t.TempDir(), "state")

	chance := rand.New(rand.NewPCG(24, 24))
	want := map[string]map[string]any{}
	var inputs [][]byte
	changes := 0
	for range 400 {
		id := strconv.Itoa(chance.IntN(10))
		value := map[string]any{"plan": strconv.Itoa(chance.IntN(3)), "same": "x"}
		if set(want, id, value) {
			changes++
		}
		line, err := json.Marshal(braze.Attributes{User: braze.UserID{ExternalID: id}, Custom: value})
		require.NoError(t, err)
		inputs = append(inputs, append(line, '\n'))
	}

	kills := 0
	for len(inputs) > 0 {
		done, killed := run(t, path, web.URL, inputs, chance.IntN(30), time.Duration(chance.IntN(3000))*time.Microsecond)
		inputs = inputs[done:]
		if killed {
			kills++
		}
	}
	assert.Equal(t, want, server.users)
	assert.LessOrEqual(t, server.objects, changes+kills)
	assert.Greater(t, kills, 5)
}

// run lets a child forward inputs, and kills it some time after it has done some
// of them. It returns how many were done with.
func run(t *testing.T, path, address string, inputs [][]byte, after int, wait time.Duration) (done int, killed bool) {
	t.Helper()
	child := exec.CommandContext(t.Context(), os.Args[0])
	child.Env = append(os.Environ(), childState+"="+path, childBraze+"="+address)
	child.Stdin = bytes.NewReader(bytes.Join(inputs, nil))
	var failure bytes.Buffer
	child.Stderr = &failure
	out, err := child.StdoutPipe()
	require.NoError(t, err)
	require.NoError(t, child.Start())
	lines := bufio.NewReader(out)
	for {
		if done == after {
			time.AfterFunc(wait, func() { _ = child.Process.Kill() })
		}
		if _, err := lines.ReadString('\n'); err != nil {
			require.ErrorIs(t, err, io.EOF)
			break
		}
		done++
	}
	killed = child.Wait() != nil
	require.Empty(t, failure.String())
	return done, killed
}
