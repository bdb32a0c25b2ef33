package mapping

import (
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

func TestCurrencyKnown(t *testing.T) {
	t.Parallel()
	tests := map[string]struct {
		codes string
		want  bool
	}{
		"common":          {"USD EUR GBP JPY CHF", true},
		"newer than 2017": {"MRU STN BYN VES VED SLE ZWG XCG", true},
		"shared":          {"XAF XCD XOF XPF", true},
		"withdrawn":       {"ANG BGN BYR CUC DEM HRK LTL MRO SLL STD VEF ZWL", false},
		"funds":           {"BOV CHE CHW CLF COU MXV USN UYI UYW", false},
		"metals":          {"XAG XAU XPD XPT", false},
		"units":           {"XAD XBA XDR XSU XUA", false},
		"I24 none, test":  {"XXX XTS", false},
		"I24 not a code":  {"EURO usd Usd US $ ABC ED\x20 D\x20A", false},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			for code := range strings.SplitSeq(tt.codes, " ") {
				assert.Equal(t, tt.want, currencyKnown(code), "%q", code)
			}
		})
	}
	assert.False(t, currencyKnown(""))
}

func TestCurrencyCodesAreWellFormed(t *testing.T) {
	t.Parallel()
	codes := strings.Fields(currencyCodes)
	require.Len(t, codes, 155)
	assert.True(t, slices.IsSorted(codes))
	assert.Len(t, currencySet, len(codes), "each once")
	for _, code := range codes {
		assert.Len(t, code, 3)
		assert.True(t, currencyKnown(code), code)
	}
}
