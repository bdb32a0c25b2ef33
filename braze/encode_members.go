package braze

import (
	"cmp"
	"slices"
	"strings"
)

// memberStack holds the members of the objects being written, in the order of
// their names. Objects nest, so it is a stack; it is addressed by index because
// it may move while values are written.
//
// What is sorted is their order, which holds no pointers: moving members would
// keep the garbage collector busy.
type memberStack struct {
	members []member
	order   []rank
	high    int // how far members was ever filled since forget
}

type member struct {
	name  string
	value any
}

// rank is the place of a member.
type rank struct {
	prefix uint64 // the first bytes of the name, which decide most comparisons
	at     int    // in members
}

func prefixOf(name string) uint64 {
	if len(name) >= 8 {
		return uint64(name[7]) | uint64(name[6])<<8 | uint64(name[5])<<16 | uint64(name[4])<<24 |
			uint64(name[3])<<32 | uint64(name[2])<<40 | uint64(name[1])<<48 | uint64(name[0])<<56
	}
	var prefix uint64
	for i := range len(name) {
		prefix |= uint64(name[i]) << (56 - 8*i)
	}
	return prefix
}

// sorted pushes the members of m and returns where they begin and end; pop
// removes them again.
func (s *memberStack) sorted(m map[string]any) (from, to int) {
	members, order := s.members, s.order
	from = len(members)
	for name, value := range m {
		order = append(order, rank{prefixOf(name), len(members)})
		members = append(members, member{name, value})
	}
	s.members, s.order = members, order
	to = len(members)
	s.high = max(s.high, to)
	s.sort(s.order[from:])
	return from, to
}

// member returns the i-th member by name.
func (s *memberStack) member(i int) member { return s.members[s.order[i].at] }

func (s *memberStack) pop(from int) {
	s.members, s.order = s.members[:from], s.order[:from]
}

// forget drops the values, because the stack lives on in a pool.
func (s *memberStack) forget() {
	clear(s.members[:s.high])
	s.pop(0)
	s.high = 0
}

// sort sorts by insertion what is short, as nearly everything is.
func (s *memberStack) sort(order []rank) {
	if len(order) > 32 {
		slices.SortFunc(order, s.compare)
		return
	}
	for i := 1; i < len(order); i++ {
		next := order[i]
		j := i
		for ; j > 0 && s.compare(next, order[j-1]) < 0; j-- {
			order[j] = order[j-1]
		}
		order[j] = next
	}
}

func (s *memberStack) compare(a, b rank) int {
	if a.prefix != b.prefix {
		return cmp.Compare(a.prefix, b.prefix)
	}
	return strings.Compare(s.members[a.at].name, s.members[b.at].name)
}
