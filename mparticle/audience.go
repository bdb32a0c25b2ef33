package mparticle

import (
	"errors"
	"time"
)

// Reasons why an audience message is refused, beside those of a batch. Match
// them with [errors.Is].
var (
	// ErrNotAudience is JSON that is none of mParticle's audience messages.
	ErrNotAudience = errors.New("not an audience message")
	// ErrFileName is a name that is not of the form of mParticle's audience
	// files, or a line of such a file without its name. See [ParseGCSAudience].
	ErrFileName = errors.New("the audience is not known without the name of its file")
)

// AudienceMessage is what one audience message says, whatever channel it came
// through. A keep-alive says nothing: it has neither of Changes, Profile and
// Subscription, and wants an ordinary answer.
type AudienceMessage struct {
	// ID and Time of the message, where its channel gives them.
	ID   string
	Time time.Time
	// Account is the configuration that the message belongs to.
	Account AudienceAccount

	// Changes in the order of the message. A user in several audiences has
	// several.
	Changes []AudienceChange
	// Profile is the answer of the Profile API.
	Profile *AudienceProfile
	// Subscription says that an audience was connected, changed or
	// disconnected.
	Subscription *AudienceSubscription

	// Problems lists what could not be read and was left out. No value is kept.
	Problems []Problem
}

// AudienceAccount is the configuration of a Firehose connection.
type AudienceAccount struct {
	ID int64
	// Settings may hold credentials.
	Settings map[string]string
}

// Audience names an audience.
type Audience struct {
	// ID never changes.
	ID int64
	// Name is the external name if the audience has one, else its name. Some
	// channels tell none; a file name has hyphens for the spaces.
	Name string
}

// AudienceAction is what happened to a user in an audience.
type AudienceAction string

// The actions of audience messages.
const (
	// AudienceAdd: the user joined.
	AudienceAdd AudienceAction = "add"
	// AudienceDelete: the user left.
	AudienceDelete AudienceAction = "delete"
	// AudienceAttributeUpdate: only attributes of the user changed.
	AudienceAttributeUpdate AudienceAction = "attribute_update"
)

// AudienceChange is one user joining or leaving one audience.
type AudienceChange struct {
	User     AudienceUser
	Audience Audience
	Action   AudienceAction
	// Time is when it happened, to the precision of the channel: Kinesis Data
	// Firehose tells seconds. It is zero when nothing is told.
	Time time.Time
	// Settings of the audience's connection.
	Settings map[string]string

	// UserAttributes to set and DeletedUserAttributes to remove, which travel
	// along when the customer shares attributes.
	UserAttributes        Attributes
	DeletedUserAttributes []string
}

// AudienceProfile is the state of one user by the Profile API.
//
// See https://docs.mparticle.com/developers/profile-api/.
type AudienceProfile struct {
	User AudienceUser
	// Stored is when the profile was last stored. It is earlier than the query,
	// whose time no field tells.
	Stored time.Time
	// Complete says that the query asked for memberships; otherwise Audiences
	// says nothing.
	Complete bool
	// Audiences are all those that the user is in.
	Audiences []AudienceMembership
	// UserAttributes are all that the user has, with the calculated ones.
	UserAttributes Attributes
}

// AudienceMembership is a membership of a profile.
type AudienceMembership struct {
	Audience Audience
	// Expires is when it ends by itself, zero when it does not.
	Expires time.Time
}

// AudienceSubscription is a change of an audience's connection. What becomes of
// the members of an audience that was removed is up to the receiver.
//
// See https://docs.mparticle.com/developers/partners/firehose/.
type AudienceSubscription struct {
	Audience    Audience
	Description string
	Action      AudienceSubscriptionAction
	// Settings now, and before an update. They may hold credentials.
	Settings         map[string]string
	PreviousSettings map[string]string
}

// AudienceSubscriptionAction is what happened to an audience's connection.
type AudienceSubscriptionAction string

// The actions of subscription messages.
const (
	AudienceSubscriptionAdd    AudienceSubscriptionAction = "add"
	AudienceSubscriptionUpdate AudienceSubscriptionAction = "update"
	AudienceSubscriptionRemove AudienceSubscriptionAction = "remove"
)
