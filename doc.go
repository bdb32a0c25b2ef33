// Package mpbraze is the map of the house: it holds no code.
//
// The library forwards customer data from mParticle to Braze inside your own
// service. Its packages are independent; the application composes them.
//
//	bytes ── mparticle.ParseBatch ──▶ *mparticle.Batch
//	      ── mapping.Mapper.Map ────▶ braze.TrackRequest and []mapping.Issue
//	      ── braze.Sender ──────────▶ Braze
//
// A [github.com/mpbraze/mpbraze/delta.Tracker] plugged into the Sender leaves
// out what Braze has already.
//
// The packages:
//
//   - [github.com/mpbraze/mpbraze/mparticle]: what arrives. Batches and events in
//     all dialects, read without loss, written back.
//   - [github.com/mpbraze/mpbraze/mapping]: what becomes what. Pure: the same
//     batch and settings give the same bytes, and whatever is dropped or changed
//     is an issue.
//   - [github.com/mpbraze/mpbraze/braze]: what goes out. Braze's objects, their
//     encoding and limits, the client and the Sender.
//   - [github.com/mpbraze/mpbraze/braze/brazetest]: an in-process Braze for tests.
//   - [github.com/mpbraze/mpbraze/segments]: audience memberships as attributes.
//   - [github.com/mpbraze/mpbraze/delta]: only what changed leaves.
//
// Imports go one way: mapping knows mparticle, braze and segments; delta knows
// braze; mparticle and braze know nothing of each other, and segments imports
// nothing of the library.
//
// Start with examples/forward: it reads batches from files or standard input,
// maps and sends them, and needs no Braze account.
package mpbraze
