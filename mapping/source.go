package mapping

import "github.com/mpbraze/mpbraze/mparticle"

// source is the user attributes that go along.
type source struct {
	values mparticle.Attributes
	// from is the path of a value that is not in user_attributes.
	from map[string]*path
	// removed is the path of the events that removed an attribute, by name.
	removed map[string]*path
}

// path returns the path of the value of a user attribute.
func (s *source) path(name string) path {
	if p := s.from[name]; p != nil {
		return *p
	}
	return attributesPath.at(name)
}

// chosenAttributes applies [AttributeConfig.Source].
func (r *run) chosenAttributes() source {
	switch r.cfg.Attributes.Source {
	case SourceChanges:
		return r.changedAttributes()
	case SourceNone:
		r.notSelected(0)
		return source{}
	case SourceBatch:
	}
	return source{values: r.batch.UserAttributes}
}

// changedAttributes returns the attributes that change events name: with the
// value the user has, which is the latest one, else with the event's.
func (r *run) changedAttributes() source {
	s := source{values: mparticle.Attributes{}, from: map[string]*path{}, removed: map[string]*path{}}
	events := rootPath("events")
	for i, e := range r.batch.Events {
		c, ok := e.(*mparticle.UserAttributeChange)
		if !ok || c == nil {
			continue
		}
		event := events.item(i)
		data := event.at("data")
		name := c.UserAttributeName
		v, has := r.batch.UserAttributes[name]
		switch {
		case has:
			s.values[name] = v
		case c.Deleted:
			delete(s.values, name)
			s.removed[name] = &data
		default:
			at := data.at("new")
			s.values[name], s.from[name] = c.New, &at
			delete(s.removed, name)
		}
	}
	// The user has what is named as deleted after all: a change, too.
	for _, name := range r.batch.DeletedUserAttributes {
		if v, has := r.batch.UserAttributes[name]; has {
			s.values[name] = v
			delete(s.from, name)
		}
	}
	r.notSelected(len(s.values) - len(s.from))
	return s
}

// notSelected says that user attributes stay behind when more than n are there.
func (r *run) notSelected(n int) {
	if len(r.batch.UserAttributes) > n {
		r.issue(&attributesPath, CodeNotSelected, Info, "attributes that the settings do not forward")
	}
}
