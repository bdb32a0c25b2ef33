package mapping

import (
	"github.com/mpbraze/mpbraze/braze"
	"github.com/mpbraze/mpbraze/mparticle"
)

// optOutState is the latest opt_out event so far.
type optOutState struct {
	seen  bool
	out   bool
	at    int64
	index int
}

// optOut remembers the event if none before it is later.
func (r *run) optOut(p *path, e *mparticle.OptOut) {
	if r.cfg.Events.OptOut == OptOutIgnore {
		r.unforwarded(p, e)
		return
	}
	at := p.at("is_opted_out")
	if len(r.batch.Problems) > 0 && r.unreadable(at.String()) {
		return // Its false does not mean that somebody opted back in.
	}
	at = p.at("timestamp_unixtime_ms")
	when, ok := r.eventTime(&at, e.TimestampUnixtimeMS)
	if !ok {
		return
	}
	if ms := when.UnixMilli(); !r.optOutEvent.seen || ms >= r.optOutEvent.at {
		r.optOutEvent = optOutState{seen: true, out: e.IsOptedOut, at: ms, index: r.index}
	}
}

// settleOptOut writes the last word on e-mail. Somebody whom the user
// attributes of the batch unsubscribe stays unsubscribed.
func (r *run) settleOptOut() {
	last := r.optOutEvent
	if !last.seen {
		return
	}
	r.enter(last.index)
	p := r.data.at("is_opted_out")
	unsubscribe := last.out != (r.cfg.Events.OptOut == OptOutAsDocumented)
	state := braze.OptedIn
	if unsubscribe {
		state = braze.Unsubscribed
	}
	old, set := r.attrs.EmailSubscribe.Get()
	switch {
	case set && old == state:
		return
	case set && old == braze.Unsubscribed:
		r.issue(&p, CodeSuperseded, Warning, "the user attributes of the batch unsubscribe: they win")
		return
	case set:
		r.issue(&p, CodeSuperseded, Warning, "wins over email_subscribe among the user attributes")
	}
	r.attrs.EmailSubscribe = braze.Set(state)
	if r.explain != nil {
		r.made(inAttributes+"email_subscribe", &p, "opt_out")
	}
}
