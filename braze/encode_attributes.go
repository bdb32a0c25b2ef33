package braze

import "strconv"

// AppendJSON checks a and appends it as JSON: identifiers and control members
// first, then standard fields in a fixed order, then custom attributes by
// name. Equal attributes give equal bytes. On error it returns dst as it was
// and an [*ObjectError] with all that is wrong.
func (a *Attributes) AppendJSON(dst []byte) ([]byte, error) {
	e := newEncoder(dst)
	e.attributes(a)
	return e.finish(ArrayAttributes)
}

// MarshalJSON implements [encoding/json.Marshaler].
func (a Attributes) MarshalJSON() ([]byte, error) { return a.AppendJSON(nil) }

// Validate reports all that AppendJSON would refuse, as an [*ObjectError].
func (a *Attributes) Validate() error { return validate((*encoder).attributes, a, ArrayAttributes) }

// Identity returns whom a is about: User, with the e-mail address and phone
// number that a sets, which identify when User has no primary identifier.
func (a *Attributes) Identity() UserID {
	id := a.User
	if email, ok := a.Email.Get(); ok {
		id.Email = email
	}
	if phone, ok := a.Phone.Get(); ok {
		id.Phone = phone
	}
	return id
}

func (e *encoder) attributes(a *Attributes) {
	a = e.addressed(a)
	e.buf = append(e.buf, '{')
	id := a.Identity()
	e.primaryID(id, id.Email != "" || id.Phone != "" || a.PushTokenImport)
	e.updateExistingOnly(a.UpdateExistingOnly)
	if a.MergeObjects {
		e.key("_merge_objects")
		e.flag(true)
	}
	if a.PushTokenImport {
		e.pushTokenImport(a)
	}
	for i := range profileFields {
		e.profileField(&profileFields[i], a)
	}
	e.pushTokens(a.PushTokens)
	e.subscriptionGroups(a.SubscriptionGroups)
	e.custom(a.Custom, a.MergeObjects)
	e.buf = append(e.buf, '}')
}

// addressed moves the address and number of User to the profile fields of the
// same names, because the object has only one member for both.
func (e *encoder) addressed(a *Attributes) *Attributes {
	if a.User.Email == "" && a.User.Phone == "" {
		return a
	}
	b := *a
	b.Email = e.only("email", a.User.Email, a.Email)
	b.Phone = e.only("phone", a.User.Phone, a.Phone)
	return &b
}

func (e *encoder) only(name, id string, field Opt[string]) Opt[string] {
	if id == "" || field == Set(id) {
		return field
	}
	if !field.IsZero() {
		e.failAt(name, FieldConflict, "User has another one than the profile field")
	}
	return Set(id)
}

func (e *encoder) profileField(f *profileField, a *Attributes) {
	state := f.state(a)
	if state == optAbsent {
		return
	}
	e.points += f.points
	e.key(f.name)
	if state == optNull {
		e.null()
		return
	}
	e.enter(f.name)
	f.encode(e, a)
	e.leave()
}

func (e *encoder) updateExistingOnly(o Opt[bool]) {
	if o.IsZero() {
		return
	}
	only, ok := o.Get()
	if !ok {
		e.failAt("_update_existing_only", FieldNull, "true or false")
	}
	e.key("_update_existing_only")
	e.flag(only)
}

func (e *encoder) pushTokenImport(a *Attributes) {
	e.enter("push_token_import")
	e.key("push_token_import")
	e.flag(true)
	if a.User.ExternalID != "" || a.User.BrazeID != "" {
		e.fail(FieldConflict, "an import is for anonymous users: no external_id, no braze_id")
	}
	if len(a.PushTokens) == 0 {
		e.fail(FieldRequired, "an import needs push_tokens")
	}
	e.leave()
}

func (e *encoder) pushTokens(tokens []PushToken) {
	e.matches("push_tokens", len(tokens), func(i int) {
		t := &tokens[i]
		e.idText("app_id", t.AppID, MaxText)
		e.idText("token", t.Token, MaxPushTokenBytes)
		if t.DeviceID == "" {
			return
		}
		if len(t.DeviceID) < MinDeviceIDBytes {
			e.failAt("device_id", FieldFormat, "at least "+strconv.Itoa(MinDeviceIDBytes)+" bytes")
		}
		e.idText("device_id", t.DeviceID, MaxDeviceIDBytes)
	})
}

func (e *encoder) subscriptionGroups(groups []SubscriptionGroup) {
	e.matches("subscription_groups", len(groups), func(i int) {
		g := &groups[i]
		e.idText("subscription_group_id", g.ID, MaxText)
		if g.State != Subscribed && g.State != Unsubscribed {
			e.failAt("subscription_state", FieldFormat, "subscribed or unsubscribed")
		}
		e.key("subscription_state")
		e.quote(string(g.State))
		if !g.UseDoubleOptIn {
			return
		}
		if g.State != Subscribed {
			e.failAt("use_double_opt_in_logic", FieldConflict, "only with subscribed")
		}
		e.key("use_double_opt_in_logic")
		e.flag(true)
	})
}
