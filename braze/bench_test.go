package braze_test

import (
	"encoding/json"
	"fmt"
	"testing"

	"github.com/mpbraze/mpbraze/braze"
)

// shopper has 8 standard fields and 16 custom attributes.
func shopper() braze.Attributes {
	custom := braze.Custom{"visits": json.Number("12"), "spent": json.Number("103.50"), "vip": true, "tags": []string{"a", "b", "c"}}
	for i := range 12 {
		custom[fmt.Sprintf("favourite_%02d", i)] = "something of twenty b"
	}
	return braze.Attributes{
		User: ann, FirstName: braze.Set("Ann"), LastName: braze.Set("Lee"), Email: braze.Set("ann@example.com"),
		Phone: braze.Set("+491510000000"), Country: braze.Set("DE"), Language: braze.Set("de"),
		HomeCity: braze.Set("Berlin"), Gender: braze.Set(braze.GenderFemale), Custom: custom,
	}
}

func played() braze.Event {
	e := braze.Event{User: ann, AppID: "app", Name: "play", Time: noon, Properties: braze.Properties{}}
	for i := range 8 {
		e.Properties[fmt.Sprintf("property_%d", i)] = "value"
	}
	return e
}

func BenchmarkAppendAttributes(b *testing.B) {
	a := shopper()
	dst := make([]byte, 0, 4096)
	b.ReportAllocs()
	for b.Loop() {
		if _, err := a.AppendJSON(dst); err != nil {
			b.Fatal(err)
		}
	}
}

func BenchmarkAppendEvent(b *testing.B) {
	e := played()
	dst := make([]byte, 0, 4096)
	b.ReportAllocs()
	for b.Loop() {
		if _, err := e.AppendJSON(dst); err != nil {
			b.Fatal(err)
		}
	}
}

func BenchmarkEncodeAttributes(b *testing.B) {
	a := shopper()
	b.ReportAllocs()
	for b.Loop() {
		if _, err := a.Encode(); err != nil {
			b.Fatal(err)
		}
	}
}

// BenchmarkMarshalAttributes is plain encoding/json over our MarshalJSON.
func BenchmarkMarshalAttributes(b *testing.B) {
	a := shopper()
	b.ReportAllocs()
	for b.Loop() {
		if _, err := json.Marshal(a); err != nil {
			b.Fatal(err)
		}
	}
}

func BenchmarkPack(b *testing.B) {
	e := played()
	o, err := e.Encode()
	if err != nil {
		b.Fatal(err)
	}
	p := braze.NewPacker(braze.Caps{})
	var dst []byte
	b.ReportAllocs()
	for b.Loop() {
		for range braze.DefaultTotal {
			if err := p.Add(o); err != nil {
				b.Fatal(err)
			}
		}
		body := p.Take()
		dst = body.AppendJSON(dst[:0])
	}
}

func BenchmarkDecodeTrackRequest(b *testing.B) {
	r := braze.TrackRequest{Attributes: []braze.Attributes{shopper()}, Events: []braze.Event{played()}}
	body, err := r.AppendJSON(nil)
	if err != nil {
		b.Fatal(err)
	}
	b.SetBytes(int64(len(body)))
	b.ReportAllocs()
	for b.Loop() {
		var back braze.TrackRequest
		if err := back.UnmarshalJSON(body); err != nil {
			b.Fatal(err)
		}
	}
}
