package segments

import (
	"slices"
	"strconv"
	"strings"
)

// Names of mParticle's setting Send Segments As.
var sendAsNames = []string{
	"Single string attribute",
	"Single array attribute",
	"One attribute per segment",
	"Both single array attribute and single string attribute",
	"Both single array attribute and one attribute per segment",
	"Both single string attribute and one attribute per segment",
	"Single array attribute, single string attribute, and one attribute per segment",
	// Names of older connections.
	"Single Attribute",
	"Both Single Attribute and One Attribute Per Segment",
	"Both",
}

// SendAsNames returns the names that [ParseSendAs] reads: mParticle's seven
// settings, then those of older connections.
func SendAsNames() []string { return slices.Clone(sendAsNames) }

// ParseSendAs returns the encoder of mParticle's setting Send Segments As, by
// its name in mParticle's dashboard. Case, spacing, the order of the parts and
// the words both and and do not matter. The older "Single Attribute" is a
// [String] with Quoted, as its page shows. The error is a [*SendAsError].
func ParseSendAs(name string) (Encoder, error) { return Ways{}.ParseSendAs(name) }

// Ways holds the settings of mParticle's three ways. The zero value is
// mParticle's own.
type Ways struct {
	String     String
	Array      Array
	PerSegment PerSegment
}

// ParseSendAs is [ParseSendAs] with the settings of w.
func (w Ways) ParseSendAs(name string) (Encoder, error) {
	words := strings.Join(strings.Fields(strings.ToLower(name)), " ")
	if words == "both" {
		words = "single attribute and one attribute per segment"
	}
	var all []Encoder
	kinds := map[string]bool{}
	for _, part := range sendAsParts(words) {
		enc, kind := w.way(part)
		if enc == nil || kinds[kind] {
			return nil, &SendAsError{Name: name, Accepted: SendAsNames()}
		}
		kinds[kind] = true
		all = append(all, enc)
	}
	if len(all) == 1 {
		return all[0], nil
	}
	return Join(all...), nil
}

// sendAsParts splits a name in lower case into the names of its ways.
func sendAsParts(words string) []string {
	words = strings.TrimPrefix(words, "both ")
	words = strings.ReplaceAll(words, ", and ", ",")
	words = strings.ReplaceAll(words, " and ", ",")
	parts := strings.Split(words, ",")
	for i, part := range parts {
		parts[i] = strings.TrimSpace(part)
	}
	return parts
}

// way returns the encoder of one way by its name in lower case, and a name that
// is the same for old and new.
func (w Ways) way(name string) (enc Encoder, kind string) {
	switch name {
	case "single attribute":
		w.String.Quoted = true
		return w.String, "string"
	case "single string attribute":
		return w.String, "string"
	case "single array attribute":
		return w.Array, "array"
	case "one attribute per segment":
		return w.PerSegment, "segment"
	}
	return nil, ""
}

// SendAsError says that a name is not one of mParticle's setting Send Segments
// As.
type SendAsError struct {
	// Name is the name as given.
	Name string
	// Accepted are the names that would have been read.
	Accepted []string
}

// Error lists the accepted names.
func (e *SendAsError) Error() string {
	quoted := make([]string, len(e.Accepted))
	for i, name := range e.Accepted {
		quoted[i] = strconv.Quote(name)
	}
	return "segments: unknown Send Segments As " + strconv.Quote(e.Name) + ", want one of " +
		strings.Join(quoted, ", ")
}
