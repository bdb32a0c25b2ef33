package mparticle_test

import (
	"go/ast"
	"go/parser"
	"go/token"
	"reflect"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/mpbraze/mpbraze/mparticle"
)

// I52: every type has a concrete event, and no constant is forgotten.
func TestEventTypes(t *testing.T) {
	t.Parallel()
	types := mparticle.EventTypes()
	for _, typ := range types {
		t.Run(string(typ), func(t *testing.T) {
			t.Parallel()
			batch := requireLossless(t, []byte(`{"events":[{"data":{"event_id":"5"},"event_type":"`+string(typ)+`"}]}`))
			require.Len(t, batch.Events, 1)
			event := batch.Events[0]
			assert.Equal(t, typ, event.Type())
			require.NotNil(t, event.Common())
			assert.Equal(t, int64(5), event.Common().EventID)
			name := strings.ReplaceAll(string(typ), "_", "")
			assert.Equal(t, "*mparticle."+name, strings.ToLower(reflect.TypeOf(event).String()))
		})
	}
	assert.ElementsMatch(t, declaredEventTypes(t), append(types, mparticle.EventUnknown))
	assert.IsIncreasing(t, types)
}

// declaredEventTypes reads the constants of type EventType from the source.
func declaredEventTypes(t *testing.T) (types []mparticle.EventType) {
	t.Helper()
	file, err := parser.ParseFile(token.NewFileSet(), "event.go", nil, 0)
	require.NoError(t, err)
	ast.Inspect(file, func(n ast.Node) bool {
		spec, ok := n.(*ast.ValueSpec)
		if !ok || len(spec.Values) != 1 {
			return true
		}
		if typ, ok := spec.Type.(*ast.Ident); ok && typ.Name == "EventType" {
			value := spec.Values[0].(*ast.BasicLit).Value
			types = append(types, mparticle.EventType(strings.Trim(value, `"`)))
		}
		return true
	})
	return types
}
