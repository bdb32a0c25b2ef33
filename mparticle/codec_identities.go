package mparticle

import "slices"

var identityFields = newTable(
	word("identity_type", func(i *Identity) *IdentityType { return &i.Type }),
	text("identity", func(i *Identity) *string { return &i.Value }),
	integer("timestamp_unixtime_ms", func(i *Identity) *int64 { return &i.TimestampUnixtimeMS }),
	boolean("created_this_batch", func(i *Identity) *bool { return &i.CreatedThisBatch }),
)

// The places of identity_type and identity in the table above.
const (
	identityTypeField = iota
	identityValueField
)

// identitiesCodec reads the object and the array form of user_identities.
var identitiesCodec = codec[Identities]{
	want: "object or array of objects",
	read: func(d *decoder, tok token, v *Identities) (spelling, error) {
		if tok.kind == '{' {
			return plain, readIdentityObject(d, v)
		}
		s, err := identityList.read(d, tok, (*[]Identity)(v))
		if s != plain {
			return s, err
		}
		for i := range *v {
			if id := &(*v)[i]; id.Type != "" {
				id.form.set(identityTypeField, array)
			}
		}
		return array, err
	},
	write: func(e *encoder, v *Identities, s spelling) {
		if s == array || v.needArray() {
			identityList.write(e, (*[]Identity)(v), plain)
			return
		}
		writeIdentityObject(e, *v)
	},
	zero: func(v *Identities) bool { return len(*v) == 0 },
}

var identityList = listOfObjects(identityFields)

func readIdentityObject(d *decoder, v *Identities) error {
	list, kept := takeList[Identity](d, identityFields.lists)
	ids := Identities(slices.Grow(list, 2))
	for n := 0; ; n++ {
		name, more, err := d.member(n)
		if err != nil {
			return err
		}
		if !more {
			break
		}
		ids = append(ids, Identity{Type: IdentityType(d.unescape(name))})
		if err := identityFields.readMember(d, &ids[n], identityValueField); err != nil {
			return err
		}
	}
	if ids.twins() {
		if !d.lenient {
			return d.refuse(ErrDuplicateName)
		}
		ids = ids.lastOfTwins()
	}
	*v = ids
	keepList(kept, ids)
	return nil
}

// twins reports whether two identities are of one type.
func (ids Identities) twins() bool {
	const few = 16 // can be compared one by one
	if len(ids) > few {
		return len(ids.places()) < len(ids)
	}
	for i := range ids {
		for j := range i {
			if ids[i].Type == ids[j].Type {
				return true
			}
		}
	}
	return false
}

func (ids Identities) lastOfTwins() Identities {
	last, i := ids.places(), -1
	return slices.DeleteFunc(ids, func(id Identity) bool {
		i++
		return last[id.Type] != i
	})
}

// places returns where the last identity of each type stands.
func (ids Identities) places() map[IdentityType]int {
	places := make(map[IdentityType]int, len(ids))
	for i := range ids {
		places[ids[i].Type] = i
	}
	return places
}

func writeIdentityObject(e *encoder, ids Identities) {
	e.open('{')
	for i := range ids {
		id := &ids[i]
		e.name(string(id.Type))
		column, s := &identityFields.columns[identityValueField], id.form.get(identityValueField)
		unread, kept := id.Extra[column.name]
		switch {
		case id.Value != "" || s == explicit:
			column.write(e, placeOf(&id.Value), s)
		case kept:
			e.message(unread)
		default:
			e.raw("null")
		}
	}
	e.close('}')
}

// needArray reports whether they came as an array, or an object could not say
// everything.
func (ids Identities) needArray() bool {
	for i := range ids {
		id := &ids[i]
		_, kept := id.Extra[identityFields.columns[identityValueField].name]
		if id.form.get(identityTypeField) == array || id.TimestampUnixtimeMS != 0 ||
			id.CreatedThisBatch || len(id.Extra) > 1 || len(id.Extra) == 1 && !kept {
			return true
		}
	}
	return ids.twins()
}
