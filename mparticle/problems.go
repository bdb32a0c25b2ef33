package mparticle

import "github.com/go-json-experiment/json/jsontext"

// finding is a [Problem] whose pointer is not yet known. Few batches have one,
// so that pointers are not worth keeping while reading.
type finding struct {
	end    int    // of the value, or of the object it is in
	inside string // where in that object, if it is in one
	want   string
	got    jsontext.Kind
}

// report notes a problem with the value that was read last.
func (d *decoder) report(want string, got jsontext.Kind) { d.reportIn("", want, got) }

// reportIn notes a problem with what is inside the value that was read last.
func (d *decoder) reportIn(inside, want string, got jsontext.Kind) {
	d.found = append(d.found, finding{end: d.end, inside: inside, want: want, got: got})
}

// forget takes back what was reported since the list had n problems.
func (d *decoder) forget(n int) { d.found = d.found[:n] }

func (d *decoder) reported() int { return len(d.found) }

// problems returns what was reported, which is in the order of the text.
func (d *decoder) problems() []Problem {
	if len(d.found) == 0 {
		return nil
	}
	problems := make([]Problem, len(d.found))
	d.rewind()
	for i, f := range d.found {
		problems[i] = Problem{Pointer: string(d.pointer(f.end)) + f.inside, Want: f.want, Got: kindName(f.got)}
	}
	return problems
}

// pointer is where the value stands that ends at end. It only goes forward.
func (d *decoder) pointer(end int) jsontext.Pointer {
	for int(d.json.InputOffset()) < end {
		if _, err := d.json.ReadToken(); err != nil {
			break
		}
	}
	return d.json.StackPointer()
}

// refuse ends the reading of the whole input at this place.
func (d *decoder) refuse(reason error) error {
	d.rewind()
	return &DecodeError{Offset: int64(d.end), Pointer: string(d.pointer(d.end)), Err: reason}
}

func kindName(k jsontext.Kind) string {
	switch k {
	case 'n':
		return "null"
	case 't', 'f':
		return "boolean"
	case '0':
		return "number"
	case '"':
		return "text"
	case '[':
		return "array"
	case '{':
		return "object"
	default:
		return "nothing"
	}
}
