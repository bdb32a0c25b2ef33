package mapping

import (
	"reflect"
	"testing"

	"github.com/stretchr/testify/assert"

	"github.com/mpbraze/mpbraze/braze"
)

// notContent are the fields that say how, or about whom, but not what.
var notContent = map[string]bool{"User": true, "UpdateExistingOnly": true, "MergeObjects": true, "PushTokenImport": true}

// TestIsEmptyKnowsEveryField fails when braze.Attributes gets a field that
// isEmpty does not ask about.
func TestIsEmptyKnowsEveryField(t *testing.T) {
	t.Parallel()
	for f := range reflect.TypeFor[braze.Attributes]().Fields() {
		var a braze.Attributes
		v := reflect.ValueOf(&a).Elem().FieldByIndex(f.Index)
		switch {
		case notContent[f.Name]:
			assert.True(t, isEmpty(&a))
			continue
		case v.Kind() == reflect.Slice:
			v.Set(reflect.MakeSlice(v.Type(), 1, 1))
		case v.Kind() == reflect.Map:
			v.Set(reflect.MakeMap(v.Type()))
			v.SetMapIndex(reflect.ValueOf("a"), reflect.ValueOf("b"))
		default:
			null(t, v.Addr().Interface())
		}
		assert.False(t, isEmpty(&a), f.Name)
	}
}

// null makes an optional field null.
func null(t *testing.T, field any) {
	t.Helper()
	switch o := field.(type) {
	case *braze.Opt[string]:
		*o = braze.Null[string]()
	case *braze.Opt[bool]:
		*o = braze.Null[bool]()
	case *braze.Opt[moment]:
		*o = braze.Null[moment]()
	case *braze.Opt[braze.SubscriptionState]:
		*o = braze.Null[braze.SubscriptionState]()
	case *braze.Opt[braze.Gender]:
		*o = braze.Null[braze.Gender]()
	case *braze.Opt[braze.Location]:
		*o = braze.Null[braze.Location]()
	case *braze.Opt[braze.Facebook]:
		*o = braze.Null[braze.Facebook]()
	case *braze.Opt[braze.Twitter]:
		*o = braze.Null[braze.Twitter]()
	default:
		t.Fatalf("no case for %T", field)
	}
}
