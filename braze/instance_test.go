package braze_test

import (
	"net/url"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/mpbraze/mpbraze/braze"
)

func TestParseInstance(t *testing.T) {
	t.Parallel()
	tests := map[string]braze.Instance{
		"US-01":   braze.US01,
		"us-08":   braze.US08,
		" US 10 ": braze.US10,
		"eu02":    braze.EU02,
		"au-01\n": braze.AU01,
		"Id-01":   braze.ID01,
		"JP-01":   braze.JP01,
		"kr-01":   braze.KR01,
	}
	for text, want := range tests {
		got, err := braze.ParseInstance(text)
		require.NoError(t, err, text)
		assert.Equal(t, want, got)
	}
	for _, text := range []string{"", "US-09", "EU-03", "US-1", "rest.iad-01.braze.com"} {
		_, err := braze.ParseInstance(text)
		assert.ErrorIs(t, err, braze.ErrInvalidOption, text)
	}
}

func TestInstanceEndpoint(t *testing.T) {
	t.Parallel()
	tests := map[braze.Instance]string{
		braze.US01: "https://rest.iad-01.braze.com",
		braze.US02: "https://rest.iad-02.braze.com",
		braze.US03: "https://rest.iad-03.braze.com",
		braze.US04: "https://rest.iad-04.braze.com",
		braze.US05: "https://rest.iad-05.braze.com",
		braze.US06: "https://rest.iad-06.braze.com",
		braze.US07: "https://rest.iad-07.braze.com",
		braze.US08: "https://rest.iad-08.braze.com",
		braze.US10: "https://rest.us-10.braze.com",
		braze.EU01: "https://rest.fra-01.braze.eu",
		braze.EU02: "https://rest.fra-02.braze.eu",
		braze.AU01: "https://rest.au-01.braze.com",
		braze.ID01: "https://rest.id-01.braze.com",
		braze.JP01: "https://rest.jp-01.braze.com",
		braze.KR01: "https://rest.kr-01.braze.com",
		"US-09":    "",
		"":         "",
	}
	for instance, want := range tests {
		assert.Equal(t, want, instance.Endpoint(), instance)
		_, err := url.Parse(instance.Endpoint())
		assert.NoError(t, err)
	}
}
