package braze

import (
	"strconv"
	"strings"
	"time"
)

// someText appends text that must not be blank: where null is meant, null must
// be said.
func (e *encoder) someText(s string) {
	if blank(s) {
		e.fail(FieldRequired, "must not be blank")
	}
	e.text(s)
}

// email looks only for what no address lacks. Braze is the judge.
func (e *encoder) email(s string) {
	at := strings.IndexByte(s, '@')
	if at < 1 || at == len(s)-1 || strings.ContainsAny(s, " \t\r\n") {
		e.fail(FieldFormat, "an e-mail address")
	}
	e.text(s)
}

func (e *encoder) subscription(s SubscriptionState) {
	switch s {
	case OptedIn, Subscribed, Unsubscribed:
		e.quote(string(s))
	default:
		e.fail(FieldFormat, "opted_in, subscribed or unsubscribed")
	}
}

func (e *encoder) gender(g Gender) {
	switch g {
	case GenderMale, GenderFemale, GenderOther, GenderNotApplicable, GenderPreferNotToSay:
		e.quote(string(g))
	default:
		e.fail(FieldFormat, "M, F, O, N or P")
	}
}

func (e *encoder) date(s string) {
	if !isDate(s) {
		e.fail(FieldFormat, "a date, YYYY-MM-DD")
	}
	e.quote(s)
}

// isDate reports whether s is a date. It parses those from the 29th on, which
// not every month has.
func isDate(s string) bool {
	if len(s) == len(time.DateOnly) && digits(s) == 4 && s[4] == '-' && s[7] == '-' &&
		"01" <= s[5:7] && s[5:7] <= "12" && "01" <= s[8:] && s[8:] <= "28" &&
		digits(s[5:]) == 2 && digits(s[8:]) == 2 {
		return true
	}
	_, err := time.Parse(time.DateOnly, s)
	return err == nil
}

func (e *encoder) imageURL(s string) {
	if blank(s) {
		e.fail(FieldRequired, "must not be blank")
	}
	e.textUpTo(s, MaxImageURL)
}

func (e *encoder) location(l Location) {
	e.buf = append(e.buf, '{')
	e.degrees("longitude", l.Longitude, 180)
	e.degrees("latitude", l.Latitude, 90)
	e.buf = append(e.buf, '}')
}

func (e *encoder) degrees(name string, v float64, most int) {
	e.enter(name)
	e.key(name)
	if v < float64(-most) || v > float64(most) {
		e.fail(FieldRange, "degrees from -"+strconv.Itoa(most)+" to "+strconv.Itoa(most))
	}
	e.float(v, 64)
	e.leave()
}

func (e *encoder) facebook(f Facebook) {
	e.buf = append(e.buf, '{')
	e.optionalText("id", f.ID)
	if len(f.Likes) > 0 {
		e.enter("likes")
		e.key("likes")
		e.texts(f.Likes, inNested)
		e.leave()
	}
	e.optionalInteger("num_friends", f.NumFriends)
	e.buf = append(e.buf, '}')
}

func (e *encoder) twitter(t Twitter) {
	e.buf = append(e.buf, '{')
	e.optionalInteger("id", t.ID)
	e.optionalText("screen_name", t.ScreenName)
	e.optionalInteger("followers_count", t.FollowersCount)
	e.optionalInteger("friends_count", t.FriendsCount)
	e.optionalInteger("statuses_count", t.StatusesCount)
	e.buf = append(e.buf, '}')
}

func (e *encoder) optionalText(name, s string) {
	if s == "" || e.plainText(name, s, MaxText) {
		return
	}
	e.enter(name)
	e.key(name)
	e.text(s)
	e.leave()
}

func (e *encoder) optionalInteger(name string, n int64) {
	if n != 0 {
		e.key(name)
		e.integer(n)
	}
}
