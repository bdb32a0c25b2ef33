package mapping

import (
	"slices"
	"strings"

	"github.com/mpbraze/mpbraze/braze"
)

var attributesPath = rootPath("user_attributes")

// attributes maps the identities that are profile fields, the user attributes,
// the consent and the deleted attributes of the batch.
func (r *run) attributes() {
	r.identities()
	src := r.chosenAttributes()
	var plain [32]plainAttribute
	var others [32]otherAttribute
	r.chosen(&src, plain[:0], others[:0])
	r.consent()
	r.deleted(&src)
	r.shrinkAttributes()
}

// plainAttribute is a user attribute that goes as it is.
type plainAttribute struct {
	name  string
	value any
}

// otherAttribute is one that needs a closer look, and the field it becomes.
type otherAttribute struct {
	plainAttribute

	field *field
}

// chosen maps the user attributes. The plain ones come first: they need no order
// among them. The arguments are room for both kinds.
func (r *run) chosen(src *source, plain []plainAttribute, others []otherAttribute) {
	fast := r.explain == nil && r.blocked == nil &&
		!r.detects[userAttribute] && !r.cfg.Limits.NeutralizeLiquid
	fields := 0
	for name, v := range src.values {
		if fast && fastName(name) && fastValue(v) && !r.isSpecial(name) {
			plain = append(plain, plainAttribute{name, v})
			continue
		}
		other := otherAttribute{plainAttribute{name, v}, fieldOf(name)}
		if other.field != nil {
			fields++
		}
		others = append(others, other)
	}
	if n := len(plain) + len(others) - fields; n > 0 {
		r.attrs.Custom = r.newMap(n)
	}
	for i := range plain {
		r.attrs.Custom[plain[i].name] = plain[i].value
	}
	var room [32]int
	order := inOrder(room[:0], others)
	for _, late := range [...]bool{false, true} { // late fields depend on others
		for _, i := range order {
			if other := &others[i]; late == (other.field != nil && other.field.late) {
				r.attribute(src, other)
			}
		}
	}
}

// inOrder appends the order of the attributes by name to order. Their places are
// sorted, as moving the attributes themselves would cost more.
func inOrder(order []int, others []otherAttribute) []int {
	for i := range others {
		order = append(order, i)
	}
	slices.SortFunc(order, func(a, b int) int { return dollarFirst(others[a].name, others[b].name) })
	return order
}

// dollarFirst sorts by name, with mParticle's own names first: of $FirstName and
// first_name the former sets the field, whatever is before the latter.
func dollarFirst(a, b string) int {
	aDollar, bDollar := strings.HasPrefix(a, "$"), strings.HasPrefix(b, "$")
	switch {
	case aDollar == bDollar:
		return strings.Compare(a, b)
	case aDollar:
		return -1
	}
	return 1
}

// isSpecial reports whether a name, which is not empty, may mean something else
// than a custom attribute of that name.
func (r *run) isSpecial(name string) bool {
	if specialShapes[name[0]]>>len(name)&1 != 0 {
		var buf [longestName]byte
		if _, ok := specialNames[string(lower(&buf, name))]; ok {
			return true
		}
	}
	_, ok := r.cfg.Attributes.SubscriptionGroups[name]
	return ok
}

// attribute maps one user attribute.
func (r *run) attribute(src *source, a *otherAttribute) {
	p := src.path(a.name)
	if !r.blockedAttribute(&p, a.name) {
		r.setAttribute(p, src, a)
	}
}

// fieldOf returns the standard field that a user attribute becomes.
func fieldOf(name string) *field {
	if isCleanName(name) {
		return plainFields[name]
	}
	if bare, ok := strings.CutPrefix(name, "$"); ok {
		var buf [longestName]byte
		if f := dollarFields[string(lower(&buf, bare))]; f != nil {
			return f
		}
	}
	return plainFields[cleanName(name)]
}

// setAttribute sets what the user attribute becomes: its field, or else a
// subscription group or a custom attribute.
func (r *run) setAttribute(p path, src *source, a *otherAttribute) {
	name, v := a.name, a.value
	if group, ok := r.cfg.Attributes.SubscriptionGroups[name]; ok {
		r.setGroup(p, group, v)
		return
	}
	if a.field != nil {
		r.setField(p, a.field, v)
		return
	}
	custom, ok := r.customName(&p, name)
	if !ok {
		return
	}
	_, taken := r.attrs.Custom[custom]
	if !taken && custom != name {
		_, taken = src.values[custom]
	}
	if taken {
		r.issue(&p, CodeNameTaken, Warning, "another attribute has this name: left out")
		return
	}
	r.setCustomValue(p, custom, v)
}

// setField sets a standard field unless a stronger input has.
func (r *run) setField(p path, f *field, v any) {
	switch {
	case f.isSet(r.attrs):
		r.issue(&p, CodeSuperseded, Info, "another input sets "+f.name)
	case v != nil:
		f.set(r, p, v)
		if r.explain != nil && f.isSet(r.attrs) {
			r.attributeMade(f.name, p, "standard field")
		}
	case r.cfg.Attributes.TagsAsNull && f.clear != nil:
		f.clear(r.attrs)
		r.attributeMade(f.name, p, "user tag as null")
	default:
		r.issue(&p, CodeNullDropped, Info, "a user tag says nothing to a standard field: left out")
	}
}

// customName returns the name of the custom attribute that a user attribute
// becomes. It reports false for what must not be set from data.
func (r *run) customName(p *path, name string) (string, bool) {
	if strings.EqualFold(name, "$zip") {
		return "Zip", true
	}
	custom, ok := r.name(p, name, userAttribute)
	if !ok {
		return "", false
	}
	var buf [longestName]byte
	if _, ok := reservedNames[string(lower(&buf, custom))]; ok {
		r.issue(p, CodeReserved, Warning, "a name that steers Braze is never set from data: left out")
		return "", false
	}
	return custom, true
}

func (r *run) setCustomValue(p path, custom string, v any) {
	value, ok := r.customValue(&p, custom, v)
	if ok {
		r.attrs.Custom[custom] = value
		r.attributeMade(custom, p, "custom attribute")
	}
}

// customValue converts the value of a custom attribute. A postal code is text
// whatever it looks like, for its leading zeros.
func (r *run) customValue(p *path, custom string, v any) (any, bool) {
	if strings.EqualFold(custom, "zip") {
		if s, ok := text(v); ok {
			return r.cleanText(p, s, userAttribute, braze.MaxText)
		}
	}
	return r.value(p, v, userAttribute)
}

// shrinkAttributes leaves out the largest custom attributes until the object
// is of a size that Braze takes. Few attributes need no look.
func (r *run) shrinkAttributes() {
	const fields, few = 8 << 10, 32
	nested := r.keepsLists[userAttribute] || r.keepsObjects[userAttribute]
	if len(r.attrs.Custom) <= few && !nested {
		return
	}
	for jsonSize(map[string]any(r.attrs.Custom)) > braze.MaxObjectBytes-fields {
		largest := largestMember(r.attrs.Custom)
		at := attributesPath.at(largest)
		r.over(&at, CodeTooLarge, userAttribute)
		if r.attrsRejected {
			return
		}
		delete(r.attrs.Custom, largest)
	}
}

// attributeMade notes for Explain that the attributes object has a field from p.
func (r *run) attributeMade(name string, p path, rule string) {
	if r.explain != nil {
		r.made(string(appendToken([]byte(inAttributes), name)), &p, rule)
	}
}
