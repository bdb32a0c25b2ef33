// Package segments turns a user's audience memberships into Braze custom
// attributes.
//
// No API lets mParticle maintain segments in Braze. A membership therefore
// travels as a custom attribute of the user, and marketers build segments that
// filter on it. There are many ways to write a membership down, so the way is
// an interface, [Encoder]. mParticle's three ways are built in, as [String],
// [Array] and [PerSegment]:
//
//	way           attribute                 filter in Braze
//	String        SegmentMembership         matches regex (^|,)11036(,|$)
//	Array         SegmentMembershipArray    includes value 11036
//	PerSegment    In <audience name>        equals true
//
// [Join] uses several at once, [ParseSendAs] reads mParticle's setting Send
// Segments As, and an application writes its own in a few lines.
//
// # Contract
//
// An encoder is pure: the same memberships give the same encoding. It never
// changes its argument, and is safe for concurrent use.
//
// Applied to a profile, an encoding makes its filters agree with the
// memberships: true for each audience the user is in, not true for each one
// the user left. Where an encoder cannot do that it says so in an [Issue],
// which names the audiences by id. Issues hold nothing about the user.
//
// # What a message knows
//
// Most audience messages carry a change, not the whole membership. A change is
// enough for [PerSegment], and for [Array], which adds and removes. It is not
// enough for [String], and sets no bound on how long an array grows.
// [Memberships.Complete] tells the two apart, and a [Roster] turns a stream of
// changes, repeated and out of order, into whole memberships. What it remembers
// lives in a [Store]: in memory here, or wherever an application puts it.
//
// # Deleted audiences
//
// When an audience or its connection is deleted, mParticle takes nothing off
// the users. Empty the audience first, or use [Clear] and [Roster.Clear].
//
// Sources: the pages on audiences of both vendors,
// https://www.braze.com/docs/partners/data_and_analytics/customer_data_platform/mparticle/mparticle
// and https://docs.mparticle.com/integrations/braze/audience.
package segments
