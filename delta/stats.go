package delta

import (
	"sync/atomic"

	"github.com/mpbraze/mpbraze/braze"
)

// Stats are the numbers of a [Tracker] since it was made, to export as
// counters.
type Stats struct {
	// Objects were planned; Suppressed of them had nothing left to send.
	Objects, Suppressed int64
	// Attributes were in them. Of these Known were left out because Braze has
	// them, Late because Braze has newer ones, and Refused because Braze
	// refused them before. The others were sent.
	Attributes, Known, Late, Refused int64
	// DataPoints were saved, by [braze.Attributes.DataPoints]. They are money
	// only under contracts that bill data points.
	DataPoints int64
	// StoreErrors counts plans and commits that failed, Conflicts records that
	// another process changed meanwhile, and Damaged those that could not be
	// read. All of them cause more traffic.
	StoreErrors, Conflicts, Damaged int64
}

// Stats returns the numbers.
func (t *Tracker) Stats() Stats {
	c := &t.counts
	return Stats{
		Objects:     c.objects.Load(),
		Suppressed:  c.suppressed.Load(),
		Attributes:  c.attributes.Load(),
		Known:       c.known.Load(),
		Late:        c.late.Load(),
		Refused:     c.refused.Load(),
		DataPoints:  c.points.Load(),
		StoreErrors: c.storeErrors.Load(),
		Conflicts:   c.conflicts.Load(),
		Damaged:     c.damaged.Load(),
	}
}

type counters struct {
	objects, suppressed              atomic.Int64
	attributes, known, late, refused atomic.Int64
	points                           atomic.Int64
	storeErrors, conflicts, damaged  atomic.Int64
}

func (c *counters) plan(p *planned, send *braze.Attributes) {
	c.objects.Add(1)
	c.attributes.Add(int64(p.wanted))
	left := p.suppressed + p.late + p.withheld
	if left == 0 {
		return
	}
	c.known.Add(int64(p.suppressed))
	if p.late+p.withheld > 0 {
		c.late.Add(int64(p.late))
		c.refused.Add(int64(p.withheld))
	}
	c.points.Add(int64(p.saved))
	if left == p.wanted && bystanders(send) == 0 {
		c.suppressed.Add(1)
	}
}
