package braze_test

import (
	"encoding/json"
	"fmt"
	"math"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/mpbraze/mpbraze/braze"
)

func TestEvent_encode(t *testing.T) {
	t.Parallel()
	e := braze.Event{
		User: braze.UserID{Email: "a@b.c", Phone: "+1"}, AppID: "app", Name: "play", Time: noon,
		Properties: braze.Properties{
			"title": "Solea", "at": noon, "seconds": json.Number("12.50"),
			"cast": []map[string]any{{"First Name": "Ann"}}, "lists": []any{[]any{1}},
		},
		UpdateExistingOnly: braze.Set(true),
	}
	want := `{"email":"a@b.c","phone":"+1","_update_existing_only":true,"app_id":"app","name":"play",` +
		`"time":"2026-03-01T12:00:00.000Z","properties":{"at":"2026-03-01T12:00:00.000Z",` +
		`"cast":[{"First Name":"Ann"}],"lists":[[1]],"seconds":12.50,"title":"Solea"}}`
	b, err := e.AppendJSON(nil)
	require.NoError(t, err)
	assert.Equal(t, want, string(b))
}

func TestEvent_Validate(t *testing.T) {
	t.Parallel()
	many := braze.Properties{}
	for i := range 257 {
		many[fmt.Sprint("p", i)] = i
	}
	withProperty := func(name string, value any) braze.Event {
		return braze.Event{User: ann, Name: "play", Time: noon, Properties: braze.Properties{name: value}}
	}
	for _, test := range []struct {
		name  string
		give  braze.Event
		field string
		code  braze.FieldCode
	}{
		{"no user", braze.Event{Name: "play", Time: noon}, "", braze.FieldRequired},
		{"no name", braze.Event{User: ann, Time: noon}, "name", braze.FieldRequired},
		{"long name", braze.Event{User: ann, Name: long(256), Time: noon}, "name", braze.FieldTooLong},
		{"no time", braze.Event{User: ann, Name: "play"}, "time", braze.FieldRequired},
		{"year 3001", braze.Event{User: ann, Name: "play", Time: noon.AddDate(1000, 0, 0)}, "time", braze.FieldRange},
		{"year -1", braze.Event{User: ann, Name: "play", Time: time.Date(-1, 1, 1, 0, 0, 0, 0, time.UTC)}, "time", braze.FieldRange},
		{"257 properties", braze.Event{User: ann, Name: "play", Time: noon, Properties: many}, "properties", braze.FieldTooMany},
		{"I37 property time", withProperty("time", 1), "properties.time", braze.FieldReserved},
		{"I37 property event_name", withProperty("event_name", 1), "properties.event_name", braze.FieldReserved},
		{"I35 empty property name", withProperty("", 1), "properties.", braze.FieldName},
		{"I35 dollar property name", withProperty("$a", 1), "properties.$a", braze.FieldName},
		{"I35 long property name", withProperty(strings.Repeat("p", 256), 1), "properties." + strings.Repeat("p", 256), braze.FieldTooLong},
		{"null", withProperty("a", nil), "properties.a", braze.FieldNull},
		{"nested null", withProperty("a", []any{map[string]any{"b": nil}}), "properties.a[0].b", braze.FieldNull},
		{"time in an array", withProperty("a", []any{noon}), "properties.a[0]", braze.FieldType},
		{"operation", withProperty("a", braze.ArrayUpdate{Add: []any{1}}), "properties.a", braze.FieldOperator},
		{"I39 long text", withProperty("a", long(256)), "properties.a", braze.FieldTooLong},
		{"I17 NaN", withProperty("a", math.NaN()), "properties.a", braze.FieldRange},
		{"over 100 KB", withProperty("a", make([]int, 60_000)), "properties", braze.FieldTooLarge},
	} {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			refused(t, test.give.Validate(), test.field, test.code)
			_, err := test.give.Encode()
			refused(t, err, test.field, test.code)
		})
	}
}

func TestPurchase_encode(t *testing.T) {
	t.Parallel()
	p := braze.Purchase{
		User: ann, AppID: "app", ProductID: "shoe", Currency: "EUR", Price: "-19.90", Quantity: 2, Time: noon,
		Properties: braze.Properties{"color": "red"},
	}
	want := `{"external_id":"u1","app_id":"app","product_id":"shoe","currency":"EUR","price":-19.90,"quantity":2,` +
		`"time":"2026-03-01T12:00:00.000Z","properties":{"color":"red"}}`
	b, err := p.AppendJSON(nil)
	require.NoError(t, err)
	assert.Equal(t, want, string(b))
}

func TestPurchase_Validate(t *testing.T) {
	t.Parallel()
	for _, test := range []struct {
		name   string
		change func(*braze.Purchase)
		field  string
		code   braze.FieldCode
	}{
		{"no user", func(p *braze.Purchase) { p.User = braze.UserID{} }, "", braze.FieldRequired},
		{"no product", func(p *braze.Purchase) { p.ProductID = "" }, "product_id", braze.FieldRequired},
		{"long product", func(p *braze.Purchase) { p.ProductID = long(256) }, "product_id", braze.FieldTooLong},
		{"I24 lower case", func(p *braze.Purchase) { p.Currency = "eur" }, "currency", braze.FieldFormat},
		{"I24 four letters", func(p *braze.Purchase) { p.Currency = "EURO" }, "currency", braze.FieldFormat},
		{"I22 no price", func(p *braze.Purchase) { p.Price = "" }, "price", braze.FieldFormat},
		{"I22 NaN", func(p *braze.Purchase) { p.Price = "NaN" }, "price", braze.FieldFormat},
		{"I23 negative", func(p *braze.Purchase) { p.Quantity = -1 }, "quantity", braze.FieldRange},
		{"I23 over 100", func(p *braze.Purchase) { p.Quantity = 101 }, "quantity", braze.FieldRange},
		{"no time", func(p *braze.Purchase) { p.Time = time.Time{} }, "time", braze.FieldRequired},
		{"I37 property price", func(p *braze.Purchase) { p.Properties = braze.Properties{"price": 1} }, "properties.price", braze.FieldReserved},
		{"over 50 KB", func(p *braze.Purchase) { p.Properties = braze.Properties{"a": make([]int, 30_000)} }, "properties", braze.FieldTooLarge},
	} {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			p := braze.Purchase{User: ann, ProductID: "shoe", Currency: "EUR", Price: "1", Time: noon}
			test.change(&p)
			refused(t, p.Validate(), test.field, test.code)
			_, err := p.Encode()
			refused(t, err, test.field, test.code)
		})
	}
}
