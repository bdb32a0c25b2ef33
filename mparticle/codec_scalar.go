package mparticle

import (
	"encoding/json"
	"math"
	"strconv"
	"strings"
)

// text reads text, and a number or a boolean as the text it is written with.
func text[T any](name string, at func(*T) *string) field[T] {
	f := member(name, at, textCodec[string]())
	f.usual = aText
	return f
}

// word is text of a type of its own.
func word[T any, S ~string](name string, at func(*T) *S) field[T] {
	return member(name, at, textCodec[S]())
}

func textCodec[S ~string]() codec[S] {
	return codec[S]{
		want: "text",
		read: func(d *decoder, tok token, v *S) (spelling, error) {
			switch tok.kind {
			case '"':
				*v = S(d.string(tok))
				return plain, nil
			case '0', 't', 'f':
				*v = S(d.at(tok.span))
				return bare, nil
			default:
				return misfit, nil
			}
		},
		write: func(e *encoder, v *S, s spelling) {
			// The text may have been replaced since it was read.
			if s == bare && (*v == "true" || *v == "false" || isNumber(string(*v))) {
				e.raw(string(*v))
				return
			}
			e.text(string(*v))
		},
		zero: func(v *S) bool { return *v == "" },
	}
}

// integer reads 64-bit integers from numbers and from text, without loss.
func integer[T any](name string, at func(*T) *int64) field[T] {
	f := member(name, at, integerCodec("integer",
		func(s string) (int64, error) { return strconv.ParseInt(s, 10, 64) },
		func(n int64) string { return strconv.FormatInt(n, 10) }))
	f.usual = aCount
	return f
}

// positive reads the digits of a positive integer. It returns 0 for whatever
// else a number may look like, and for one that does not fit.
func positive(digits string) int64 {
	if len(digits) > len("9223372036854775807") {
		return 0
	}
	var n uint64 // has room for one digit more
	for i := range len(digits) {
		c := digits[i] - '0'
		if c > 9 {
			return 0
		}
		n = n*10 + uint64(c)
	}
	if n > math.MaxInt64 {
		return 0
	}
	return int64(n)
}

func unsigned[T any](name string, at func(*T) *uint64) field[T] {
	return member(name, at, integerCodec("unsigned integer",
		func(s string) (uint64, error) { return strconv.ParseUint(s, 10, 64) },
		func(n uint64) string { return strconv.FormatUint(n, 10) }))
}

func integerCodec[N int64 | uint64](want string, parse func(string) (N, error), format func(N) string) codec[N] {
	return codec[N]{
		want: want,
		read: func(d *decoder, tok token, v *N) (spelling, error) {
			digits, s := tok.numeric(d)
			if s != plain && s != quoted {
				return s, nil
			}
			n, err := parse(digits)
			if err != nil || !canonical(digits) {
				return misfit, nil //nolint:nilerr // a misfit is reported, not an error
			}
			*v = n
			return s, nil
		},
		write: func(e *encoder, v *N, s spelling) {
			if s == quoted {
				e.text(format(*v))
				return
			}
			e.raw(format(*v))
		},
		zero: func(v *N) bool { return *v == 0 },
	}
}

// canonical reports whether formatting the integer gives the same digits again.
func canonical(digits string) bool {
	digits, negative := strings.CutPrefix(digits, "-")
	if digits == "0" {
		return !negative
	}
	return digits != "" && '1' <= digits[0] && digits[0] <= '9'
}

// number reads decimals as the digits they are written with.
func number[T any](name string, at func(*T) *json.Number) field[T] {
	return member(name, at, codec[json.Number]{
		want: "number",
		read: func(d *decoder, tok token, v *json.Number) (spelling, error) {
			digits, s := tok.numeric(d)
			if s == quoted && !isNumber(digits) {
				return misfit, nil
			}
			*v = json.Number(digits)
			return s, nil
		},
		write: func(e *encoder, v *json.Number, s spelling) {
			if s == quoted {
				e.text(string(*v))
				return
			}
			e.number(string(*v))
		},
		zero: func(v *json.Number) bool { return *v == "" },
	})
}

// numberOrBoolean is number, but a boolean is no problem: it stays in Extra.
func numberOrBoolean[T any](name string, at func(*T) *json.Number) field[T] {
	f := number(name, at)
	read := f.read
	f.read = func(d *decoder, tok token, p place) (spelling, error) {
		if tok.kind == 't' || tok.kind == 'f' {
			return aside, nil
		}
		return read(d, tok, p)
	}
	return f
}

// numeric returns the digits of a number or of text that may be one, and how
// they were spelt.
func (tok token) numeric(d *decoder) (string, spelling) {
	switch tok.kind {
	case '0':
		return d.at(tok.span), plain
	case '"':
		if s := d.string(tok); s != "" {
			return s, quoted
		}
		return "", blank
	default:
		return "", misfit
	}
}

// boolean reads booleans, and text in the two spellings of mParticle.
func boolean[T any](name string, at func(*T) *bool) field[T] {
	return member(name, at, codec[bool]{
		want: "boolean",
		read: func(d *decoder, tok token, v *bool) (spelling, error) {
			*v = false
			switch tok.kind {
			case 't':
				*v = true
				return plain, nil
			case 'f':
				return plain, nil
			case '"':
				return readBooleanText(d.string(tok), v), nil
			default:
				return misfit, nil
			}
		},
		write: func(e *encoder, v *bool, s spelling) {
			switch {
			case s == titled && *v:
				e.raw(`"True"`)
			case s == titled:
				e.raw(`"False"`)
			case s == quoted:
				e.text(strconv.FormatBool(*v))
			default:
				e.raw(strconv.FormatBool(*v))
			}
		},
		zero: func(v *bool) bool { return !*v },
	})
}

func readBooleanText(s string, v *bool) spelling {
	switch s {
	case "":
		return blank
	case "true", "false":
		*v = s == "true"
		return quoted
	case "True", "False":
		*v = s == "True"
		return titled
	}
	return misfit
}
