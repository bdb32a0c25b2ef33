package mapping

import "sync"

// twoLetters is a set of codes of two letters from first on: nearly all codes
// of countries and languages are, and need no parsing.
type twoLetters struct {
	first byte // 'A' or 'a'
	codes func() *[26 * 26]bool
}

// newTwoLetters returns the set of the codes that clean returns unchanged.
func newTwoLetters(first byte, clean func(string) (string, bool)) twoLetters {
	return twoLetters{first, sync.OnceValue(func() *[26 * 26]bool {
		var codes [26 * 26]bool
		for i := range codes {
			code := string([]byte{first + byte(i/26), first + byte(i%26)})
			cleaned, ok := clean(code)
			codes[i] = ok && cleaned == code
		}
		return &codes
	})}
}

func (t twoLetters) has(s string) bool {
	if len(s) != 2 {
		return false
	}
	i, j := s[0]-t.first, s[1]-t.first
	return i < 26 && j < 26 && t.codes()[int(i)*26+int(j)]
}
