package storetest_test

import (
	"testing"

	"github.com/mpbraze/mpbraze/delta/storetest"
	"github.com/mpbraze/mpbraze/segments"
)

func TestMemoryStore(t *testing.T) {
	t.Parallel()
	storetest.Run(t, &segments.MemoryStore{})
}
