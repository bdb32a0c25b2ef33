package mparticle

// record is a [table] of a struct of any type.
type record struct {
	id      int
	columns []column
	// members is where the struct has its [Members].
	members uintptr
	// places leads from the hash of a name to its column, counted from 1. The
	// factor is one by which no two names have one hash.
	places [256]int8
	factor uint64
	// head is the column that is written first; those before it come last.
	head int
}

// records is how many there are. It grows while the package is initialised.
var records int

// column is a [field] of a struct of any type. Its functions are given the place
// of the field.
type column struct {
	name   string
	key    string // "name":
	want   string
	offset uintptr
	usual  usual
	read   func(d *decoder, tok token, p place) (spelling, error)
	write  func(e *encoder, p place, s spelling)
	zero   func(p place) bool
}

// usual is what a column nearly always holds, in a field of its type. It is read
// without the column's function.
type usual uint8

const (
	notUsual usual = iota
	aText          // not empty, in a string
	aCount         // a positive integer, in an int64
)

// hash finds the factor. It is found within some tens of tries, if no name is in
// the table twice.
func (r *record) hash() {
	const step = 0x1E3779B97F4A7C16 // even, and of no pattern
	r.factor = 1
	for range 1 << 16 {
		if r.distinct() {
			return
		}
		r.factor += step
	}
	panic("mparticle: a table has two fields of one name")
}

// distinct fills places, and reports whether each name has one of its own.
func (r *record) distinct() bool {
	r.places = [256]int8{}
	for i := range r.columns {
		at := &r.places[r.place(r.columns[i].name)]
		if *at != 0 {
			return false
		}
		*at = int8(i + 1)
	}
	return true
}

// place is a hash of the name.
func (r *record) place(name string) uint8 {
	last := len(name) - 8
	if last < 0 {
		var h uint64
		for i := range len(name) {
			h = h<<8 + uint64(name[i])
		}
		return uint8(h * r.factor >> 56)
	}
	return uint8((eight(name) ^ eight(name[last:])<<1 + uint64(last)) * r.factor >> 56)
}

// find returns the index of the column called name, or -1.
func (r *record) find(name string) int {
	i := int(r.places[r.place(name)]) - 1
	if i >= 0 && r.columns[i].name == name {
		return i
	}
	return -1
}

// eight returns the first eight bytes of s.
func eight(s string) uint64 {
	_ = s[7]
	return uint64(s[0]) | uint64(s[1])<<8 | uint64(s[2])<<16 | uint64(s[3])<<24 |
		uint64(s[4])<<32 | uint64(s[5])<<40 | uint64(s[6])<<48 | uint64(s[7])<<56
}

// membersOf returns the Members of the struct at p.
func (r *record) membersOf(p place) *Members { return in[Members](plus(p, r.members)) }
