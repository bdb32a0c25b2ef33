package mapping

import "github.com/mpbraze/mpbraze/braze"

// memory is what a result of [Mapper.MapInto] is made of, so that the next one
// can be made of it, too. With a nil memory everything is new.
type memory struct {
	attributes [1]braze.Attributes
	events     []braze.Event
	purchases  []braze.Purchase
	issues     []Issue
	maps       []map[string]any
	used       int // of maps
}

// mostKept bounds what is kept, so that one huge batch does not stay for good.
const mostKept = 256

// rewind empties all that was used, so that it can be used again.
func (m *memory) rewind() {
	m.attributes[0] = braze.Attributes{}
	m.events = emptied(m.events)
	m.purchases = emptied(m.purchases)
	m.issues = emptied(m.issues)
	for i, used := range m.maps[:m.used] {
		if len(used) > mostKept {
			m.maps[i] = make(map[string]any)
			continue
		}
		clear(used)
	}
	m.used = 0
}

func emptied[T any](list []T) []T {
	if len(list) > mostKept {
		return nil
	}
	clear(list)
	return list[:0]
}

// keep remembers the lists of the result, which may have grown.
func (m *memory) keep(out *Result) {
	m.events, m.purchases, m.issues = out.Track.Events, out.Track.Purchases, out.Issues
}

// room gives the request its lists.
func (r *run) room() {
	n := len(r.batch.Events)
	if m := r.memory; m != nil {
		r.out.Track = braze.TrackRequest{Attributes: m.attributes[:], Events: m.events, Purchases: m.purchases}
		return
	}
	r.out.Track.Attributes = make([]braze.Attributes, 1)
	if n > 0 {
		r.out.Track.Events = make([]braze.Event, 0, n)
	}
}

// newMap returns an empty map for n members.
func (r *run) newMap(n int) map[string]any {
	m := r.memory
	if m == nil || m.used == mostKept {
		return make(map[string]any, n)
	}
	if m.used == len(m.maps) {
		m.maps = append(m.maps, make(map[string]any, n))
	}
	m.used++
	return m.maps[m.used-1]
}
