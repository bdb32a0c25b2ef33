package mparticle

import (
	"slices"
	"strings"
)

// readEnvelope reads what all messages of Firehose share.
func (m *AudienceMessage) readEnvelope(root node) {
	m.ID = root.member("id").text()
	m.Time = root.member("timestamp_ms").milliseconds()
	account := root.member("account")
	m.Account.ID = account.member("account_id").integer()
	m.Account.Settings = account.member("account_settings").texts()
}

// readMembershipChange reads an audience_membership_change_request.
func (m *AudienceMessage) readMembershipChange(root node) {
	m.readEnvelope(root)
	for profile := range root.member("user_profiles").items() {
		user := profileUser(profile)
		for audience := range profile.member("audiences").items() {
			m.readFirehoseChange(audience, user)
		}
	}
}

func (m *AudienceMessage) readFirehoseChange(audience node, user AudienceUser) {
	action := audience.member("action")
	c := AudienceChange{
		User:     user,
		Audience: audience.audience("audience_id", "audience_name"),
		Time:     m.Time,
		Settings: audience.member("audience_subscription_settings").texts(),
	}
	switch strings.ToLower(action.text()) {
	case "add":
		c.Action = AudienceAdd
	case "delete", "remove":
		c.Action = AudienceDelete
	case "attribute_update":
		c.Action = AudienceAttributeUpdate
	default:
		action.misfit("add, delete or attribute_update")
		return
	}
	for attribute := range audience.member("user_attributes").items() {
		c.readAttribute(attribute)
	}
	m.add(audience, c)
}

// readAttribute reads an attribute that travels along. Of several with one name
// the last counts.
func (c *AudienceChange) readAttribute(attribute node) {
	key := attribute.member("key")
	name := key.text()
	if name == "" {
		key.misfit("name of an attribute")
		return
	}
	action := attribute.member("action")
	switch strings.ToLower(action.text()) {
	case "upsert":
		value := attribute.member("value").value
		if list := attribute.member("list_value").value; list != nil {
			value = list
		}
		if value == nil {
			attribute.misfit("value or list_value")
			return
		}
		c.set(name, value)
	case "delete":
		delete(c.UserAttributes, name)
		c.DeletedUserAttributes = append(c.DeletedUserAttributes, name)
	default:
		action.misfit("upsert or delete")
	}
}

func (c *AudienceChange) set(name string, value any) {
	if c.UserAttributes == nil {
		c.UserAttributes = Attributes{}
	}
	c.UserAttributes[name] = value
	c.DeletedUserAttributes = slices.DeleteFunc(c.DeletedUserAttributes, func(s string) bool { return s == name })
}

// readSubscription reads an audience_subscription_request.
func (m *AudienceMessage) readSubscription(root node) {
	m.readEnvelope(root)
	m.Subscription = &AudienceSubscription{
		Audience:         root.audience("audience_id", "audience_name"),
		Description:      root.member("audience_description").text(),
		Action:           AudienceSubscriptionAction(strings.ToLower(root.member("action").text())),
		Settings:         root.member("audience_subscription_settings").texts(),
		PreviousSettings: root.member("previous_audience_subscription_settings").texts(),
	}
	if m.Subscription.Audience.ID == 0 {
		root.misfit(wantAudience)
	}
}

const wantAudience = "an audience with an id"

// audience reads an audience from two members of an object.
func (n node) audience(id, name string) Audience {
	return Audience{ID: n.member(id).integer(), Name: n.member(name).text()}
}

// add adds a change that says which audience it is about.
func (m *AudienceMessage) add(at node, c AudienceChange) {
	if c.Audience.ID == 0 {
		at.misfit(wantAudience)
		return
	}
	m.Changes = append(m.Changes, c)
}

// profileUser reads the user of a profile of Firehose or of the Profile API.
func profileUser(profile node) AudienceUser {
	var u AudienceUser
	if mpid := profile.member("mpid"); mpid.value != nil {
		u.MPID = mpid.integer()
	}
	for identity := range profile.member("user_identities").items() {
		name, encoding, value := identity.identity()
		u.add(name, encoding, value)
	}
	for identity := range profile.member("device_identities").items() {
		name, encoding, value := identity.identity()
		if known, ok := deviceNames[folded(name)]; ok {
			name = known
		}
		if value != "" {
			u.addDevice(DeviceIdentityType(name), encoding, value)
		}
	}
	for identity := range profile.member("partner_identities").items() {
		if name, encoding, value := identity.identity(); value != "" {
			u.Partners = append(u.Partners, PartnerIdentity{Type: name, Encoding: encoding, Value: value})
		}
	}
	return u
}

// identity reads an identity with an encoding. The Profile API says none for
// raw. An unknown encoding is taken for a hash, which is the safe side.
func (n node) identity() (name string, encoding Encoding, value string) {
	name, value = n.member("type").text(), n.member("value").text()
	encoding = Encoding(strings.ToLower(n.member("encoding").text()))
	if encoding == "" || encoding == "none" {
		encoding = EncodingRaw
	}
	return name, encoding, value
}
