package mparticle

import "unsafe"

// place is the address of a field, or of a struct, of whatever type. All structs
// are read and written by one engine that knows fields by their offsets: engines
// for each type, as generics would make them, do not fit the processor's cache
// together and are a tenth slower.
//
// What is unsafe about it is in this file. An offset is measured in the type
// that it is used with: see [newTable].
type place unsafe.Pointer

func placeOf[T any](v *T) place { return place(v) }

// in returns the field at a place. It must be of type V.
func in[V any](p place) *V { return (*V)(p) }

// plus returns the place of a field of the struct at p.
func plus(p place, offset uintptr) place { return place(unsafe.Add(unsafe.Pointer(p), offset)) }

// offsetOf returns where in a T the field is that at leads to.
func offsetOf[T, V any](at func(*T) *V) uintptr {
	t := new(T)
	offset := uintptr(unsafe.Pointer(at(t))) - uintptr(unsafe.Pointer(t))
	if offset+unsafe.Sizeof(*at(t)) > unsafe.Sizeof(*t) {
		panic("mparticle: a field that is not in its struct")
	}
	return offset
}
