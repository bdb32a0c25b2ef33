package main

import (
	"github.com/mpbraze/mpbraze/braze"
	"github.com/mpbraze/mpbraze/mapping"
	"github.com/mpbraze/mpbraze/mparticle"
)

// tally counts what happened.
type tally struct {
	batches, events, unreadable int
	attributes, braze, bought   int
	dataPoints                  int
	issues                      map[mapping.Code]*issueCount

	// Written by the collector, read after it has ended.
	outcomes map[braze.State]int
	refusals map[string]int
}

type issueCount struct {
	severity mapping.Severity
	count    int
}

// mapped counts a batch and what became of it.
func (t *tally) mapped(b *mparticle.Batch, r *mapping.Result) {
	t.batches++
	t.events += len(b.Events)
	t.attributes += len(r.Track.Attributes)
	t.braze += len(r.Track.Events)
	t.bought += len(r.Track.Purchases)
	t.dataPoints += r.Track.DataPoints()
	if t.issues == nil {
		t.issues = make(map[mapping.Code]*issueCount)
	}
	for _, issue := range r.Issues {
		c := t.issues[issue.Code]
		if c == nil {
			c = &issueCount{}
			t.issues[issue.Code] = c
		}
		c.count++
		c.severity = max(c.severity, issue.Severity)
	}
}

// clean reports whether everything was read and delivered. Issues of the
// mapping are no failure: they are how it is meant to work.
func (t *tally) clean() bool {
	return t.unreadable == 0 && len(t.outcomes) == min(t.outcomes[braze.Delivered], 1)
}

// collector waits for outcomes in the order of submission.
type collector struct {
	pending chan *braze.Pending
	done    chan struct{}
}

func (t *tally) collect(bar *progress) *collector {
	c := &collector{pending: make(chan *braze.Pending, 1024), done: make(chan struct{})}
	t.outcomes = make(map[braze.State]int)
	t.refusals = make(map[string]int)
	go func() {
		defer close(c.done)
		for p := range c.pending {
			result, _ := p.Wait() // the outcomes say more than the error
			t.settled(&result)
			bar.add(1)
		}
		bar.finish()
	}()
	return c
}

func (c *collector) add(p *braze.Pending) { c.pending <- p }

func (c *collector) wait() {
	close(c.pending)
	<-c.done
}

func (t *tally) settled(r *braze.Result) {
	for _, o := range r.All() {
		t.outcomes[o.State]++
		if o.Err != nil {
			t.refusals[o.Err.Error()]++
		}
	}
}
