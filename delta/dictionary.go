package delta

import (
	"maps"
	"strings"
	"sync"
	"sync/atomic"
)

// MaxNames is how many names of attributes a [Memory] tells apart. Attributes
// beyond are always sent.
const MaxNames = 2000

// dictionary numbers names in the order in which they come. Names are never
// personal data; Braze bounds their number as well.
type dictionary struct {
	mu sync.Mutex
	// numbers is replaced as a whole, so that reading needs no lock.
	numbers atomic.Pointer[map[string]uint32]
	// fields are the numbers of the standard fields, plus one.
	fields [32]atomic.Uint32
	// lately holds names that were asked for, where a look at length and ends
	// finds them: half the price of a map.
	lately [1024]atomic.Pointer[numbered]
}

type numbered struct {
	name   string
	number uint32
}

// slot is where a name stands in lately. The first of several keeps it.
func slot(name string) uint64 {
	n := len(name)
	if n < 4 {
		return uint64(n)
	}
	ends := uint64(name[0]) | uint64(name[1])<<8 | uint64(name[n-2])<<16 | uint64(name[n-1])<<24 |
		uint64(name[n/2])<<32 | uint64(n)<<40
	return ends * 0x9e3779b97f4a7c15 >> 54
}

// number implements names.
func (d *dictionary) number(name string) (number uint32, salt uint64, ok bool) {
	at := &d.lately[slot(name)]
	if last := at.Load(); last != nil && last.name == name {
		return last.number, uint64(last.number), true
	}
	known := d.numbers.Load()
	if known != nil {
		number, ok = (*known)[name]
	}
	if !ok {
		if number, ok = d.add(name); !ok {
			return 0, 0, false
		}
	}
	if at.Load() == nil {
		at.Store(&numbered{strings.Clone(name), number})
	}
	return number, uint64(number), true
}

func (d *dictionary) field(i int) (number uint32, salt uint64, ok bool) {
	if number = d.fields[i].Load(); number != 0 {
		return number - 1, uint64(number - 1), true
	}
	if number, salt, ok = d.number(profileFields[i].name); ok {
		d.fields[i].Store(number + 1)
	}
	return number, salt, ok
}

func (d *dictionary) add(name string) (number uint32, ok bool) {
	d.mu.Lock()
	defer d.mu.Unlock()
	var next map[string]uint32
	if known := d.numbers.Load(); known != nil {
		if number, ok = (*known)[name]; ok {
			return number, true
		}
		if len(*known) >= MaxNames {
			return 0, false
		}
		next = maps.Clone(*known)
	} else {
		next = make(map[string]uint32)
	}
	number = uint32(len(next))
	next[strings.Clone(name)] = number
	d.numbers.Store(&next)
	return number, true
}
