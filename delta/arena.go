package delta

// arena holds records in large chunks, each at a multiple of align bytes. It
// only grows; a shard compacts it now and then.
type arena struct {
	chunkSize int
	chunks    [][]byte
	// used counts the bytes of the last chunk, dead those of all chunks that no
	// record needs any more.
	used, dead int
}

// reference is the place of a record: the number of the chunk and the offset in
// it, plus one.
type reference uint32

const (
	align      = 4
	offsetBits = 12
	maxChunk   = align << offsetBits
	minChunk   = 1 << 10
	maxChunks  = 1<<(32-offsetBits) - 1
)

// aligned returns the room that n bytes take.
func aligned(n int) int { return (n + align - 1) &^ (align - 1) }

// fits reports whether n bytes can be added without another chunk.
func (a *arena) fits(n int) bool {
	return len(a.chunks) > 0 && a.used+aligned(n) <= a.chunkSize
}

// add copies a record, of at most chunkSize bytes.
func (a *arena) add(record []byte) reference {
	if !a.fits(len(record)) {
		if len(a.chunks) > 0 {
			a.dead += a.chunkSize - a.used
		}
		a.chunks = append(a.chunks, make([]byte, a.chunkSize))
		a.used = 0
	}
	last := len(a.chunks) - 1
	copy(a.chunks[last][a.used:], record)
	r := reference(last<<offsetBits|a.used/align) + 1
	a.used += aligned(len(record))
	return r
}

// at returns the bytes from a place on.
func (a *arena) at(r reference) []byte {
	r--
	return a.chunks[r>>offsetBits][int(r&(1<<offsetBits-1))*align:]
}

func (a *arena) bytes() int { return len(a.chunks) * a.chunkSize }
