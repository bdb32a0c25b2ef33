package brazetest

import (
	_ "embed"
	"strings"
	"sync"
)

// countryList has a line for each country: its ISO 3166-1 code, then names.
//
//go:embed countries.txt
var countryList string

// countryCodes maps codes and names in lower case to codes.
var countryCodes = sync.OnceValue(func() map[string]string {
	codes := map[string]string{}
	for line := range strings.Lines(countryList) {
		names := strings.Split(strings.TrimSpace(line), "\t")
		for _, name := range names {
			codes[strings.ToLower(name)] = names[0]
		}
	}
	return codes
})

// countryCode finds the code that text means. Braze calls its mapping best
// effort; ours knows codes of two and three letters and English names.
func countryCode(text string) (string, bool) {
	code, ok := countryCodes()[strings.ToLower(strings.TrimSpace(text))]
	return code, ok
}

// railsZones are the names of time zones that are not IANA's but Rails'.
var railsZones = sync.OnceValue(func() map[string]bool {
	zones := map[string]bool{}
	for line := range strings.Lines(railsZoneList) {
		zones[strings.TrimSpace(line)] = true
	}
	return zones
})

//go:embed timezones.txt
var railsZoneList string
