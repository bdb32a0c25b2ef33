package main

import (
	"net/http"
	"strings"
	"testing"
	"testing/synctest"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/mpbraze/mpbraze/braze"
	"github.com/mpbraze/mpbraze/braze/brazetest"
)

func TestAuthorization(t *testing.T) {
	t.Parallel()
	header := func(values ...string) func(*http.Request) {
		return func(r *http.Request) { r.Header["Authorization"] = values }
	}
	for name, row := range map[string]struct {
		change func(*http.Request)
		status int
	}{
		"I70_the_secret":           {header(secret), 200},
		"I70_the_other_secret":     {header(rotated), 200},
		"I70_missing":              {header(), 401},
		"I70_empty":                {header(""), 401},
		"I70_wrong":                {header("the-third-secret-of-two"), 401},
		"I70_a_prefix":             {header(secret[:len(secret)-1]), 401},
		"I70_the_list_of_secrets":  {header(secret + ", " + rotated), 401},
		"I71_several_headers":      {header(secret, secret), 401},
		"I71_one_right_one_wrong":  {header("wrong", secret), 401},
		"I71_bearer":               {header("Bearer " + secret), 401},
		"I71_header_of_8_KB":       {header(strings.Repeat("x", 8<<10)), 401},
		"I71_basic_authentication": {func(r *http.Request) { r.SetBasicAuth("mparticle", secret) }, 401},
		"I71_query": {func(r *http.Request) {
			r.Header.Del("Authorization")
			r.URL.RawQuery = "Authorization=" + secret
		}, 401},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			synctest.Test(t, func(t *testing.T) {
				body := &endless{}
				r := post(t, body)
				if row.status == http.StatusOK {
					r = post(t, strings.NewReader(batchOf(1, 1)))
				}
				row.change(r)
				w := answer(newHook(t, brazetest.New(brazetest.Config{}).Client(t), braze.SenderOptions{}), r)
				assert.Equal(t, row.status, w.Code)
				assert.Zero(t, body.read, "the body of a stranger is not read")
				assert.NotContains(t, w.Body.String(), secret)
			})
		})
	}
}

func TestParseSecrets(t *testing.T) {
	t.Parallel()
	for name, row := range map[string]struct {
		list string
		n    int
		err  string
	}{
		"one":       {secret, 1, ""},
		"two":       {" " + secret + " ,, " + rotated + ",", 2, ""},
		"none":      {"", 0, "names no secret"},
		"commas":    {" , ,", 0, "names no secret"},
		"guessable": {secret + ",short-one", 0, "secret 2 has 9 characters, needs 16"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			s, err := parseSecrets(row.list)
			assert.Len(t, s, row.n)
			if row.err == "" {
				require.NoError(t, err)
				return
			}
			require.ErrorContains(t, err, row.err)
			assert.NotContains(t, err.Error(), "short-one")
		})
	}
}
