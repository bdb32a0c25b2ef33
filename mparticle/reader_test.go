package mparticle_test

import (
	"bytes"
	"compress/gzip"
	"errors"
	"io"
	"strings"
	"testing"
	"testing/iotest"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/mpbraze/mpbraze/mparticle"
)

// readAll returns the ids of the batches in a stream and its errors.
func readAll(t *testing.T, r io.Reader, options mparticle.ReaderOptions) (ids []int64, errs []*mparticle.StreamError) {
	t.Helper()
	for batch, err := range mparticle.NewReader(r, options).All() {
		if err == nil {
			ids = append(ids, batch.MPID)
			continue
		}
		var stream *mparticle.StreamError
		require.ErrorAs(t, err, &stream)
		errs = append(errs, stream)
	}
	return ids, errs
}

func zip(t *testing.T, s string) string {
	t.Helper()
	var b bytes.Buffer
	w := gzip.NewWriter(&b)
	_, err := io.WriteString(w, s)
	require.NoError(t, err)
	require.NoError(t, w.Close())
	return b.String()
}

func TestReader(t *testing.T) {
	t.Parallel()
	tests := map[string]struct {
		input string
		want  []int64
	}{
		"empty":            {"", nil},
		"white_space":      {" \n\n", nil},
		"verification":     {"{}", []int64{0}},
		"one":              {`{"mpid":1}`, []int64{1}},
		"one_pretty":       {"{\n  \"mpid\": 1\n}\n", []int64{1}},
		"lines":            {"{\"mpid\":1}\n{\"mpid\":2}\n", []int64{1, 2}},
		"lines_crlf_blank": {"\r\n{\"mpid\":1}\r\n\r\n{\"mpid\":2}", []int64{1, 2}},
		"concatenated":     {`{"mpid":1}{"mpid":2} {"mpid":3}`, []int64{1, 2, 3}},
		"array":            {`[{"mpid":1},{"mpid":2}]`, []int64{1, 2}},
		"array_empty":      {`[ ]`, nil},
		"arrays":           {`[{"mpid":1}][{"mpid":2}]{"mpid":3}`, []int64{1, 2, 3}},
		"byte_order_mark":  {"\ufeff{\"mpid\":1}", []int64{1}},
	}
	for name, test := range tests {
		for encoding, input := range map[string]string{
			"plain": test.input, "gzip": zip(t, test.input), "gzip_in_parts": zip(t, test.input[:len(test.input)/2]) + zip(t, test.input[len(test.input)/2:]),
		} {
			t.Run(name+"/"+encoding, func(t *testing.T) {
				t.Parallel()
				for _, r := range []io.Reader{strings.NewReader(input), iotest.OneByteReader(strings.NewReader(input))} {
					ids, errs := readAll(t, r, mparticle.ReaderOptions{})
					assert.Equal(t, test.want, ids)
					assert.Empty(t, errs)
				}
			})
		}
	}
}

// One bad batch does not cost the others, where JSON allows to find them.
func TestReaderGoesOn(t *testing.T) {
	t.Parallel()
	type place struct {
		Index  int
		Offset int64
	}
	big := `{"ip":"` + strings.Repeat("x", 600) + `"}`
	tests := map[string]struct {
		input  string
		ids    []int64
		places []place
		reason error
	}{
		"no_batch":             {"{\"mpid\":1}\n7\n{\"mpid\":2}", []int64{1, 2}, []place{{1, 11}}, mparticle.ErrContainer},
		"duplicate_name":       {"{\"mpid\":1,\"mpid\":1}{\"mpid\":2}", []int64{2}, []place{{0, 0}}, mparticle.ErrDuplicateName},
		"invalid_utf8":         {"{\"ip\":\"\xff\"}{\"mpid\":2}", []int64{2}, []place{{0, 0}}, mparticle.ErrSyntax},
		"in_array":             {`[{"mpid":1},[],{"mpid":2}]`, []int64{1, 2}, []place{{1, 12}}, mparticle.ErrContainer},
		"cut_line":             {"{\"mpid\":1}\n{\"mpid\":\n{\"mpid\":3}\n", []int64{1, 3}, []place{{1, 11}}, mparticle.ErrSyntax},
		"two_bad_lines":        {"{\"mpid\":x}\nnonsense\n{\"mpid\":3}\n{\"a\"}\n{\"mpid\":5}", []int64{3, 5}, []place{{0, 0}, {2, 31}}, mparticle.ErrSyntax},
		"bad_pretty_batch":     {"{\n  \"x\": {\n    {\n  }\n}\n{\"mpid\":2}\n", []int64{2}, []place{{0, 0}}, mparticle.ErrSyntax},
		"cut_at_the_end":       {"{\"mpid\":1}\n{\"mpid\":2", []int64{1}, []place{{1, 11}}, io.ErrUnexpectedEOF},
		"broken_array":         {"[{\"mpid\":1},\n{\"mpid\":x},\n{\"mpid\":3}]", []int64{1}, []place{{1, 13}}, mparticle.ErrSyntax},
		"cut_array":            {`[{"mpid":1}`, []int64{1}, []place{{1, 11}}, io.ErrUnexpectedEOF},
		"array_never_begun":    {`]`, nil, []place{{0, 0}}, mparticle.ErrSyntax},
		"too_large":            {"{\"mpid\":1}\n" + big + "\n{\"mpid\":3}", []int64{1, 3}, []place{{1, 11}}, mparticle.ErrTooLarge},
		"too_large_and_cut":    {big[:600], nil, []place{{0, 0}}, mparticle.ErrTooLarge},
		"too_large_of_several": {big + "\n" + big + "\n{\"mpid\":3}", []int64{3}, []place{{0, 0}, {1, 610}}, mparticle.ErrTooLarge},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			for _, input := range []string{test.input, zip(t, test.input)} {
				ids, errs := readAll(t, strings.NewReader(input), mparticle.ReaderOptions{MaxBatchBytes: 500})
				assert.Equal(t, test.ids, ids)
				var places []place
				for _, err := range errs {
					places = append(places, place{err.Index, err.Offset})
					require.ErrorIs(t, err, test.reason)
				}
				assert.Equal(t, test.places, places)
			}
		})
	}
}

func TestReaderSourceFails(t *testing.T) {
	t.Parallel()
	lost := errors.New("connection lost")
	source := io.MultiReader(strings.NewReader("{\"mpid\":1}\n{\"mpid\":2"), iotest.ErrReader(lost))
	ids, errs := readAll(t, source, mparticle.ReaderOptions{})
	assert.Equal(t, []int64{1}, ids)
	require.Len(t, errs, 1)
	require.ErrorIs(t, errs[0], lost)

	whole := zip(t, `{"mpid":1}`)
	_, errs = readAll(t, strings.NewReader(whole[:len(whole)-3]), mparticle.ReaderOptions{})
	require.Len(t, errs, 1, "gzip cut short")
	_, errs = readAll(t, strings.NewReader(whole[:3]), mparticle.ReaderOptions{})
	require.Len(t, errs, 1, "gzip header cut short")
}

// endless is a body that never ends. It counts what was read of it.
type endless struct {
	pattern string
	read    int
}

func (e *endless) Read(p []byte) (int, error) {
	n := 0
	for n < len(p) {
		n += copy(p[n:], e.pattern)
	}
	e.read += n
	return n, nil
}

// I13, I16: caps hold after decompression, and reading stops at them.
func TestReaderCaps(t *testing.T) {
	t.Parallel()
	t.Run("I13_batch_that_never_ends", func(t *testing.T) {
		t.Parallel()
		body := &endless{pattern: "xxxxxxxx"}
		next := 0
		for _, err := range mparticle.NewReader(io.MultiReader(strings.NewReader(`{"ip":"`), body), mparticle.ReaderOptions{MaxBytes: 4 << 20}).All() {
			require.ErrorIs(t, err, mparticle.ErrTooLarge)
			next++
		}
		assert.Equal(t, 2, next, "the batch, then the stream")
		assert.Less(t, body.read, 5<<20)
	})
	t.Run("I16_gzip_bomb", func(t *testing.T) {
		t.Parallel()
		bomb := zip(t, `{"mpid":1}`+strings.Repeat(" ", 64<<20))
		ids, errs := readAll(t, strings.NewReader(bomb), mparticle.ReaderOptions{MaxBytes: 1 << 20})
		assert.Equal(t, []int64{1}, ids)
		require.Len(t, errs, 1)
		require.ErrorIs(t, errs[0], mparticle.ErrTooLarge)
	})
	t.Run("exact_sizes", func(t *testing.T) {
		t.Parallel()
		const body = `{"mpid":1}`
		ids, errs := readAll(t, strings.NewReader(body), mparticle.ReaderOptions{MaxBatchBytes: int64(len(body)), MaxBytes: int64(len(body))})
		assert.Equal(t, []int64{1}, ids)
		assert.Empty(t, errs)
		_, errs = readAll(t, strings.NewReader(body), mparticle.ReaderOptions{MaxBatchBytes: int64(len(body)) - 1})
		assert.Len(t, errs, 1)
		_, errs = readAll(t, strings.NewReader(body), mparticle.ReaderOptions{MaxBytes: int64(len(body)) - 1})
		assert.Len(t, errs, 1)
	})
}

// A loop that was left can be taken up again.
func TestReaderBreak(t *testing.T) {
	t.Parallel()
	r := mparticle.NewReader(strings.NewReader(`[{"mpid":1},{"mpid":2},{"mpid":3}]`), mparticle.ReaderOptions{})
	var ids []int64
	for len(ids) < 3 {
		for batch, err := range r.All() {
			require.NoError(t, err)
			ids = append(ids, batch.MPID)
			break
		}
	}
	assert.Equal(t, []int64{1, 2, 3}, ids)
	for range r.All() {
		assert.Fail(t, "nothing is left")
	}
}

func TestReaderLenient(t *testing.T) {
	t.Parallel()
	ids, errs := readAll(t, strings.NewReader("{\"mpid\":1,\"mpid\":2,\"ip\":\"\xff\"}"),
		mparticle.ReaderOptions{Parser: mparticle.Parser{Lenient: true}})
	assert.Equal(t, []int64{2}, ids)
	assert.Empty(t, errs)
}
