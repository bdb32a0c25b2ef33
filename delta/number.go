package delta

import (
	"math"
	"strconv"
	"strings"
)

func (p *printer) unsigned(v uint64) {
	if v <= math.MaxInt64 {
		p.integer(int64(v))
		return
	}
	p.number(strconv.FormatUint(v, 10))
}

// number adds a number as JSON writes it. It counts as a float only if the text
// says exactly what the float says.
func (p *printer) number(text string) {
	if v, err := strconv.ParseInt(text, 10, 64); err == nil {
		p.integer(v)
		return
	}
	v, err := strconv.ParseFloat(text, 64)
	if err != nil || math.IsInf(v, 0) || math.IsNaN(v) {
		p.failed = true
		return
	}
	digits, exponent, ok := decimal(text)
	if !ok {
		p.failed = true
		return
	}
	ofFloat, floatExponent, _ := decimal(strconv.FormatFloat(v, 'e', -1, 64))
	if digits == ofFloat && exponent == floatExponent {
		p.float(v)
		return
	}
	p.word(isDecimal | uint64(len(digits))<<8)
	p.text(digits)
	p.word(uint64(exponent))
}

// text32 is how a float32 is written.
func text32(v float64) string { return strconv.FormatFloat(v, 'e', -1, 32) }

// decimal splits a number into its digits, with the sign and without zeros at
// either end, and the power of ten they are multiplied with.
func decimal(text string) (digits string, exponent int, ok bool) {
	mantissa, power, _ := strings.Cut(strings.ToLower(text), "e")
	if power != "" {
		var err error
		if exponent, err = strconv.Atoi(power); err != nil {
			return "", 0, false
		}
	}
	unsigned, negative := strings.CutPrefix(mantissa, "-")
	whole, fraction, _ := strings.Cut(unsigned, ".")
	digits = strings.TrimLeft(whole+fraction, "0")
	exponent -= len(fraction)
	short := strings.TrimRight(digits, "0")
	exponent += len(digits) - len(short)
	switch {
	case short == "":
		return "", 0, true
	case negative:
		return "-" + short, exponent, true
	}
	return short, exponent, true
}
