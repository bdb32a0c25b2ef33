package mparticle

import "github.com/go-json-experiment/json/jsontext"

// checkSaid reports a boolean that is false because nobody said true or false:
// field i of m, called name, in the object at. It is for the answers of users,
// which must not be guessed.
func (d *decoder) checkSaid(at jsontext.Pointer, name string, answer bool, m *Members, i int) {
	_, misread := m.Extra[name] // and reported
	var got jsontext.Kind
	switch s := m.form.get(i); {
	case answer, misread:
		return
	case s == null|explicit:
		got = 'n'
	case s == blank|explicit:
		got = '"'
	case s != plain:
		return
	}
	d.reportAt(at+"/"+jsontext.Pointer(name), "boolean", got)
}

// consentCodec reads an answer to a purpose.
var consentCodec = func() codec[*Consent] {
	c := childOf(consentFields)
	const name = "consented"
	read, i := c.read, consentFields.find(name, 0)
	c.read = func(d *decoder, tok token, v **Consent) (spelling, error) {
		s, err := read(d, tok, v)
		if err == nil && *v != nil {
			d.checkSaid(d.pointer(), name, (*v).Consented, (*v).members(), i)
		}
		return s, err
	}
	return c
}()
