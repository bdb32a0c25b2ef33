package mapping

import (
	"strings"

	"github.com/mpbraze/mpbraze/braze"
)

// field is a standard field of a Braze profile and the rule that sets it.
//
// See https://www.braze.com/docs/api/objects_filters/user_attributes_object.
type field struct {
	// name is Braze's.
	name  string
	isSet func(*braze.Attributes) bool
	// set sets the field from a value of mParticle, or says at the path why not.
	set func(*run, path, any)
	// clear removes the field from the profile; nil when Braze cannot.
	clear func(*braze.Attributes)
	// late fields are set after the others, on which they depend.
	late bool
}

// reader reads a value by the rule of a field, or says at the path why not.
type reader[T any] func(r *run, p path, v any) (T, bool)

// newField returns the field that get finds and read reads.
func newField[T any](name string, get func(*braze.Attributes) *braze.Opt[T], read reader[T]) *field {
	return &field{
		name:  name,
		isSet: func(a *braze.Attributes) bool { return !get(a).IsZero() },
		set: func(r *run, p path, v any) {
			if value, ok := read(r, p, v); ok {
				*get(r.attrs) = braze.Set(value)
			}
		},
		clear: func(a *braze.Attributes) { *get(a) = braze.Null[T]() },
	}
}

// standing returns f for a field that null does not clear.
func standing(f *field) *field {
	f.clear = nil
	return f
}

// last returns f for a field that depends on others.
func last(f *field) *field {
	f.late = true
	return f
}

type attrs = braze.Attributes

var (
	firstName = newField("first_name", func(a *attrs) *braze.Opt[string] { return &a.FirstName }, shortText)
	lastName  = newField("last_name", func(a *attrs) *braze.Opt[string] { return &a.LastName }, shortText)
	homeCity  = newField("home_city", func(a *attrs) *braze.Opt[string] { return &a.HomeCity }, shortText)
	country   = newField("country", func(a *attrs) *braze.Opt[string] { return &a.Country }, readCountry)
	gender    = newField("gender", func(a *attrs) *braze.Opt[braze.Gender] { return &a.Gender }, readGender)
	dob       = newField("dob", func(a *attrs) *braze.Opt[string] { return &a.DOB }, readDOB)

	// phone may need the country, age gives way to an explicit dob.
	phone = last(newField("phone", func(a *attrs) *braze.Opt[string] { return &a.Phone }, readPhone))
	age   = last(newField("dob", func(a *attrs) *braze.Opt[string] { return &a.DOB }, readAge))
)

// dollarFields are the reserved user attributes of mParticle, without the $ and
// in lower case. See
// https://docs.mparticle.com/developers/server/json-reference/#user_attributes.
var dollarFields = map[string]*field{
	"firstname": firstName,
	"lastname":  lastName,
	"city":      homeCity,
	"country":   country,
	"gender":    gender,
	"mobile":    phone,
	"age":       age,
}

// plainFields are the standard fields of Braze by their own names, which Braze
// compares with regard to case.
var plainFields = byName(
	firstName, lastName, homeCity, country, gender, dob, phone,
	newField("email", func(a *attrs) *braze.Opt[string] { return &a.Email }, email),
	newField("language", func(a *attrs) *braze.Opt[string] { return &a.Language }, readLanguage),
	newField("time_zone", func(a *attrs) *braze.Opt[string] { return &a.TimeZone }, someText),
	newField("image_url", func(a *attrs) *braze.Opt[string] { return &a.ImageURL }, readImageURL),
	newField("date_of_first_session", func(a *attrs) *braze.Opt[moment] { return &a.DateOfFirstSession }, readMoment),
	newField("date_of_last_session", func(a *attrs) *braze.Opt[moment] { return &a.DateOfLastSession }, readMoment),
	newField("marked_email_as_spam_at", func(a *attrs) *braze.Opt[moment] { return &a.MarkedEmailAsSpamAt }, readMoment),
	standing(newField("email_subscribe", func(a *attrs) *braze.Opt[braze.SubscriptionState] { return &a.EmailSubscribe }, readState)),
	standing(newField("push_subscribe", func(a *attrs) *braze.Opt[braze.SubscriptionState] { return &a.PushSubscribe }, readState)),
	standing(newField("email_open_tracking_disabled", func(a *attrs) *braze.Opt[bool] { return &a.EmailOpenTrackingDisabled }, readBool)),
	standing(newField("email_click_tracking_disabled", func(a *attrs) *braze.Opt[bool] { return &a.EmailClickTrackingDisabled }, readBool)),
)

func byName(fields ...*field) map[string]*field {
	m := make(map[string]*field, len(fields))
	for _, f := range fields {
		m[f.name] = f
	}
	return m
}

// reservedNames would steer Braze, point at another profile, or break the
// object. They are never set from data, in whatever case.
var reservedNames = map[string]struct{}{
	"external_id": {}, "user_alias": {}, "alias_name": {}, "alias_label": {}, "braze_id": {},
	"_update_existing_only": {}, "_merge_objects": {},
	"push_tokens": {}, "push_token_import": {}, "app_id": {},
	"subscription_groups": {}, "email_subscription_info": {},
	"current_location": {}, "facebook": {}, "twitter": {}, "bio": {}, "time": {},
}

// specialNames are all names of the tables above, and the postal code.
var specialNames = func() map[string]struct{} {
	m := map[string]struct{}{"zip": {}}
	for name := range plainFields {
		m[name] = struct{}{}
	}
	for name := range reservedNames {
		m[name] = struct{}{}
	}
	return m
}()

// specialShapes tells most other names from these: by the first character, it
// has a bit for each of their lengths.
var specialShapes = func() (shapes [256]uint64) {
	for name := range specialNames {
		shapes[name[0]] |= 1 << len(name)
		shapes[strings.ToUpper(name)[0]] |= 1 << len(name)
	}
	return shapes
}()

// longestName bounds the names that the tables above hold.
const longestName = 32

// lower returns name in lower case for a look-up, into buf. Longer names are in
// no table.
func lower(buf *[longestName]byte, name string) []byte {
	if len(name) > longestName {
		return nil
	}
	for i := range len(name) {
		c := name[i]
		if c >= 'A' && c <= 'Z' {
			c += 'a' - 'A'
		}
		buf[i] = c
	}
	return buf[:len(name)]
}
