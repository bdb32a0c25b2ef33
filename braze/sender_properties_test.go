package braze_test

import (
	"fmt"
	"testing"
	"testing/synctest"

	"pgregory.net/rapid"

	"github.com/mpbraze/mpbraze/braze"
)

// TestSenderProperties plays random stories of users, faults and impatient
// callers, and holds the promises of the Sender against what came of them.
func TestSenderProperties(t *testing.T) {
	t.Parallel()
	for set := range 8 {
		t.Run(fmt.Sprint("set ", set), func(t *testing.T) {
			t.Parallel()
			rapid.Check(t, func(rt *rapid.T) { playAndCheck(t, rt) })
		})
	}
}

func playAndCheck(t *testing.T, rt *rapid.T) {
	t.Helper()
	s := drawStory(rt)
	var p *ending
	// What is drawn must be drawn outside, and what fails must fail there.
	synctest.Test(t, func(t *testing.T) { p = s.play(t) })
	for name, check := range map[string]func(story, *ending) []string{
		"P2 accounts":           accounts,
		"P9 duplicates":         duplicates,
		"P10 order":             order,
		"P10 last value":        lastValue,
		"caps":                  capsKept,
		"one request at a time": func(_ story, p *ending) []string { return p.wire.problems },
	} {
		for _, problem := range check(s, p) {
			rt.Errorf("%s: %s", name, problem)
		}
	}
}

// accounts: each object has one outcome, nothing stays behind, and what Braze
// has agrees with it.
func accounts(_ story, p *ending) (problems []string) {
	stats := p.stats
	if sum := stats.Delivered + stats.Rejected + stats.NotSent + stats.Unknown; sum != p.in {
		problems = append(problems, fmt.Sprintf("%d outcomes of %d objects", sum, p.in))
	}
	if stats.Objects != 0 || stats.Bytes != 0 || stats.InFlight != 0 {
		problems = append(problems, fmt.Sprintf("left behind: %+v", stats))
	}
	arrived := map[string]int{}
	for _, e := range p.server.Events() {
		arrived[e.Name]++
	}
	for name, state := range p.outcomes {
		switch n := arrived[name]; {
		case state == braze.Delivered && n == 0:
			problems = append(problems, name+" is delivered, but Braze has it not")
		case state == braze.NotSent && n > 0:
			problems = append(problems, name+" is not sent, but Braze has it")
		case state == 0:
			problems = append(problems, name+" has no outcome")
		}
	}
	return problems
}

// duplicates: under Surface nothing arrives twice.
func duplicates(s story, p *ending) (problems []string) {
	if s.policy != braze.Surface {
		return nil
	}
	arrived := map[string]bool{}
	for _, e := range p.server.Events() {
		if arrived[e.Name] {
			problems = append(problems, e.Name+" arrived twice")
		}
		arrived[e.Name] = true
	}
	return problems
}

// order: the events of a user leave in the order given. Only what has left
// before may leave again.
func order(_ story, p *ending) (problems []string) {
	left := map[string]bool{}
	last := map[string]string{}
	for _, body := range p.wire.bodies {
		before := map[string]string{}
		for _, e := range body.Events {
			user := e.User.ExternalID
			if e.Name <= before[user] {
				problems = append(problems, e.Name+" stands after "+before[user])
			}
			if !left[e.Name] && e.Name < last[user] {
				problems = append(problems, e.Name+" left after "+last[user])
			}
			before[user], left[e.Name] = e.Name, true
		}
		for user, name := range before {
			last[user] = max(last[user], name)
		}
	}
	return problems
}

// lastValue: where the last value of an attribute was delivered, the profile
// has it, however Braze ordered what it applied.
func lastValue(_ story, p *ending) (problems []string) {
	for u, plans := range p.plans {
		for len(plans) > 0 && plans[len(plans)-1].state == 0 {
			plans = plans[:len(plans)-1]
		}
		if len(plans) == 0 || plans[len(plans)-1].state != braze.Delivered {
			continue
		}
		user := fmt.Sprintf("u%d", u)
		profile, ok := p.server.Profile(user)
		if want := plans[len(plans)-1].value; !ok || profile.Custom["plan"] != want {
			problems = append(problems, fmt.Sprintf("%s has plan %v, the last was %s", user, profile.Custom["plan"], want))
		}
	}
	return problems
}

// capsKept: no request is larger than the caps.
func capsKept(s story, p *ending) (problems []string) {
	caps := s.options.Caps
	for _, body := range p.wire.bodies {
		counts := body.Counts()
		if body.Len() > caps.Total || max(counts.Attributes, counts.Events) > caps.PerArray {
			problems = append(problems, fmt.Sprintf("a request of %+v", counts))
		}
		raw, err := body.AppendJSON(nil)
		if err != nil {
			problems = append(problems, err.Error())
		}
		if caps.BodyBytes > 0 && len(raw) > caps.BodyBytes && body.Len() > 1 {
			problems = append(problems, fmt.Sprintf("a request of %d bytes", len(raw)))
		}
	}
	return problems
}
