package main

import (
	"encoding/json"
	"fmt"
	"io"
	"maps"
	"slices"

	"github.com/mpbraze/mpbraze/braze/brazetest"
	"github.com/mpbraze/mpbraze/mapping"
	"github.com/mpbraze/mpbraze/mparticle"
)

// show prints what happens in the fake Braze.
type show struct {
	fake *brazetest.Server // nil with a real Braze
	out  io.Writer
}

func (s show) file(name string) { fmt.Fprintln(s.out, " ", name) }

// issues prints what of a message did not go through. No value is among it.
func (s show) issues(problems []mparticle.Problem, issues []mapping.Issue) {
	for _, p := range problems {
		fmt.Fprintf(s.out, "    ! %s want %s, got %s\n", p.Pointer, p.Want, p.Got)
	}
	for _, i := range issues {
		fmt.Fprintf(s.out, "    ! %s %s\n", i.Path, i.Detail)
	}
}

// profiles returns the custom attributes of all users by external id.
func (s show) profiles() map[string]map[string]any {
	all := map[string]map[string]any{}
	if s.fake == nil {
		return all
	}
	for _, p := range s.fake.Profiles() {
		all[p.ExternalID] = p.Custom
	}
	return all
}

// changed prints the attributes that are not as they were before.
func (s show) changed(before map[string]map[string]any) {
	after := s.profiles()
	for _, user := range slices.Sorted(maps.Keys(after)) {
		names := map[string]any{}
		maps.Copy(names, before[user])
		maps.Copy(names, after[user])
		for _, name := range slices.Sorted(maps.Keys(names)) {
			was, is := shown(before[user], name), shown(after[user], name)
			if was != is {
				fmt.Fprintf(s.out, "    %-5s %-25s %s -> %s\n", user, name, was, is)
			}
		}
	}
}

// shown returns an attribute as JSON, or a dash when it is not there.
func shown(attributes map[string]any, name string) string {
	value, ok := attributes[name]
	if !ok {
		return "-"
	}
	text, err := json.Marshal(value)
	if err != nil {
		return "?"
	}
	return string(text)
}
