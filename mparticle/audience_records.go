package mparticle

import (
	"path"
	"strconv"
	"strings"
)

// readKinesis reads a record of Kinesis Data Firehose.
func (m *AudienceMessage) readKinesis(root node) {
	m.Time = root.member("MembershipChangedTimestamp").timestamp()
	m.readRecord(root, "IsMember", AudienceChange{
		User:     namedUser(root.member("UserIdentities")),
		Audience: root.audience("AudienceId", "AudienceName"),
	})
}

// readBigQuery reads a row of a BigQuery table. Columns with other names than
// those of identities are none.
func (m *AudienceMessage) readBigQuery(root node) {
	m.Time = root.member("timestamp").timestamp()
	c := AudienceChange{Audience: root.audience("audienceid", "audiencename")}
	for name, column := range root.members() {
		_, user := identityNames[folded(name)]
		_, device := deviceNames[folded(name)]
		if user || device {
			c.User.addNamed(name, column)
		}
	}
	for attribute := range root.member("userattributes").items() {
		key := attribute.member("attributename")
		switch name, value := key.text(), attribute.member("attributevalue").value; {
		case name == "":
			key.misfit("name of an attribute")
		case value != nil:
			c.set(name, value)
		}
	}
	m.readRecord(root, "isadd", c)
}

// readRecord completes the one change of a record.
func (m *AudienceMessage) readRecord(root node, member string, c AudienceChange) {
	joined, ok := root.member(member).boolean()
	if !ok {
		return
	}
	c.Action = AudienceDelete
	if joined {
		c.Action = AudienceAdd
	}
	c.Time = m.Time
	m.add(root, c)
}

// namedUser reads a user whose identities are the members of an object.
func namedUser(identities node) AudienceUser {
	var u AudienceUser
	for name, identity := range identities.members() {
		u.addNamed(name, identity)
	}
	return u
}

func (u *AudienceUser) addNamed(name string, identity node) {
	if folded(name) == mpidName {
		u.MPID = identity.integer()
		return
	}
	u.add(name, EncodingRaw, identity.text())
}

// readProfile reads an answer of the Profile API.
func (m *AudienceMessage) readProfile(root node) {
	m.Time = root.member("last_stored_timestamp_ms").milliseconds()
	memberships := root.member("audience_memberships")
	p := &AudienceProfile{
		User:     profileUser(root),
		Stored:   m.Time,
		Complete: memberships.value != nil,
	}
	for membership := range memberships.items() {
		a := membership.audience("audience_id", "audience_name")
		if a.ID == 0 {
			membership.misfit(wantAudience)
			p.Complete = false
			continue
		}
		p.Audiences = append(p.Audiences, AudienceMembership{
			Audience: a,
			Expires:  membership.member("expiration_timestamp_ms").milliseconds(),
		})
	}
	for name, value := range root.member("user_attributes").members() {
		if p.UserAttributes == nil {
			p.UserAttributes = Attributes{}
		}
		p.UserAttributes[name] = value.value
	}
	m.Profile = p
}

// ParseGCSAudience reads one line of a file that mParticle put into Google
// Cloud Storage. Which audience it is about only the name of the file tells,
// with or without its folder:
//
//	Trail-Dreamers_11034_2026-03-01_12-00-00_721e1d63-a396-4676-bac2-3f6f31e88cc2.txt
//
// Hyphens in the name may have been spaces; set [Audience.Name] if you know the
// audience's own. Files have no removals unless the connection's setting
// Include Audience Deletes is on.
//
// It fails like [ParseAudienceMessage], and with [ErrFileName] when the name is
// of another form, as that of an empty mparticle-validation file is.
//
// See https://docs.mparticle.com/integrations/google-cloud-storage/audience/.
func ParseGCSAudience(fileName string, line []byte) (AudienceMessage, error) {
	audience, ok := fileAudience(fileName)
	if !ok {
		return AudienceMessage{}, &DecodeError{Err: ErrFileName}
	}
	var m AudienceMessage
	root, err := parseNode(line, &m.Problems)
	if err != nil {
		return AudienceMessage{}, err
	}
	if !root.has("IsAddRequest") {
		return AudienceMessage{}, refused(root, ErrNotAudience)
	}
	m.Time = root.member("MembershipChangedTimestamp").timestamp()
	m.readRecord(root, "IsAddRequest", AudienceChange{
		User:     namedUser(root.member("IdentityValues")),
		Audience: audience,
	})
	return m, nil
}

// fileAudience reads a file name from its end, since the audience's name may
// hold anything.
func fileAudience(fileName string) (Audience, bool) {
	const parts = 4 // id, date, time and GUID
	rest := path.Base(strings.ReplaceAll(fileName, `\`, "/"))
	var id string
	for range parts {
		i := strings.LastIndexByte(rest, '_')
		if i < 0 {
			return Audience{}, false
		}
		rest, id = rest[:i], rest[i+1:]
	}
	n, err := strconv.ParseInt(id, 10, 64)
	return Audience{ID: n, Name: rest}, err == nil && n != 0
}
