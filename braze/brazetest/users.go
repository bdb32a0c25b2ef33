package brazetest

import (
	"encoding/json"
	"net/http"
	"slices"
	"time"

	"github.com/mpbraze/mpbraze/braze"
)

// maxUsers is the number of users in one request of the other endpoints.
const maxUsers = 50

const tooManyUsers = "The max number of ids per request was exceeded"

// deleteRequest is the body of /users/delete: exactly one member.
type deleteRequest struct {
	ExternalIDs []string        `json:"external_ids"`
	Aliases     []Alias         `json:"user_aliases"`
	BrazeIDs    []string        `json:"braze_ids"`
	Emails      []contactChoice `json:"email_addresses"`
	Phones      []contactChoice `json:"phone_numbers"`
}

// contactChoice names users by an address, and which of several is meant.
type contactChoice struct {
	ExternalID     string   `json:"external_id"`
	Email          string   `json:"email"`
	Phone          string   `json:"phone"`
	Prioritization []string `json:"prioritization"`
}

func (r *deleteRequest) lengths() []int {
	return []int{
		len(r.ExternalIDs), len(r.Aliases), len(r.BrazeIDs), len(r.Emails), len(r.Phones),
	}
}

// deleteUsers answers /users/delete.
//
// See https://www.braze.com/docs/api/endpoints/user_data/post_user_delete.
func (s *Server) deleteUsers(_ time.Time, body []byte) answer {
	var request deleteRequest
	if json.Unmarshal(body, &request) != nil {
		return failure(http.StatusBadRequest, "Bad Request")
	}
	total, kinds := 0, 0
	for _, length := range request.lengths() {
		total += length
		if length > 0 {
			kinds++
		}
	}
	switch {
	case kinds != 1:
		return failure(http.StatusBadRequest, "exactly one kind of identifier must be provided")
	case total > maxUsers:
		return failure(http.StatusBadRequest, tooManyUsers)
	}
	deleted := 0
	for _, p := range s.store.chosen(request) {
		if p != nil && s.store.profiles[p.brazeID] == p {
			s.store.remove(p)
			deleted++
		}
	}
	return respond(http.StatusOK, struct {
		Deleted int `json:"deleted"`
	}{deleted})
}

// chosen returns the profiles request names; nil for those it does not find.
func (s *store) chosen(request deleteRequest) []*profile {
	found := make([]*profile, 0, maxUsers)
	for _, id := range request.ExternalIDs {
		found = append(found, s.byExternal[id])
	}
	for _, alias := range request.Aliases {
		found = append(found, s.byAlias[braze.UserAlias(alias)])
	}
	for _, id := range request.BrazeIDs {
		found = append(found, s.profiles[id])
	}
	for _, contact := range slices.Concat(request.Emails, request.Phones) {
		found = append(found, s.byContact(contact))
	}
	return found
}

// newAliases answers /users/alias/new. An alias for an unknown external id is
// dropped.
//
// See https://www.braze.com/docs/api/endpoints/user_data/post_user_alias.
func (s *Server) newAliases(now time.Time, body []byte) answer {
	var request struct {
		Aliases []struct {
			Alias

			ExternalID string `json:"external_id"`
		} `json:"user_aliases"`
	}
	if json.Unmarshal(body, &request) != nil || len(request.Aliases) == 0 {
		return failure(http.StatusBadRequest, "'user_aliases' must be an array of objects")
	}
	if len(request.Aliases) > maxUsers {
		return failure(http.StatusBadRequest, tooManyUsers)
	}
	for _, item := range request.Aliases {
		alias, ok := readAlias(map[string]any{"alias_name": item.Name, "alias_label": item.Label})
		switch p := s.store.byExternal[item.ExternalID]; {
		case !ok:
		case p != nil:
			s.store.addAlias(p, alias)
		case item.ExternalID == "":
			s.store.open(identity{UserID: braze.UserID{Alias: alias}, create: true}, now)
		}
	}
	return aliasesProcessed(len(request.Aliases))
}

func aliasesProcessed(n int) answer {
	return respond(http.StatusCreated, struct {
		Processed int    `json:"aliases_processed"`
		Message   string `json:"message"`
	}{n, "success"})
}
