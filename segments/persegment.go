package segments

import (
	"cmp"
	"maps"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"
)

// PerSegment writes a boolean for each audience, named after it, such as "In
// Rain Walkers": true for members, false for those who left. It is
// mParticle's "One attribute per segment", and what Braze recommends for users
// in many audiences. The zero value works.
//
// Names are trimmed and control characters taken out. An audience that was
// never mentioned has no attribute.
type PerSegment struct {
	// Prefix stands before the audience's name; empty means [SegmentPrefix].
	Prefix string
}

// Encode implements [Encoder].
func (p PerSegment) Encode(m Memberships) Encoding {
	if len(m.Current)+len(m.Left) == 0 {
		return Encoding{}
	}
	w := segmentWriter{
		prefix: cmp.Or(p.Prefix, SegmentPrefix),
		owner:  make(map[string]string, len(m.Current)+len(m.Left)),
	}
	w.Attributes = make(map[string]any, len(m.Current)+len(m.Left))
	// Members come last, so that true wins.
	w.write(m.Left, false)
	w.write(m.Current, true)
	return w.finish()
}

// segmentWriter writes the attributes of one user.
type segmentWriter struct {
	Encoding
	prefix string
	// owner is the first audience of each attribute, shared those of which
	// there are several.
	owner  map[string]string
	shared map[string][]string
	// Ids of the audiences without an attribute.
	unnamed, long []string
}

func (w *segmentWriter) write(audiences []Audience, member bool) {
	for _, a := range audiences {
		name := cleanName(a.Name)
		attribute := w.prefix + name
		switch {
		case name == "":
			w.unnamed = append(w.unnamed, a.ID)
			continue
		case utf8.RuneCountInString(attribute) > MaxText:
			w.long = append(w.long, a.ID)
			continue
		}
		if first, ok := w.owner[attribute]; ok && first != a.ID {
			w.share(attribute, first, a.ID)
		} else {
			w.owner[attribute] = a.ID
		}
		w.Attributes[attribute] = member
	}
}

func (w *segmentWriter) share(attribute string, ids ...string) {
	if w.shared == nil {
		w.shared = map[string][]string{}
	}
	w.shared[attribute] = append(w.shared[attribute], ids...)
}

func (w *segmentWriter) finish() Encoding {
	w.report(CodeBadName, "", sortIDs(w.unnamed), "no name to make an attribute of")
	w.report(CodeNameTooLong, "", sortIDs(w.long), "the attribute's name is over the limit")
	for _, attribute := range slices.Sorted(maps.Keys(w.shared)) {
		w.report(CodeNameCollision, attribute, sortIDs(w.shared[attribute]),
			"several audiences share one attribute")
	}
	if len(w.Attributes) == 0 {
		w.Attributes = nil
	}
	return w.Encoding
}

// cleanName trims a name and takes control characters out. It is empty when
// nothing usable is left.
func cleanName(name string) string {
	if !utf8.ValidString(name) {
		return ""
	}
	if strings.ContainsFunc(name, unicode.IsControl) {
		name = strings.Map(func(r rune) rune {
			if unicode.IsControl(r) {
				return -1
			}
			return r
		}, name)
	}
	return strings.TrimSpace(name)
}
