package mapping

import (
	"testing"

	"github.com/stretchr/testify/assert"
)

func TestCountryCode(t *testing.T) {
	t.Parallel()
	tests := map[string]string{
		"DE": "DE", "de": "DE", "dE": "DE", "DEU": "DE", "deu": "DE", "276": "DE", " de\n": "DE",
		"GB": "GB", "UK": "GB", "uk": "GB", "GBR": "GB", "826": "GB",
		"AF": "AF", "004": "AF", "US": "US", "USA": "US", "840": "US",
		"SS": "SS", "CW": "CW", "BQ": "BQ", "XK": "XK", "TWN": "TW", "HKG": "HK", "PSE": "PS",
		// Retired codes with one successor.
		"TP": "TL", "ZR": "CD", "DD": "DE",
		// No successor, or several.
		"AN": "", "YU": "", "SU": "", "CS": "",
		// Groups, parts and placeholders.
		"EU": "", "EZ": "", "UN": "", "ZZ": "", "XX": "", "AA": "", "QO": "", "IC": "", "AC": "",
		"001": "", "150": "", "419": "", "999": "", "000": "",
		// Not codes.
		"": "", "G": "", "36": "", "1": "", "Germany": "", "D E": "", "D": "", "DE-BY": "", "de_DE": "",
		"\xff\xfe": "", "ДЕ": "",
	}
	for raw, want := range tests {
		got, ok := countryCode(raw)
		assert.Equal(t, want, got, "%q", raw)
		assert.Equal(t, want != "", ok, "%q", raw)
	}
}

// ISO 3166-1 assigns 249 codes; XK is used beside them.
func TestCountryCodesAreISO3166(t *testing.T) {
	t.Parallel()
	codes := map[string]bool{}
	for a := 'A'; a <= 'Z'; a++ {
		for b := 'A'; b <= 'Z'; b++ {
			if code, ok := countryCode(string([]rune{a, b})); ok {
				codes[code] = true
			}
		}
	}
	assert.Len(t, codes, 249+1)
	assert.True(t, codes["XK"])
}
