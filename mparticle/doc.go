// Package mparticle models what leaves mParticle: event batches in all three
// dialects, read without loss and written back.
//
// # Reading
//
// [ParseBatch] reads one batch. [Reader] reads a stream of them: one batch, an
// array, newline-delimited or concatenated JSON, gzip or not, in bounded
// memory. Both are strict about JSON (UTF-8, duplicate names, depth, trailing
// data) and tolerant about types, because mParticle's outputs disagree with
// each other: a 64-bit id may be a number or a string, identities an object or
// an array, a boolean "True".
//
// A worker that is done with a batch when it reads the next lets
// [Parser.ParseInto] use its memory again.
//
// What cannot be read as the field it stands in is never lost and never fails
// its neighbours: a field keeps its JSON in [Members.Extra] and is reported in
// [Batch.Problems]; an event becomes an [InvalidEvent]. Only an unreadable
// batch is an error, a [*DecodeError].
//
// # Writing
//
// Marshalling a decoded batch gives JSON equal to what was read: unknown
// members, nulls, explicit zeros and the spelling of ids included. A batch
// built from a literal is written in the inbound dialect, ready for the Events
// API.
//
// # Events
//
// [Event] is a closed sum of concrete types, one for each event type, plus
// [UnknownEvent] for types that mParticle may add and [InvalidEvent] for
// events that cannot be read. Switch over it by type.
//
// The vendor's pages are
// https://docs.mparticle.com/developers/server/json-reference/ and
// https://docs.mparticle.com/developers/server/http/.
package mparticle
