package mapping

import (
	"slices"
	"strconv"
	"strings"

	"github.com/mpbraze/mpbraze/mparticle"
)

// Explanation is a [Result] together with how it came about: Fields say where
// its fields come from, Issues what a rule left out and why, Unused what there
// is no rule for.
type Explanation struct {
	Result
	// Fields lists the output fields in the order they were made. What a [Rule]
	// changed is shown as it was before.
	Fields []FieldTrace
	// Unused points to what the batch holds and no rule forwards, such as the
	// custom_flags of an event and identities that no setting names. Ids and
	// bookkeeping of mParticle are not listed. It is empty when nothing of the
	// batch is forwarded, which Issues say.
	Unused []string
	// DataPoints is what Braze bills for the request on older contracts, when
	// nothing is held back. See
	// https://www.braze.com/docs/user_guide/data/data_points.
	DataPoints int
}

// FieldTrace says how one output field came about.
type FieldTrace struct {
	// Output is a JSON pointer into the request, such as
	// /events/0/properties/size.
	Output string
	// Input is a JSON pointer into the batch. Identities are named by type in
	// both of their shapes: /user_identities/email.
	Input string
	// Rule names what turned one into the other.
	Rule string
}

// Explain maps like [Mapper.Map] and says for each field of the result where it
// comes from. It costs several times as much; use it to look into single
// batches.
func (m *Mapper) Explain(b *mparticle.Batch) Explanation {
	r := run{Mapper: m, batch: b, explain: new(trace)}
	r.mapBatch()
	return Explanation{
		Result:     r.out,
		Fields:     r.explain.fields,
		Unused:     r.unused(),
		DataPoints: r.out.Track.DataPoints(),
	}
}

// trace collects what [Mapper.Explain] returns.
type trace struct {
	fields []FieldTrace
}

// The arrays of a request, as made takes them.
const (
	inAttributes = "attributes/"
	inEvents     = "events/"
	inPurchases  = "purchases/"
)

// made notes that the output field comes from in. Output starts with the
// array, without the index of the object under construction:
// "events/properties/size". Callers ask r.explain != nil first, so that no
// text is built for nothing.
func (r *run) made(output string, in *path, rule string) {
	if r.explain == nil {
		return
	}
	array, field, _ := strings.Cut(output, "/")
	r.explain.fields = append(r.explain.fields, FieldTrace{
		Output: r.pointer(array+"/") + field,
		Input:  in.String(),
		Rule:   rule,
	})
}

// pointer returns the pointer of the object under construction.
func (r *run) pointer(array string) string {
	var n int
	switch array {
	case inEvents:
		n = len(r.out.Track.Events)
	case inPurchases:
		n = len(r.out.Track.Purchases)
	}
	return "/" + array + strconv.Itoa(n) + "/"
}

// unmade forgets the object under construction, which was left out.
func (r *run) unmade(array string) {
	if r.explain == nil {
		return
	}
	prefix := r.pointer(array)
	r.explain.fields = slices.DeleteFunc(r.explain.fields, func(f FieldTrace) bool {
		return strings.HasPrefix(f.Output, prefix)
	})
}
