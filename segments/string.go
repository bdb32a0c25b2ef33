package segments

import (
	"cmp"
	"strings"
	"unicode/utf8"
)

// String writes all memberships as one text of audience ids, such as
// "11034,11036". It is mParticle's default, "Single string attribute". The zero
// value works.
//
// Ids are sorted, numbers by value, so that equal memberships are equal text.
// A filter should match an id as a whole: the regex 11036 also finds 110361,
// (^|,)11036(,|$) does not, nor does '11036' with Quoted.
//
// The text says all or nothing, so incomplete memberships set nothing, with an
// issue. A user in no audience has the attribute removed. Left is not read.
type String struct {
	// Attribute is the attribute's name; empty means [StringAttribute].
	Attribute string
	// Quoted puts each id in single quotes, '11034','11036', which is how
	// mParticle's page shows it.
	Quoted bool
	// KeepEmpty writes empty text for a user in no audience. A filter by a
	// negative regex finds empty text, but not an attribute that is missing.
	KeepEmpty bool
	// Max is the number of characters the text may have; 0 or less means
	// [MaxText].
	Max int
	// Over says what happens to longer text. It is cut between ids only.
	Over Over
}

// Encode implements [Encoder].
func (s String) Encode(m Memberships) Encoding {
	name := cmp.Or(s.Attribute, StringAttribute)
	if !m.Complete {
		return s.incomplete(name, m)
	}
	ids, bad := sortedIDs(m.Current)
	text, cut := s.text(ids)

	var e Encoding
	e.report(CodeBadID, name, bad, "left out, no filter can match these ids")
	e.report(CodeOverLimit, name, cut, "over the length limit")
	switch {
	case len(cut) > 0 && s.Over == Refuse:
		return e
	case text == "" && !s.KeepEmpty:
		e.Attributes = map[string]any{name: nil}
	default:
		e.Attributes = map[string]any{name: text}
	}
	return e
}

// text writes as many ids as fit, and returns the others.
func (s String) text(ids []string) (text string, cut []string) {
	limit := limitOr(s.Max, MaxText)
	var b strings.Builder
	length := 0
	for _, id := range ids {
		sep, quote := "", ""
		if b.Len() > 0 {
			sep = ","
		}
		if s.Quoted {
			quote = "'"
		}
		n := len(sep) + 2*len(quote) + utf8.RuneCountInString(id)
		if length+n > limit {
			cut = append(cut, id)
			continue
		}
		length += n
		b.WriteString(sep)
		b.WriteString(quote)
		b.WriteString(id)
		b.WriteString(quote)
	}
	return b.String(), cut
}

// incomplete is the encoding of memberships that are not complete. When they
// say nothing at all, nothing is amiss.
func (s String) incomplete(name string, m Memberships) Encoding {
	var e Encoding
	ids := make([]string, 0, len(m.Current)+len(m.Left))
	for _, list := range [][]Audience{m.Current, m.Left} {
		for _, a := range list {
			ids = append(ids, a.ID)
		}
	}
	e.report(CodeIncomplete, name, sortIDs(ids), "not set, a single text needs all memberships")
	return e
}

// report adds an issue when ids concerns any audience.
func (e *Encoding) report(code Code, attribute string, ids []string, detail string) {
	if len(ids) > 0 {
		e.Issues = append(e.Issues, Issue{Code: code, Attribute: attribute, Audiences: ids, Detail: detail})
	}
}
