package brazetest

import (
	"cmp"
	"maps"
	"slices"
	"time"

	"github.com/mpbraze/mpbraze/braze"
)

// Profile is what Braze knows of one user. Encoded as JSON it is the same for
// the same history of requests.
type Profile struct {
	// BrazeID is Braze's own id, here numbered in order of creation.
	BrazeID    string  `json:"braze_id"`
	ExternalID string  `json:"external_id,omitempty"`
	Aliases    []Alias `json:"user_aliases,omitempty"`
	// Fields holds the standard profile fields by Braze's names: "first_name",
	// "email_subscribe". A field that was never set, or removed, is absent.
	Fields map[string]any `json:"fields,omitempty"`
	// Custom holds the custom attributes: string, bool, int64, float64,
	// [time.Time], []any, map[string]any.
	Custom map[string]any `json:"custom_attributes,omitempty"`
	// SubscriptionGroups maps ids of groups to "subscribed" or "unsubscribed".
	SubscriptionGroups map[string]string `json:"subscription_groups,omitempty"`
	PushTokens         []PushToken       `json:"push_tokens,omitempty"`
	Events             []Event           `json:"custom_events,omitempty"`
	Purchases          []Purchase        `json:"purchases,omitempty"`
}

// Alias is a user alias.
type Alias struct {
	Name  string `json:"alias_name"`
	Label string `json:"alias_label"`
}

// PushToken is a push token of a profile.
type PushToken struct {
	AppID    string `json:"app_id"`
	Token    string `json:"token"`
	DeviceID string `json:"device_id,omitempty"`
}

// key identifies a token.
func (t PushToken) key() PushToken { return PushToken{AppID: t.AppID, Token: t.Token} }

// Event is a custom event as Braze recorded it.
type Event struct {
	// ID numbers events and purchases in the order Braze applied them. Braze
	// removes no duplicates: an event sent twice is there twice.
	ID         int            `json:"id"`
	BrazeID    string         `json:"braze_id"`
	ExternalID string         `json:"external_id,omitempty"`
	AppID      string         `json:"app_id,omitempty"`
	Name       string         `json:"name"`
	Time       time.Time      `json:"time"`
	Properties map[string]any `json:"properties,omitempty"`
}

// Purchase is a purchase as Braze recorded it.
type Purchase struct {
	ID         int            `json:"id"`
	BrazeID    string         `json:"braze_id"`
	ExternalID string         `json:"external_id,omitempty"`
	AppID      string         `json:"app_id,omitempty"`
	ProductID  string         `json:"product_id"`
	Currency   string         `json:"currency"`
	Price      float64        `json:"price"`
	Quantity   int            `json:"quantity"`
	Time       time.Time      `json:"time"`
	Properties map[string]any `json:"properties,omitempty"`
}

// Profile returns the profile with an external id. Like all methods that look
// into Braze it first applies what is acknowledged; see [Server.Settle].
func (s *Server) Profile(externalID string) (Profile, bool) {
	return s.lookUp(identity{UserID: braze.UserID{ExternalID: externalID}})
}

// ProfileByAlias returns the profile with an alias.
func (s *Server) ProfileByAlias(alias braze.UserAlias) (Profile, bool) {
	return s.lookUp(identity{UserID: braze.UserID{Alias: alias}})
}

// ProfileByEmail returns the profile that an object identified by email would
// change.
func (s *Server) ProfileByEmail(email string) (Profile, bool) {
	return s.lookUp(identity{UserID: braze.UserID{Email: email}})
}

func (s *Server) lookUp(id identity) (Profile, bool) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.applyAll()
	p := s.store.find(id)
	if p == nil {
		return Profile{}, false
	}
	return p.snapshot(), true
}

// Profiles returns all profiles in order of creation.
func (s *Server) Profiles() []Profile {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.applyAll()
	profiles := make([]Profile, 0, len(s.store.profiles))
	for _, p := range s.store.sorted() {
		profiles = append(profiles, p.snapshot())
	}
	return profiles
}

// Events returns the custom events of all profiles in the order applied.
func (s *Server) Events() []Event {
	var events []Event
	for _, p := range s.Profiles() {
		events = append(events, p.Events...)
	}
	slices.SortFunc(events, func(a, b Event) int { return cmp.Compare(a.ID, b.ID) })
	return events
}

// Purchases returns the purchases of all profiles in the order applied.
func (s *Server) Purchases() []Purchase {
	var purchases []Purchase
	for _, p := range s.Profiles() {
		purchases = append(purchases, p.Purchases...)
	}
	slices.SortFunc(purchases, func(a, b Purchase) int { return cmp.Compare(a.ID, b.ID) })
	return purchases
}

// DataPoints returns what all changes so far cost on contracts that count data
// points. An attribute costs even when its value is unchanged.
//
// See https://www.braze.com/docs/user_guide/data/data_points.
func (s *Server) DataPoints() int {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.applyAll()
	return s.store.points
}

func (s *store) sorted() []*profile {
	return slices.SortedFunc(maps.Values(s.profiles), func(a, b *profile) int {
		return cmp.Compare(a.number, b.number)
	})
}

// snapshot copies p, so that a caller may keep and change it.
func (p *profile) snapshot() Profile {
	out := Profile{
		BrazeID:            p.brazeID,
		ExternalID:         p.externalID,
		Fields:             cloneValue(p.fields).(map[string]any),
		Custom:             cloneValue(p.custom).(map[string]any),
		SubscriptionGroups: maps.Clone(p.groups),
		PushTokens:         slices.Clone(p.tokens),
		Events:             slices.Clone(p.events),
		Purchases:          slices.Clone(p.purchases),
	}
	for _, alias := range p.aliases {
		out.Aliases = append(out.Aliases, Alias(alias))
	}
	for i := range out.Events {
		out.Events[i].ExternalID = p.externalID
		out.Events[i].Properties = cloneMap(out.Events[i].Properties)
	}
	for i := range out.Purchases {
		out.Purchases[i].ExternalID = p.externalID
		out.Purchases[i].Properties = cloneMap(out.Purchases[i].Properties)
	}
	return out
}

func cloneMap(m map[string]any) map[string]any {
	if m == nil {
		return nil
	}
	c := make(map[string]any, len(m))
	for name, value := range m {
		c[name] = cloneValue(value)
	}
	return c
}

func cloneValue(value any) any {
	switch v := value.(type) {
	case map[string]any:
		return cloneMap(v)
	case []any:
		c := make([]any, len(v))
		for i := range v {
			c[i] = cloneValue(v[i])
		}
		return c
	}
	return value
}
