package mapping

import (
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/mpbraze/mpbraze/braze"
)

// propertyName returns name as a property may be called: without leading $,
// control characters and space around it. p is the path of the property.
// An empty name is an issue and reports false, one over [braze.MaxKey] goes by
// [LimitConfig.Over]; then the caller looks whether the cut name is taken.
func (r *run) propertyName(p *path, name string) (string, bool) {
	return r.name(p, name, eventProperty)
}

func (r *run) name(p *path, name string, t target) (string, bool) {
	clean := name
	if !isCleanName(name) {
		clean = cleanName(name)
		if clean == "" {
			r.issue(p, CodeNameEmpty, Warning, "nothing is left of the name: left out")
			return "", false
		}
		r.issue(p, CodeNameChanged, Info, "Braze takes no leading $, control characters or outer space in names")
	}
	if longer(clean, braze.MaxKey) {
		if !r.over(p, CodeNameTooLong, t) {
			return "", false
		}
		clean = cut(clean, braze.MaxKey)
	}
	return clean, clean != ""
}

// isCleanName reports whether a name is surely good as it is.
func isCleanName(name string) bool {
	if name == "" || name[0] == '$' || name[0] == ' ' || name[len(name)-1] == ' ' {
		return false
	}
	for i := range len(name) {
		if c := name[i]; c < ' ' || c == 0x7F {
			return false
		} else if c >= utf8.RuneSelf {
			return cleanName(name) == name
		}
	}
	return true
}

// cleanName removes what no name may have. Braze trims names of attributes, so
// space has to go before anybody compares a name with the reserved ones.
func cleanName(name string) string {
	name = strings.ToValidUTF8(name, "\uFFFD")
	name = strings.Map(func(c rune) rune {
		if unicode.IsControl(c) || unicode.Is(unicode.Bidi_Control, c) {
			return -1
		}
		return c
	}, name)
	name = strings.TrimLeftFunc(name, func(c rune) bool { return c == '$' || unicode.IsSpace(c) })
	return strings.TrimRightFunc(name, unicode.IsSpace)
}

// sortedNames appends the names of m to names in order, so that equal batches
// give equal results.
func sortedNames[V any, M ~map[string]V](names []string, m M) []string {
	for name := range m {
		names = append(names, name)
	}
	slices.Sort(names)
	return names
}
