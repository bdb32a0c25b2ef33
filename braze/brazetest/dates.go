package brazetest

import "time"

// isoLayouts are the forms of ISO 8601, and Braze's own with the milliseconds
// after a colon, which Go reads as a fraction only after a dot or a comma.
var isoLayouts = []string{
	"2006-01-02T15:04:05Z07:00",
	"2006-01-02T15:04:05Z0700",
	"2006-01-02T15:04:05Z07",
	"2006-01-02T15:04:05",
	"2006-01-02T15:04Z07:00",
	"2006-01-02T15:04",
	"2006-01-02",
}

// looseLayouts are the further forms Braze takes for an attribute.
//
// See https://www.braze.com/docs/api/objects_filters/user_attributes_object.
var looseLayouts = []string{
	"2006-01-02 15:04:05",
	"2006-01-02 15:04:05Z07:00",
	"2006-01-02 15:04:05 Z0700",
	"2006-01-02 15:04:05 MST",
	"1/2/2006",
	"1-2-2006",
	"Mon 01 02 15:04:05.Z07:00 2006",
	"Mon 01 02 15:04:05.MST 2006",
}

// maxDate is longer than any date.
const maxDate = 64

// maxYear is the last year Braze stores as a time.
const maxYear = 3000

// parseISO reads the time of an event or a purchase. No zone means UTC.
func parseISO(text string) (time.Time, bool) {
	return parseLayouts(colonMillis(text), isoLayouts)
}

// parseDate reads all forms that make an attribute a time.
func parseDate(text string) (time.Time, bool) {
	if len(text) < len("1/2/2006") || len(text) > maxDate {
		return time.Time{}, false
	}
	if t, ok := parseISO(text); ok {
		return t, true
	}
	return parseLayouts(text, looseLayouts)
}

func parseLayouts(text string, layouts []string) (time.Time, bool) {
	for _, layout := range layouts {
		if t, err := time.Parse(layout, text); err == nil {
			return t.UTC(), t.Year() >= 0 && t.Year() <= maxYear
		}
	}
	return time.Time{}, false
}

// colonMillis turns 2006-01-02T15:04:05:000Z into 2006-01-02T15:04:05.000Z.
func colonMillis(text string) string {
	const colon = len("2006-01-02T15:04:05")
	if len(text) > colon && text[colon] == ':' {
		return text[:colon] + "." + text[colon+1:]
	}
	return text
}
