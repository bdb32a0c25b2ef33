package mparticle

// memory is what a batch of [Parser.ParseInto] is made of, so that the next one
// can be made of it, too. With a nil memory everything is new.
type memory struct {
	stocks []any // by slot, a pointer to a slice of what is of one type
	used   []int // by slot, how much of it
}

// mostKept bounds what is kept of one type, and the size of lists and maps, so
// that one huge batch does not stay for good.
const mostKept = 256

// slot is the place of a type in [memory].
type slot int

// slots is how many there are. It grows while the package is initialised.
var slots slot

func newSlot() slot {
	slots++
	return slots - 1
}

func newMemory() *memory { return &memory{stocks: make([]any, slots), used: make([]int, slots)} }

// rewind lets everything be taken again. What is in it stays there until then.
func (m *memory) rewind() { clear(m.used) }

// take returns the next one in stock, which may be new, or nil when it must not
// be kept.
func take[T any](m *memory, place slot) *T {
	items, ok := m.stocks[place].(*[]T)
	if !ok {
		items = new([]T)
		m.stocks[place] = items
	}
	i := m.used[place]
	if i == mostKept {
		return nil
	}
	if i == len(*items) {
		var none T
		*items = append(*items, none)
	}
	m.used[place]++
	return &(*items)[i]
}

// takeStruct returns an empty T.
func takeStruct[T any](d *decoder, place slot) *T {
	if d.memory == nil {
		return new(T)
	}
	kept := take[*T](d.memory, place)
	switch {
	case kept == nil:
		return new(T)
	case *kept == nil:
		*kept = new(T)
	default:
		var none T
		**kept = none
	}
	return *kept
}

// takeList returns an empty list. When it has grown, it is put where kept points.
func takeList[T any](d *decoder, place slot) (list []T, kept *[]T) {
	if d.memory != nil {
		kept = take[[]T](d.memory, place)
	}
	if kept == nil || *kept == nil {
		return []T{}, kept
	}
	return (*kept)[:0], kept
}

func keepList[T any](kept *[]T, list []T) {
	if kept != nil && len(list) <= mostKept {
		*kept = list
	}
}

// takeMap returns an empty map for n members.
func takeMap[V any](d *decoder, place slot, n int) map[string]V {
	var kept *map[string]V
	if d.memory != nil {
		kept = take[map[string]V](d.memory, place)
	}
	switch {
	case kept == nil:
		return make(map[string]V, n)
	case *kept == nil, len(*kept) > mostKept:
		*kept = make(map[string]V, n)
	default:
		clear(*kept)
	}
	return *kept
}
