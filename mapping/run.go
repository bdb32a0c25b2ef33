package mapping

import (
	"sync"
	"time"

	"github.com/mpbraze/mpbraze/braze"
	"github.com/mpbraze/mpbraze/mparticle"
)

// run is the mapping of one batch.
type run struct {
	*Mapper
	batch    *mparticle.Batch
	received time.Time
	out      Result
	memory   *memory

	// user is whom all objects of the batch are about, updateExisting what
	// they say in _update_existing_only.
	user           braze.UserID
	updateExisting braze.Opt[bool]
	// refused is set when the user's id is over Braze's limit: then not even
	// push tokens are forwarded.
	refused bool

	// attrs is the one attributes object of the batch. Everything writes into
	// it; it is dropped at the end when nothing did.
	attrs *braze.Attributes
	// derived names the custom attributes that come from events.
	derived map[string]struct{}

	// blocked names what a data plan blocked; nil when nothing is.
	blocked *mparticle.BlockMetadata

	// rejected refuses the event or purchase under construction,
	// attrsRejected the attributes object. See [LimitReject].
	rejected      bool
	attrsRejected bool

	// explain is nil unless somebody asked.
	explain *trace

	// scratch is for properties that several objects are given.
	scratch braze.Properties

	eventState
}

var runs = sync.Pool{New: func() any { return new(run) }}

// release returns r to the pool, without hold on the batch or the result.
func (r *run) release() {
	const most = 64 // a larger map is not worth keeping
	scratch := r.scratch
	if len(scratch) > most {
		scratch = nil
	}
	clear(scratch)
	*r = run{scratch: scratch}
	runs.Put(r)
}

// mapBatch is the order of things. Attributes come before events, because an
// explicit user attribute wins over one that an event brings.
func (r *run) mapBatch() {
	if r.batch == nil || !r.gates() {
		return
	}
	r.plan()
	r.problems()
	r.room()
	r.attrs = &r.out.Track.Attributes[0]
	if r.identify() {
		r.attrs.User, r.attrs.UpdateExistingOnly = r.user, r.updateExisting
		r.attributes()
		r.events()
	} else {
		r.anonymousTokens()
	}
	r.finish()
}

// issue records one thing that did not go through unchanged. The detail never
// holds a value of the batch.
func (r *run) issue(p *path, code Code, sev Severity, detail string) {
	r.out.Issues = append(r.out.Issues, Issue{Path: p.String(), Code: code, Severity: sev, Detail: detail})
}

// reject refuses the event or purchase under construction: [run.addEvent] and
// [run.addPurchase] then leave it out and say so.
func (r *run) reject() { r.rejected = true }

// rejectFor refuses the object that a value of target t belongs to.
func (r *run) rejectFor(t target) {
	if t == userAttribute {
		r.attrsRejected = true
		return
	}
	r.reject()
}

// over handles what is over a limit by [LimitConfig.Over] and reports whether
// the caller shall cut it.
func (r *run) over(p *path, code Code, t target) (cut bool) {
	switch r.cfg.Limits.Over {
	case LimitCut:
		r.issue(p, code, Warning, "over a limit of Braze: cut")
		return true
	case LimitReject:
		r.issue(p, code, Error, "over a limit of Braze: the object is refused")
		r.rejectFor(t)
	case LimitDrop:
		r.issue(p, code, Warning, "over a limit of Braze: left out")
	}
	return false
}

// setCustom sets an attribute from an event, by the name it has in Braze; v is
// a value that [run.value] returned or an operation. What the user attributes
// of the batch set stays, among events the later one wins.
func (r *run) setCustom(p *path, name string, v any) {
	f := fieldOf(name)
	set := f != nil && f.isSet(r.attrs) || r.attrs.Custom[name] != nil
	if _, derived := r.derived[name]; set && !derived {
		r.issue(p, CodeSuperseded, Info, "the batch sets this attribute itself")
		return
	}
	if r.derived == nil {
		r.derived = make(map[string]struct{})
	}
	r.derived[name] = struct{}{}
	if f != nil {
		f.set(r, p.detached(), v)
	} else if name, ok := r.customName(p, name); ok {
		r.custom()[name] = v
	}
	r.attributeMade(name, *p, "event attribute")
}

// custom returns the custom attributes of the batch.
func (r *run) custom() braze.Custom {
	if r.attrs.Custom == nil {
		r.attrs.Custom = r.newMap(0)
	}
	return r.attrs.Custom
}
