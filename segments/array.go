package segments

import (
	"cmp"
	"strings"
)

// Array writes memberships as one array of audience ids, as text: mParticle's
// "Single array attribute". The zero value works.
//
// Complete memberships write the whole array, sorted, numbers by value; a user
// in no audience gets an empty one. Incomplete memberships add the current ids
// and remove those left; the array then may outgrow the limit unseen, and Braze
// drops its oldest items.
type Array struct {
	// Attribute is the attribute's name; empty means [ArrayAttribute].
	Attribute string
	// Max is the number of ids the array may have; 0 or less means [MaxArray]. Accounts
	// on Braze's old limit need [MaxArrayOld].
	Max int
	// Over says what happens to a longer array. Removals are always sent.
	Over Over
}

// Encode implements [Encoder].
func (a Array) Encode(m Memberships) Encoding {
	name := cmp.Or(a.Attribute, ArrayAttribute)
	ids, bad := sortedIDs(m.Current)
	fit := a.fit(ids)
	kept, cut := ids[:fit:fit], ids[fit:]

	var e Encoding
	e.report(CodeBadID, name, bad, "left out, no filter can match these ids")
	e.report(CodeOverLimit, name, cut, "over the array limit")
	refused := len(cut) > 0 && a.Over == Refuse
	if m.Complete {
		if !refused {
			e.Attributes = map[string]any{name: kept}
		}
		return e
	}
	if refused {
		kept = nil
	}
	left, badLeft := sortedIDs(m.Left)
	e.report(CodeBadID, name, badLeft, "not removed, no filter can match these ids")
	if left = without(left, ids); len(kept)+len(left) > 0 {
		e.Attributes = map[string]any{name: ArrayChange{Add: kept, Remove: left}}
	}
	return e
}

// fit returns how many of ids the array may hold.
func (a Array) fit(ids []string) int {
	limit := min(len(ids), limitOr(a.Max, MaxArray))
	size := len("[]")
	for i, id := range ids[:limit] {
		if size += jsonSize(id) + len(","); size > maxArrayBytes {
			return i
		}
	}
	return limit
}

// jsonSize returns the length of a valid id in JSON.
func jsonSize(id string) int {
	return len(id) + len(`""`) + strings.Count(id, `"`) + strings.Count(id, `\`)
}
