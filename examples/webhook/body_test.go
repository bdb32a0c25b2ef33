package main

import (
	"bytes"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/mpbraze/mpbraze/braze/brazetest"
)

func TestBadInput(t *testing.T) {
	t.Parallel()
	t.Run("I13_stops_reading_at_the_cap", func(t *testing.T) {
		t.Parallel()
		body := &endless{}
		_, err := readBody(httptest.NewRecorder(), post(t, io.LimitReader(body, 100<<20)))
		require.ErrorIs(t, err, errTooLarge)
		assert.LessOrEqual(t, body.read, 2*maxBody)
	})
	t.Run("I13_takes_what_is_exactly_the_cap", func(t *testing.T) {
		t.Parallel()
		text, err := readBody(httptest.NewRecorder(), post(t, io.LimitReader(&endless{}, maxBody)))
		require.NoError(t, err)
		assert.Len(t, text, maxBody)
	})
	t.Run("I16_caps_after_decompression", func(t *testing.T) {
		t.Parallel()
		bomb := brazetest.GzipBomb(100 << 20).Body
		require.Less(t, len(bomb), maxBody)
		r := post(t, bytes.NewReader(bomb))
		r.Header.Set("Content-Encoding", "gzip")
		_, err := readBody(httptest.NewRecorder(), r)
		assert.ErrorIs(t, err, errTooLarge)
	})
}

func TestReadBody(t *testing.T) {
	t.Parallel()
	const text = `{"events": []}`
	plain := func() io.Reader { return strings.NewReader(text) }
	cutGzip := func() io.Reader { return io.LimitReader(gzipped(text), 20) }
	for name, row := range map[string]struct {
		body     func() io.Reader
		media    string
		encoding string
		status   int // 0 for success
	}{
		"plain":          {plain, "application/json", "", 0},
		"charset":        {plain, "Application/JSON; charset=utf-8", "identity", 0},
		"no media type":  {plain, "", "", 0},
		"gzip":           {func() io.Reader { return gzipped(text) }, "application/json", "gzip", 0},
		"form":           {plain, "application/x-www-form-urlencoded", "", http.StatusUnsupportedMediaType},
		"not a type":     {plain, ";", "", http.StatusUnsupportedMediaType},
		"I16 zstd":       {plain, "application/json", "zstd", http.StatusUnsupportedMediaType},
		"twice":          {plain, "application/json", "gzip, gzip", http.StatusUnsupportedMediaType},
		"not gzip":       {plain, "application/json", "gzip", http.StatusBadRequest},
		"gzip cut short": {cutGzip, "application/json", "gzip", http.StatusBadRequest},
		"broken off": {
			func() io.Reader { return io.MultiReader(plain(), brokenReader{}) },
			"application/json", "", http.StatusRequestTimeout,
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			r := post(t, row.body())
			r.Header.Set("Content-Type", row.media)
			r.Header.Set("Content-Encoding", row.encoding)
			body, err := readBody(httptest.NewRecorder(), r)
			assert.Equal(t, row.status, bodyStatus[err])
			if row.status == 0 {
				require.NoError(t, err)
				assert.JSONEq(t, text, string(body))
			}
		})
	}
}

type brokenReader struct{}

func (brokenReader) Read([]byte) (int, error) { return 0, io.ErrUnexpectedEOF }
