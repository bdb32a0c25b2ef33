package mapping

import "strings"

// dataSaleOptOut is the one purpose of CCPA.
const dataSaleOptOut = "data_sale_opt_out"

// consent sets the signals that stand for a consent purpose.
func (r *run) consent() {
	for _, signal := range [...]ConsentSignal{GoogleAdPersonalization, GoogleAdUserData} {
		purpose := r.cfg.Attributes.Consent[signal]
		if purpose == "" {
			continue
		}
		if granted, known := r.granted(purpose); known {
			r.custom()[string(signal)] = granted
			r.attributeMade(string(signal), rootPath("consent_state"), "consent")
		}
	}
}

func (r *run) granted(purpose string) (granted, known bool) {
	if strings.EqualFold(purpose, dataSaleOptOut) {
		return r.mayBeSold()
	}
	return r.gdpr(purpose)
}

// gdpr returns the answer to a purpose, in any case of letters. Of several
// spellings a refusal counts, and one that could not be read spoils the others.
func (r *run) gdpr(purpose string) (granted, known bool) {
	if r.batch.ConsentState == nil {
		return false, false
	}
	for name, c := range r.batch.ConsentState.GDPR {
		if c != nil && strings.EqualFold(name, purpose) {
			if len(r.batch.Problems) > 0 && r.unreadable("/consent_state/gdpr/"+pointerToken(name)+"/consented") {
				return false, false
			}
			granted = c.Consented && (granted || !known)
			known = true
		}
	}
	return granted, known
}

// mayBeSold returns CCPA's answer turned round: there, consented means that the
// user opted out, so an answer that could not be read must not count as false.
func (r *run) mayBeSold() (granted, known bool) {
	if r.batch.ConsentState == nil {
		return false, false
	}
	c := r.batch.ConsentState.CCPA[dataSaleOptOut]
	if c == nil {
		return false, false
	}
	return !c.Consented, !r.unreadable("/consent_state/ccpa/" + dataSaleOptOut + "/consented")
}
