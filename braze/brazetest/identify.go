package brazetest

import (
	"encoding/json"
	"maps"
	"net/http"
	"slices"
	"time"

	"github.com/mpbraze/mpbraze/braze"
)

// identifyRequest is the body of /users/identify.
type identifyRequest struct {
	Aliases []struct {
		ExternalID string `json:"external_id"`
		Alias      Alias  `json:"user_alias"`
	} `json:"aliases_to_identify"`
	Emails []contactChoice `json:"emails_to_identify"`
	Phones []contactChoice `json:"phone_numbers_to_identify"`
}

// identifyUsers answers /users/identify. A match or none: the answer is the
// same.
//
// See https://www.braze.com/docs/api/endpoints/user_data/post_user_identify.
func (s *Server) identifyUsers(_ time.Time, body []byte) answer {
	var request identifyRequest
	if json.Unmarshal(body, &request) != nil {
		return failure(http.StatusBadRequest, "Bad Request")
	}
	contacts := slices.Concat(request.Emails, request.Phones)
	switch total := len(request.Aliases) + len(contacts); {
	case total == 0:
		return failure(http.StatusBadRequest, "'aliases_to_identify' must be an array of objects")
	case total > maxUsers:
		return failure(http.StatusBadRequest, tooManyUsers)
	}
	for _, item := range request.Aliases {
		s.store.identify(s.store.byAlias[braze.UserAlias(item.Alias)], item.ExternalID)
	}
	for _, contact := range contacts {
		s.store.identify(s.store.byContact(contact), contact.ExternalID)
	}
	return aliasesProcessed(len(request.Aliases))
}

// identify gives p an external id, or merges p into the profile that has it.
func (s *store) identify(p *profile, externalID string) {
	if p == nil || externalID == "" || p.externalID != "" {
		return
	}
	known := s.byExternal[externalID]
	if known == nil {
		p.externalID = externalID
		s.byExternal[externalID] = p
		return
	}
	for _, alias := range p.aliases {
		for _, other := range known.aliases {
			if alias.Label == other.Label {
				return
			}
		}
	}
	s.merge(p, known)
}

// merge moves to the kept profile what it lacks, and removes the other.
func (s *store) merge(from, to *profile) {
	fields := maps.Clone(from.fields)
	// The address is free before the kept profile takes it.
	s.remove(from)
	for name, value := range fields {
		if _, ok := to.fields[name]; !ok {
			standardFields[name].set(s, to, name, value)
		}
	}
	for name, value := range from.custom {
		if _, ok := to.custom[name]; !ok {
			to.custom[name] = value
		}
	}
	for _, alias := range from.aliases {
		s.addAlias(to, alias)
	}
	for _, token := range from.tokens {
		s.addToken(to, token)
	}
	for id, state := range from.groups {
		if _, ok := to.groups[id]; !ok {
			to.groups[id] = state
		}
	}
	to.take(from)
}

// take moves events and purchases.
func (p *profile) take(from *profile) {
	for _, event := range from.events {
		event.BrazeID = p.brazeID
		p.events = append(p.events, event)
	}
	for _, purchase := range from.purchases {
		purchase.BrazeID = p.brazeID
		p.purchases = append(p.purchases, purchase)
	}
	maps.Copy(p.eventNames, from.eventNames)
	maps.Copy(p.products, from.products)
}
