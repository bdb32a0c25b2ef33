package mapping

import (
	"go/ast"
	"go/parser"
	"go/token"
	"maps"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// The table in the documentation of ParseSettings has a row for each setting,
// and only for those, and its columns are in line.
func TestSettingsAreDocumented(t *testing.T) {
	t.Parallel()
	file, err := parser.ParseFile(token.NewFileSet(), "settings.go", nil, parser.ParseComments)
	require.NoError(t, err)
	var doc string
	for _, decl := range file.Decls {
		if f, ok := decl.(*ast.FuncDecl); ok && f.Name.Name == "ParseSettings" {
			doc = f.Doc.Text()
		}
	}
	var names []string
	for line := range strings.Lines(doc) {
		row, ok := strings.CutPrefix(strings.TrimRight(line, "\n"), "\t")
		if !ok || strings.HasPrefix(row, " ") || strings.HasPrefix(row, "setting ") {
			continue
		}
		require.Greater(t, len(row), 66, row)
		assert.NotEqual(t, byte(' '), row[31], row)
		assert.Equal(t, byte(' '), row[65], row)
		assert.NotEqual(t, byte(' '), row[66], row)
		name, _, _ := strings.Cut(row, " ")
		names = append(names, name)
	}
	slices.Sort(names)
	assert.Equal(t, slices.Sorted(maps.Keys(settingParsers)), names)
}

func TestKitSettingsHaveNoMeaningHere(t *testing.T) {
	t.Parallel()
	assert.Len(t, kitSettings, 18)
	for name := range kitSettings {
		assert.NotContains(t, settingParsers, name)
		got, err := ParseSettings(map[string]string{name: "anything"})
		require.NoError(t, err)
		assert.Equal(t, Settings{NoEffect: []string{name}}, got)
	}
	for _, name := range keepsEmpty {
		assert.Contains(t, settingParsers, name)
	}
}
