package braze_test

import (
	"errors"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/mpbraze/mpbraze/braze"
)

var sent75 = braze.Counts{Attributes: 75, Events: 75, Purchases: 75}

func TestParseTrackResponse(t *testing.T) {
	t.Parallel()
	item := func(array braze.Array, index int) braze.ItemError {
		return braze.ItemError{Type: "EMAIL_BAD_FORMAT", Array: array, Index: index}
	}
	tests := map[string]struct {
		status int
		body   string
		want   braze.TrackResponse
	}{
		"accepted": {
			201, `{"message":"success","attributes_processed":1,"events_processed":2,"purchases_processed":3}`,
			braze.TrackResponse{Message: "success", AttributesProcessed: 1, EventsProcessed: 2, PurchasesProcessed: 3},
		},
		"unknown members and types": {
			201, `{"message":"success","attributes_processed":"1","events_processed":-2,"new":{"a":[1]}}`,
			braze.TrackResponse{Message: "success"},
		},
		"byte order mark":           {201, "\ufeff" + `{"message":"success"}`, braze.TrackResponse{Opaque: true}},
		"F14 truncated":             {201, `{"message":"succ`, braze.TrackResponse{Opaque: true}},
		"F14 only a brace":          {201, `{`, braze.TrackResponse{Opaque: true}},
		"F14 empty":                 {201, ``, braze.TrackResponse{Opaque: true}},
		"F15 queued in maintenance": {202, `{"message":"queued"}`, braze.TrackResponse{Message: "queued", Queued: true}},
		"F33 204":                   {204, ``, braze.TrackResponse{Opaque: true}},
		"F33 202 without a body":    {202, " \n", braze.TrackResponse{Opaque: true}},
		"F16 errors of each array": {
			201, `{"message":"success","errors":[
				{"type":"EMAIL_BAD_FORMAT","input_array":"attributes","index":0},
				{"type":"EMAIL_BAD_FORMAT","input_array":"events","index":37},
				{"type":"EMAIL_BAD_FORMAT","input_array":"events","index":37},
				{"type":"EMAIL_BAD_FORMAT","input_array":"purchases","index":74}]}`,
			braze.TrackResponse{Message: "success", Errors: []braze.ItemError{
				item("attributes", 0), item("events", 37), item("purchases", 74),
			}},
		},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			got, err := braze.ParseTrackResponse(tt.status, []byte(tt.body), sent75)
			require.NoError(t, err)
			assert.Equal(t, &tt.want, got)
		})
	}
}

// TestParseTrackResponseF17 holds entries that must not mark an object.
func TestParseTrackResponseF17(t *testing.T) {
	t.Parallel()
	tests := map[string]string{
		"negative":              `[{"input_array":"events","index":-1}]`,
		"one past the end":      `[{"input_array":"events","index":75}]`,
		"far past the end":      `[{"input_array":"events","index":1e9}]`,
		"large":                 `[{"input_array":"events","index":99999999999999999999}]`,
		"fraction":              `[{"input_array":"events","index":3.5}]`,
		"text":                  `[{"input_array":"events","index":"3"}]`,
		"null":                  `[{"input_array":"events","index":null}]`,
		"missing index":         `[{"input_array":"events"}]`,
		"missing array":         `[{"index":3}]`,
		"unknown array":         `[{"input_array":"user_identifiers","index":3}]`,
		"array in another case": `[{"input_array":"Events","index":3}]`,
		"array not text":        `[{"input_array":7,"index":3}]`,
		"strings":               `["bad event"]`,
		"nested arrays":         `[[1]]`,
		"null entries":          `[null]`,
		"text instead":          `"everything is bad"`,
		"object instead":        `{"input_array":"events","index":3}`,
		"number instead":        `5`,
	}
	for name, entries := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			got, err := braze.ParseTrackResponse(201, []byte(`{"message":"success","errors":`+entries+`}`), sent75)
			require.NoError(t, err)
			assert.Empty(t, got.Errors)
			assert.True(t, got.Unattributed)
		})
	}
	t.Run("a good entry beside a bad one", func(t *testing.T) {
		t.Parallel()
		body := `{"message":"success","errors":["?",{"type":"x","input_array":"events","index":3}]}`
		got, err := braze.ParseTrackResponse(201, []byte(body), sent75)
		require.NoError(t, err)
		assert.Equal(t, []braze.ItemError{{Type: "x", Array: "events", Index: 3}}, got.Errors)
		assert.True(t, got.Unattributed)
	})
	t.Run("an array that was not sent", func(t *testing.T) {
		t.Parallel()
		body := `{"message":"success","errors":[{"type":"x","input_array":"purchases","index":0}]}`
		got, err := braze.ParseTrackResponse(201, []byte(body), braze.Counts{Events: 1})
		require.NoError(t, err)
		assert.Empty(t, got.Errors)
		assert.True(t, got.Unattributed)
	})
	for _, none := range []string{`null`, `[]`} {
		got, err := braze.ParseTrackResponse(201, []byte(`{"message":"success","errors":`+none+`}`), sent75)
		require.NoError(t, err)
		assert.False(t, got.Unattributed, none)
	}
}

func TestParseTrackResponseFailures(t *testing.T) {
	t.Parallel()
	const noData = "Valid data must be provided in the 'attributes', 'events', or 'purchases' fields."
	tests := map[string]struct {
		status int
		body   string
		is     []error
		items  int
	}{
		"F15 page of a proxy":              {200, `<html>Sign in</html>`, []error{braze.ErrAmbiguous}, 0},
		"F15 page with 201":                {201, `<html>`, []error{braze.ErrAmbiguous}, 0},
		"F15 JSON of somebody else":        {200, `{"status":"ok"}`, []error{braze.ErrAmbiguous}, 0},
		"F15 not an object":                {201, `[]`, []error{braze.ErrAmbiguous}, 0},
		"F18 another message":              {201, `{"message":"account suspended","errors":["x"]}`, []error{braze.ErrRejected}, 0},
		"F18 another message, no errors":   {201, `{"message":"account suspended"}`, []error{braze.ErrRejected}, 0},
		"F20 all refused":                  {400, `{"message":"` + noData + `","errors":[{"type":"'quantity' is not valid","input_array":"purchases","index":0}]}`, []error{braze.ErrRejected}, 1},
		"F19 without errors":               {400, `{"message":"bad syntax"}`, []error{braze.ErrRejected}, 0},
		"F21 too many":                     {400, `{"message":"Max Input Length Exceeded"}`, []error{braze.ErrTooMany, braze.ErrNotSent}, 0},
		"too many ids":                     {400, `{"message":"The max number of ids per request was exceeded"}`, []error{braze.ErrTooMany}, 0},
		"too large as 400":                 {400, `{"message":"Request Entity Too Large"}`, []error{braze.ErrTooLarge, braze.ErrNotSent}, 0},
		"F22 401":                          {401, `{"message":"Invalid API key"}`, []error{braze.ErrAuth, braze.ErrNotSent}, 0},
		"F22 403":                          {403, ``, []error{braze.ErrAuth, braze.ErrNotSent}, 0},
		"F23 404":                          {404, `not found`, []error{braze.ErrEndpoint, braze.ErrNotSent}, 0},
		"F24 413":                          {413, ``, []error{braze.ErrTooLarge, braze.ErrNotSent}, 0},
		"408":                              {408, ``, []error{braze.ErrServer, braze.ErrAmbiguous}, 0},
		"429":                              {429, ``, []error{braze.ErrRateLimited, braze.ErrNotSent}, 0},
		"F32 501":                          {501, ``, []error{braze.ErrServer, braze.ErrRejected}, 0},
		"F32 600":                          {600, ``, []error{braze.ErrAmbiguous}, 0},
		"F32 0":                            {0, ``, []error{braze.ErrAmbiguous}, 0},
		"503":                              {503, `<html>`, []error{braze.ErrServer, braze.ErrAmbiguous}, 0},
		"F34 redirect":                     {307, ``, []error{braze.ErrRedirect, braze.ErrNotSent}, 0},
		"message of the wrong type in 4xx": {400, `{"message":{"a":1}}`, []error{braze.ErrRejected}, 0},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			response, err := braze.ParseTrackResponse(tt.status, []byte(tt.body), sent75)
			assert.Nil(t, response)
			failed, ok := errors.AsType[*braze.APIError](err)
			require.True(t, ok)
			assert.Equal(t, tt.status, failed.Status)
			assert.Len(t, failed.Items, tt.items)
			for _, want := range tt.is {
				require.ErrorIs(t, err, want)
			}
			fates := 0
			for _, fate := range []error{braze.ErrAmbiguous, braze.ErrNotSent, braze.ErrRejected} {
				if errors.Is(err, fate) {
					fates++
				}
			}
			assert.Equal(t, 1, fates, "exactly one fate")
		})
	}
}

func TestAPIErrorText(t *testing.T) {
	t.Parallel()
	tests := map[string]struct {
		status int
		body   string
		want   string
	}{
		"documented message": {400, `{"message":"Max Input Length Exceeded"}`, "braze: users/track: too many objects (status 400): Max Input Length Exceeded"},
		"other messages stay out": {
			400, `{"message":"no such user ann@example.com"}`, "braze: users/track: request refused (status 400)",
		},
		"documented reason": {
			400, `{"message":"x","errors":[{"type":"'quantity' is not valid","input_array":"purchases","index":4}]}`,
			"braze: users/track: request refused (status 400), 1 refused, first: purchases[4]: 'quantity' is not valid",
		},
		"other reasons stay out": {
			400, `{"message":"x","errors":[{"type":"ann@example.com is bad","input_array":"attributes","index":4}]}`,
			"braze: users/track: request refused (status 400), 1 refused, first: attributes[4]: refused",
		},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			_, err := braze.ParseTrackResponse(tt.status, []byte(tt.body), sent75)
			assert.EqualError(t, err, tt.want)
		})
	}
}

func FuzzParseTrackResponse(f *testing.F) {
	for _, seed := range []string{
		``, `{`, `{}`, `{"message":"success"}`, `{"message":"queued"}`, `<html>`, `[]`, `null`,
		`{"message":"success","errors":[{"type":"x","input_array":"events","index":3}]}`,
		`{"message":"success","errors":[{"type":"x","input_array":"events","index":-1},"y"]}`,
		`{"message":"success","errors":"x"}`, `{"message":"x","message":"success"}`,
	} {
		f.Add(201, []byte(seed), 4)
		f.Add(400, []byte(seed), 0)
	}
	f.Fuzz(func(t *testing.T, status int, body []byte, n int) {
		response, err := braze.ParseTrackResponse(status, body, braze.Counts{Events: n})
		if (response == nil) == (err == nil) {
			t.Fatal("want a response or an error")
		}
		if status < 200 || status > 299 {
			if err == nil {
				t.Fatal("delivered without a 2xx")
			}
		}
		var items []braze.ItemError
		if failed, ok := errors.AsType[*braze.APIError](err); ok {
			items = failed.Items
		} else {
			items = response.Errors
		}
		for _, item := range items {
			if item.Array != "events" || item.Index < 0 || item.Index >= n {
				t.Fatalf("marks an object that was not sent: %+v", item)
			}
		}
	})
}
