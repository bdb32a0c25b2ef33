package mapping

import (
	"strings"

	"golang.org/x/text/language"
)

// notCountries are regions that golang.org/x/text counts as countries and
// ISO 3166-1 does not: reserved codes for parts of countries and groups, and
// states that no longer are and have no single successor.
const notCountries = "AC AN CP CQ CS DG EA EZ FQ IC NT PC SU TA UN YU "

// countryCode turns an ISO 3166-1 code (two letters, three letters or three
// digits, any case) into two upper-case letters, which is what Braze's country
// takes. UK is read as GB, retired codes as their successors, and Kosovo's XK
// passes although it is not assigned. It knows no names of countries.
//
// Source: https://www.braze.com/docs/api/objects_filters/user_attributes_object
func countryCode(raw string) (alpha2 string, ok bool) {
	if countries.has(raw) {
		return raw, true
	}
	return parseCountry(raw)
}

var countries = newTwoLetters('A', parseCountry)

func parseCountry(raw string) (alpha2 string, ok bool) {
	raw = strings.TrimSpace(raw)
	if len(raw) != 2 && len(raw) != 3 {
		return "", false
	}
	region, err := language.ParseRegion(raw)
	if err != nil {
		return "", false
	}
	region = region.Canonicalize()
	code := region.String()
	if !region.IsCountry() || len(code) != 2 || strings.Contains(notCountries, code+" ") {
		return "", false
	}
	return code, true
}
