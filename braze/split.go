package braze

import "errors"

// Split cuts r into requests within caps. Read one after the other they hold
// the objects of r in the order in which Braze would apply them: attributes,
// events, purchases. The parts share the arrays of r. The error is that of
// [TrackRequest.Validate], or an [*ObjectError] for an object that is too large
// for caps; then there are no parts.
func (r *TrackRequest) Split(caps Caps) ([]TrackRequest, error) {
	p := NewPacker(caps)
	var parts []TrackRequest
	var errs []error
	var done, seen [len(arrays)]int
	for o, err := range r.Objects() {
		if err != nil {
			errs = append(errs, err)
			continue
		}
		err = p.Add(o)
		if errors.Is(err, ErrBodyFull) {
			parts = append(parts, r.part(&done, p.Take()))
			err = p.Add(o)
		}
		if err != nil {
			errs = append(errs, o.tooLarge(seen[o.data.place]))
		}
		seen[o.data.place]++
	}
	if len(errs) > 0 {
		return nil, errors.Join(errs...)
	}
	if p.Len() > 0 {
		parts = append(parts, r.part(&done, p.Take()))
	}
	return parts, nil
}

func (o Object) tooLarge(index int) error {
	field := &FieldError{Code: FieldTooLarge, Detail: "more bytes than the caps allow"}
	return &ObjectError{Array: o.Array(), Index: index, Fields: []*FieldError{field}}
}

// part returns the objects of r that b holds, which follow those done.
func (r *TrackRequest) part(done *[len(arrays)]int, b Body) TrackRequest {
	from := *done
	for place := range done {
		done[place] += len(b.lists[place])
	}
	return TrackRequest{
		Attributes: r.Attributes[from[0]:done[0]:done[0]],
		Events:     r.Events[from[1]:done[1]:done[1]],
		Purchases:  r.Purchases[from[2]:done[2]:done[2]],
	}
}
