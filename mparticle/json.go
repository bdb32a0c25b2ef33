package mparticle

// Every type of this package also works under plain encoding/json, alone or as
// a part of other types, with the same results as in a batch.

// MarshalJSON implements [json.Marshaler].
func (b Batch) MarshalJSON() ([]byte, error) { return marshalObject(&b, batchFields) }

// UnmarshalJSON implements [json.Unmarshaler]. It reads as [ParseBatch] does.
func (b *Batch) UnmarshalJSON(data []byte) error {
	if string(data) == "null" {
		return nil // by convention of encoding/json
	}
	read, err := ParseBatch(data)
	if err == nil {
		*b = *read
	}
	return err
}

// MarshalJSON implements [json.Marshaler]. It writes an array when the
// identities came in one or an object cannot say everything about them.
func (ids Identities) MarshalJSON() ([]byte, error) {
	if ids == nil {
		return []byte("null"), nil
	}
	var e encoder
	identitiesCodec.write(&e, &ids, plain)
	return e.b, e.err
}

// UnmarshalJSON implements [json.Unmarshaler].
func (ids *Identities) UnmarshalJSON(data []byte) error { return unmarshal(data, ids, identitiesCodec) }

// MarshalJSON implements [json.Marshaler].
func (a ApplicationInfo) MarshalJSON() ([]byte, error) {
	return marshalObject(&a, applicationInfoFields)
}

// UnmarshalJSON implements [json.Unmarshaler].
func (a *ApplicationInfo) UnmarshalJSON(data []byte) error {
	return unmarshalObject(data, a, applicationInfoFields)
}

// MarshalJSON implements [json.Marshaler].
func (d DeviceInfo) MarshalJSON() ([]byte, error) { return marshalObject(&d, deviceInfoFields) }

// UnmarshalJSON implements [json.Unmarshaler].
func (d *DeviceInfo) UnmarshalJSON(data []byte) error {
	return unmarshalObject(data, d, deviceInfoFields)
}

// MarshalJSON implements [json.Marshaler].
func (d DeviceState) MarshalJSON() ([]byte, error) { return marshalObject(&d, deviceStateFields) }

// UnmarshalJSON implements [json.Unmarshaler].
func (d *DeviceState) UnmarshalJSON(data []byte) error {
	return unmarshalObject(data, d, deviceStateFields)
}

// MarshalJSON implements [json.Marshaler].
func (l Location) MarshalJSON() ([]byte, error) { return marshalObject(&l, locationFields) }

// UnmarshalJSON implements [json.Unmarshaler].
func (l *Location) UnmarshalJSON(data []byte) error { return unmarshalObject(data, l, locationFields) }

// MarshalJSON implements [json.Marshaler].
func (s SourceInfo) MarshalJSON() ([]byte, error) { return marshalObject(&s, sourceInfoFields) }

// UnmarshalJSON implements [json.Unmarshaler].
func (s *SourceInfo) UnmarshalJSON(data []byte) error {
	return unmarshalObject(data, s, sourceInfoFields)
}

// MarshalJSON implements [json.Marshaler].
func (a AttributionInfo) MarshalJSON() ([]byte, error) {
	return marshalObject(&a, attributionInfoFields)
}

// UnmarshalJSON implements [json.Unmarshaler].
func (a *AttributionInfo) UnmarshalJSON(data []byte) error {
	return unmarshalObject(data, a, attributionInfoFields)
}

// MarshalJSON implements [json.Marshaler].
func (c Context) MarshalJSON() ([]byte, error) { return marshalObject(&c, contextFields) }

// UnmarshalJSON implements [json.Unmarshaler].
func (c *Context) UnmarshalJSON(data []byte) error { return unmarshalObject(data, c, contextFields) }

// MarshalJSON implements [json.Marshaler].
func (d DataPlan) MarshalJSON() ([]byte, error) { return marshalObject(&d, dataPlanFields) }

// UnmarshalJSON implements [json.Unmarshaler].
func (d *DataPlan) UnmarshalJSON(data []byte) error { return unmarshalObject(data, d, dataPlanFields) }

// MarshalJSON implements [json.Marshaler].
func (b BlockMetadata) MarshalJSON() ([]byte, error) { return marshalObject(&b, blockMetadataFields) }

// UnmarshalJSON implements [json.Unmarshaler].
func (b *BlockMetadata) UnmarshalJSON(data []byte) error {
	return unmarshalObject(data, b, blockMetadataFields)
}

// MarshalJSON implements [json.Marshaler].
func (b BlockedEventAttributes) MarshalJSON() ([]byte, error) {
	return marshalObject(&b, blockedEventAttributesFields)
}

// UnmarshalJSON implements [json.Unmarshaler].
func (b *BlockedEventAttributes) UnmarshalJSON(data []byte) error {
	return unmarshalObject(data, b, blockedEventAttributesFields)
}

// MarshalJSON implements [json.Marshaler].
func (b Batching) MarshalJSON() ([]byte, error) { return marshalObject(&b, batchingFields) }

// UnmarshalJSON implements [json.Unmarshaler].
func (b *Batching) UnmarshalJSON(data []byte) error { return unmarshalObject(data, b, batchingFields) }

// MarshalJSON implements [json.Marshaler].
func (c ConsentState) MarshalJSON() ([]byte, error) { return marshalObject(&c, consentStateFields) }

// UnmarshalJSON implements [json.Unmarshaler].
func (c *ConsentState) UnmarshalJSON(data []byte) error {
	return unmarshalObject(data, c, consentStateFields)
}

// MarshalJSON implements [json.Marshaler].
func (c Consent) MarshalJSON() ([]byte, error) { return marshalObject(&c, consentFields) }

// UnmarshalJSON implements [json.Unmarshaler].
func (c *Consent) UnmarshalJSON(data []byte) error { return unmarshalObject(data, c, consentFields) }

// MarshalJSON implements [json.Marshaler].
func (s SystemNotification) MarshalJSON() ([]byte, error) {
	return marshalObject(&s, systemNotificationFields)
}

// UnmarshalJSON implements [json.Unmarshaler].
func (s *SystemNotification) UnmarshalJSON(data []byte) error {
	return unmarshalObject(data, s, systemNotificationFields)
}

// MarshalJSON implements [json.Marshaler].
func (i Identity) MarshalJSON() ([]byte, error) { return marshalObject(&i, identityFields) }

// UnmarshalJSON implements [json.Unmarshaler].
func (i *Identity) UnmarshalJSON(data []byte) error { return unmarshalObject(data, i, identityFields) }

// MarshalJSON implements [json.Marshaler].
func (p ProductAction) MarshalJSON() ([]byte, error) { return marshalObject(&p, productActionFields) }

// UnmarshalJSON implements [json.Unmarshaler].
func (p *ProductAction) UnmarshalJSON(data []byte) error {
	return unmarshalObject(data, p, productActionFields)
}

// MarshalJSON implements [json.Marshaler].
func (p Product) MarshalJSON() ([]byte, error) { return marshalObject(&p, productFields) }

// UnmarshalJSON implements [json.Unmarshaler].
func (p *Product) UnmarshalJSON(data []byte) error { return unmarshalObject(data, p, productFields) }

// MarshalJSON implements [json.Marshaler].
func (p PromotionAction) MarshalJSON() ([]byte, error) {
	return marshalObject(&p, promotionActionFields)
}

// UnmarshalJSON implements [json.Unmarshaler].
func (p *PromotionAction) UnmarshalJSON(data []byte) error {
	return unmarshalObject(data, p, promotionActionFields)
}

// MarshalJSON implements [json.Marshaler].
func (p Promotion) MarshalJSON() ([]byte, error) { return marshalObject(&p, promotionFields) }

// UnmarshalJSON implements [json.Unmarshaler].
func (p *Promotion) UnmarshalJSON(data []byte) error {
	return unmarshalObject(data, p, promotionFields)
}

// MarshalJSON implements [json.Marshaler].
func (p ProductImpression) MarshalJSON() ([]byte, error) {
	return marshalObject(&p, productImpressionFields)
}

// UnmarshalJSON implements [json.Unmarshaler].
func (p *ProductImpression) UnmarshalJSON(data []byte) error {
	return unmarshalObject(data, p, productImpressionFields)
}

// MarshalJSON implements [json.Marshaler].
func (s ShoppingCart) MarshalJSON() ([]byte, error) { return marshalObject(&s, shoppingCartFields) }

// UnmarshalJSON implements [json.Unmarshaler].
func (s *ShoppingCart) UnmarshalJSON(data []byte) error {
	return unmarshalObject(data, s, shoppingCartFields)
}
