package brazetest

import (
	"cmp"
	"slices"
)

// byContact returns the one profile that an address and its prioritization
// choose. Nil: none, or still several.
//
// See https://www.braze.com/docs/api/endpoints/user_data/post_user_delete.
func (s *store) byContact(c contactChoice) *profile {
	candidates := s.byEmail[c.Email]
	if c.Email == "" {
		phone, _ := normalizePhone(c.Phone)
		candidates = s.byPhone[phone]
	}
	for _, priority := range c.Prioritization {
		candidates = prioritize(candidates, priority)
	}
	if len(candidates) != 1 {
		return nil
	}
	return candidates[0]
}

func prioritize(candidates []*profile, priority string) []*profile {
	if len(candidates) == 0 {
		return nil
	}
	age := func(a, b *profile) int { return cmp.Compare(a.updated, b.updated) }
	switch priority {
	case "identified":
		return withExternalID(candidates, true)
	case "unidentified":
		return withExternalID(candidates, false)
	case "most_recently_updated":
		return []*profile{slices.MaxFunc(candidates, age)}
	case "least_recently_updated":
		return []*profile{slices.MinFunc(candidates, age)}
	}
	return candidates
}

func withExternalID(candidates []*profile, want bool) []*profile {
	var kept []*profile
	for _, p := range candidates {
		if (p.externalID != "") == want {
			kept = append(kept, p)
		}
	}
	return kept
}
