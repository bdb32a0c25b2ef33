package braze

import (
	"maps"
	"reflect"
	"slices"
	"strings"
)

// merge adds the changes of b, which came later, to a, and reports whether that
// gives the same profile as applying one after the other. If not, a is
// unchanged. Neither value's maps and slices are changed.
func (a *Attributes) merge(b *Attributes) bool {
	if a.User != b.User || a.PushTokenImport || b.PushTokenImport ||
		a.UpdateExistingOnly != b.UpdateExistingOnly || a.MergeObjects != b.MergeObjects {
		return false
	}
	custom, ok := mergeCustom(a.Custom, b.Custom, a.MergeObjects)
	if !ok {
		return false
	}
	a.Custom = custom
	a.mergeProfile(b)
	a.PushTokens = mergeTokens(a.PushTokens, b.PushTokens)
	a.SubscriptionGroups = mergeGroups(a.SubscriptionGroups, b.SubscriptionGroups)
	return true
}

func (a *Attributes) mergeProfile(b *Attributes) {
	later(&a.FirstName, b.FirstName)
	later(&a.LastName, b.LastName)
	later(&a.Email, b.Email)
	later(&a.EmailSubscribe, b.EmailSubscribe)
	later(&a.EmailOpenTrackingDisabled, b.EmailOpenTrackingDisabled)
	later(&a.EmailClickTrackingDisabled, b.EmailClickTrackingDisabled)
	later(&a.MarkedEmailAsSpamAt, b.MarkedEmailAsSpamAt)
	later(&a.Phone, b.Phone)
	later(&a.PushSubscribe, b.PushSubscribe)
	later(&a.Country, b.Country)
	later(&a.Language, b.Language)
	later(&a.HomeCity, b.HomeCity)
	later(&a.TimeZone, b.TimeZone)
	later(&a.CurrentLocation, b.CurrentLocation)
	later(&a.DOB, b.DOB)
	later(&a.Gender, b.Gender)
	later(&a.DateOfFirstSession, b.DateOfFirstSession)
	later(&a.DateOfLastSession, b.DateOfLastSession)
	later(&a.ImageURL, b.ImageURL)
	later(&a.Facebook, b.Facebook)
	later(&a.Twitter, b.Twitter)
}

func later[T any](a *Opt[T], b Opt[T]) {
	if !b.IsZero() {
		*a = b
	}
}

func mergeCustom(a, b Custom, deep bool) (Custom, bool) {
	if len(b) == 0 {
		return a, true
	}
	if padded(a) || padded(b) {
		return nil, false // Braze trims names, and may find two that are the same
	}
	merged := make(Custom, len(a)+len(b))
	maps.Copy(merged, a)
	for name, v := range b {
		old, both := merged[name]
		if !both {
			merged[name] = v
			continue
		}
		joined, ok := mergeValue(old, v, deep)
		if !ok {
			return nil, false
		}
		merged[name] = joined
	}
	return merged, true
}

// padded reports whether a name has spaces around it.
func padded(c Custom) bool {
	for name := range c {
		if name != strings.TrimSpace(name) {
			return true
		}
	}
	return false
}

// mergeValue joins two values of one attribute. An operation upon a plain value
// is left to Braze, which knows how to apply it.
func mergeValue(old, v any, deep bool) (any, bool) {
	switch v := v.(type) {
	case Increment:
		n, ok := old.(Increment)
		sum := n + v
		return sum, ok && (sum > n) == (v > 0)
	case ArrayUpdate:
		u, ok := old.(ArrayUpdate)
		again := itemKeys(v.Add, v.Remove)
		return ArrayUpdate{
			Add:    append(without(u.Add, again), v.Add...),
			Remove: append(without(u.Remove, again), v.Remove...),
		}, ok
	case ObjectArrayUpdate:
		return nil, false
	}
	// Under deep merging an object adds to what is there, so that the first
	// one is not simply replaced.
	if deep && reflect.ValueOf(v).Kind() == reflect.Map {
		return nil, false
	}
	return v, true
}

// itemKeys returns the items in the form in which Braze compares them: JSON.
func itemKeys(lists ...[]any) map[string]bool {
	keys := make(map[string]bool)
	for _, list := range lists {
		for _, item := range list {
			keys[itemKey(item)] = true
		}
	}
	return keys
}

func itemKey(item any) string {
	e := newEncoder(nil)
	defer e.release()
	e.begin(e.scratch[:0])
	e.value(item, inCustom)
	e.keepScratch(e.buf)
	return string(e.buf)
}

// without returns a new list of the items that are not among keys.
func without(items []any, keys map[string]bool) []any {
	kept := make([]any, 0, len(items))
	for _, item := range items {
		if !keys[itemKey(item)] {
			kept = append(kept, item)
		}
	}
	return kept
}

func mergeTokens(a, b []PushToken) []PushToken {
	if len(b) == 0 {
		return a
	}
	merged := slices.Clone(a)
	for _, token := range b {
		if !slices.Contains(merged, token) {
			merged = append(merged, token)
		}
	}
	return merged
}

func mergeGroups(a, b []SubscriptionGroup) []SubscriptionGroup {
	if len(b) == 0 {
		return a
	}
	merged := slices.Clone(a)
	for _, group := range b {
		same := func(g SubscriptionGroup) bool { return g.ID == group.ID }
		if i := slices.IndexFunc(merged, same); i >= 0 {
			merged[i] = group
		} else {
			merged = append(merged, group)
		}
	}
	return merged
}
