package mparticle

var identityFields = newTable(
	text("identity_type", func(i *Identity) *IdentityType { return &i.Type }),
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

var identityList = listOf(structOf(identityFields))

func readIdentityObject(d *decoder, v *Identities) error {
	*v = Identities{}
	for n := 0; ; n++ {
		if more, err := d.more('}'); !more || err != nil {
			return err
		}
		name, err := d.memberName(n)
		if err != nil {
			return err
		}
		id := identitySlot(v, IdentityType(name), d.lenient)
		if err := identityFields.readMember(d, id, identityValueField); err != nil {
			return err
		}
	}
}

// identitySlot appends an identity, or clears the one that a lenient reader
// replaces.
func identitySlot(ids *Identities, t IdentityType, replace bool) *Identity {
	if replace {
		for i := range *ids {
			if id := &(*ids)[i]; id.Type == t {
				*id = Identity{Type: t}
				return id
			}
		}
	}
	*ids = append(*ids, Identity{Type: t})
	return &(*ids)[len(*ids)-1]
}

func writeIdentityObject(e *encoder, ids Identities) {
	e.open('{')
	for i := range ids {
		id := &ids[i]
		e.name(string(id.Type))
		field, s := &identityFields.fields[identityValueField], id.form.get(identityValueField)
		unread, kept := id.Extra[field.name]
		switch {
		case id.Value != "" || s == explicit:
			field.write(e, id, s)
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
	types := make(map[IdentityType]bool, len(ids))
	for i := range ids {
		id := &ids[i]
		_, kept := id.Extra[identityFields.fields[identityValueField].name]
		if id.form.get(identityTypeField) == array || id.TimestampUnixtimeMS != 0 ||
			id.CreatedThisBatch || types[id.Type] || len(id.Extra) > 1 || len(id.Extra) == 1 && !kept {
			return true
		}
		types[id.Type] = true
	}
	return false
}
