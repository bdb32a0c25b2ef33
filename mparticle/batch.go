package mparticle

import "strings"

// Batch is one user's events and state at one time: the unit that mParticle's
// outputs deliver and its Events API takes.
//
// Zero fields are absent. See
// https://docs.mparticle.com/developers/server/json-reference/.
type Batch struct {
	Members

	// Events in the order the source sent them, which need not be by time.
	// Empty for a batch that only carries attributes or identities.
	Events []Event
	// SourceRequestID de-duplicates requests to the Events API.
	SourceRequestID string
	// Environment tells production data from test data.
	Environment Environment
	// MPID is mParticle's signed 64-bit id of the user; 0 means none.
	MPID int64
	// DeviceID is mp_deviceid, the device application stamp.
	DeviceID string
	// BatchID identifies the batch. Several webhook posts may share one.
	BatchID int64
	// TimestampUnixtimeMS is when mParticle received the batch, or when an SDK
	// made it, in milliseconds since 1970.
	TimestampUnixtimeMS int64
	// IP is the sender's address.
	IP string

	UserAttributes        Attributes
	DeletedUserAttributes []string
	UserIdentities        Identities

	// PartnerIdentities by registered name; PartnerIdentity is the older single one.
	PartnerIdentities map[string]string
	PartnerIdentity   string
	// IntegrationAttributes by module id, then by name.
	IntegrationAttributes map[string]map[string]string

	ApplicationInfo *ApplicationInfo
	DeviceInfo      *DeviceInfo
	SourceInfo      *SourceInfo
	AttributionInfo *AttributionInfo
	ConsentState    *ConsentState
	Context         *Context

	SchemaVersion       int64
	MessageID           string
	MessageType         string
	UniqueID            string
	SystemNotifications []SystemNotification

	// APIKey and APIKeys are credentials that raw outputs may show.
	// Nothing in this library forwards them.
	APIKey     string
	APIKeys    []string
	SDKVersion string
	OriginMPID int64
	JobID      string
	LockKey    string
	Modified   bool

	// Problems lists the members that could not be read as their field's type
	// and events that could not be read at all. Their JSON is kept. Listed as
	// well are is_opted_out of opt_out events and consented of consents when they
	// are not said: they read as false, which is no answer of the user. The list
	// is not part of the JSON.
	Problems []Problem

	// memory is of [Parser.ParseInto], nil for all other batches.
	memory *memory
}

// Problem is one member of a batch that is not what its field takes.
type Problem struct {
	// Pointer is the JSON pointer (RFC 6901) of the member in the batch.
	Pointer string
	// Want is what the field takes, such as "integer" or "object".
	Want string
	// Got is the kind of JSON value that was there, never the value.
	Got string
}

// Environment is the input environment a batch came from. Compare with
// [Environment.Is]: outputs differ in case.
type Environment string

// The environments of mParticle.
const (
	EnvironmentProduction  Environment = "production"
	EnvironmentDevelopment Environment = "development"
	EnvironmentUnknown     Environment = "unknown"
)

// Is reports whether e is other without regard to case. An empty environment is
// no other, not even an empty one.
func (e Environment) Is(other Environment) bool {
	return e != "" && strings.EqualFold(string(e), string(other))
}

// Channel is how data reached mParticle, see [SourceInfo].
type Channel string

// The channels of mParticle.
const (
	ChannelNative         Channel = "native"
	ChannelJavaScript     Channel = "javascript"
	ChannelPixel          Channel = "pixel"
	ChannelDesktop        Channel = "desktop"
	ChannelPartner        Channel = "partner"
	ChannelServerToServer Channel = "server_to_server"
	ChannelUnknown        Channel = "unknown"
)

// SourceInfo tells where the data came from. mParticle sets it.
type SourceInfo struct {
	Members

	Channel Channel
	// Partner is the feed's name when Channel is [ChannelPartner].
	Partner string
	// ReplayRequestID and ReplayJobID are set on replayed data.
	ReplayRequestID string
	ReplayJobID     string
	IsHistorical    bool
}

// AttributionInfo names the campaign that brought the user.
type AttributionInfo struct {
	Members

	ServiceProvider string
	Publisher       string
	Campaign        string
}

// Context carries what surrounds a batch.
type Context struct {
	Members

	DataPlan *DataPlan
	Location *Location
	Batching *Batching
}

// DataPlan is the plan a batch was validated against.
type DataPlan struct {
	Members

	PlanID      string
	PlanVersion int64
	// BlockMetadata is there on quarantined data, and names what the plan
	// blocked.
	BlockMetadata *BlockMetadata
}

// BlockMetadata names the parts of a batch that a data plan blocked. The parts
// themselves are still in the batch: do not forward them unasked.
type BlockMetadata struct {
	Members

	DTOVersion              int64
	BlockedUserIdentities   []string
	BlockedDeviceIdentities []string
	BlockedUserAttributes   []string
	// BlockedEventIDs are event ids as text.
	BlockedEventIDs        []string
	BlockedEventAttributes []BlockedEventAttributes
}

// BlockedEventAttributes names the blocked attributes of one event.
type BlockedEventAttributes struct {
	Members

	EventID int64
	// EventAttributes are paths such as ./data/custom_attributes/size.
	EventAttributes []string
}

// Batching steers how mParticle groups events.
type Batching struct {
	Members

	Bypass       bool
	PartitionKey string
	RequestIDs   []string
}
