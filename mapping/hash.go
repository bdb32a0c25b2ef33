package mapping

import (
	"strconv"
	"strings"
	"unicode/utf16"

	"github.com/mpbraze/mpbraze/mparticle"
)

// eventTypeNumbers are the numbers that mParticle's SDKs give to categories of
// custom events.
var eventTypeNumbers = map[mparticle.CustomEventType]int{
	mparticle.CustomEventNavigation:     1,
	mparticle.CustomEventLocation:       2,
	mparticle.CustomEventSearch:         3,
	mparticle.CustomEventTransaction:    4,
	mparticle.CustomEventUserContent:    5,
	mparticle.CustomEventUserPreference: 6,
	mparticle.CustomEventSocial:         7,
	mparticle.CustomEventOther:          8,
	mparticle.CustomEventMedia:          9,
}

// FilterHash returns the number by which mParticle's dashboard names one
// attribute of one custom event in a connection's settings: the hash of Java's
// String.hashCode over the number of the category, the name of the event and
// the name of the attribute, joined and in lower case. Categories without a
// number, such as attribution, count as 0, which is mParticle's unknown.
//
// [EventAttributeRule] takes the result. Names that differ only in case have
// the same hash, and as with any hash of 32 bits others may too.
//
// Source: KitUtils.hashForFiltering and MPHasher in mParticle's SDKs,
// https://github.com/mParticle/mparticle-android-sdk.
func FilterHash(eventType mparticle.CustomEventType, eventName, attribute string) int32 {
	return javaHash(strings.ToLower(strconv.Itoa(eventTypeNumbers[eventType]) + eventName + attribute))
}

// javaHash is Java's String.hashCode, which runs over UTF-16 code units.
func javaHash(s string) int32 {
	var h int32
	for _, r := range s {
		if hi, lo := utf16.EncodeRune(r); hi != '\uFFFD' {
			h = 31*(31*h+hi) + lo
			continue
		}
		h = 31*h + r
	}
	return h
}
