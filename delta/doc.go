// Package delta sends Braze only what changed, and never misses an update.
//
// mParticle passes all of a user's attributes with every batch, and Braze counts
// every attribute it gets, changed or not. A [Tracker] remembers what Braze
// acknowledged and leaves it out. It plugs into a [braze.Sender]:
//
//	memory, err := delta.NewMemory(delta.MemoryOptions{})
//	tracker, err := delta.NewInMemory(memory, delta.Config{})
//	sender, err := braze.NewSender(client, braze.SenderOptions{Planner: tracker})
//
// That saves requests, the hourly quota, and needless work of Braze's segments
// with every contract. It saves money only under contracts that bill data
// points, which Braze sells no more since spring 2025; see
// [braze.Attributes.DataPoints] and [Stats].
//
// # What is never left out
//
// A value is left out only if Braze acknowledged this very value for this very
// user, and nothing was sent since that could have changed it. Losing the state
// in any way costs traffic, never an update. In particular these always leave:
//
//   - operations: increments, changes of arrays; the attribute is unknown then
//   - e-mail subscription, subscription groups and push tokens, which Braze
//     spreads over profiles that share an address, a number or a device
//   - all attributes of users named by e-mail address, phone number or Braze id:
//     such a name does not stand for one profile, or not as its only name
//   - objects that create no profile (UpdateExistingOnly; for an alias that is
//     Braze's default): Braze acknowledges them without applying them
//
// # How it works
//
// Plan compares fingerprints: 64 bits, keyed with a secret of the installation,
// different for each user and attribute. Values and ids are never kept. Numbers
// are compared by value (1 is 1.0), objects without regard to the order of their
// members, lists with regard to it, and null has a fingerprint too. Before
// anything leaves, Plan writes down that it is on its way, so that nobody
// believes the older value if the process dies now.
//
// Commit learns what became of it. Only a certain delivery makes a value known.
// After an unknown outcome the attribute is unknown. A value that Braze refused
// is not sent again until it changes, or for a day; of several that were refused
// together none is left out alone, because one of them may be good.
//
// Braze may apply two requests in the wrong order within some seconds. A value
// that was sent that soon after another one is therefore sent once more, when
// it comes again after [Config.SettleTime].
//
// # Others who write
//
// SDKs, imports and the dashboard change profiles behind the library's back.
// So states expire after [Config.TTL], attributes that others write can be
// excluded with [Config.Volatile], and [Tracker.Invalidate] is for merges,
// identifications, renames and imports. Name a profile by one identifier only:
// nobody can see that two name the same.
//
// # Late data
//
// [braze.Attributes] carry no time, so a Sender's attributes count in the order
// in which they come. Whoever knows when data is from passes that to
// [Tracker.PlanOne] by hand, which then keeps older data from overwriting newer.
//
// # Where states live
//
// In a [Memory]: compact, bounded, gone with the process. Or in a [Store], which
// is durable or shared; the nested modules delta/boltstore and delta/redisstore
// are two. Processes that share a store see each other's changes, because every
// read goes to the store and every write is compared with what was read. Give
// them one [Config.Secret]. Still, send each user through one process at a time,
// for example by partition: no store can order two requests on the network.
//
// Sources: https://www.braze.com/docs/user_guide/data/infrastructure/data_points
// and https://www.braze.com/docs/api/endpoints/user_data/post_user_track.
package delta
