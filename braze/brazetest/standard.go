package brazetest

import (
	"strings"
	"time"
	_ "time/tzdata" // Time zones are judged alike on every machine.
	"unicode/utf8"

	"github.com/mpbraze/mpbraze/braze"
)

const (
	fieldEmailSubscribe = "email_subscribe"
	fieldPushSubscribe  = "push_subscribe"
	fieldTokens         = "push_tokens"
	fieldGroups         = "subscription_groups"

	stateSubscribed   = "subscribed"
	stateUnsubscribed = "unsubscribed"
	stateOptedIn      = "opted_in"
)

// field is the rule of one standard profile field.
type field struct {
	// check refuses the object with problem when a value is bad. Fields
	// without check ignore bad values in silence.
	check   func(any) bool
	problem string
	// set stores the value, null removes. It reports whether it did anything.
	set    func(s *store, p *profile, name string, value any) bool
	points int
}

// standardFields are the fields of a profile. Names are matched with regard to
// case: any other name is a custom attribute.
//
// See https://www.braze.com/docs/user_guide/data/activation/attributes/standard_attributes.
var standardFields = map[string]field{
	"first_name": {set: simple(shortText), points: 1},
	"last_name":  {set: simple(shortText), points: 1},
	"home_city":  {set: simple(shortText), points: 1},
	"language":   {set: simple(language), points: 1},
	"country":    {set: setCountry, points: 1},
	"time_zone":  {set: simple(timeZone), points: 1},
	"gender":     {set: simple(oneOf("M", "F", "O", "N", "P")), points: 1},
	"dob":        {set: simple(birthday), points: 1},
	"image_url":  {set: simple(imageURL), points: 1},
	keyEmail:     {set: setEmail, points: 1},
	keyPhone:     {set: setPhone, points: 1},
	"facebook":   {set: simple(objectValue), points: 1},
	"twitter":    {set: simple(objectValue), points: 1},
	"current_location": {
		check: isLocation, problem: "BAD_LOCATION_UPDATE", set: simple(objectValue), points: 1,
	},
	fieldEmailSubscribe: {
		check: isState, problem: "BAD_EMAIL_SUBSCRIPTION_STATE", set: setEmailState,
	},
	fieldPushSubscribe: {
		check: isState, problem: "BAD_PUSH_SUBSCRIPTION_STATE", set: setState,
	},
	"email_open_tracking_disabled":  {set: simple(boolean)},
	"email_click_tracking_disabled": {set: simple(boolean)},
	"marked_email_as_spam_at":       {set: simple(date)},
	"date_of_first_session":         {set: simple(date), points: 1},
	"date_of_last_session":          {set: simple(date), points: 1},
}

// simple sets a field that concerns nothing else. Values that convert refuses
// are ignored.
func simple(convert func(any) (any, bool)) func(*store, *profile, string, any) bool {
	return func(_ *store, p *profile, name string, value any) bool {
		if value == nil {
			delete(p.fields, name)
			return true
		}
		stored, ok := convert(value)
		if ok {
			p.fields[name] = stored
		}
		return ok
	}
}

func shortText(value any) (any, bool) {
	text, ok := value.(string)
	return text, ok && utf8.RuneCountInString(text) <= braze.MaxText
}

func imageURL(value any) (any, bool) {
	text, ok := value.(string)
	return text, ok && utf8.RuneCountInString(text) <= braze.MaxImageURL
}

// language takes what looks like a code of two or three letters; Braze has a
// list of them.
func language(value any) (any, bool) {
	text, _ := value.(string)
	letters := strings.Trim(text, "abcdefghijklmnopqrstuvwxyz") == ""
	return text, letters && (len(text) == 2 || len(text) == 3)
}

func timeZone(value any) (any, bool) {
	text, _ := value.(string)
	if text == "" || text == "Local" {
		return nil, false
	}
	if railsZones()[text] {
		return text, true
	}
	_, err := time.LoadLocation(text)
	return text, err == nil
}

func birthday(value any) (any, bool) {
	text, _ := value.(string)
	_, err := time.Parse(time.DateOnly, text)
	return text, err == nil
}

func date(value any) (any, bool) {
	text, _ := value.(string)
	return parseDate(text)
}

func boolean(value any) (any, bool) {
	b, ok := value.(bool)
	return b, ok
}

func objectValue(value any) (any, bool) {
	members, ok := value.(map[string]any)
	return members, ok
}

func oneOf(values ...string) func(any) (any, bool) {
	return func(value any) (any, bool) {
		for _, v := range values {
			if value == v {
				return v, true
			}
		}
		return nil, false
	}
}

func isState(value any) bool {
	return value == stateSubscribed || value == stateUnsubscribed || value == stateOptedIn
}

func isLocation(value any) bool {
	members, _ := value.(map[string]any)
	latitude, ok1 := number(members["latitude"])
	longitude, ok2 := number(members["longitude"])
	return ok1 && ok2 && latitude >= -90 && latitude <= 90 && longitude >= -180 && longitude <= 180
}

func number(value any) (float64, bool) {
	switch n := value.(type) {
	case int64:
		return float64(n), true
	case float64:
		return n, true
	}
	return 0, false
}

// setCountry stores a code. What Braze cannot map to one becomes null.
func setCountry(_ *store, p *profile, name string, value any) bool {
	text, _ := value.(string)
	if code, ok := countryCode(text); ok {
		p.fields[name] = code
	} else {
		delete(p.fields, name)
	}
	return true
}
