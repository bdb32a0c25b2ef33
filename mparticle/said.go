package mparticle

import "github.com/go-json-experiment/json/jsontext"

// checkSaid reports a boolean that is false because nobody said true or false:
// field i of m, in the member called path of the object that was read last. It
// is for the answers of users, which must not be guessed.
func (d *decoder) checkSaid(path jsontext.Pointer, answer bool, m *Members, i int) {
	if answer {
		return
	}
	_, misread := m.Extra[path.LastToken()] // and reported
	var got jsontext.Kind
	switch s := m.form.get(i); {
	case misread:
		return
	case s == null|explicit:
		got = 'n'
	case s == blank|explicit:
		got = '"'
	case s != plain:
		return
	}
	d.reportAt(d.pointer()+path, "boolean", got)
}

// consentCodec reads an answer to a purpose.
var consentCodec = func() codec[*Consent] {
	c := childOf(consentFields)
	read, i := c.read, consentFields.find("consented")
	c.read = func(d *decoder, tok token, v **Consent) (spelling, error) {
		s, err := read(d, tok, v)
		if err == nil && *v != nil {
			d.checkSaid("/consented", (*v).Consented, (*v).members(), i)
		}
		return s, err
	}
	return c
}()
