package mapping

import (
	"strconv"
	"strings"
	"time"

	"golang.org/x/text/language"

	"github.com/mpbraze/mpbraze/braze"
)

type moment = time.Time

// unread says that a value is not what the field takes.
func (r *run) unread(p path, code Code, detail string) {
	r.issue(&p, code, Warning, detail+": left out")
}

// scalar reads a value as text; null and containers are no fields.
func (r *run) scalar(p path, v any) (string, bool) {
	s, ok := text(v)
	if !ok {
		r.unread(p, CodeFieldInvalid, "a standard field takes text")
	}
	return s, ok
}

func shortText(r *run, p path, v any) (string, bool) {
	s, ok := r.scalar(p, v)
	if !ok {
		return "", false
	}
	return r.cleanText(&p, s, userAttribute, braze.MaxText)
}

// someText reads text of which something must be left: Braze refuses an object
// whose field is blank.
func someText(r *run, p path, v any) (string, bool) {
	s, ok := r.scalar(p, v)
	if !ok {
		return "", false
	}
	return r.cleanSome(p, s, braze.MaxText)
}

func (r *run) cleanSome(p path, s string, limit int) (string, bool) {
	s, ok := r.cleanText(&p, s, userAttribute, limit)
	if ok && strings.TrimSpace(s) == "" {
		r.unread(p, CodeFieldInvalid, "the field must not be blank")
		return "", false
	}
	return s, ok
}

func readCountry(r *run, p path, v any) (string, bool) {
	s, ok := r.scalar(p, v)
	if !ok {
		return "", false
	}
	s = strings.TrimSpace(s)
	if code, ok := countryCode(s); ok {
		return code, true
	}
	if code, ok := r.normalizeCountry(p, s); ok {
		return code, true
	}
	if s == "" || r.cfg.Attributes.CountryCodesOnly {
		r.unread(p, CodeCountry, "not a code of ISO 3166-1")
		return "", false
	}
	r.issue(&p, CodeCountry, Warning, "not a code of ISO 3166-1: sent as it is, Braze may not know it")
	return r.cleanSome(p, s, braze.MaxText)
}

func (r *run) normalizeCountry(p path, s string) (string, bool) {
	normalize := r.cfg.Attributes.NormalizeCountry
	if normalize == nil {
		return "", false
	}
	code, ok := r.hook(p, "NormalizeCountry", func() (string, bool) { return normalize(s) })
	if !ok {
		return "", false
	}
	return countryCode(code)
}

// hook calls a function of the application and keeps its panic from the batch.
func (r *run) hook(p path, name string, call func() (string, bool)) (s string, ok bool) {
	defer func() {
		if recover() != nil {
			s, ok = "", false
			r.issue(&p, CodeRulePanicked, Warning, name+" panicked: its value is not used")
		}
	}()
	return call()
}

// genders holds the words for Braze's genders. Others are not guessed.
var genders = map[string]braze.Gender{
	"m": braze.GenderMale, "male": braze.GenderMale, "man": braze.GenderMale, "boy": braze.GenderMale,
	"f": braze.GenderFemale, "female": braze.GenderFemale, "w": braze.GenderFemale,
	"woman": braze.GenderFemale, "girl": braze.GenderFemale,
	"o": braze.GenderOther, "other": braze.GenderOther,
	"n": braze.GenderNotApplicable, "na": braze.GenderNotApplicable, "not applicable": braze.GenderNotApplicable,
	"p": braze.GenderPreferNotToSay, "prefer not to say": braze.GenderPreferNotToSay,
}

func readGender(r *run, p path, v any) (braze.Gender, bool) {
	if s, ok := text(v); ok {
		var buf [longestName]byte
		if g, ok := genders[string(lower(&buf, strings.TrimSpace(s)))]; ok {
			return g, true
		}
	}
	r.unread(p, CodeGender, "not a gender that Braze knows")
	return "", false
}

func readPhone(r *run, p path, v any) (string, bool) {
	raw, ok := r.scalar(p, v)
	if !ok {
		return "", false
	}
	s := raw
	if !isE164(s) {
		s = phoneCleaner.Replace(strings.TrimSpace(s))
	}
	if isE164(s) {
		return s, true
	}
	if normalize := r.cfg.Attributes.NormalizePhone; normalize != nil {
		region, _ := r.attrs.Country.Get()
		e164, ok := r.hook(p, "NormalizePhone", func() (string, bool) { return normalize(raw, region) })
		if ok && isE164(e164) {
			return e164, true
		}
	}
	if s == "" || r.cfg.Attributes.PhoneE164Only {
		r.unread(p, CodePhone, "not E.164")
		return "", false
	}
	r.issue(&p, CodePhone, Warning, "not E.164: sent as it is, Braze reads ten digits as a US number")
	return r.cleanSome(p, s, braze.MaxText)
}

var phoneCleaner = strings.NewReplacer(
	" ", "", ".", "", "-", "", "(", "", ")", "", "[", "", "]", "",
	"\u00a0", "", "\u2010", "", "\u2011", "", "\u2013", "",
)

// isE164 reports whether s is a plus and 7 to 15 digits, no zero first.
func isE164(s string) bool {
	if len(s) < 8 || len(s) > 16 || s[0] != '+' || s[1] == '0' {
		return false
	}
	n, rest := digits(s[1:])
	return n > 0 && rest == ""
}

// readAge returns the first day of the year the user was born in, give or take
// one: the year of the batch minus the age.
func readAge(r *run, p path, v any) (string, bool) {
	years, ok := wholeYears(v)
	if !ok || years > oldest {
		r.unread(p, CodeAge, "not an age from 0 to 150")
		return "", false
	}
	now, ok := r.batchTime()
	if !ok {
		r.unread(p, CodeAge, "the batch has no time to count an age from")
		return "", false
	}
	return strconv.Itoa(now.Year()-years) + "-01-01", true
}

const oldest = 150 // years

// wholeYears reads a number of years, not less than 0, without its fraction.
func wholeYears(v any) (int, bool) {
	n, ok := number(v)
	if !ok {
		return 0, false
	}
	if years, err := strconv.Atoi(string(n)); err == nil {
		return years, years >= 0
	}
	years, err := n.Float64()
	return int(years), err == nil && years >= 0 && years <= oldest
}

func readDOB(r *run, p path, v any) (string, bool) {
	if t, ok := v.(time.Time); ok {
		return t.Format(time.DateOnly), true
	}
	s, _ := text(v)
	s = strings.TrimSpace(s)
	day := s[:min(len(s), len(time.DateOnly))]
	if _, ok := date(day); !ok || !isTimeOfDay(s[len(day):]) {
		r.unread(p, CodeDate, "not a date YYYY-MM-DD")
		return "", false
	}
	return day, true
}

// isTimeOfDay reports whether s is what may follow a date: nothing, or a time in
// one of the many ways to write one, since it is cut off.
func isTimeOfDay(s string) bool {
	return s == "" || len(s) > 1 && (s[0] == 'T' || s[0] == ' ') && strings.Trim(s[1:], "0123456789:.,+-Z ") == ""
}

func readMoment(r *run, p path, v any) (time.Time, bool) {
	if t, ok := v.(time.Time); ok {
		return t.UTC(), true
	}
	s, _ := text(v)
	t, ok := parseTime(strings.TrimSpace(s))
	if !ok {
		r.unread(p, CodeDate, "not a date or time of ISO 8601")
	}
	return t, ok
}

// parseTime reads what [date] reads, and times without a zone, which are UTC.
func parseTime(s string) (time.Time, bool) {
	if t, ok := date(s); ok {
		return t, true
	}
	for _, layout := range [...]string{"2006-01-02T15:04:05", time.DateTime} {
		if t, err := time.Parse(layout, s); err == nil {
			return t, true
		}
	}
	return time.Time{}, false
}

func readState(r *run, p path, v any) (braze.SubscriptionState, bool) {
	s, _ := text(v)
	switch state := braze.SubscriptionState(s); state {
	case braze.OptedIn, braze.Subscribed, braze.Unsubscribed:
		return state, true
	}
	r.unread(p, CodeSubscription, "not opted_in, subscribed or unsubscribed")
	return "", false
}

// readLanguage returns the language of a tag such as de_DE.
func readLanguage(r *run, p path, v any) (string, bool) {
	s, _ := text(v)
	if languages.has(s) {
		return s, true
	}
	code, ok := parseLanguage(s)
	if !ok {
		r.unread(p, CodeLanguage, "not a language code of ISO 639-1")
	}
	return code, ok
}

var languages = newTwoLetters('a', parseLanguage)

func parseLanguage(s string) (string, bool) {
	tag, _, _ := strings.Cut(strings.ReplaceAll(strings.TrimSpace(s), "_", "-"), "-")
	base, err := language.ParseBase(tag)
	if err != nil {
		return "", false
	}
	if code := base.String(); code != "no" {
		return code, true
	}
	return "nb", true // Braze knows the two written forms of Norwegian only
}

func readImageURL(r *run, p path, v any) (string, bool) {
	s, ok := r.scalar(p, v)
	if !ok {
		return "", false
	}
	if longer(s, braze.MaxImageURL) { // half an address is none
		r.unread(p, CodeTextTooLong, "longer than Braze's image_url")
		return "", false
	}
	return r.cleanSome(p, s, braze.MaxImageURL)
}

func readBool(r *run, p path, v any) (value, ok bool) {
	if value, ok = truth(v); !ok {
		r.unread(p, CodeFieldInvalid, "not a boolean")
	}
	return value, ok
}
