package mparticle

import "encoding/json"

var batchFields = newTable(
	member("events", func(b *Batch) *[]Event { return &b.Events }, eventsCodec).mustBe("["),
	text("source_request_id", func(b *Batch) *string { return &b.SourceRequestID }),
	word("environment", func(b *Batch) *Environment { return &b.Environment }),
	integer("mpid", func(b *Batch) *int64 { return &b.MPID }),
	text("mp_deviceid", func(b *Batch) *string { return &b.DeviceID }),
	integer("batch_id", func(b *Batch) *int64 { return &b.BatchID }),
	integer("timestamp_unixtime_ms", func(b *Batch) *int64 { return &b.TimestampUnixtimeMS }),
	text("ip", func(b *Batch) *string { return &b.IP }),
	attributes("user_attributes", func(b *Batch) *Attributes { return &b.UserAttributes }).mustBe("{"),
	texts("deleted_user_attributes", func(b *Batch) *[]string { return &b.DeletedUserAttributes }).mustBe("["),
	member("user_identities", func(b *Batch) *Identities { return &b.UserIdentities }, identitiesCodec).mustBe("{["),
	member("partner_identities", func(b *Batch) *map[string]string { return &b.PartnerIdentities }, mapOf(textCodec[string]())),
	text("partner_identity", func(b *Batch) *string { return &b.PartnerIdentity }),
	member("integration_attributes",
		func(b *Batch) *map[string]map[string]string { return &b.IntegrationAttributes },
		mapOf(mapOf(textCodec[string]()))),
	child("application_info", func(b *Batch) **ApplicationInfo { return &b.ApplicationInfo }, applicationInfoFields),
	child("device_info", func(b *Batch) **DeviceInfo { return &b.DeviceInfo }, deviceInfoFields),
	child("source_info", func(b *Batch) **SourceInfo { return &b.SourceInfo }, sourceInfoFields),
	child("attribution_info", func(b *Batch) **AttributionInfo { return &b.AttributionInfo }, attributionInfoFields),
	child("consent_state", func(b *Batch) **ConsentState { return &b.ConsentState }, consentStateFields),
	child("context", func(b *Batch) **Context { return &b.Context }, contextFields),
	integer("schema_version", func(b *Batch) *int64 { return &b.SchemaVersion }),
	text("message_id", func(b *Batch) *string { return &b.MessageID }),
	text("message_type", func(b *Batch) *string { return &b.MessageType }),
	text("unique_id", func(b *Batch) *string { return &b.UniqueID }),
	children("system_notifications", func(b *Batch) *[]SystemNotification { return &b.SystemNotifications }, systemNotificationFields),
	text("api_key", func(b *Batch) *string { return &b.APIKey }),
	texts("api_keys", func(b *Batch) *[]string { return &b.APIKeys }),
	text("sdk_version", func(b *Batch) *string { return &b.SDKVersion }),
	integer("origin_mpid", func(b *Batch) *int64 { return &b.OriginMPID }),
	text("job_id", func(b *Batch) *string { return &b.JobID }),
	text("lock_key", func(b *Batch) *string { return &b.LockKey }),
	boolean("modified", func(b *Batch) *bool { return &b.Modified }),
)

var sourceInfoFields = newTable(
	word("channel", func(s *SourceInfo) *Channel { return &s.Channel }),
	text("partner", func(s *SourceInfo) *string { return &s.Partner }),
	text("replay_request_id", func(s *SourceInfo) *string { return &s.ReplayRequestID }),
	text("replay_job_id", func(s *SourceInfo) *string { return &s.ReplayJobID }),
	boolean("is_historical", func(s *SourceInfo) *bool { return &s.IsHistorical }),
)

var attributionInfoFields = newTable(
	text("service_provider", func(a *AttributionInfo) *string { return &a.ServiceProvider }),
	text("publisher", func(a *AttributionInfo) *string { return &a.Publisher }),
	text("campaign", func(a *AttributionInfo) *string { return &a.Campaign }),
)

var contextFields = newTable(
	child("data_plan", func(c *Context) **DataPlan { return &c.DataPlan }, dataPlanFields),
	child("location", func(c *Context) **Location { return &c.Location }, locationFields),
	child("batching", func(c *Context) **Batching { return &c.Batching }, batchingFields),
)

var dataPlanFields = newTable(
	text("plan_id", func(p *DataPlan) *string { return &p.PlanID }),
	integer("plan_version", func(p *DataPlan) *int64 { return &p.PlanVersion }),
	child("block_metadata", func(p *DataPlan) **BlockMetadata { return &p.BlockMetadata }, blockMetadataFields),
)

var blockMetadataFields = newTable(
	integer("dto_version", func(m *BlockMetadata) *int64 { return &m.DTOVersion }),
	texts("blocked_user_identities", func(m *BlockMetadata) *[]string { return &m.BlockedUserIdentities }),
	texts("blocked_device_identities", func(m *BlockMetadata) *[]string { return &m.BlockedDeviceIdentities }),
	texts("blocked_event_ids", func(m *BlockMetadata) *[]string { return &m.BlockedEventIDs }),
	children("blocked_event_attributes",
		func(m *BlockMetadata) *[]BlockedEventAttributes { return &m.BlockedEventAttributes }, blockedEventAttributesFields),
	texts("blocked_user_attributes", func(m *BlockMetadata) *[]string { return &m.BlockedUserAttributes }),
)

var blockedEventAttributesFields = newTable(
	integer("event_id", func(a *BlockedEventAttributes) *int64 { return &a.EventID }),
	texts("event_attributes", func(a *BlockedEventAttributes) *[]string { return &a.EventAttributes }),
)

var batchingFields = newTable(
	boolean("bypass", func(b *Batching) *bool { return &b.Bypass }),
	text("partition_key", func(b *Batching) *string { return &b.PartitionKey }),
	texts("request_ids", func(b *Batching) *[]string { return &b.RequestIDs }),
)

var consentStateFields = newTable(
	member("gdpr", func(s *ConsentState) *map[string]*Consent { return &s.GDPR }, mapOf(consentCodec)),
	member("ccpa", func(s *ConsentState) *map[string]*Consent { return &s.CCPA }, mapOf(consentCodec)),
)

var consentFields = newTable(
	text("regulation", func(c *Consent) *string { return &c.Regulation }),
	text("document", func(c *Consent) *string { return &c.Document }),
	boolean("consented", func(c *Consent) *bool { return &c.Consented }),
	integer("timestamp_unixtime_ms", func(c *Consent) *int64 { return &c.TimestampUnixtimeMS }),
	text("location", func(c *Consent) *string { return &c.Location }),
	text("hardware_id", func(c *Consent) *string { return &c.HardwareID }),
)

var systemNotificationFields = newTable(
	text("type", func(n *SystemNotification) *string { return &n.Type }),
	raw("data", func(n *SystemNotification) *json.RawMessage { return &n.Data }),
)
