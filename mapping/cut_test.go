package mapping

import (
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/stretchr/testify/assert"
	"pgregory.net/rapid"
)

// TestBadInput_I40 cuts through clusters: what is left holds whole ones only.
func TestBadInput_I40_cuts_between_grapheme_clusters(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		in   string
		n    int
		want string
	}{
		"ASCII":              {"abcdef", 3, "abc"},
		"not longer":         {"abc", 3, "abc"},
		"family":             {"ab👩‍👩‍👧", 4, "ab"},
		"two families":       {"👩‍👩‍👧👩‍👩‍👧", 7, "👩‍👩‍👧"},
		"flag":               {"a🇩🇪", 2, "a"},
		"skin tone":          {"a👍🏽", 2, "a"},
		"flag of tags":       {"a🏴\U000E0067\U000E0062\U000E007F", 3, "a"},
		"combining accent":   {"abe\u0301", 3, "ab"},
		"variation selector": {"a❤\uFE0F", 2, "a"},
		"Hangul jamo":        {"a\u1112\u1161\u11ab", 3, "a"},
		"Devanagari":         {"a\u0915\u094D\u0937", 3, "a"},
		"line end":           {"a\r\n", 2, "a"},
		"umlauts":            {"äöü", 2, "äö"},
		"one cluster only":   {strings.Repeat("\u0301", 9), 3, ""},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			assert.Equal(t, c.want, cut(c.in, c.n))
		})
	}
}

func TestCutIsAShortValidStart(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		s, n := rapid.String().Draw(t, "s"), rapid.IntRange(0, 40).Draw(t, "n")
		got := cut(s, n)
		assert.True(t, strings.HasPrefix(s, got))
		assert.LessOrEqual(t, utf8.RuneCountInString(got), n)
		assert.True(t, utf8.ValidString(got))
	})
}
