package segments_test

import (
	"fmt"
	"strings"

	"github.com/mpbraze/mpbraze/segments"
)

// Folders writes one array per folder, for audiences named "folder/name".
func Folders(m segments.Memberships) segments.Encoding {
	changes := map[string]segments.ArrayChange{}
	for _, a := range m.Left {
		folder, name, _ := strings.Cut(a.Name, "/")
		c := changes[folder]
		c.Remove = append(c.Remove, name)
		changes[folder] = c
	}
	for _, a := range m.Current {
		folder, name, _ := strings.Cut(a.Name, "/")
		c := changes[folder]
		c.Add = append(c.Add, name)
		changes[folder] = c
	}
	e := segments.Encoding{Attributes: map[string]any{}}
	for folder, c := range changes {
		e.Attributes["Audiences "+folder] = c
	}
	return e
}

// An application's own way to write memberships.
func ExampleEncoderFunc() {
	enc := segments.EncoderFunc(Folders)
	e := enc.Encode(segments.Memberships{
		Current: []segments.Audience{
			{ID: "1", Name: "travel/Trail"}, {ID: "2", Name: "travel/Athens"}, {ID: "3", Name: "value/Gold"},
		},
		Left: []segments.Audience{{ID: "4", Name: "value/Silver"}},
	})
	fmt.Printf("%+v\n", e.Attributes)
	// Output:
	// map[Audiences travel:{Add:[Trail Athens] Remove:[]} Audiences value:{Add:[Gold] Remove:[Silver]}]
}
