package segments

import (
	"cmp"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"
)

// Audience is an audience of mParticle.
type Audience struct {
	// ID identifies the audience. mParticle's ids are whole numbers and are
	// written in decimal digits; ids from elsewhere may be other text. It is
	// text because Braze stores and compares it as such.
	//
	// [String] and [Array] leave out ids that no filter could match as a whole:
	// empty, over 255 characters, or with a comma, a quote ('), a space, a
	// control character or invalid UTF-8 in them.
	ID string
	// Name is the audience's external name if it has one, else its name. Only
	// [PerSegment] reads it.
	Name string
}

// Memberships is what is known of one user's audiences. An audience in both
// lists counts as current. The order of the lists does not matter.
type Memberships struct {
	// Current lists audiences the user is in.
	Current []Audience
	// Left lists audiences the user was in and is no more.
	Left []Audience
	// Complete says that the user is in no other audience than those in
	// Current. Otherwise the user may be in others as well.
	Complete bool
}

// compareIDs orders numbers by value and before other text.
func compareIDs(a, b string) int {
	switch an, bn := isNumber(a), isNumber(b); {
	case an && bn:
		at, bt := strings.TrimLeft(a, "0"), strings.TrimLeft(b, "0")
		return cmp.Or(cmp.Compare(len(at), len(bt)), cmp.Compare(at, bt), cmp.Compare(a, b))
	case an:
		return -1
	case bn:
		return +1
	}
	return cmp.Compare(a, b)
}

// isNumber reports whether id consists of decimal digits.
func isNumber(id string) bool {
	for i := range len(id) {
		if id[i] < '0' || id[i] > '9' {
			return false
		}
	}
	return id != ""
}

// validID reports whether a filter in Braze can match id as a whole.
func validID(id string) bool {
	if isNumber(id) {
		return len(id) <= MaxText
	}
	return id != "" && utf8.ValidString(id) && utf8.RuneCountInString(id) <= MaxText &&
		!strings.ContainsFunc(id, func(r rune) bool {
			return r == ',' || r == '\'' || unicode.IsSpace(r) || unicode.IsControl(r)
		})
}

// sortedIDs returns the ids of audiences in order, each once, and beside them
// those that are not valid.
func sortedIDs(audiences []Audience) (valid, bad []string) {
	valid = make([]string, 0, len(audiences))
	for _, a := range audiences {
		if validID(a.ID) {
			valid = append(valid, a.ID)
		} else {
			bad = append(bad, a.ID)
		}
	}
	return sortIDs(valid), sortIDs(bad)
}

// sortIDs sorts ids in place and removes repetitions.
func sortIDs(ids []string) []string {
	slices.SortFunc(ids, compareIDs)
	return slices.Compact(ids)
}

// without returns the ids that are not in the sorted list other.
func without(ids, other []string) []string {
	return slices.DeleteFunc(ids, func(id string) bool {
		_, found := slices.BinarySearchFunc(other, id, compareIDs)
		return found
	})
}
