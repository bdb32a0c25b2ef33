package mapping

import "github.com/mpbraze/mpbraze/mparticle"

const pushMessageName = "Push Message"

// pushMessage maps what an SDK says about a push message that somebody sent,
// not necessarily Braze.
func (r *run) pushMessage(p *path, e *mparticle.PushMessage) {
	if !r.cfg.Events.ForwardPushMessages {
		r.unforwarded(p, e)
		return
	}
	r.forwarded(p, e, pushMessageName)
}
