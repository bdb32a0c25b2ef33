package brazetest

import (
	"encoding/json"
	"maps"
	"net/http"
	"slices"
	"time"

	"github.com/mpbraze/mpbraze/braze"
)

// exportRequest is the body of /users/export/ids.
type exportRequest struct {
	ExternalIDs []string `json:"external_ids"`
	Aliases     []Alias  `json:"user_aliases"`
	DeviceID    string   `json:"device_id"`
	BrazeID     string   `json:"braze_id"`
	Email       string   `json:"email_address"`
	Phone       string   `json:"phone"`
	Fields      []string `json:"fields_to_export"`
}

type exportResponse struct {
	Message string           `json:"message"`
	Users   []map[string]any `json:"users"`
	Invalid []string         `json:"invalid_user_ids,omitempty"`
}

// exportUsers answers /users/export/ids.
//
// See https://www.braze.com/docs/api/endpoints/export/user_data/post_users_identifier.
func (s *Server) exportUsers(_ time.Time, body []byte) answer {
	var request exportRequest
	if json.Unmarshal(body, &request) != nil {
		return failure(http.StatusBadRequest, "Bad Request")
	}
	if len(request.ExternalIDs)+len(request.Aliases) > maxUsers {
		return failure(http.StatusBadRequest, tooManyUsers)
	}
	if len(request.Fields) == 0 {
		return failure(http.StatusBadRequest, "'fields_to_export' is required")
	}
	response := exportResponse{Message: "success", Users: []map[string]any{}}
	found := s.store.named(request, &response)
	for _, p := range found {
		response.Users = append(response.Users, p.export(request.Fields))
	}
	return respond(http.StatusOK, response)
}

// named returns the profiles request names, each once, and notes the ids that
// name nobody.
func (s *store) named(request exportRequest, response *exportResponse) []*profile {
	var found []*profile
	add := func(p *profile) {
		if p != nil && !slices.Contains(found, p) {
			found = append(found, p)
		}
	}
	for _, id := range request.ExternalIDs {
		p := s.byExternal[id]
		if p == nil {
			response.Invalid = append(response.Invalid, id)
		}
		add(p)
	}
	for _, alias := range request.Aliases {
		add(s.byAlias[braze.UserAlias(alias)])
	}
	add(s.profiles[request.BrazeID])
	phone, _ := normalizePhone(request.Phone)
	for _, p := range slices.Concat(s.byEmail[request.Email], s.byPhone[phone]) {
		add(p)
	}
	if request.DeviceID != "" {
		for _, p := range s.sorted() {
			if slices.ContainsFunc(p.tokens, func(t PushToken) bool { return t.DeviceID == request.DeviceID }) {
				add(p)
			}
		}
	}
	return found
}

// export returns the wanted fields that are not empty.
func (p *profile) export(wanted []string) map[string]any {
	all := maps.Clone(p.fields)
	all["braze_id"] = p.brazeID
	all["created_at"] = p.createdAt.UTC().Format("2006-01-02 15:04:05.000 MST")
	if p.externalID != "" {
		all["external_id"] = p.externalID
	}
	snapshot := p.snapshot()
	if len(snapshot.Aliases) > 0 {
		all["user_aliases"] = snapshot.Aliases
	}
	if len(p.tokens) > 0 {
		all[fieldTokens] = p.exportTokens()
	}
	if len(snapshot.Custom) > 0 {
		all["custom_attributes"] = snapshot.Custom
	}
	if summary := p.eventSummary(); len(summary) > 0 {
		all["custom_events"] = summary
	}
	if summary := p.purchaseSummary(); len(summary) > 0 {
		all["purchases"] = summary
		all["total_revenue"] = p.revenue()
	}
	maps.DeleteFunc(all, func(name string, _ any) bool { return !slices.Contains(wanted, name) })
	return all
}

// exportedToken is a push token in the words of this endpoint.
type exportedToken struct {
	App      string `json:"app"`
	Token    string `json:"token"`
	DeviceID string `json:"device_id"`
	Enabled  bool   `json:"notifications_enabled"`
}

func (p *profile) exportTokens() []exportedToken {
	tokens := make([]exportedToken, len(p.tokens))
	for i, t := range p.tokens {
		tokens[i] = exportedToken{App: t.AppID, Token: t.Token, DeviceID: t.DeviceID, Enabled: true}
	}
	return tokens
}

// occurrence sums up the events of one name.
type occurrence struct {
	Name  string    `json:"name"`
	First time.Time `json:"first"`
	Last  time.Time `json:"last"`
	Count int       `json:"count"`
}

func (p *profile) eventSummary() []occurrence {
	var all occurrences
	for _, event := range p.events {
		all.add(event.Name, event.Time, 1)
	}
	return all
}

func (p *profile) purchaseSummary() []occurrence {
	var all occurrences
	for _, purchase := range p.purchases {
		all.add(purchase.ProductID, purchase.Time, purchase.Quantity)
	}
	return all
}

func (p *profile) revenue() float64 {
	total := 0.0
	for _, purchase := range p.purchases {
		total += purchase.Price * float64(purchase.Quantity)
	}
	return total
}

type occurrences []occurrence

func (o *occurrences) add(name string, at time.Time, count int) {
	for i := range *o {
		if seen := &(*o)[i]; seen.Name == name {
			seen.Count += count
			if at.Before(seen.First) {
				seen.First = at
			}
			if at.After(seen.Last) {
				seen.Last = at
			}
			return
		}
	}
	*o = append(*o, occurrence{Name: name, First: at, Last: at, Count: count})
}
