// Package storetest checks that an implementation keeps the promises of
// [delta.Store]. It is for the tests of your own store:
//
//	func TestStore(t *testing.T) { storetest.Run(t, open(t)) }
package storetest

import (
	"slices"
	"strconv"
	"sync"
	"testing"

	"github.com/mpbraze/mpbraze/delta"
)

// Run checks an empty store, with keys that begin with "storetest.".
func Run(t *testing.T, store delta.Store) {
	t.Helper()
	for _, check := range []struct {
		name string
		run  func(*tester)
	}{
		{"missing", (*tester).missing},
		{"write and read", (*tester).writeAndRead},
		{"conflicts", (*tester).conflicts},
		{"delete", (*tester).remove},
		{"versions", (*tester).versions},
		{"many", (*tester).many},
		{"race", (*tester).race},
		{"copies", (*tester).copies},
	} {
		t.Run(check.name, func(t *testing.T) {
			check.run(&tester{T: t, store: store, prefix: "storetest." + check.name + "."})
		})
	}
}

type tester struct {
	*testing.T
	store  delta.Store
	prefix string
}

func (t *tester) get(keys ...string) []delta.Versioned {
	t.Helper()
	asked := make([]string, len(keys))
	for i, key := range keys {
		asked[i] = t.prefix + key
	}
	records, err := t.store.Get(t.Context(), asked)
	if err != nil {
		t.Fatalf("Get: %v", err)
	}
	if len(records) != len(keys) {
		t.Fatalf("Get returned %d records for %d keys", len(records), len(keys))
	}
	for i := range records {
		if records[i].Key != asked[i] {
			t.Errorf("record %d is not in the order of the keys", i)
		}
	}
	return records
}

func (t *tester) put(records ...delta.Versioned) (conflicts []int) {
	t.Helper()
	for i := range records {
		records[i].Key = t.prefix + records[i].Key
	}
	conflicts, err := t.store.Put(t.Context(), records)
	if err != nil {
		t.Fatalf("Put: %v", err)
	}
	slices.Sort(conflicts)
	return conflicts
}

func (t *tester) expect(key, value string) delta.Versioned {
	t.Helper()
	r := t.get(key)[0]
	if string(r.Value) != value || r.Version == 0 {
		t.Errorf("%s holds %q of version %d, want %q", key, r.Value, r.Version, value)
	}
	return r
}

func record(key, value string, version uint64) delta.Versioned {
	return delta.Versioned{Key: key, Value: []byte(value), Version: version}
}

func (t *tester) missing() {
	for _, r := range t.get("a", "b") {
		if r.Value != nil || r.Version != 0 {
			t.Errorf("a missing record has value %q and version %d", r.Value, r.Version)
		}
	}
	if records := t.get(); len(records) != 0 {
		t.Errorf("%d records for no key", len(records))
	}
	if conflicts := t.put(); len(conflicts) != 0 {
		t.Errorf("%d conflicts for no record", len(conflicts))
	}
}

func (t *tester) writeAndRead() {
	binary := "\x00\xff\x00 binary"
	if conflicts := t.put(record("a", "1", 0), record("b", binary, 0), record("c", "", 0)); len(conflicts) != 0 {
		t.Fatalf("conflicts %v", conflicts)
	}
	a := t.expect("a", "1")
	t.expect("b", binary)
	if r := t.get("c")[0]; r.Version == 0 || r.Value == nil || len(r.Value) != 0 {
		t.Errorf("an empty value is no missing one: %v", r)
	}
	t.put(record("a", "2", a.Version))
	t.expect("a", "2")
	if missing := t.get("z", "a"); missing[0].Version != 0 || string(missing[1].Value) != "2" {
		t.Errorf("a missing record displaces another one")
	}
}

func (t *tester) conflicts() {
	t.put(record("a", "1", 0))
	a := t.expect("a", "1")
	conflicts := t.put(record("a", "2", 0), record("b", "2", 0), record("c", "2", 7))
	if !slices.Equal(conflicts, []int{0, 2}) {
		t.Errorf("conflicts %v, want [0 2]", conflicts)
	}
	t.expect("a", "1")
	t.expect("b", "2")
	if r := t.get("c")[0]; r.Version != 0 {
		t.Errorf("a record was written against a version it never had")
	}
	t.put(record("a", "3", a.Version))
	if conflicts := t.put(record("a", "4", a.Version)); !slices.Equal(conflicts, []int{0}) {
		t.Errorf("an outdated version was taken: %v", conflicts)
	}
}

func (t *tester) remove() {
	t.put(record("a", "1", 0))
	a := t.expect("a", "1")
	gone := delta.Versioned{Key: "a", Version: a.Version + 1}
	if conflicts := t.put(gone); !slices.Equal(conflicts, []int{0}) {
		t.Errorf("deleted against another version")
	}
	gone = delta.Versioned{Key: "a", Version: a.Version}
	if conflicts := t.put(gone, delta.Versioned{Key: "never"}); len(conflicts) != 0 {
		t.Errorf("conflicts %v", conflicts)
	}
	if r := t.get("a")[0]; r.Value != nil || r.Version != 0 {
		t.Errorf("a deleted record is still there")
	}
}

// versions checks that no version comes back, also not after a delete.
func (t *tester) versions() {
	seen := map[uint64]bool{}
	for i := range 20 {
		if i%3 == 2 {
			t.put(delta.Versioned{Key: "a", Version: t.get("a")[0].Version})
		}
		t.put(record("a", "same", t.get("a")[0].Version))
		version := t.expect("a", "same").Version
		if seen[version] {
			t.Fatalf("version %d came back", version)
		}
		seen[version] = true
	}
}

func (t *tester) many() {
	const n = 500
	puts := make([]delta.Versioned, n)
	keys := make([]string, n)
	for i := range n {
		keys[i] = strconv.Itoa(i)
		puts[i] = record(keys[i], keys[i], 0)
	}
	if conflicts := t.put(puts...); len(conflicts) != 0 {
		t.Fatalf("%d conflicts", len(conflicts))
	}
	for i, r := range t.get(keys...) {
		if string(r.Value) != keys[i] {
			t.Fatalf("record %d holds %q", i, r.Value)
		}
	}
}

// race lets writers count together: none may lose a count.
func (t *tester) race() {
	const writers, each = 4, 25
	var wait sync.WaitGroup
	for range writers {
		wait.Go(func() {
			for done := 0; done < each; {
				r := t.get("n")[0]
				next := append(slices.Clone(r.Value), 'x')
				if len(t.put(delta.Versioned{Key: "n", Value: next, Version: r.Version})) == 0 {
					done++
				}
			}
		})
	}
	wait.Wait()
	if got := len(t.get("n")[0].Value); got != writers*each {
		t.Errorf("%d of %d writes count", got, writers*each)
	}
}

// copies checks that store and caller do not share memory.
func (t *tester) copies() {
	value := []byte("1")
	t.put(delta.Versioned{Key: "a", Value: value})
	value[0] = '2'
	r := t.expect("a", "1")
	r.Value[0] = '3'
	t.expect("a", "1")
}
