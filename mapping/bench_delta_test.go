package mapping_test

import (
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/mpbraze/mpbraze/braze"
	"github.com/mpbraze/mpbraze/delta"
)

// BenchmarkB7_ForwardWithDelta is the path with a delta.Tracker in it: when
// nothing can be left out, because everything known has expired, and when Braze
// has all attributes. Compare with BenchmarkForward in the same run.
func BenchmarkB7_ForwardWithDelta(b *testing.B) {
	for name, step := range map[string]time.Duration{"all sent": 30 * 24 * time.Hour, "all known": 0} {
		b.Run(name, func(b *testing.B) {
			p := newPath(b)
			now := time.Unix(1_800_000_000, 0)
			memory, err := delta.NewMemory(delta.MemoryOptions{})
			require.NoError(b, err)
			tracker, err := delta.NewInMemory(memory, delta.Config{Now: func() time.Time { return now }})
			require.NoError(b, err)
			now = now.Add(time.Hour)
			b.ReportAllocs()
			for i := 0; b.Loop(); i++ {
				now = now.Add(step)
				if err := p.visitWithDelta(b, tracker, i); err != nil {
					b.Fatal(err)
				}
			}
			reportActions(b)
		})
	}
}

// visitWithDelta is visit with a plan before packing and a commit after.
func (p *path) visitWithDelta(b *testing.B, tracker *delta.Tracker, i int) error {
	b.Helper()
	if err := p.read(i); err != nil {
		return err
	}
	track := p.result.Track
	send, err := tracker.Plan(b.Context(), track.Attributes)
	if err != nil {
		return err
	}
	p.settled = p.settled[:0]
	left := send[:0]
	for i := range send {
		p.settled = append(p.settled, braze.Settled{
			Wanted: track.Attributes[i], Sent: send[i], State: braze.Delivered, Certain: true,
		})
		if !send[i].IsEmpty() {
			left = append(left, send[i])
		}
	}
	track.Attributes = left
	if err := p.packAll(&track); err != nil {
		return err
	}
	return tracker.Commit(b.Context(), p.settled)
}
