package braze

import "time"

// Event is a custom event.
//
// See https://www.braze.com/docs/api/objects_filters/event_object.
type Event struct {
	User UserID
	// AppID is the app identifier of Braze's dashboard.
	AppID string
	// Name is case sensitive. Never build it from ids: Braze blocks a profile
	// that passes 20,000 distinct names.
	Name string
	// Time is when it happened. Braze replaces a future time by its own.
	Time               time.Time
	Properties         Properties
	UpdateExistingOnly Opt[bool]
}

// Properties of an event or a purchase: string, bool, any integer or float,
// [encoding/json.Number], [time.Time], a slice or an object (map[string]any).
type Properties map[string]any
