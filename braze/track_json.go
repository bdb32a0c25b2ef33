package braze

import "errors"

// AppendJSON checks r and appends it as the body of a /users/track request.
// Empty arrays are left out. On error it returns dst as it was and the
// [*ObjectError] of each object that is wrong, joined.
func (r *TrackRequest) AppendJSON(dst []byte) ([]byte, error) {
	e := newEncoder(dst)
	start := len(dst)
	e.buf = append(e.buf, '{')
	errs := appendArray(e, ArrayAttributes, r.Attributes, (*encoder).attributes)
	errs = append(errs, appendArray(e, ArrayEvents, r.Events, (*encoder).event)...)
	errs = append(errs, appendArray(e, ArrayPurchases, r.Purchases, (*encoder).purchase)...)
	e.buf = append(e.buf, '}')
	buf := e.buf
	e.release()
	if len(errs) > 0 {
		return buf[:start], errors.Join(errs...)
	}
	return buf, nil
}

func appendArray[T any](e *encoder, array Array, objects []T, encode func(*encoder, *T)) []error {
	if len(objects) == 0 {
		return nil
	}
	var errs []error
	e.key(string(array))
	e.buf = append(e.buf, '[')
	for i := range objects {
		e.comma()
		e.begin(e.buf)
		encode(e, &objects[i])
		buf, err := e.take(array, i)
		e.buf = buf
		if err != nil {
			errs = append(errs, err)
		}
	}
	e.buf = append(e.buf, ']')
	return errs
}

// MarshalJSON implements [encoding/json.Marshaler].
func (r TrackRequest) MarshalJSON() ([]byte, error) { return r.AppendJSON(nil) }

// Validate reports all that AppendJSON would refuse: the [*ObjectError] of
// each object that is wrong, joined. It does not look at the number of
// objects: see [TrackRequest.Split].
func (r *TrackRequest) Validate() error {
	_, err := r.AppendJSON(nil)
	return err
}

// UnmarshalJSON reads the body of a /users/track request. Unknown members are
// ignored.
func (r *TrackRequest) UnmarshalJSON(b []byte) error {
	return decode(b, func(d *decoder) error {
		*r = TrackRequest{}
		return d.object(func(name string) error {
			switch Array(name) {
			case ArrayAttributes:
				return readArray(d, &r.Attributes, d.attributes)
			case ArrayEvents:
				return readArray(d, &r.Events, d.event)
			case ArrayPurchases:
				return readArray(d, &r.Purchases, d.purchase)
			default:
				return d.SkipValue()
			}
		})
	})
}

func readArray[T any](d *decoder, to *[]T, read func(*T) error) error {
	return d.array(func() error {
		var object T
		err := read(&object)
		*to = append(*to, object)
		return err
	})
}
