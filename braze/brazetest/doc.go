// Package brazetest is a Braze for tests: a server in memory that takes what
// Braze's REST API takes, refuses what Braze refuses, and silently ignores what
// Braze silently ignores.
//
//	fake := brazetest.New(brazetest.Config{})
//	forward(fake.Client(t)) // your code
//	user, ok := fake.Profile("user-1")
//
// [Server.Client] and [Server.Transport] use no socket and no goroutine, so
// they work in testing/synctest bubbles, where an hour of rate limits takes a
// moment. [Server.Start] serves other clients than ours.
//
// # What it does
//
//   - Keeps profiles: standard fields, custom attributes, events, purchases,
//     push tokens, subscription groups. Finds users by all five identifiers.
//   - Applies attributes before events before purchases, with Braze's rules for
//     arrays, nested objects, operations, dates and limits.
//   - Answers as Braze: objects that are refused are named by array and index,
//     the others are processed.
//   - Enforces keys, permissions, sizes, counts and rate limits.
//   - Goes wrong on demand; see [Fault] and [Server.Script]. Applies requests
//     late and out of order on demand; see [Config.ApplyDelay].
//
// # Where Braze is silent
//
// Braze's pages leave some behaviour open. The server then takes the reading
// that makes a mistake visible: a custom attribute whose name begins with $ is
// not set (except Google's two), a first name of more than 255 characters is
// not set, a currency that is not three capital letters is refused.
//
// # What it does not do
//
// No messages are sent, so nothing happens to a profile by itself. It does not
// know the channels of subscription groups and lets a new phone number inherit
// none.
//
// The vendor's pages are https://www.braze.com/docs/api/home.
package brazetest
