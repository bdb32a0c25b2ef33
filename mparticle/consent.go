package mparticle

import "encoding/json"

// ConsentState is what the user agreed to.
//
// The two regulations have opposite polarity: under GDPR Consented means
// allowed, under CCPA it means the user opted out of the sale of data.
// See https://docs.mparticle.com/guides/data-privacy-controls/.
type ConsentState struct {
	Members

	// GDPR by purpose. Compare purposes without regard to case.
	GDPR map[string]*Consent
	// CCPA by purpose; the only one is data_sale_opt_out.
	CCPA map[string]*Consent
}

// Consent is one answer to one purpose.
type Consent struct {
	Members

	Regulation string
	Document   string
	// Consented false is an answer, too. A consent that was read without it is
	// among [Batch.Problems].
	Consented           bool
	TimestampUnixtimeMS int64
	Location            string
	HardwareID          string
}

// SystemNotification tells of a change that mParticle saw, such as gdpr_change.
type SystemNotification struct {
	Members

	Type string
	// Data is the notification's own object, as it came.
	Data json.RawMessage
}
