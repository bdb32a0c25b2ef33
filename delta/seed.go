package delta

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"maps"

	"github.com/mpbraze/mpbraze/braze"
)

// Exporter reads profiles; [*braze.Client] is one.
type Exporter interface {
	ExportIDs(ctx context.Context, r braze.ExportRequest) (*braze.ExportResponse, error)
}

// seedFields are the fields of an export whose form is the one they are set in.
// Braze gives times, places and accounts of other networks in other forms.
var seedFields = []string{
	"first_name", "last_name", "email", "phone", "country", "language", "home_city", "time_zone", "dob", "gender",
	"push_subscribe",
}

// Seed reads the profiles of users with external ids from Braze, 50 at a time,
// so that the first batches after a lost state need not repeat everything. It
// returns the number of users of whom it learnt something.
//
// Only what can be compared counts, and only users of whom nothing is known:
// what a profile holds is older than what is on its way. So seed before anything
// is sent, and some seconds after the last process was stopped: values seeded
// earlier are sent once more. A Memory of whole profiles cannot be seeded.
//
// See https://www.braze.com/docs/api/endpoints/export/user_data/post_users_identifier.
func (t *Tracker) Seed(ctx context.Context, from Exporter, externalIDs []string) (seeded int, err error) {
	for len(externalIDs) > 0 {
		n := min(len(externalIDs), braze.MaxIDs)
		asked := millis(t.now())
		exported, err := from.ExportIDs(ctx, braze.ExportRequest{
			ExternalIDs: externalIDs[:n],
			Fields:      append([]string{"external_id", "custom_attributes"}, seedFields...),
		})
		if err != nil {
			return seeded, fmt.Errorf("delta: seed: %w", err)
		}
		learnt, err := t.seed(ctx, exported.Users, asked)
		seeded += learnt
		if err != nil {
			return seeded, err
		}
		externalIDs = externalIDs[n:]
	}
	return seeded, nil
}

func (t *Tracker) seed(ctx context.Context, exported []braze.ExportedUser, asked int64) (seeded int, err error) {
	profiles := make([]braze.Attributes, len(exported))
	users := make([]*braze.UserID, len(exported))
	for i, user := range exported {
		if profiles[i] = attributesOf(user); profiles[i].User.ExternalID != "" {
			users[i] = &profiles[i].User
		}
	}
	learnt := make([]bool, len(exported))
	err = t.table.each(ctx, users, func(i int, c *Core, user userKey, s *State) bool {
		learnt[i] = c.seed(s, user, &profiles[i], asked)
		return learnt[i]
	})
	for _, ok := range learnt {
		if ok && err == nil {
			seeded++
		}
	}
	return seeded, err
}

// seed believes what Braze said at a time, if nothing else is known.
func (c *Core) seed(s *State, user userKey, profile *braze.Attributes, asked int64) (changed bool) {
	if c.whole || s.born != 0 {
		return false
	}
	p := newPlanning()
	defer p.release()
	believed := known
	if s.lost != 0 && within(s.lost, asked, c.settle) {
		// Something may be on its way that the profile does not show yet.
		believed = unsettled
	}
	c.members(p, user, profile, func(m *member) {
		if !m.opaque {
			s.set(entry{name: m.number, kind: believed, print: m.print, since: asked})
		}
	})
	if p.padded || len(s.entries) == 0 {
		s.entries = s.entries[:0]
		return false
	}
	s.born = asked
	return true
}

// attributesOf returns the attributes that would make a profile what it is.
func attributesOf(user braze.ExportedUser) braze.Attributes {
	object := map[string]json.RawMessage{"external_id": user["external_id"]}
	maps.Copy(object, user.CustomAttributes())
	for _, name := range seedFields {
		if raw, ok := user[name]; ok && !bytes.Equal(raw, []byte("null")) {
			object[name] = raw
		}
	}
	for name, raw := range object {
		// One value that cannot be read must not spoil the others.
		var alone braze.Attributes
		b, err := json.Marshal(map[string]json.RawMessage{name: raw})
		if err != nil || json.Unmarshal(b, &alone) != nil {
			delete(object, name)
		}
	}
	var attributes braze.Attributes
	b, err := json.Marshal(object)
	if err != nil || json.Unmarshal(b, &attributes) != nil {
		return braze.Attributes{}
	}
	return attributes
}
