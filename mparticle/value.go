package mparticle

// Attributes maps names to values: user attributes, the custom attributes of
// an event or a product, custom flags.
//
// A decoded value is a string, a bool, nil, a [encoding/json.Number] (the
// digits as they came, never rounded), a []any or a map[string]any of those.
// A literal may also hold Go's integers and floats, []string and the like.
// A nil user attribute is a user tag: a name without a value.
type Attributes map[string]any
