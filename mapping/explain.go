package mapping

import (
	"strconv"
	"strings"
)

// trace collects what [Mapper.Explain] returns.
type trace struct {
	fields []FieldTrace
}

// FieldTrace says how one output field came about.
type FieldTrace struct {
	// Output is a JSON pointer into the request, such as
	// /events/0/properties/size.
	Output string
	// Input is a JSON pointer into the batch.
	Input string
	// Rule names what turned one into the other.
	Rule string
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
		Output: r.pointer(array) + field,
		Input:  in.String(),
		Rule:   rule,
	})
}

// pointer returns the pointer of the object under construction.
func (r *run) pointer(array string) string {
	var n int
	switch array + "/" {
	case inEvents:
		n = len(r.out.Track.Events)
	case inPurchases:
		n = len(r.out.Track.Purchases)
	}
	return "/" + array + "/" + strconv.Itoa(n) + "/"
}

// unmade forgets the object under construction, which was left out.
func (r *run) unmade(array string) {
	if r.explain == nil {
		return
	}
	prefix := r.pointer(strings.TrimSuffix(array, "/"))
	kept := r.explain.fields[:0]
	for _, f := range r.explain.fields {
		if !strings.HasPrefix(f.Output, prefix) {
			kept = append(kept, f)
		}
	}
	r.explain.fields = kept
}
