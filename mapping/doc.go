// Package mapping turns mParticle batches into Braze requests, by the rules of
// mParticle's own connector and with a setting for each of them.
//
//	m, err := mapping.New(mapping.Config{})
//	...
//	result := m.Map(batch)
//	// result.Track goes to Braze, result.Issues to your logs.
//
// # Two laws
//
// The package is pure: the same batch and configuration give the same result,
// byte for byte. It reads no clock, no network and no global.
//
// Nothing disappears in silence: whatever is dropped, cut, renamed, retyped or
// replaced is an [Issue] that points into the batch. Issues never hold values,
// since values are personal data. One bad field costs that field, one bad
// event that event. A reserved attribute that becomes its field in Braze, such
// as $FirstName, and what a setting asks for are no issues.
//
// # Settings
//
// The zero [Config] behaves like a fresh connection in mParticle's dashboard.
// [ParseSettings] reads an existing connection's settings by their own names.
// [Rule] values change what was mapped, and are plain functions that an
// application tests with literals.
//
// [Mapper.Explain] returns the same decisions as data: for each output the
// input and the rule that made it, for each input that went nowhere why.
//
// # What is never forwarded
//
// As with mParticle's connector there is no rule, and so no issue, for what
// describes the circumstances of a batch: application_info and device_info (but
// for the platform, which chooses the app id), attribution_info,
// integration_attributes, partner identities, the IP address, locations, and
// identities that no setting names. Of an event these are custom_flags,
// device_current_state, canonical_name, lifetime_value_change, page_url and
// view_controller, of a commerce event also screen_name, shopping_cart and
// added_to_cart_time_ms. [Explanation.Unused] lists them; a [Rule] gets the
// batch and the event, and can forward any of them.
//
// # Audiences
//
// [Mapper.Audiences] maps audience messages by the same settings, and writes
// memberships by an encoder of package segments. See [AudiencePlan] for the way
// through a roster, which makes changes whole memberships.
package mapping
