package mapping

import (
	"unicode"
	"unicode/utf8"
)

// cut returns the longest start of s of at most n characters that ends between
// two grapheme clusters. It cuts only where the next character surely starts a
// cluster, by the rules of https://unicode.org/reports/tr29/ or stricter, so
// that no emoji, flag or accented letter is halved.
func cut(s string, n int) string {
	if len(s) <= n {
		return s
	}
	end, count := 0, 0
	previous := rune(-1)
	for i, c := range s {
		if previous < 0 || startsCluster(previous, c) {
			end = i
		}
		if count == n {
			return s[:end]
		}
		previous = c
		count++
	}
	return s
}

// longer reports whether s has more than n characters.
func longer(s string, n int) bool {
	return len(s) > n && utf8.RuneCountInString(s) > n
}

// startsCluster reports whether a cluster surely starts at c after previous.
func startsCluster(previous, c rune) bool {
	if previous < utf8.RuneSelf && c < utf8.RuneSelf {
		return previous != '\r' || c != '\n'
	}
	switch {
	case unicode.In(c, joinsPrevious...), unicode.In(previous, joinsNext...):
		return false
	case isRegional(previous) && isRegional(c):
		return false
	case isLeadJamo(previous) && unicode.Is(unicode.Hangul, c):
		return false
	}
	return true
}

// joinsPrevious holds what never starts a cluster.
var joinsPrevious = []*unicode.RangeTable{
	unicode.M, // accents, vowel signs, variation selectors
	{
		R16: []unicode.Range16{
			{Lo: 0x0E33, Hi: 0x0E33, Stride: 1}, // Thai sara am
			{Lo: 0x0EB3, Hi: 0x0EB3, Stride: 1}, // Lao am
			{Lo: 0x1160, Hi: 0x11FF, Stride: 1}, // Hangul vowels and finals
			{Lo: 0x200C, Hi: 0x200D, Stride: 1}, // zero width joiners
			{Lo: 0xD7B0, Hi: 0xD7FF, Stride: 1}, // Hangul vowels and finals
			{Lo: 0xFF9E, Hi: 0xFF9F, Stride: 1}, // Katakana sound marks
		},
		R32: []unicode.Range32{
			{Lo: 0x1F3FB, Hi: 0x1F3FF, Stride: 1}, // emoji skin tones
			{Lo: 0xE0020, Hi: 0xE007F, Stride: 1}, // tags, as in flags of regions
		},
	},
}

// joinsNext holds what the next character always belongs to.
var joinsNext = []*unicode.RangeTable{
	unicode.Prepended_Concatenation_Mark,
	{
		R16: []unicode.Range16{
			{Lo: 0x094D, Hi: 0x094D, Stride: 1}, // viramas, which join consonants
			{Lo: 0x09CD, Hi: 0x09CD, Stride: 1},
			{Lo: 0x0ACD, Hi: 0x0ACD, Stride: 1},
			{Lo: 0x0B4D, Hi: 0x0B4D, Stride: 1},
			{Lo: 0x0C4D, Hi: 0x0C4D, Stride: 1},
			{Lo: 0x0D4D, Hi: 0x0D4E, Stride: 1},
			{Lo: 0x200D, Hi: 0x200D, Stride: 1}, // zero width joiner
		},
	},
}

func isRegional(c rune) bool { return c >= 0x1F1E6 && c <= 0x1F1FF }

func isLeadJamo(c rune) bool {
	return c >= 0x1100 && c <= 0x115F || c >= 0xA960 && c <= 0xA97C
}
