package delta

import (
	"time"

	"github.com/mpbraze/mpbraze/braze"
)

// profileField is a standard field of a profile that can be left out when
// Braze has it. E-mail subscription, subscription groups and push tokens are
// none: Braze spreads them over profiles that share an address, a number or a
// device, so that what one user sent says nothing for long.
type profileField struct {
	name string
	// points are the data points of the field.
	points int
	// print adds the field's value, and reports whether there is one.
	print func(*printer, *braze.Attributes) bool
	clear func(*braze.Attributes)
}

func field[T any](
	name string, points int, at func(*braze.Attributes) *braze.Opt[T], add func(*printer, T),
) profileField {
	return profileField{
		name:   name,
		points: points,
		print: func(p *printer, a *braze.Attributes) bool {
			o := at(a)
			if o.IsZero() {
				return false
			}
			if v, ok := o.Get(); ok {
				add(p, v)
			} else {
				p.word(isNull)
			}
			return true
		},
		clear: func(a *braze.Attributes) { *at(a) = braze.Opt[T]{} },
	}
}

var profileFields = []profileField{
	field("first_name", 1, func(a *braze.Attributes) *braze.Opt[string] { return &a.FirstName }, (*printer).str),
	field("last_name", 1, func(a *braze.Attributes) *braze.Opt[string] { return &a.LastName }, (*printer).str),
	field("email", 1, func(a *braze.Attributes) *braze.Opt[string] { return &a.Email }, (*printer).str),
	field("email_open_tracking_disabled", 0,
		func(a *braze.Attributes) *braze.Opt[bool] { return &a.EmailOpenTrackingDisabled }, (*printer).flag),
	field("email_click_tracking_disabled", 0,
		func(a *braze.Attributes) *braze.Opt[bool] { return &a.EmailClickTrackingDisabled }, (*printer).flag),
	field("marked_email_as_spam_at", 0,
		func(a *braze.Attributes) *braze.Opt[time.Time] { return &a.MarkedEmailAsSpamAt }, (*printer).moment),
	field("phone", 1, func(a *braze.Attributes) *braze.Opt[string] { return &a.Phone }, (*printer).str),
	field("push_subscribe", 0,
		func(a *braze.Attributes) *braze.Opt[braze.SubscriptionState] { return &a.PushSubscribe }, word),
	field("country", 1, func(a *braze.Attributes) *braze.Opt[string] { return &a.Country }, (*printer).str),
	field("language", 1, func(a *braze.Attributes) *braze.Opt[string] { return &a.Language }, (*printer).str),
	field("home_city", 1, func(a *braze.Attributes) *braze.Opt[string] { return &a.HomeCity }, (*printer).str),
	field("time_zone", 1, func(a *braze.Attributes) *braze.Opt[string] { return &a.TimeZone }, (*printer).str),
	field("current_location", 1,
		func(a *braze.Attributes) *braze.Opt[braze.Location] { return &a.CurrentLocation }, location),
	field("dob", 1, func(a *braze.Attributes) *braze.Opt[string] { return &a.DOB }, (*printer).str),
	field("gender", 1, func(a *braze.Attributes) *braze.Opt[braze.Gender] { return &a.Gender }, word),
	field("date_of_first_session", 1,
		func(a *braze.Attributes) *braze.Opt[time.Time] { return &a.DateOfFirstSession }, (*printer).moment),
	field("date_of_last_session", 1,
		func(a *braze.Attributes) *braze.Opt[time.Time] { return &a.DateOfLastSession }, (*printer).moment),
	field("image_url", 1, func(a *braze.Attributes) *braze.Opt[string] { return &a.ImageURL }, (*printer).str),
	field("facebook", 1, func(a *braze.Attributes) *braze.Opt[braze.Facebook] { return &a.Facebook }, facebook),
	field("twitter", 1, func(a *braze.Attributes) *braze.Opt[braze.Twitter] { return &a.Twitter }, twitter),
}

func word[T ~string](p *printer, v T) { p.str(string(v)) }

func location(p *printer, l braze.Location) {
	p.head(isList, 2)
	p.float(l.Latitude)
	p.float(l.Longitude)
}

func facebook(p *printer, f braze.Facebook) {
	p.head(isList, len(f.Likes))
	p.str(f.ID)
	p.integer(f.NumFriends)
	for _, like := range f.Likes {
		p.str(like)
	}
}

func twitter(p *printer, t braze.Twitter) {
	p.head(isList, 0)
	p.integer(t.ID)
	p.str(t.ScreenName)
	p.integer(t.FollowersCount)
	p.integer(t.FriendsCount)
	p.integer(t.StatusesCount)
}
