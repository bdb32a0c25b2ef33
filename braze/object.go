package braze

import (
	"errors"
	"iter"
	"slices"
)

// Object is one checked object of /users/track, encoded once. It is what a
// request is packed from. Make one with Encode, or with [TrackRequest.Objects].
type Object struct{ data *object }

// object is what an Object refers to, so that handing one on is cheap.
type object struct {
	place      int     // of its array
	user       *UserID // shared by the objects of one request
	json       []byte
	points     int
	repeatable bool
}

var noObject = object{user: new(UserID)}

// get returns what o refers to; the zero Object has an empty one.
func (o Object) get() *object {
	if o.data == nil {
		return &noObject
	}
	return o.data
}

// Array returns the array the object belongs in.
func (o Object) Array() Array {
	if o.data == nil {
		return ""
	}
	return arrays[o.data.place]
}

// User returns whom the object is about. It is empty for an anonymous import
// of push tokens.
func (o Object) User() UserID { return *o.get().user }

// JSON returns the encoded object. The caller must not change the bytes.
func (o Object) JSON() []byte { return o.get().json }

// Size returns the number of encoded bytes.
func (o Object) Size() int { return len(o.get().json) }

// DataPoints returns what the object costs; see [Attributes.DataPoints].
func (o Object) DataPoints() int { return o.get().points }

// Repeatable reports whether sending the object twice does the same as sending
// it once. It does for attributes, unless they hold an [Increment] or the Add
// of an [ObjectArrayUpdate]. It never does for events and purchases.
func (o Object) Repeatable() bool { return o.get().repeatable }

var errNoObject = errors.New("braze: the zero Object has no JSON form")

// MarshalJSON returns the encoded object.
func (o Object) MarshalJSON() ([]byte, error) {
	if o.data == nil {
		return nil, errNoObject
	}
	return o.data.json, nil
}

// Encode checks and encodes a. The error is an [*ObjectError].
func (a *Attributes) Encode() (Object, error) {
	return encodeOne(a, ArrayAttributes, (*encoder).attributes, a.Identity())
}

// Encode checks and encodes e. The error is an [*ObjectError].
func (e *Event) Encode() (Object, error) {
	return encodeOne(e, ArrayEvents, (*encoder).event, e.User)
}

// Encode checks and encodes p. The error is an [*ObjectError].
func (p *Purchase) Encode() (Object, error) {
	return encodeOne(p, ArrayPurchases, (*encoder).purchase, p.User)
}

func encodeOne[T any](v *T, array Array, encode func(*encoder, *T), user UserID) (Object, error) {
	e := newEncoder(nil)
	defer e.release()
	e.begin(e.scratch[:0])
	encode(e, v)
	buf, err := e.take(array, -1)
	e.keepScratch(buf)
	if err != nil {
		return Object{}, err
	}
	o := &object{user: new(UserID)}
	*o.user = user
	e.describe(o, array.place(), slices.Clone(buf))
	return Object{o}, nil
}

// describe completes o, which was encoded last.
func (e *encoder) describe(o *object, place int, json []byte) {
	o.place, o.json, o.points, o.repeatable = place, json, e.points, e.repeatable
}

// Objects encodes the objects of r in the order in which Braze applies them:
// attributes, events, purchases. An object that is wrong yields its
// [*ObjectError] in its place, and does not keep the others from being sent.
func (r *TrackRequest) Objects() iter.Seq2[Object, error] {
	return func(yield func(Object, error) bool) {
		e := newEncoder(nil)
		defer e.release()
		w := arena{left: r.Len(), objects: make([]object, 0, r.Len())}
		sent := r.Counts()
		for place, array := range arrays {
			for i := range sent.of(array) {
				if !yield(e.encodeAt(&w, r, place, i)) {
					return
				}
			}
		}
	}
}

// encodeAt encodes object i of an array.
func (e *encoder) encodeAt(w *arena, r *TrackRequest, place, i int) (Object, error) {
	dst := w.room()
	e.begin(dst)
	user := e.appendAt(r, place, i)
	buf, err := e.take(arrays[place], i)
	if err != nil {
		return Object{}, err
	}
	w.buf = buf
	o := w.object(user)
	e.describe(o, place, buf[len(dst):len(buf):len(buf)])
	return Object{o}, nil
}

// appendAt appends object i of an array and returns whom it is about.
func (e *encoder) appendAt(r *TrackRequest, place, i int) UserID {
	switch arrays[place] {
	case ArrayAttributes:
		e.attributes(&r.Attributes[i])
		return r.Attributes[i].Identity()
	case ArrayEvents:
		e.event(&r.Events[i])
		return r.Events[i].User
	default:
		e.purchase(&r.Purchases[i])
		return r.Purchases[i].User
	}
}

// sized is Objects with an error for objects of more than most bytes.
func (r *TrackRequest) sized(most int) iter.Seq2[Object, error] {
	return func(yield func(Object, error) bool) {
		places := r.places()
		n := 0
		for object, err := range r.Objects() {
			if err == nil && object.Size() > most {
				object, err = Object{}, object.tooLarge(places[n].Index)
			}
			n++
			if !yield(object, err) {
				return
			}
		}
	}
}

// arena hands out room for encoded objects from few allocations.
type arena struct {
	buf     []byte
	objects []object // never more than their capacity, so that they do not move
	users   []UserID // the last one is most probably that of the next object
	left    int      // objects to come
}

// object returns room for what an Object about user refers to.
func (w *arena) object(user UserID) *object {
	if n := len(w.users); n == 0 || w.users[n-1] != user {
		if n == cap(w.users) {
			w.users = make([]UserID, 0, 2) // with the address of the profile, and without
		}
		w.users = append(w.users, user)
	}
	w.objects = w.objects[:len(w.objects)+1]
	o := &w.objects[len(w.objects)-1]
	o.user = &w.users[len(w.users)-1]
	return o
}

func (w *arena) room() []byte {
	const usual, most = 512, 16 << 10
	if cap(w.buf)-len(w.buf) < usual {
		w.buf = make([]byte, 0, min(most, max(1, w.left)*usual))
	}
	w.left--
	return w.buf
}
