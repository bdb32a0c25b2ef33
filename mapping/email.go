package mapping

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// maxEmail is the longest address that mail servers take (RFC 5321).
const maxEmail = 254

// email reads an e-mail address. One that is not plausible is left out: Braze
// would refuse it and with it the rest of the profile. Case is kept.
func email(r *run, p path, v any) (string, bool) {
	s, _ := text(v) // what is no text is no address
	return r.emailText(p, s)
}

func (r *run) emailText(p path, s string) (string, bool) {
	s = strings.TrimSpace(s)
	switch {
	case isEmail(s):
		return s, true
	case isHash(s):
		r.issue(&p, CodeEmailHash, Warning, "looks like a hash of an address: left out")
	default:
		r.issue(&p, CodeEmailInvalid, Warning, "not plausibly an e-mail address: left out")
	}
	return "", false
}

// isHash reports whether s is an MD5, SHA-1 or SHA-256 in hexadecimal.
func isHash(s string) bool {
	return (len(s) == 32 || len(s) == 40 || len(s) == 64) &&
		strings.Trim(s, "0123456789abcdefABCDEF") == ""
}

// isEmail reports whether s is plausibly an address: it looks at the shape
// only, and takes addresses and domains in any script.
func isEmail(s string) bool {
	local, domain, ok := strings.Cut(s, "@")
	if !ok || len(s) > maxEmail || len(local) > 64 || !isDotted(local) || !isDotted(domain) {
		return false
	}
	for label := range strings.SplitSeq(domain, ".") {
		if strings.HasPrefix(label, "-") || strings.HasSuffix(label, "-") {
			return false
		}
	}
	top := domain[strings.LastIndexByte(domain, '.')+1:]
	return top != domain && len(top) > 1 && strings.Trim(top, "0123456789") != ""
}

// isDotted reports whether s is of non-empty parts between dots, without
// characters that no address has.
func isDotted(s string) bool {
	if s == "" || s[0] == '.' || s[len(s)-1] == '.' || strings.Contains(s, "..") {
		return false
	}
	for i := range len(s) {
		if c := s[i]; !inAddress[c] {
			return c >= utf8.RuneSelf && !strings.ContainsFunc(s, func(c rune) bool {
				return unicode.IsSpace(c) || !unicode.IsPrint(c) || c < utf8.RuneSelf && !inAddress[c]
			})
		}
	}
	return true
}

// inAddress holds the ASCII characters of addresses.
var inAddress = func() (in [256]bool) {
	for c := '!'; c <= '~'; c++ {
		in[c] = !strings.ContainsRune(`@,;:<>()[]"\`, c)
	}
	return in
}()
