package brazetest

import (
	"cmp"
	"fmt"
	"slices"
	"time"

	"github.com/mpbraze/mpbraze/braze"
)

// store holds the profiles. It is Braze's database: what comes here has been
// accepted.
type store struct {
	config     Config
	profiles   map[string]*profile // by Braze id
	byExternal map[string]*profile
	byAlias    map[braze.UserAlias]*profile
	byEmail    map[string][]*profile
	byPhone    map[string][]*profile
	byToken    map[PushToken]*profile // without device
	// created, updates and records number what they count.
	created, updates, records int
	points                    int
}

// profile is one user.
type profile struct {
	number     int
	updated    int
	brazeID    string
	externalID string
	createdAt  time.Time
	aliases    []braze.UserAlias
	fields     map[string]any
	custom     map[string]any
	events     []Event
	purchases  []Purchase
	tokens     []PushToken
	groups     map[string]string
	eventNames map[string]bool
	products   map[string]bool
}

func newStore(c Config) store {
	return store{
		config:     c,
		profiles:   map[string]*profile{},
		byExternal: map[string]*profile{},
		byAlias:    map[braze.UserAlias]*profile{},
		byEmail:    map[string][]*profile{},
		byPhone:    map[string][]*profile{},
		byToken:    map[PushToken]*profile{},
	}
}

// find returns the profile id means, or nil.
func (s *store) find(id identity) *profile {
	switch {
	case id.ExternalID != "":
		return s.byExternal[id.ExternalID]
	case id.Alias != braze.UserAlias{}:
		return s.byAlias[id.Alias]
	case id.BrazeID != "":
		return s.profiles[id.BrazeID]
	case id.Email != "":
		return preferred(s.byEmail[id.Email])
	case id.Phone != "":
		return preferred(s.byPhone[id.Phone])
	}
	return nil
}

// preferred chooses among the profiles of one address: the most recently
// updated one that has an external id, else the most recently updated one.
func preferred(profiles []*profile) *profile {
	if len(profiles) == 0 {
		return nil
	}
	return slices.MaxFunc(profiles, func(a, b *profile) int {
		if identified := compareBool(a.externalID != "", b.externalID != ""); identified != 0 {
			return identified
		}
		return cmp.Compare(a.updated, b.updated)
	})
}

func compareBool(a, b bool) int {
	switch {
	case a == b:
		return 0
	case a:
		return 1
	}
	return -1
}

// open returns the profile id means, makes it when id allows that, and marks
// it updated. Nil: the object goes nowhere.
func (s *store) open(id identity, now time.Time) *profile {
	p := s.find(id)
	if p == nil && id.create {
		p = s.create(id, now)
	}
	if p != nil {
		s.updates++
		p.updated = s.updates
	}
	return p
}

func (s *store) create(id identity, now time.Time) *profile {
	s.created++
	p := &profile{
		number:     s.created,
		brazeID:    fmt.Sprintf("%024x", s.created),
		externalID: id.ExternalID,
		createdAt:  now,
		fields: map[string]any{
			fieldEmailSubscribe: stateSubscribed,
			fieldPushSubscribe:  stateSubscribed,
		},
		custom:     map[string]any{},
		groups:     map[string]string{},
		eventNames: map[string]bool{},
		products:   map[string]bool{},
	}
	s.profiles[p.brazeID] = p
	if id.ExternalID != "" {
		s.byExternal[id.ExternalID] = p
	}
	if (id.Alias != braze.UserAlias{}) {
		s.addAlias(p, id.Alias)
	}
	s.setEmail(p, id.Email)
	s.setPhone(p, id.Phone)
	return p
}

// addAlias gives p an alias. A user has one name per label.
func (s *store) addAlias(p *profile, alias braze.UserAlias) {
	taken := slices.ContainsFunc(p.aliases, func(a braze.UserAlias) bool { return a.Label == alias.Label })
	if taken || s.byAlias[alias] != nil {
		return
	}
	p.aliases = append(p.aliases, alias)
	s.byAlias[alias] = p
}

// remove deletes p for good.
func (s *store) remove(p *profile) {
	delete(s.profiles, p.brazeID)
	delete(s.byExternal, p.externalID)
	for _, alias := range p.aliases {
		delete(s.byAlias, alias)
	}
	for _, token := range p.tokens {
		delete(s.byToken, token.key())
	}
	s.setEmail(p, "")
	s.setPhone(p, "")
}

// blocked reports whether id is a dummy user: Braze refuses everything about
// one that has too many different events or products.
//
// See https://www.braze.com/docs/user_archival.
func (s *store) blocked(id identity) bool {
	p := s.find(id)
	return p != nil && max(len(p.eventNames), len(p.products)) > s.config.MaxNames
}

// setEmail and setPhone keep the look-up by address in step with the field;
// empty removes.
func (s *store) setEmail(p *profile, email string) { reindex(s.byEmail, p, keyEmail, email) }
func (s *store) setPhone(p *profile, phone string) { reindex(s.byPhone, p, keyPhone, phone) }

func reindex(index map[string][]*profile, p *profile, field, value string) {
	if old, _ := p.fields[field].(string); old != "" {
		index[old] = slices.DeleteFunc(index[old], func(q *profile) bool { return q == p })
		if len(index[old]) == 0 {
			delete(index, old)
		}
		delete(p.fields, field)
	}
	if value != "" {
		p.fields[field] = value
		index[value] = append(index[value], p)
	}
}
