package delta

import (
	"encoding/json"
	"math"
	"reflect"
	"time"

	"github.com/mpbraze/mpbraze/braze"
)

// The domains of values: two values of different domains never have the same
// words.
const (
	isNull uint64 = iota + 1
	isText
	isTrue
	isFalse
	isInteger
	isFloat
	isDecimal
	isTime
	isList
	isObject
	isMember
)

// exact is the largest integer up to which a float64 and its text agree.
const exact = 1 << 53

// maxDepth ends the walk through a value that contains itself. Braze refuses
// such a value long before.
const maxDepth = 100

// printer fingerprints values in canonical form: numbers by value, objects
// without regard to the order of members, lists with regard to it. Where it is
// not sure that Braze holds two values for the same, they differ: that costs a
// request, the other way an update.
type printer struct {
	sip
	// begin is what the fingerprints of members start from.
	begin sip
	// merge says that nested values are merged into what is there: the same
	// value means something else then.
	merge bool
	// nested says that there is an object in the value.
	nested bool
	depth  int
	failed bool
}

// value adds v. After it failed says that v has no fingerprint: it is an
// operation, or nothing Braze takes.
func (p *printer) value(v any) {
	switch v := v.(type) {
	case string:
		p.str(v)
	case bool:
		p.flag(v)
	case int:
		p.integer(int64(v))
	case int64:
		p.integer(v)
	case float64:
		p.float(v)
	case nil:
		p.word(isNull)
	case json.Number:
		p.number(string(v))
	case time.Time:
		p.moment(v)
	case []string:
		p.head(isList, len(v))
		for _, item := range v {
			p.str(item)
		}
	case []any:
		p.list(v)
	case map[string]any:
		p.object(v)
	case braze.Increment, braze.ArrayUpdate, braze.ObjectArrayUpdate:
		p.failed = true
	default:
		p.other(reflect.ValueOf(v))
	}
}

func (p *printer) str(s string) {
	p.word(isText | uint64(len(s))<<8)
	p.text(s)
}

func (p *printer) flag(v bool) {
	if v {
		p.word(isTrue)
	} else {
		p.word(isFalse)
	}
}

func (p *printer) integer(v int64) {
	p.word(isInteger)
	p.word(uint64(v))
}

func (p *printer) float(v float64) {
	if v == math.Trunc(v) && math.Abs(v) <= exact {
		p.integer(int64(v))
		return
	}
	p.word(isFloat)
	p.word(math.Float64bits(v))
}

// moment counts what reaches Braze: milliseconds.
func (p *printer) moment(t time.Time) {
	p.word(isTime)
	p.word(uint64(t.UnixMilli()))
}

// head begins a value that holds n others.
func (p *printer) head(domain uint64, n int) {
	if p.merge {
		domain |= 1 << 7
	}
	p.word(domain | uint64(n)<<8)
}

func (p *printer) list(items []any) {
	if !p.enter() {
		return
	}
	p.head(isList, len(items))
	for _, item := range items {
		p.value(item)
	}
	p.depth--
}

// object adds the fingerprints of the members as a sum, which has no order.
func (p *printer) object(members map[string]any) {
	if !p.enter() {
		return
	}
	p.nested = true
	p.head(isObject, len(members))
	var sum uint64
	outer := p.sip
	for name, value := range members {
		p.sip = p.begin
		p.word(isMember | uint64(len(name))<<8)
		p.text(name)
		p.value(value)
		sum += p.sum()
	}
	p.sip = outer
	p.word(sum)
	p.depth--
}

func (p *printer) enter() bool {
	if p.depth++; p.depth > maxDepth {
		p.failed = true
	}
	return !p.failed
}

// other adds the less common types.
func (p *printer) other(v reflect.Value) {
	switch v.Kind() {
	case reflect.String:
		p.str(v.String())
	case reflect.Bool:
		p.flag(v.Bool())
	case reflect.Int, reflect.Int8, reflect.Int16, reflect.Int32, reflect.Int64:
		p.integer(v.Int())
	case reflect.Uint, reflect.Uint8, reflect.Uint16, reflect.Uint32, reflect.Uint64:
		p.unsigned(v.Uint())
	case reflect.Float32:
		p.number(text32(v.Float()))
	case reflect.Float64:
		p.float(v.Float())
	case reflect.Slice, reflect.Array:
		items := make([]any, v.Len())
		for i := range items {
			items[i] = v.Index(i).Interface()
		}
		p.list(items)
	case reflect.Map:
		p.otherMap(v)
	default:
		p.failed = true
	}
}

func (p *printer) otherMap(v reflect.Value) {
	if v.Type().Key().Kind() != reflect.String {
		p.failed = true
		return
	}
	members := make(map[string]any, v.Len())
	for entries := v.MapRange(); entries.Next(); {
		members[entries.Key().String()] = entries.Value().Interface()
	}
	p.object(members)
}
