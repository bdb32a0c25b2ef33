package mparticle

// An event alone is written and read with its envelope:
// {"data": {...}, "event_type": "..."}.

// MarshalJSON implements [json.Marshaler].
func (e CustomEvent) MarshalJSON() ([]byte, error) { return marshalEvent(&e) }

// UnmarshalJSON implements [json.Unmarshaler].
func (e *CustomEvent) UnmarshalJSON(data []byte) error { return unmarshalEvent(data, e) }

// MarshalJSON implements [json.Marshaler].
func (e ScreenView) MarshalJSON() ([]byte, error) { return marshalEvent(&e) }

// UnmarshalJSON implements [json.Unmarshaler].
func (e *ScreenView) UnmarshalJSON(data []byte) error { return unmarshalEvent(data, e) }

// MarshalJSON implements [json.Marshaler].
func (e CommerceEvent) MarshalJSON() ([]byte, error) { return marshalEvent(&e) }

// UnmarshalJSON implements [json.Unmarshaler].
func (e *CommerceEvent) UnmarshalJSON(data []byte) error { return unmarshalEvent(data, e) }

// MarshalJSON implements [json.Marshaler].
func (e SessionStart) MarshalJSON() ([]byte, error) { return marshalEvent(&e) }

// UnmarshalJSON implements [json.Unmarshaler].
func (e *SessionStart) UnmarshalJSON(data []byte) error { return unmarshalEvent(data, e) }

// MarshalJSON implements [json.Marshaler].
func (e SessionEnd) MarshalJSON() ([]byte, error) { return marshalEvent(&e) }

// UnmarshalJSON implements [json.Unmarshaler].
func (e *SessionEnd) UnmarshalJSON(data []byte) error { return unmarshalEvent(data, e) }

// MarshalJSON implements [json.Marshaler].
func (e ApplicationStateTransition) MarshalJSON() ([]byte, error) { return marshalEvent(&e) }

// UnmarshalJSON implements [json.Unmarshaler].
func (e *ApplicationStateTransition) UnmarshalJSON(data []byte) error { return unmarshalEvent(data, e) }

// MarshalJSON implements [json.Marshaler].
func (e PushRegistration) MarshalJSON() ([]byte, error) { return marshalEvent(&e) }

// UnmarshalJSON implements [json.Unmarshaler].
func (e *PushRegistration) UnmarshalJSON(data []byte) error { return unmarshalEvent(data, e) }

// MarshalJSON implements [json.Marshaler].
func (e PushMessage) MarshalJSON() ([]byte, error) { return marshalEvent(&e) }

// UnmarshalJSON implements [json.Unmarshaler].
func (e *PushMessage) UnmarshalJSON(data []byte) error { return unmarshalEvent(data, e) }

// MarshalJSON implements [json.Marshaler].
func (e OptOut) MarshalJSON() ([]byte, error) { return marshalEvent(&e) }

// UnmarshalJSON implements [json.Unmarshaler].
func (e *OptOut) UnmarshalJSON(data []byte) error { return unmarshalEvent(data, e) }

// MarshalJSON implements [json.Marshaler].
func (e UserAttributeChange) MarshalJSON() ([]byte, error) { return marshalEvent(&e) }

// UnmarshalJSON implements [json.Unmarshaler].
func (e *UserAttributeChange) UnmarshalJSON(data []byte) error { return unmarshalEvent(data, e) }

// MarshalJSON implements [json.Marshaler].
func (e UserIdentityChange) MarshalJSON() ([]byte, error) { return marshalEvent(&e) }

// UnmarshalJSON implements [json.Unmarshaler].
func (e *UserIdentityChange) UnmarshalJSON(data []byte) error { return unmarshalEvent(data, e) }

// MarshalJSON implements [json.Marshaler].
func (e CrashReport) MarshalJSON() ([]byte, error) { return marshalEvent(&e) }

// UnmarshalJSON implements [json.Unmarshaler].
func (e *CrashReport) UnmarshalJSON(data []byte) error { return unmarshalEvent(data, e) }

// MarshalJSON implements [json.Marshaler].
func (e NetworkPerformance) MarshalJSON() ([]byte, error) { return marshalEvent(&e) }

// UnmarshalJSON implements [json.Unmarshaler].
func (e *NetworkPerformance) UnmarshalJSON(data []byte) error { return unmarshalEvent(data, e) }

// MarshalJSON implements [json.Marshaler].
func (e Breadcrumb) MarshalJSON() ([]byte, error) { return marshalEvent(&e) }

// UnmarshalJSON implements [json.Unmarshaler].
func (e *Breadcrumb) UnmarshalJSON(data []byte) error { return unmarshalEvent(data, e) }

// MarshalJSON implements [json.Marshaler].
func (e Profile) MarshalJSON() ([]byte, error) { return marshalEvent(&e) }

// UnmarshalJSON implements [json.Unmarshaler].
func (e *Profile) UnmarshalJSON(data []byte) error { return unmarshalEvent(data, e) }

// MarshalJSON implements [json.Marshaler].
func (e FirstRun) MarshalJSON() ([]byte, error) { return marshalEvent(&e) }

// UnmarshalJSON implements [json.Unmarshaler].
func (e *FirstRun) UnmarshalJSON(data []byte) error { return unmarshalEvent(data, e) }

// MarshalJSON implements [json.Marshaler].
func (e Uninstall) MarshalJSON() ([]byte, error) { return marshalEvent(&e) }

// UnmarshalJSON implements [json.Unmarshaler].
func (e *Uninstall) UnmarshalJSON(data []byte) error { return unmarshalEvent(data, e) }

// MarshalJSON implements [json.Marshaler].
func (e PreAttribution) MarshalJSON() ([]byte, error) { return marshalEvent(&e) }

// UnmarshalJSON implements [json.Unmarshaler].
func (e *PreAttribution) UnmarshalJSON(data []byte) error { return unmarshalEvent(data, e) }

// MarshalJSON implements [json.Marshaler].
func (e PushReaction) MarshalJSON() ([]byte, error) { return marshalEvent(&e) }

// UnmarshalJSON implements [json.Unmarshaler].
func (e *PushReaction) UnmarshalJSON(data []byte) error { return unmarshalEvent(data, e) }

// MarshalJSON implements [json.Marshaler].
func (e ValidationResult) MarshalJSON() ([]byte, error) { return marshalEvent(&e) }

// UnmarshalJSON implements [json.Unmarshaler].
func (e *ValidationResult) UnmarshalJSON(data []byte) error { return unmarshalEvent(data, e) }

// MarshalJSON implements [json.Marshaler].
func (e UnknownEvent) MarshalJSON() ([]byte, error) { return marshalEvent(&e) }

// UnmarshalJSON implements [json.Unmarshaler].
func (e *UnknownEvent) UnmarshalJSON(data []byte) error { return unmarshalEvent(data, e) }

// MarshalJSON implements [json.Marshaler].
func (e InvalidEvent) MarshalJSON() ([]byte, error) { return marshalEvent(&e) }

// UnmarshalJSON implements [json.Unmarshaler].
func (e *InvalidEvent) UnmarshalJSON(data []byte) error { return unmarshalEvent(data, e) }
