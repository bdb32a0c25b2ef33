package mparticle

import (
	"bytes"
	"encoding/base64"

	"github.com/go-json-experiment/json/jsontext"
)

// ParseAudienceMessage reads one audience message. What it is, is detected:
//
//	Firehose               audience_membership_change_request, audience_subscription_request
//	Kinesis Data Firehose  the PutRecord request, and the record in it
//	BigQuery               a row as a JSON object
//	Profile API            the answer to a query with audience_memberships
//
// Lines of files in Google Cloud Storage do not name their audience; see
// [ParseGCSAudience]. An empty object is a keep-alive, as is a Firehose message
// without profiles.
//
// The error is a [*DecodeError] and means that nothing of the message is known.
// What is wrong within it is in [AudienceMessage.Problems]: a change that says
// neither who nor which audience nor what is left out, other changes are not.
// Members with unknown names are ignored.
//
// See https://docs.mparticle.com/developers/partners/firehose/,
// https://docs.mparticle.com/integrations/amazon-kinesis-firehose/audience/,
// https://docs.mparticle.com/integrations/google-bigquery/audience/ and
// https://docs.mparticle.com/developers/profile-api/.
func ParseAudienceMessage(data []byte) (AudienceMessage, error) {
	var m AudienceMessage
	root, err := parseNode(data, &m.Problems)
	if err != nil {
		return AudienceMessage{}, err
	}
	if root, err = unwrapped(root); err != nil {
		return AudienceMessage{}, err
	}
	read, err := audienceForm(root)
	if err != nil {
		return AudienceMessage{}, refused(root, err)
	}
	read(&m, root)
	return m, nil
}

// audienceForm returns what reads a message.
func audienceForm(root node) (read func(*AudienceMessage, node), reason error) {
	kind, _ := root.member("type").value.(string)
	members, _ := root.value.(map[string]any)
	switch {
	case kind == "audience_membership_change_request":
		return (*AudienceMessage).readMembershipChange, nil
	case kind == "audience_subscription_request":
		return (*AudienceMessage).readSubscription, nil
	case root.has("IsMember"):
		return (*AudienceMessage).readKinesis, nil
	case root.has("isadd"):
		return (*AudienceMessage).readBigQuery, nil
	case root.has("audience_memberships"), root.has("last_stored_timestamp_ms"):
		return (*AudienceMessage).readProfile, nil
	case root.has("IsAddRequest"):
		return nil, ErrFileName
	case members != nil && len(members) == 0:
		return func(*AudienceMessage, node) {}, nil
	}
	return nil, ErrNotAudience
}

// unwrapped returns the record in a PutRecord request of Kinesis Data Firehose,
// which is base64 on the wire and plain in mParticle's documentation.
func unwrapped(root node) (node, error) {
	data := root.member("Record").member("Data")
	switch value := data.value.(type) {
	case nil:
		return root, nil
	case string:
		plain, err := base64.StdEncoding.DecodeString(value)
		if err != nil {
			return node{}, refused(data, ErrSyntax)
		}
		record, err := parseNode(plain, root.problems)
		if err != nil {
			return node{}, refused(data, decodeError(err).Err)
		}
		record.at = data.at
		return record, nil
	default:
		return data, nil
	}
}

func refused(n node, reason error) error { return &DecodeError{Pointer: string(n.at), Err: reason} }

// parseNode reads JSON as strictly as batches are read.
func parseNode(data []byte, problems *[]Problem) (node, error) {
	d := borrowDecoder(bytes.TrimPrefix(data, byteOrderMark), false)
	defer d.release()
	n := node{at: jsontext.Pointer(""), problems: problems}
	if err := d.document(func(tok token) (err error) {
		n.value, err = d.value(tok)
		return err
	}); err != nil {
		return node{}, decodeError(err)
	}
	return n, nil
}
