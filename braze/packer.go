package braze

import (
	"errors"
	"iter"
)

// ErrBodyFull is returned by [Packer.Add] when the object begins the next body.
var ErrBodyFull = errors.New("braze: body is full")

// ErrObjectTooLarge is returned by [Packer.Add] when the object fits into no
// body under its [Caps].
var ErrObjectTooLarge = errors.New("braze: object is larger than the caps allow")

// Packer fills bodies with objects in the order given. A body ends when the
// next object does not fit, so that no object overtakes another.
//
// The zero value packs under the zero [Caps].
type Packer struct {
	caps Caps
	body Body
	last Counts // of the body taken last: the next one is probably alike
}

// NewPacker returns a packer under caps.
func NewPacker(caps Caps) *Packer { return &Packer{caps: caps} }

// Len returns the number of objects in the body being packed.
func (p *Packer) Len() int { return p.body.count }

// Size returns the bytes of the body being packed.
func (p *Packer) Size() int { return p.body.Size() }

// Fits returns nil when Add would take o, or the error that Add would return.
func (p *Packer) Fits(o Object) error {
	caps := p.caps.filled()
	data := o.data
	if data == nil {
		return errNoObject
	}
	var empty Body
	if len(data.json) > caps.ObjectBytes || empty.cost(data)+empty.Size() > caps.BodyBytes {
		return ErrObjectTooLarge
	}
	if p.body.count >= caps.Total || len(p.body.lists[data.place]) >= caps.PerArray ||
		p.body.cost(data)+p.body.Size() > caps.BodyBytes {
		return ErrBodyFull
	}
	return nil
}

// Add puts o into the body. On [ErrBodyFull] take the body and add o again; on
// [ErrObjectTooLarge] o can not be sent.
func (p *Packer) Add(o Object) error {
	if err := p.Fits(o); err != nil {
		return err
	}
	if list := &p.body.lists[o.data.place]; *list == nil {
		*list = make([]Object, 0, 1+p.last.of(o.Array()))
	}
	p.body.add(o)
	return nil
}

// Take returns the body packed so far and begins the next one.
func (p *Packer) Take() Body {
	b := p.body
	p.body, p.last = Body{}, b.counts()
	return b
}

// Pack returns the bodies for objects, in order. An object that fits into no
// body yields [ErrObjectTooLarge] with the zero Body; the others go on.
func Pack(caps Caps, objects iter.Seq[Object]) iter.Seq2[Body, error] {
	return func(yield func(Body, error) bool) {
		p := NewPacker(caps)
		for o := range objects {
			err := p.Add(o)
			if errors.Is(err, ErrBodyFull) {
				if !yield(p.Take(), nil) {
					return
				}
				err = p.Add(o)
			}
			if err != nil && !yield(Body{}, err) {
				return
			}
		}
		if p.Len() > 0 {
			yield(p.Take(), nil)
		}
	}
}
