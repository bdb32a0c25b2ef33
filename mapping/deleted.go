package mapping

import "slices"

// deleted sends null for the deleted user attributes. What the batch sets wins.
func (r *run) deleted(src *source) {
	if r.cfg.Attributes.Source == SourceNone {
		return
	}
	list := rootPath("deleted_user_attributes")
	for i, name := range r.batch.DeletedUserAttributes {
		r.deleteAttribute(list.item(i), name)
	}
	for _, name := range sortedNames(nil, src.removed) {
		if !slices.Contains(r.batch.DeletedUserAttributes, name) {
			r.deleteAttribute(*src.removed[name], name)
		}
	}
}

func (r *run) deleteAttribute(p path, name string) {
	if r.blockedAttribute(&p, name) {
		return
	}
	if _, ok := r.cfg.Attributes.SubscriptionGroups[name]; ok {
		r.issue(&p, CodeNotDeletable, Warning, "a subscription group has no null: it stays as it is")
		return
	}
	if f := fieldOf(name); f != nil {
		r.clearField(p, f)
		return
	}
	custom, ok := r.customName(&p, name)
	if !ok {
		return
	}
	if v, there := r.attrs.Custom[custom]; there {
		if v != nil {
			r.issue(&p, CodeSuperseded, Info, "deleted and set in one batch: it is set")
		}
		return
	}
	r.custom()[custom] = nil
	r.attributeMade(custom, p, "deleted")
}

func (r *run) clearField(p path, f *field) {
	switch {
	case f.isSet(r.attrs):
		r.issue(&p, CodeSuperseded, Info, "deleted and set in one batch: it is set")
	case f.clear == nil:
		r.issue(&p, CodeNotDeletable, Warning, "Braze has no null for "+f.name+": it stays as it is")
	default:
		f.clear(r.attrs)
		r.attributeMade(f.name, p, "deleted")
	}
}
