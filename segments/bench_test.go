package segments_test

import (
	"strconv"
	"testing"

	"github.com/mpbraze/mpbraze/segments"
)

func BenchmarkEncode(b *testing.B) {
	ways := []struct {
		name string
		enc  segments.Encoder
	}{
		{"String", segments.String{}},
		{"Array", segments.Array{}},
		{"PerSegment", segments.PerSegment{}},
		{"All", segments.Join(segments.String{}, segments.Array{}, segments.PerSegment{})},
	}
	for _, n := range []int{25, 500} {
		m := segments.Memberships{Current: audiences(n), Complete: true}
		for _, way := range ways {
			b.Run(way.name+"/"+strconv.Itoa(n), func(b *testing.B) {
				b.ReportAllocs()
				for b.Loop() {
					way.enc.Encode(m)
				}
			})
		}
	}
}

func BenchmarkState(b *testing.B) {
	for _, n := range []int{25, 500} {
		var s segments.State
		for i, a := range audiences(n) {
			s, _ = s.Apply(join(a, i))
		}
		bytes := s.Append(nil)
		b.Run("Append/"+strconv.Itoa(n), func(b *testing.B) {
			b.ReportAllocs()
			b.ReportMetric(float64(len(bytes))/float64(n), "B/audience")
			buf := make([]byte, 0, len(bytes))
			for b.Loop() {
				buf = s.Append(buf[:0])
			}
		})
		b.Run("Parse/"+strconv.Itoa(n), func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				if _, err := segments.ParseState(bytes); err != nil {
					b.Fatal(err)
				}
			}
		})
		b.Run("Apply/"+strconv.Itoa(n), func(b *testing.B) {
			b.ReportAllocs()
			change := leave(segments.Audience{ID: "10007"}, n)
			for b.Loop() {
				s.Apply(change)
			}
		})
	}
}
