package segments

import "slices"

// Encoder turns a user's audience memberships into Braze custom attributes. See
// the package's contract for what it promises.
type Encoder interface {
	Encode(m Memberships) Encoding
}

// EncoderFunc is a function that is an [Encoder].
type EncoderFunc func(m Memberships) Encoding

// Encode calls f.
func (f EncoderFunc) Encode(m Memberships) Encoding { return f(m) }

// Encoding is what to write on a user's profile.
type Encoding struct {
	// Attributes are custom attributes by name. A value is one of
	//
	//   - string, bool or []string, which sets the attribute
	//   - [ArrayChange], which changes an array
	//   - nil, which removes the attribute from the profile
	//
	// An encoder of an application may use any other value that Braze takes.
	// An attribute that is not named here stays as it is.
	Attributes map[string]any
	// Issues list what could not be written.
	Issues []Issue
}

// ArrayChange adds values to an array attribute and removes others, and leaves
// the rest of the array alone. No value stands in both lists.
type ArrayChange struct {
	Add    []string
	Remove []string
}

// Join returns an encoder that writes what all of encoders write. When two of
// them write the same attribute, the first one's value is taken and an issue
// with [CodeAttributeCollision] tells.
func Join(encoders ...Encoder) Encoder {
	return joined(slices.Clone(encoders))
}

type joined []Encoder

// Encode implements [Encoder].
func (j joined) Encode(m Memberships) Encoding {
	all := make([]Encoding, len(j))
	size := 0
	for i, enc := range j {
		all[i] = enc.Encode(m)
		size += len(all[i].Attributes)
	}
	var out Encoding
	if size > 0 {
		// A map of its own, since an encoder may hand out one that it keeps.
		out.Attributes = make(map[string]any, size)
	}
	for _, e := range all {
		out.Issues = append(out.Issues, e.Issues...)
		for _, name := range out.add(e.Attributes) {
			out.Issues = append(out.Issues, Issue{
				Code: CodeAttributeCollision, Attribute: name,
				Detail: "written by two encoders, the first is taken",
			})
		}
	}
	return out
}

// add adds attributes but for those that are there already, and returns their
// names, sorted.
func (e *Encoding) add(attributes map[string]any) (taken []string) {
	for name, value := range attributes {
		if _, ok := e.Attributes[name]; ok {
			taken = append(taken, name)
		} else {
			e.Attributes[name] = value
		}
	}
	slices.Sort(taken)
	return taken
}

// Clear returns what takes one audience off a user's profile, whoever the user
// is: send it to every user of an audience that was deleted before it was
// emptied. Array and PerSegment attributes can be cleared so. A [String] cannot,
// as the issue will tell; use [Roster.Clear] for it.
//
// After an audience was renamed, Clear with its old name and [PerSegment] takes
// the attribute of the old name back.
func Clear(a Audience, enc Encoder) Encoding {
	return enc.Encode(Memberships{Left: []Audience{a}})
}
