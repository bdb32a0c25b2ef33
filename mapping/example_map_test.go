package mapping_test

import (
	"fmt"
	"strings"
	"time"

	"github.com/mpbraze/mpbraze/braze"
	"github.com/mpbraze/mpbraze/mapping"
	"github.com/mpbraze/mpbraze/mparticle"
)

const shopBatch = `{
	"environment": "production",
	"timestamp_unixtime_ms": 1772366400000,
	"user_identities": {"customer_id": "u1", "email": "ann@shop.example"},
	"user_attributes": {"$FirstName": "Ann", "$Age": "36", "$Country": "Atlantis", "plan": "gold", "external_id": "u2"},
	"events": [{
		"event_type": "custom_event",
		"data": {
			"event_name": "Video Watched",
			"timestamp_unixtime_ms": 1772366390000,
			"custom_attributes": {"category": "sports", "$seconds": 95},
			"custom_flags": {"kit": "x"}
		}
	}]
}`

// A batch becomes a request for Braze and a list of what did not go through
// unchanged.
func ExampleMapper_Map() {
	batch, err := mparticle.ParseBatch([]byte(shopBatch))
	if err != nil {
		fmt.Println(err)
		return
	}
	m, err := mapping.New(mapping.Config{})
	if err != nil {
		fmt.Println(err)
		return
	}
	result := m.Map(batch)

	body, _ := result.Track.AppendJSON(nil)
	fmt.Println(strings.ReplaceAll(string(body), `],"`, "],\n\""))
	for _, issue := range result.Issues {
		fmt.Println(issue.Severity, issue.Path, issue.Code)
	}
	// Output:
	// {"attributes":[{"external_id":"u1","first_name":"Ann","email":"ann@shop.example","country":"Atlantis","dob":"1990-01-01","plan":"gold"}],
	// "events":[{"external_id":"u1","name":"Video Watched","time":"2026-03-01T11:59:50.000Z","properties":{"category":"sports","seconds":95}}]}
	// warning /user_attributes/$Country country_not_a_code
	// warning /user_attributes/external_id reserved_name
	// info /events/0/data/custom_attributes/$seconds name_changed
}

// A worker that packs objects as it goes uses the memory of batch and result
// again: objects are encoded, and hold on to neither.
func ExampleMapper_MapInto() {
	lines := []string{
		`{"environment": "production", "user_identities": {"customer_id": "u1"}, "user_attributes": {"plan": "gold"}}`,
		`{"environment": "production", "user_identities": {"customer_id": "u2"}, "user_attributes": {"plan": "free"}}`,
	}
	m, err := mapping.New(mapping.Config{})
	if err != nil {
		fmt.Println(err)
		return
	}
	var batch mparticle.Batch
	var result mapping.Result
	packer := braze.NewPacker(braze.Caps{})
	for _, line := range lines {
		if err := (mparticle.Parser{}).ParseInto(&batch, []byte(line)); err != nil {
			fmt.Println(err)
			continue
		}
		m.MapInto(&result, &batch, time.Time{})
		for object, err := range result.Track.Objects() {
			if err == nil {
				err = packer.Add(object) // braze.ErrBodyFull: take the body, and add again
			}
			if err != nil {
				fmt.Println(err)
			}
		}
	}
	body := packer.Take()
	fmt.Println(string(body.AppendJSON(nil)))
	// Output:
	// {"attributes":[{"external_id":"u1","plan":"gold"},{"external_id":"u2","plan":"free"}]}
}

// Explain says for each output field where it comes from, and for each input
// that went nowhere why: enough to answer "what became of this field?".
func ExampleMapper_Explain() {
	batch, err := mparticle.ParseBatch([]byte(shopBatch))
	if err != nil {
		fmt.Println(err)
		return
	}
	m, err := mapping.New(mapping.Config{
		Attributes: mapping.AttributeConfig{CountryCodesOnly: true},
	})
	if err != nil {
		fmt.Println(err)
		return
	}
	explained := m.Explain(batch)
	for _, f := range explained.Fields {
		fmt.Printf("%s <- %s (%s)\n", f.Output, f.Input, f.Rule)
	}
	for _, i := range explained.Issues {
		fmt.Printf("%s: %s\n", i.Path, i.Detail)
	}
	for _, p := range explained.Unused {
		fmt.Printf("%s: no rule forwards it\n", p)
	}
	fmt.Println(explained.DataPoints, "data points")
	// Output:
	// /attributes/0/external_id <- /user_identities/customer_id (identity)
	// /attributes/0/email <- /user_identities/email (identity)
	// /attributes/0/first_name <- /user_attributes/$FirstName (standard field)
	// /attributes/0/plan <- /user_attributes/plan (custom attribute)
	// /attributes/0/dob <- /user_attributes/$Age (standard field)
	// /events/0/properties/category <- /events/0/data/custom_attributes/category (property)
	// /events/0/properties/seconds <- /events/0/data/custom_attributes/$seconds (property)
	// /events/0/name <- /events/0/data/event_name (custom_event)
	// /events/0/time <- /events/0/data/timestamp_unixtime_ms (event time)
	// /user_attributes/$Country: not a code of ISO 3166-1: left out
	// /user_attributes/external_id: a name that steers Braze is never set from data: left out
	// /events/0/data/custom_attributes/$seconds: Braze takes no leading $, control characters or outer space in names
	// /events/0/data/custom_flags: no rule forwards it
	// 5 data points
}

// Alias mode forwards users without an external id.
func ExampleNew_anonymousUsers() {
	m, err := mapping.New(mapping.Config{Identity: mapping.IdentityConfig{
		Anonymous:  mapping.AnonymousAlias,
		AliasLabel: "mpid",
	}})
	if err != nil {
		fmt.Println(err)
		return
	}
	result := m.Map(&mparticle.Batch{
		Environment:    mparticle.EnvironmentProduction,
		MPID:           -5_227_515_829_034_156_637,
		UserAttributes: mparticle.Attributes{"plan": "trial"},
	})
	body, _ := result.Track.AppendJSON(nil)
	fmt.Println(string(body))
	// Output:
	// {"attributes":[{"user_alias":{"alias_name":"-5227515829034156637","alias_label":"mpid"},"_update_existing_only":false,"plan":"trial"}]}
}

// New names every setting that is wrong.
func ExampleNew_wrongSettings() {
	_, err := mapping.New(mapping.Config{
		Identity: mapping.IdentityConfig{Anonymous: mapping.AnonymousAlias},
		Limits:   mapping.LimitConfig{MaxArray: 1000},
	})
	fmt.Println(err)
	// Output:
	// mapping: Identity.AliasLabel: AnonymousAlias needs one
	// mapping: Limits.MaxArray: from 0 to 500
}

// renameVideo is a rule of an application: a plain function.
func renameVideo(e *braze.Event, _ mparticle.Event) (keep bool) {
	if e.Name == "Video Watched" {
		e.Name = "video_watched"
	}
	return e.Properties["category"] != "test"
}

// Rules change mapped objects or leave them out.
func ExampleRule() {
	m, err := mapping.New(mapping.Config{
		Rules: []mapping.Rule{{Name: "video names", Event: renameVideo}},
	})
	if err != nil {
		fmt.Println(err)
		return
	}
	batch, err := mparticle.ParseBatch([]byte(shopBatch))
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Println(m.Map(batch).Track.Events[0].Name)
	// Output: video_watched
}

// A rule is tested with literals, without a batch and without a network.
func ExampleRule_unitTest() {
	watched := braze.Event{Name: "Video Watched", Properties: braze.Properties{"category": "sports"}}
	fmt.Println(renameVideo(&watched, nil), watched.Name)

	test := braze.Event{Name: "Video Watched", Properties: braze.Properties{"category": "test"}}
	fmt.Println(renameVideo(&test, nil))
	// Output:
	// true video_watched
	// false
}
