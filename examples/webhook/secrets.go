package main

import (
	"crypto/sha256"
	"crypto/subtle"
	"errors"
	"fmt"
	"net/http"
	"strings"
)

// secrets are the accepted values of the Authorization header. Only their
// hashes are kept: they have one length, so that comparing tells nothing about
// the secrets, not even how long they are.
type secrets [][sha256.Size]byte

// minSecret is the length below which a secret could be guessed.
const minSecret = 16

// parseSecrets reads a list that is separated by commas. The error never
// contains a secret.
func parseSecrets(list string) (secrets, error) {
	var s secrets
	for secret := range strings.SplitSeq(list, ",") {
		secret = strings.TrimSpace(secret)
		switch {
		case secret == "":
			continue
		case len(secret) < minSecret:
			return nil, fmt.Errorf("secret %d has %d characters, needs %d", len(s)+1, len(secret), minSecret)
		}
		s = append(s, sha256.Sum256([]byte(secret)))
	}
	if len(s) == 0 {
		return nil, errors.New("MPARTICLE_WEBHOOK_SECRETS names no secret")
	}
	return s, nil
}

// admit reports whether a request carries exactly one Authorization header and
// its value is one of s. It takes the same time for every value.
func (s secrets) admit(header http.Header) bool {
	values := header.Values("Authorization")
	if len(values) != 1 {
		return false
	}
	given := sha256.Sum256([]byte(values[0]))
	match := 0
	for _, secret := range s {
		match |= subtle.ConstantTimeCompare(given[:], secret[:])
	}
	return match == 1
}
