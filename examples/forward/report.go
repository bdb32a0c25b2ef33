package main

import (
	"encoding/json"
	"fmt"
	"maps"
	"slices"

	"github.com/mpbraze/mpbraze/braze"
	"github.com/mpbraze/mpbraze/delta"
	"github.com/mpbraze/mpbraze/mapping"
	"github.com/mpbraze/mpbraze/mparticle"
)

// show prints instead of sending: what became of each field, or the requests.
func (f *forwarder) show() error {
	packer := braze.NewPacker(f.caps)
	err := f.read(func(b *mparticle.Batch) error {
		if f.explain {
			f.printExplanation(f.mapper.Explain(b))
		}
		result := f.mapper.Map(b)
		f.tally.mapped(b, &result)
		if !f.dryRun {
			return nil
		}
		for object, err := range result.Track.Objects() {
			if err != nil {
				return err
			}
			if packer.Fits(object) != nil {
				f.printBody(packer.Take())
			}
			if err := packer.Add(object); err != nil {
				return err
			}
		}
		return nil
	})
	if packer.Len() > 0 {
		f.printBody(packer.Take())
	}
	if f.dryRun {
		t := &f.tally
		fmt.Fprintf(f.errs, "Nothing sent: %d batches became %d attributes, %d events, %d purchases\n",
			t.batches, t.attributes, t.braze, t.bought)
	}
	return err
}

func (f *forwarder) printBody(body braze.Body) {
	fmt.Fprintf(f.out, "%s\n", body.AppendJSON(nil))
}

func (f *forwarder) printExplanation(e mapping.Explanation) {
	fmt.Fprintf(f.out, "batch %d, %d data points\n", f.tally.batches+1, e.DataPoints)
	for _, field := range e.Fields {
		fmt.Fprintf(f.out, "  %-52s <- %s (%s)\n", field.Output, field.Input, field.Rule)
	}
	for _, issue := range e.Issues {
		fmt.Fprintf(f.out, "  %s\n", issue)
	}
	for _, input := range e.Unused {
		fmt.Fprintf(f.out, "  no rule forwards %s\n", input)
	}
}

// report prints the summary of a run.
func (f *forwarder) report(stats braze.SenderStats, saved delta.Stats) {
	t := &f.tally
	if f.fake != nil {
		f.printProfiles()
	}
	f.printIssues()
	fmt.Fprintf(f.out, "\nRead      %d batches with %d events, %d unreadable\n", t.batches, t.events, t.unreadable)
	fmt.Fprintf(f.out, "Mapped    %d attributes, %d events, %d purchases, %d data points\n",
		t.attributes, t.braze, t.bought, t.dataPoints)
	fmt.Fprintf(f.out, "Saved     %d objects merged while they waited, %d of %d attributes known to Braze, %d data points\n",
		stats.Coalesced, saved.Known, saved.Attributes, saved.DataPoints)
	fmt.Fprintf(f.out, "Sent      %d requests, %d retries\n", stats.Requests, stats.Retries)
	fmt.Fprintf(f.out, "Outcome   %d delivered, %d rejected, %d not sent, %d unknown\n",
		stats.Delivered, stats.Rejected, stats.NotSent, stats.Unknown)
	for _, reason := range slices.Sorted(maps.Keys(t.refusals)) {
		fmt.Fprintf(f.out, "  %5d  %s\n", t.refusals[reason], reason)
	}
}

func (f *forwarder) printIssues() {
	issues := f.tally.issues
	if len(issues) == 0 {
		fmt.Fprintf(f.out, "\nNo issues\n")
		return
	}
	fmt.Fprintf(f.out, "\nIssues by kind; -explain says where:\n")
	for _, code := range slices.Sorted(maps.Keys(issues)) {
		fmt.Fprintf(f.out, "  %5d  %-8s %s\n", issues[code].count, issues[code].severity, code)
	}
}

func (f *forwarder) printProfiles() {
	profiles := f.fake.Profiles()
	fmt.Fprintf(f.out, "%d profiles in the fake Braze:\n", len(profiles))
	for _, p := range profiles {
		name := p.ExternalID
		if name == "" {
			name = "anonymous " + p.BrazeID
		}
		fmt.Fprintf(f.out, "\n%s  %d events, %d purchases\n", name, len(p.Events), len(p.Purchases))
		for _, values := range []map[string]any{p.Fields, p.Custom} {
			for _, field := range slices.Sorted(maps.Keys(values)) {
				value, err := json.Marshal(values[field])
				if err != nil {
					value = []byte("?")
				}
				fmt.Fprintf(f.out, "  %-18s %s\n", field, value)
			}
		}
	}
}
