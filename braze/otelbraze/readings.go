package otelbraze

import "github.com/mpbraze/mpbraze/braze"

// reading is one field of [braze.SenderStats] as a metric.
type reading struct {
	name, unit, description string
	value                   func(*braze.SenderStats) int64
	// state is an attribute of fields that share a metric.
	state braze.State
	// now says that the value goes up and down.
	now bool
}

const settled = "Objects by what became of them."

var readings = []reading{
	{
		name: "objects", unit: "{object}", description: settled, state: braze.Delivered,
		value: func(s *braze.SenderStats) int64 { return s.Delivered },
	},
	{
		name: "objects", unit: "{object}", description: settled, state: braze.Rejected,
		value: func(s *braze.SenderStats) int64 { return s.Rejected },
	},
	{
		name: "objects", unit: "{object}", description: settled, state: braze.NotSent,
		value: func(s *braze.SenderStats) int64 { return s.NotSent },
	},
	{
		name: "objects", unit: "{object}", description: settled, state: braze.Unknown,
		value: func(s *braze.SenderStats) int64 { return s.Unknown },
	},
	{
		name: "requests", unit: "{request}", description: "Requests, retries among them.",
		value: func(s *braze.SenderStats) int64 { return s.Requests },
	},
	{
		name: "retries", unit: "{retry}", description: "Requests that were made again.",
		value: func(s *braze.SenderStats) int64 { return s.Retries },
	},
	{
		name: "ambiguous_resends", unit: "{object}", description: "Objects sent again that Braze may count twice.",
		value: func(s *braze.SenderStats) int64 { return s.AmbiguousResends },
	},
	{
		name: "coalesced", unit: "{object}", description: "Attributes objects merged into another one.",
		value: func(s *braze.SenderStats) int64 { return s.Coalesced },
	},
	{
		name: "suppressed", unit: "{object}", description: "Attributes objects with nothing new for Braze.",
		value: func(s *braze.SenderStats) int64 { return s.Suppressed },
	},
	{
		name: "partial_errors", unit: "{object}", description: "Objects that Braze named as refused.",
		value: func(s *braze.SenderStats) int64 { return s.PartialErrors },
	},
	{
		name: "unattributed", unit: "{response}", description: "Answers with errors that name no object.",
		value: func(s *braze.SenderStats) int64 { return s.Unattributed },
	},
	{
		name: "bisections", unit: "{request}", description: "Refused requests that were halved.",
		value: func(s *braze.SenderStats) int64 { return s.Bisections },
	},
	{
		name: "caps_lowered", unit: "{event}", description: "How often Braze found a request too large.",
		value: func(s *braze.SenderStats) int64 { return s.CapsLowered },
	},
	{
		name: "hot_users", unit: "{event}", description: "How often a user lost strict order.",
		value: func(s *braze.SenderStats) int64 { return s.HotUsers },
	},
	{
		name: "planner_errors", unit: "{error}", description: "Failures of the planner.",
		value: func(s *braze.SenderStats) int64 { return s.PlannerErrors },
	},
	{
		name: "panics", unit: "{panic}", description: "Panics of hooks and of the logger.",
		value: func(s *braze.SenderStats) int64 { return s.Panics },
	},
	{
		name: "queue.objects", unit: "{object}", description: "Objects that wait or are in flight.", now: true,
		value: func(s *braze.SenderStats) int64 { return int64(s.Objects) },
	},
	{
		name: "queue.bytes", unit: "By", description: "Bytes that wait or are in flight.", now: true,
		value: func(s *braze.SenderStats) int64 { return int64(s.Bytes) },
	},
	{
		name: "in_flight", unit: "{request}", description: "Requests in flight.", now: true,
		value: func(s *braze.SenderStats) int64 { return int64(s.InFlight) },
	},
}
