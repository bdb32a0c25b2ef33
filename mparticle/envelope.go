package mparticle

import "strings"

// envelope is the object around an event's data.
type envelope struct {
	Members

	eventType EventType
	data      bool
	// event was read from the data as one of type readAs.
	event  Event
	readAs EventType
}

// envelopeFields are only read with: [encoder.event] writes them.
var envelopeFields = newTable(
	field[envelope]{column: column{ // of the whole envelope
		name: "data",
		want: "object",
		read: func(d *decoder, tok token, p place) (spelling, error) { return readData(d, tok, in[envelope](p)) },
	}},
	member("event_type", func(v *envelope) *EventType { return &v.eventType }, codec[EventType]{
		want: "text",
		read: func(d *decoder, tok token, v *EventType) (spelling, error) {
			if tok.kind != '"' {
				return misfit, nil
			}
			*v = EventType(d.string(tok))
			return plain, nil
		},
		zero: func(v *EventType) bool { return *v == "" },
	}),
)

// The places of the fields in the table above.
const (
	envelopeData = iota
	envelopeType
)

// readData reads an event's data.
func readData(d *decoder, tok token, v *envelope) (spelling, error) {
	v.data, v.event = tok.kind == '{', nil
	switch tok.kind {
	case 'n':
		return null | explicit, nil
	case '{':
	default:
		return misfit, nil
	}
	v.readAs = d.typeOf(v)
	kind, ok := eventKinds[v.readAs]
	if !ok {
		_, err := d.leave(tok)
		return plain, err
	}
	var err error
	v.event, err = kind.read(d)
	return plain, err
}

// typeOf returns the type of the event that v is around, before its data is
// read. In most outputs the type follows the data: then it is what the text
// names next as one. Whether that was right is seen at the end of the event,
// which is read again if it was not.
func (d *decoder) typeOf(v *envelope) EventType {
	switch {
	case d.settled:
		return d.eventType
	case v.eventType != "":
		return v.eventType
	default:
		return d.nextType()
	}
}

// nextType looks ahead in the text for a type. It remembers where it found one,
// so that a text without any is searched once and not for every event.
func (d *decoder) nextType() EventType {
	const most = 64 // bytes between the name and the end of the type
	if d.typeAt < d.pos {
		d.typeAt = d.pos + afterType(d.text[d.pos:])
	}
	_, value, _ := strings.Cut(d.text[d.typeAt:min(d.typeAt+most, len(d.text))], `"`)
	value, _, _ = strings.Cut(value, `"`)
	return EventType(value)
}

// afterType returns where the first "event_type" of text ends, or text does. It
// looks for the rarest letter of that name.
func afterType(text string) int {
	const name, rarest = `"event_type"`, len(`"event_t`)
	for at := rarest; at < len(text); at++ {
		i := strings.IndexByte(text[at:], name[rarest])
		if i < 0 {
			break
		}
		at += i
		if begin := at - rarest; strings.HasPrefix(text[begin:], name) {
			return begin + len(name)
		}
	}
	return len(text)
}

// valid reports whether there is a type, and data if any is an object.
func (v *envelope) valid(d *decoder) bool {
	_, badType := v.Extra["event_type"]
	_, badData := v.Extra["data"]
	if badType || badData {
		return false // reported already
	}
	switch form := v.form.get(envelopeType); {
	case form == null|explicit:
		d.report("text", 'n')
	case form == plain && v.eventType == "":
		d.report("text", 0)
	default:
		return true
	}
	return false
}
