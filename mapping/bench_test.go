package mapping_test

import (
	"errors"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/mpbraze/mpbraze/braze"
	"github.com/mpbraze/mpbraze/mapping"
	"github.com/mpbraze/mpbraze/mparticle"
)

// path is what one worker of a program does: read a line in memory, map it,
// pack the objects over visits into request bodies. The worker is done with a
// batch when it reads the next, so it uses the memory of batch and result again.
type path struct {
	lines  [][]byte
	mapper *mapping.Mapper
	packer *braze.Packer
	body   []byte

	batch   mparticle.Batch
	result  mapping.Result
	settled []braze.Settled // of the last visit
}

func newPath(b *testing.B) *path {
	b.Helper()
	mapper, err := mapping.New(mapping.Config{})
	require.NoError(b, err)
	return &path{lines: visits(b, 64), mapper: mapper, packer: braze.NewPacker(braze.Caps{})}
}

// visit takes the i-th visit the whole way.
func (p *path) visit(i int) error {
	if err := p.read(i); err != nil {
		return err
	}
	return p.packAll(&p.result.Track)
}

// read reads and maps the i-th visit.
func (p *path) read(i int) error {
	if err := (mparticle.Parser{}).ParseInto(&p.batch, p.lines[i%len(p.lines)]); err != nil {
		return err
	}
	p.mapper.MapInto(&p.result, &p.batch, time.Time{})
	return nil
}

// visitAnew is visit without using any memory again.
func (p *path) visitAnew(i int) error {
	batch, err := mparticle.ParseBatch(p.lines[i%len(p.lines)])
	if err != nil {
		return err
	}
	result := p.mapper.Map(batch)
	return p.packAll(&result.Track)
}

func (p *path) packAll(track *braze.TrackRequest) error {
	for object, err := range track.Objects() {
		if err == nil {
			err = p.pack(object)
		}
		if err != nil {
			return err
		}
	}
	return nil
}

func (p *path) pack(object braze.Object) error {
	err := p.packer.Add(object)
	if !errors.Is(err, braze.ErrBodyFull) {
		return err
	}
	full := p.packer.Take()
	p.body = full.AppendJSON(p.body[:0])
	return p.packer.Add(object)
}

func reportActions(b *testing.B) {
	b.Helper()
	b.ReportMetric(float64(b.N*actionsPerVisit)/b.Elapsed().Seconds(), "actions/s")
}

// BenchmarkForward is the library's path by default settings, with all
// validation on (B1). Compare with BenchmarkBaseline in the same run.
func BenchmarkForward(b *testing.B) { benchmarkVisits(b, (*path).visit) }

// BenchmarkForwardAnew is the same with ParseBatch and Map, for programs that
// keep batches and results.
func BenchmarkForwardAnew(b *testing.B) { benchmarkVisits(b, (*path).visitAnew) }

func benchmarkVisits(b *testing.B, visit func(*path, int) error) {
	b.Helper()
	p := newPath(b)
	b.ReportAllocs()
	for i := 0; b.Loop(); i++ {
		if err := visit(p, i); err != nil {
			b.Fatal(err)
		}
	}
	reportActions(b)
}

// BenchmarkB4_Allocations is one visit read, mapped and encoded into a buffer
// that is used again. Its time is not the point.
func BenchmarkB4_Allocations(b *testing.B) {
	p := newPath(b)
	b.ReportAllocs()
	for b.Loop() {
		if err := p.read(0); err != nil {
			b.Fatal(err)
		}
		var err error
		if p.body, err = p.result.Track.AppendJSON(p.body[:0]); err != nil {
			b.Fatal(err)
		}
	}
}

// BenchmarkB5_MapAndEncode is one visit that has been read.
func BenchmarkB5_MapAndEncode(b *testing.B) {
	p := newPath(b)
	batch := visit(b)
	b.Run("map", func(b *testing.B) {
		b.ReportAllocs()
		for b.Loop() {
			p.mapper.MapInto(&p.result, batch, time.Time{})
		}
		reportActions(b)
	})
	b.Run("map and encode", func(b *testing.B) {
		b.ReportAllocs()
		for b.Loop() {
			p.mapper.MapInto(&p.result, batch, time.Time{})
			var err error
			if p.body, err = p.result.Track.AppendJSON(p.body[:0]); err != nil {
				b.Fatal(err)
			}
		}
		reportActions(b)
	})
}

// BenchmarkB17_Scaling is the path by one goroutine, and by as many as there
// are processors, which share the mapper. Compare the actions per second.
func BenchmarkB17_Scaling(b *testing.B) {
	b.Run("one", BenchmarkForward)
	b.Run("each processor", func(b *testing.B) {
		shared := newPath(b)
		b.ReportAllocs()
		b.RunParallel(func(pb *testing.PB) {
			p := &path{lines: shared.lines, mapper: shared.mapper, packer: braze.NewPacker(braze.Caps{})}
			for i := 0; pb.Next(); i++ {
				if err := p.visit(i); err != nil {
					b.Error(err)
					return
				}
			}
		})
		reportActions(b)
	})
}
