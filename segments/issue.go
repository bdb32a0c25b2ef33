package segments

import (
	"strconv"
	"strings"
)

// Code identifies a kind of [Issue]. Codes are stable: count and alert by them.
type Code string

// The issues of the built-in encoders.
const (
	// CodeIncomplete: a [String] cannot be written from incomplete
	// [Memberships]. Nothing was set.
	CodeIncomplete Code = "segments_incomplete"
	// CodeOverLimit: a string or an array is over its limit. Issue.Audiences
	// were left out, or with [Refuse] nothing was set.
	CodeOverLimit Code = "segments_over_limit"
	// CodeBadID: ids were left out that no filter could match as a whole.
	CodeBadID Code = "segments_bad_id"
	// CodeBadName: an audience has no name, or one that is not UTF-8. Nothing
	// was set for it.
	CodeBadName Code = "segments_bad_name"
	// CodeNameTooLong: the attribute's name would be over 255 characters.
	// Nothing was set: a cut name would be another attribute.
	CodeNameTooLong Code = "segments_name_too_long"
	// CodeNameCollision: several audiences have the same attribute. It is true
	// when the user is in any of them.
	CodeNameCollision Code = "segments_name_collision"
	// CodeAttributeCollision: two joined encoders write the same attribute. The
	// first was taken.
	CodeAttributeCollision Code = "segments_attribute_collision"
)

// Issue is a membership that an encoder could not write, or not fully.
type Issue struct {
	// Code says what happened.
	Code Code
	// Attribute is the custom attribute concerned; empty when none could be
	// named.
	Attribute string
	// Audiences are the ids of the audiences concerned, in order.
	Audiences []string
	// Detail explains, for people.
	Detail string
}

// String returns the issue on one line. Ids that are not valid are quoted and
// cut.
func (i Issue) String() string {
	var b strings.Builder
	b.WriteString(string(i.Code))
	if i.Attribute != "" {
		b.WriteString(" " + i.Attribute)
	}
	b.WriteString(": " + i.Detail)
	for n, id := range i.Audiences {
		b.WriteString([]string{": audiences ", ", "}[min(n, 1)] + printable(id))
	}
	return b.String()
}

// printable returns an id that is fit for a log: an odd one is quoted and cut.
func printable(id string) string {
	if validID(id) {
		return id
	}
	const most = 40
	return strconv.Quote(id[:min(len(id), most)])
}
