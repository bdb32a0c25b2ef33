package mapping

import (
	"testing"

	"github.com/stretchr/testify/assert"
)

func TestPathIsAJSONPointer(t *testing.T) {
	t.Parallel()
	var root *path
	assert.Empty(t, root.String())
	events := root.at("events")
	second := events.item(2)
	odd := second.at("a/b~c")
	assert.Equal(t, "/events/2/a~1b~0c", odd.String())
}
