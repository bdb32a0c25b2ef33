package mapping

// Code identifies a kind of issue. Codes are stable: count and alert by them.
type Code string

// Names.
const (
	// CodeNameEmpty: nothing is left of a name without $, control characters
	// and space. The attribute is left out; give it a name.
	CodeNameEmpty Code = "name_empty"
	// CodeNameChanged: a name lost characters that Braze does not take.
	CodeNameChanged Code = "name_changed"
	// CodeNameTooLong: a name is over
	// [github.com/mpbraze/mpbraze/braze.MaxKey]; see [LimitConfig.Over].
	CodeNameTooLong Code = "name_too_long"
	// CodeNameTaken: two names are one in Braze, and the other value was sent.
	CodeNameTaken Code = "name_taken"
)

// Values.
const (
	// CodeTextTooLong: text is over Braze's limit; see [LimitConfig.Over].
	CodeTextTooLong Code = "text_too_long"
	// CodeTextRepaired: invalid UTF-8 was replaced or NUL removed. Look at the
	// source.
	CodeTextRepaired Code = "text_repaired"
	// CodeLiquid: Liquid tags were broken up, see
	// [LimitConfig.NeutralizeLiquid].
	CodeLiquid Code = "liquid_neutralized"
	// CodeNumberRange: a number that a 64-bit float cannot hold was left out.
	CodeNumberRange Code = "number_range"
	// CodeNumberInvalid: something that is no number, such as NaN, was left out.
	CodeNumberInvalid Code = "number_invalid"
	// CodeUnsupported: a value in a batch literal is of a Go type without JSON.
	CodeUnsupported Code = "value_unsupported"
	// CodeNullDropped: a null was left out where Braze takes none.
	CodeNullDropped Code = "null_dropped"
	// CodeTag: a user tag was sent as text, see [AttributeConfig.TagsAsNull].
	CodeTag Code = "tag_as_text"
)

// Lists and objects.
const (
	// CodeListJoined: a list was sent as text, see
	// [AttributeConfig.ListsAsArrays].
	CodeListJoined Code = "list_joined"
	// CodeListItem: items were removed (null, repeated) or turned into text
	// (mixed types).
	CodeListItem Code = "list_item_changed"
	// CodeListRefused: a list was left out because of one of its items.
	CodeListRefused Code = "list_refused"
	// CodeArrayTooLong: a list has more items than Braze holds; see
	// [LimitConfig].
	CodeArrayTooLong Code = "array_too_long"
	// CodeJSONText: a list or an object was sent as JSON text. Braze can
	// segment on it hardly; see [AttributeConfig.Nested] and
	// [EventConfig.NestedProperties].
	CodeJSONText Code = "json_text"
	// CodeOperation: an object looks like an operation of Braze and was kept
	// from being one.
	CodeOperation Code = "operation_shaped"
	// CodeTooLarge: a nested value or an object is over Braze's size, or nested
	// too deep.
	CodeTooLarge Code = "too_large"
)

// Times.
const (
	// CodeTimeReplaced: an event's time is missing or not plausible, and the
	// batch's stands in. Look at the sender's clock, or see
	// [EventConfig.LenientTimes].
	CodeTimeReplaced Code = "time_replaced"
	// CodeTimeMissing: there is no plausible time at all, so the event was left
	// out. Use [Mapper.MapAt].
	CodeTimeMissing Code = "time_missing"
)

// Objects and the batch.
const (
	// CodeSuperseded: a value gave way to another one that wins by rule.
	CodeSuperseded Code = "superseded"
	// CodeObjectRefused: an object was left out because of one of its values;
	// see [LimitReject].
	CodeObjectRefused Code = "object_refused"
	// CodeObjectInvalid: Braze would refuse the object. Look at your rules.
	CodeObjectInvalid Code = "object_invalid"
	// CodeRuleDropped: a [Rule] said not to keep the object.
	CodeRuleDropped Code = "rule_dropped"
	// CodeRulePanicked: a [Rule] panicked and cost its object.
	CodeRulePanicked Code = "rule_panicked"
)

// Why nothing of a batch is forwarded.
const (
	// CodeEnvironment: not production; see [BatchConfig].
	CodeEnvironment Code = "environment"
	// CodeChannel: not a channel of [BatchConfig.Channels].
	CodeChannel Code = "channel"
	// CodeConsent: a consent of [BatchConfig.RequireConsent] is missing.
	CodeConsent Code = "consent_missing"
	// CodeNoExternalID: no identity; see [IdentityConfig.ExternalID] and
	// [IdentityConfig.Anonymous].
	CodeNoExternalID Code = "no_external_id"
	// CodeIDTooLong: an id is longer than Braze takes. Look at the source.
	CodeIDTooLong Code = "id_too_long"
)

// Audiences. The issues of an encoder keep their own codes, such as
// [github.com/mpbraze/mpbraze/segments.CodeOverLimit].
const (
	// CodeIdentityHashed: only a hash of an identity is told. Let mParticle
	// send it as it is, or choose another one in [IdentityConfig].
	CodeIdentityHashed Code = "identity_hashed"
	// CodeAudienceState: what was stored of a user's memberships cannot be
	// read, so that only what has changed is written. See
	// [github.com/mpbraze/mpbraze/segments.Roster.Replace].
	CodeAudienceState Code = "audience_state_lost"
	// CodeEncoderPanicked: an application's
	// [github.com/mpbraze/mpbraze/segments.Encoder] panicked and cost the
	// memberships of a user.
	CodeEncoderPanicked Code = "encoder_panicked"
	// CodeMembershipInvalid: an application's encoder returned an attribute
	// that Braze does not take. It is left out.
	CodeMembershipInvalid Code = "membership_invalid"
)

// Input that is left out before it is looked at.
const (
	// CodeBlocked: a data plan blocked this; see [BatchConfig.ForwardBlocked].
	CodeBlocked Code = "blocked"
	// CodeNotSelected: [AttributeConfig.Source] leaves attributes behind.
	CodeNotSelected Code = "not_selected"
	// CodeInput: the decoder could not read a member, see
	// [github.com/mpbraze/mpbraze/mparticle.Batch.Problems].
	CodeInput Code = "input_malformed"
	// CodeIdentityDenied: an identity is a placeholder; see
	// [IdentityConfig.Deny].
	CodeIdentityDenied Code = "identity_denied"
	// CodeReserved: an attribute has a name that steers Braze. Rename it.
	CodeReserved Code = "reserved_name"
	// CodeNotDeletable: a deleted attribute is one that Braze cannot clear.
	CodeNotDeletable Code = "not_deletable"
)

// Values that a standard field does not take. The field is left out unless the
// text says otherwise.
const (
	// CodeEmailInvalid: not plausibly an address.
	CodeEmailInvalid Code = "email_invalid"
	// CodeEmailHash: a hash where an address should be. Forward the address, or
	// choose another [IdentityConfig.Email].
	CodeEmailHash Code = "email_hashed"
	// CodeCountry: not an ISO 3166-1 code; sent all the same unless
	// [AttributeConfig.CountryCodesOnly].
	CodeCountry Code = "country_not_a_code"
	// CodePhone: not E.164; sent all the same unless
	// [AttributeConfig.PhoneE164Only].
	CodePhone Code = "phone_not_e164"
	// CodeGender: not a word for a gender of Braze.
	CodeGender Code = "gender_unknown"
	// CodeAge: not an age, or no year to count it from.
	CodeAge Code = "age_invalid"
	// CodeDate: not a date.
	CodeDate Code = "date_invalid"
	// CodeLanguage: not a language code.
	CodeLanguage Code = "language_unknown"
	// CodeSubscription: not a state of a subscription.
	CodeSubscription Code = "subscription_state_invalid"
	// CodeFieldInvalid: of a type that the field does not take.
	CodeFieldInvalid Code = "field_invalid"
)
