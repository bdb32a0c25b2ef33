package delta

import (
	"maps"
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
}

// number implements names.
func (d *dictionary) number(name string) (number uint32, salt uint64, ok bool) {
	if known := d.numbers.Load(); known != nil {
		if number, ok = (*known)[name]; ok {
			return number, uint64(number), true
		}
	}
	number, ok = d.add(name)
	return number, uint64(number), ok
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
	next[name] = number
	d.numbers.Store(&next)
	return number, true
}
