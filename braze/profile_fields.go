package braze

import (
	"time"

	"github.com/go-json-experiment/json/jsontext"
)

// profileField is one standard field of a profile: encoding, checking,
// decoding, counting and the list of reserved names all read this table.
type profileField struct {
	name string
	// points are the data points of setting or removing the field.
	points int
	state  func(*Attributes) optState
	encode func(*encoder, *Attributes)
	decode func(*Attributes, jsontext.Value) error
}

func field[T any](name string, points int, at func(*Attributes) *Opt[T], encode func(*encoder, T)) profileField {
	return profileField{
		name:   name,
		points: points,
		state:  func(a *Attributes) optState { return at(a).state },
		encode: func(e *encoder, a *Attributes) { encode(e, at(a).value) },
		decode: func(a *Attributes, raw jsontext.Value) error { return at(a).UnmarshalJSON(raw) },
	}
}

// profileFields are in the order in which they are encoded. What costs data
// points is from https://www.braze.com/docs/user_guide/data/infrastructure/data_points
// and Braze's page on standard attributes; a field neither page names counts.
var profileFields = []profileField{
	field("first_name", 1, func(a *Attributes) *Opt[string] { return &a.FirstName }, (*encoder).text),
	field("last_name", 1, func(a *Attributes) *Opt[string] { return &a.LastName }, (*encoder).text),
	field("email", 1, func(a *Attributes) *Opt[string] { return &a.Email }, (*encoder).email),
	field("email_subscribe", 0, func(a *Attributes) *Opt[SubscriptionState] { return &a.EmailSubscribe }, (*encoder).subscription),
	field("email_open_tracking_disabled", 0, func(a *Attributes) *Opt[bool] { return &a.EmailOpenTrackingDisabled }, (*encoder).flag),
	field("email_click_tracking_disabled", 0, func(a *Attributes) *Opt[bool] { return &a.EmailClickTrackingDisabled }, (*encoder).flag),
	field("marked_email_as_spam_at", 0, func(a *Attributes) *Opt[time.Time] { return &a.MarkedEmailAsSpamAt }, (*encoder).moment),
	field("phone", 1, func(a *Attributes) *Opt[string] { return &a.Phone }, (*encoder).someText),
	field("push_subscribe", 0, func(a *Attributes) *Opt[SubscriptionState] { return &a.PushSubscribe }, (*encoder).subscription),
	field("country", 1, func(a *Attributes) *Opt[string] { return &a.Country }, (*encoder).someText),
	field("language", 1, func(a *Attributes) *Opt[string] { return &a.Language }, (*encoder).someText),
	field("home_city", 1, func(a *Attributes) *Opt[string] { return &a.HomeCity }, (*encoder).text),
	field("time_zone", 1, func(a *Attributes) *Opt[string] { return &a.TimeZone }, (*encoder).someText),
	field("current_location", 1, func(a *Attributes) *Opt[Location] { return &a.CurrentLocation }, (*encoder).location),
	field("dob", 1, func(a *Attributes) *Opt[string] { return &a.DOB }, (*encoder).date),
	field("gender", 1, func(a *Attributes) *Opt[Gender] { return &a.Gender }, (*encoder).gender),
	field("date_of_first_session", 1, func(a *Attributes) *Opt[time.Time] { return &a.DateOfFirstSession }, (*encoder).moment),
	field("date_of_last_session", 1, func(a *Attributes) *Opt[time.Time] { return &a.DateOfLastSession }, (*encoder).moment),
	field("image_url", 1, func(a *Attributes) *Opt[string] { return &a.ImageURL }, (*encoder).imageURL),
	field("facebook", 1, func(a *Attributes) *Opt[Facebook] { return &a.Facebook }, (*encoder).facebook),
	field("twitter", 1, func(a *Attributes) *Opt[Twitter] { return &a.Twitter }, (*encoder).twitter),
}

// fieldByName finds a standard field.
var fieldByName = func() map[string]*profileField {
	m := make(map[string]*profileField, len(profileFields))
	for i := range profileFields {
		m[profileFields[i].name] = &profileFields[i]
	}
	return m
}()
