package braze

import (
	"maps"
	"slices"
)

// few is how many members are put in order without an allocation: nearly every
// object has less.
const few = 32

// rank is the place of a member. What is sorted are ranks, which hold no
// pointers: moving those would keep the garbage collector busy.
type rank struct {
	prefix uint64 // the first bytes of the name, which decide most comparisons
	at     int
}

// inOrder calls each for the members of m in the order of their names.
func inOrder(m map[string]any, each func(name string, value any)) {
	if len(m) > few {
		for _, name := range slices.Sorted(maps.Keys(m)) {
			each(name, m[name])
		}
		return
	}
	// They are filled here, and not in a function of their own, so that the
	// compiler sees that they are on the stack.
	var names [few]string
	var values [few]any
	var ranks [few]rank
	n := 0
	for name, value := range m {
		names[n], values[n], ranks[n] = name, value, rank{prefixOf(name), n}
		n++
	}
	sortRanks(ranks[:n], &names)
	for _, r := range ranks[:n] {
		each(names[r.at], values[r.at])
	}
}

// sortRanks sorts by insertion, which is best for a few.
func sortRanks(ranks []rank, names *[few]string) {
	for i := 1; i < len(ranks); i++ {
		next := ranks[i]
		j := i
		for ; j > 0; j-- {
			last := ranks[j-1]
			if last.prefix < next.prefix || last.prefix == next.prefix && names[last.at] < names[next.at] {
				break
			}
			ranks[j] = last
		}
		ranks[j] = next
	}
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
