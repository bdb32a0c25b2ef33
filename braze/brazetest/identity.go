package brazetest

import (
	"net/mail"
	"strings"

	"github.com/mpbraze/mpbraze/braze"
)

// Names of members that identify or control.
const (
	keyExternalID     = "external_id"
	keyAlias          = "user_alias"
	keyBrazeID        = "braze_id"
	keyEmail          = "email"
	keyPhone          = "phone"
	keyUpdateExisting = "_update_existing_only"
	keyMerge          = "_merge_objects"
	keyTokenImport    = "push_token_import" //nolint:gosec // the name of a member, no credential
)

// Errors of identifiers. The texts that are not constants of Braze are those
// seen in answers of Braze, where there are any.
const (
	noIdentifier   = "'external_id', 'braze_id', 'user_alias', 'email' or 'phone' is required"
	tooManyPrimary = "only one of 'external_id', 'braze_id' or 'user_alias' is allowed"
	idTooLarge     = "EXTERNAL_USER_ID_TOO_LARGE"
	badEmail       = "EMAIL_BAD_FORMAT"
)

// identity says whose profile an object is about.
type identity struct {
	braze.UserID

	// create: an unknown user gets a profile.
	create bool
	// anonymous: an import of push tokens, which looks nobody up.
	anonymous bool
}

// primary reports whether id has an identifier beside which email and phone
// are no identifiers but values to set.
func (id identity) primary() bool {
	return id.ExternalID != "" || id.BrazeID != "" || id.Alias != braze.UserAlias{}
}

// uses reports whether the member name is the identifier, and so no value to
// set.
func (id identity) uses(name string) bool {
	return name == keyEmail && id.Email != "" || name == keyPhone && id.Phone != ""
}

// readIdentity finds the identifier of o. The second result is an error of
// Braze, or empty.
//
// See https://www.braze.com/docs/api/endpoints/user_data/post_user_track.
func readIdentity(o object) (identity, string) {
	var id identity
	count := 0
	for _, name := range []string{keyExternalID, keyAlias, keyBrazeID} {
		if o.present(name) && o.members[name] != "" {
			count++
		}
	}
	if count > 1 {
		return id, tooManyPrimary
	}
	if problem := readPrimary(o, &id); problem != "" {
		return id, problem
	}
	if o.present(keyEmail) && !isEmail(o.members[keyEmail]) {
		return id, badEmail
	}
	if imports, _ := o.members[keyTokenImport].(bool); imports && o.array == arrayAttributes {
		id.anonymous, id.create = true, true
		return id, ""
	}
	if !id.primary() {
		if problem := readSecondary(o, &id); problem != "" {
			return id, problem
		}
	}
	// An unknown alias gets a profile only when the object insists.
	existingOnly := id.Alias != braze.UserAlias{}
	if value, ok := o.members[keyUpdateExisting].(bool); ok {
		existingOnly = value
	}
	// Only Braze gives out its own ids.
	id.create = !existingOnly && id.BrazeID == ""
	return id, ""
}

func readPrimary(o object, id *identity) string {
	var ok bool
	if o.present(keyExternalID) {
		if id.ExternalID, ok = o.members[keyExternalID].(string); !ok {
			return "'external_id' is not valid"
		}
		if len(id.ExternalID) > braze.MaxExternalIDBytes {
			return idTooLarge
		}
	}
	if o.present(keyBrazeID) {
		if id.BrazeID, ok = o.members[keyBrazeID].(string); !ok {
			return "'braze_id' is not valid"
		}
	}
	if o.present(keyAlias) {
		if id.Alias, ok = readAlias(o.members[keyAlias]); !ok {
			return "'user_alias' is not valid"
		}
	}
	return ""
}

func readSecondary(o object, id *identity) string {
	if email, ok := o.text(keyEmail); ok {
		id.Email = email
		return ""
	}
	if o.present(keyPhone) {
		text, _ := o.members[keyPhone].(string)
		phone, ok := normalizePhone(text)
		if !ok {
			return "'phone' is not valid"
		}
		id.Phone = phone
		return ""
	}
	return noIdentifier
}

// readAlias reads {"alias_name": ..., "alias_label": ...}.
//
// See https://www.braze.com/docs/api/objects_filters/user_alias_object.
func readAlias(value any) (braze.UserAlias, bool) {
	members, _ := value.(map[string]any)
	name, _ := members["alias_name"].(string)
	label, _ := members["alias_label"].(string)
	ok := 0 < len(name) && len(name) <= braze.MaxAliasBytes &&
		0 < len(label) && len(label) <= braze.MaxAliasBytes
	return braze.UserAlias{Name: name, Label: label}, ok
}

func isEmail(value any) bool {
	email, _ := value.(string)
	address, err := mail.ParseAddress(email)
	if err != nil || address.Address != email {
		return false
	}
	_, domain, _ := strings.Cut(email, "@")
	return strings.Contains(domain, ".")
}

// normalizePhone reads a number as Braze does: digits and a leading + count,
// and ten digits without + are a number of the US. An invalid number comes
// back as it is.
//
// See https://www.braze.com/docs/user_guide/channels/sms_mms_and_rcs/message_setup/user_phone_numbers.
func normalizePhone(text string) (string, bool) {
	international := strings.HasPrefix(text, "+")
	digits := strings.Map(func(r rune) rune {
		if r < '0' || r > '9' {
			return -1
		}
		return r
	}, text)
	if !international && len(digits) == 10 {
		digits = "1" + digits
	}
	if len(digits) < 7 || len(digits) > 15 || digits[0] == '0' {
		return text, false
	}
	return "+" + digits, true
}
