package otelbraze

import (
	"maps"
	"os"
	"reflect"
	"slices"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/mpbraze/mpbraze/braze"
)

// Each field of the statistics is reported exactly once.
func TestEveryCounterIsReported(t *testing.T) {
	t.Parallel()
	var stats braze.SenderStats
	want := map[int64]string{}
	fields := reflect.ValueOf(&stats).Elem()
	for i := range fields.NumField() {
		fields.Field(i).SetInt(int64(i + 1))
		want[int64(i+1)] = fields.Type().Field(i).Name
	}
	got := make([]int64, 0, len(readings))
	for _, r := range readings {
		got = append(got, r.value(&stats))
	}
	assert.ElementsMatch(t, slices.Collect(maps.Keys(want)), got, "%v", want)
}

// The package documentation lists every metric of a Sender, with its unit.
func TestMetricsAreDocumented(t *testing.T) {
	t.Parallel()
	doc, err := os.ReadFile("doc.go")
	require.NoError(t, err)
	for _, r := range readings {
		kind := "counter"
		if r.now {
			kind = "updowncounter"
		}
		assert.Regexp(t, `//	braze\.sender\.`+r.name+` +`+kind+` +`+r.unit, string(doc))
	}
}
